"""`ptassist feedback`: which articles' answers help visitors, and which do not."""

import typer

from ptassist.cli.common import ConfigOption, JsonOption, read_settings, tell, write_json
from ptassist.records.feedback import RECORDS, Opinion, read_feedback


def feedback(as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Lists the articles by what visitors pressed under their answers, the least helpful first.

    A running server adds what is new once a minute. Only presses are counted: no question is kept.
    """
    opinions = read_feedback(read_settings(config).index_dir / RECORDS)
    if as_json:
        write_json(opinions)
    for opinion in [] if as_json else opinions:
        typer.echo(_line(opinion))
    if not opinions:
        tell("no visitor has said yet whether an answer helped")


def _line(opinion: Opinion) -> str:
    mark = "!" if opinion.unhelpful > opinion.helpful else " "
    reasons = ", ".join(f"{reason} {times}" for reason, times in opinion.reasons.items())
    name = opinion.article_id or "(answers without a quote)"
    return f"{mark} helped {opinion.helpful:5}  did not {opinion.unhelpful:5}  {name}{reasons and f'  ({reasons})'}"
