"""The commands of ptassist, and the edge where a known error becomes words and an exit status."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from ptassist import __version__
from ptassist.cli import (
    doctor,
    evaluate,
    feedback,
    imports,
    index,
    library,
    questions,
    serve,
    settings,
    snippet,
    triage,
    watch,
)
from ptassist.cli.common import tell
from ptassist.errors import PtassistError
from ptassist.logs import configure_logging

app = typer.Typer(
    name="ptassist",
    help="Answers a clinic's website visitors out of the clinic's own articles, word for word.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(index.build)
app.command()(questions.search)
app.command()(questions.ask)
app.command()(serve.serve)
app.command()(snippet.snippet)
app.command()(evaluate.evaluate)
app.command()(triage.triage)
app.command()(doctor.doctor)
app.command()(index.versions)
app.command()(index.rollback)
app.command()(index.prune)
app.command()(watch.watch)
app.command()(library.stale)
app.command()(library.readability)
app.command()(library.conflicts)
app.command()(feedback.feedback)
app.command("import")(imports.import_)
app.command()(imports.crawl)
app.command()(settings.settings)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    configure_logging()


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command: exit 0 when done, 1 when refused, 2 on misuse.

    Args:
        arguments: What stands after `ptassist`; None takes the process's own.
    """
    try:
        app(arguments, prog_name="ptassist")
    except PtassistError as error:
        tell(f"ptassist: {error.message}")
        if error.remedy:
            tell(f"  {error.remedy}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
