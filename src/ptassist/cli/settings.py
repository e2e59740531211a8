"""`ptassist settings`: the values in force, and where each came from."""

import typer

from ptassist.cli.common import ConfigOption, JsonOption, write_json
from ptassist.settings import flatten, load_settings


def settings(as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Shows every setting, its value and where it came from."""
    loaded = load_settings(config)
    values = flatten(loaded.settings.model_dump(mode="json"))
    if as_json:
        write_json({n: {"value": v, "from": loaded.origins[n]} for n, v in values.items()})
        return
    for name, value in values.items():
        typer.echo(f"{name:32} {value!r:40} {loaded.origins[name]}")
