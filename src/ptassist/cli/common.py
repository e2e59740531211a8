"""What every command shares: settings, JSON on stdout, words on stderr."""

import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from ptassist.settings import Settings, load_settings

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="Read the settings from this file.", metavar="FILE")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def read_settings(config: Path | None, **overrides: Any) -> Settings:
    """The settings in force; `overrides` are what the command line gave, None where it gave nothing."""
    given = {name: value for name, value in overrides.items() if value is not None}
    return load_settings(config, given).settings


def cache_folder(settings: Settings) -> Path | None:
    """Where compiled rules are kept; None where there is no index folder: asking for rules makes none."""
    return settings.index_dir / "cache" if settings.index_dir.is_dir() else None


def write_json(value: Any) -> None:
    """Writes one JSON value to standard output."""
    text = msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2)
    sys.stdout.write(text.decode() + "\n")


def tell(words: str) -> None:
    """Says something to the person at the terminal, on standard error."""
    typer.echo(words, err=True)
