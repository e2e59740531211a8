"""The commands of ptassist, and the edge where a known error becomes words and an exit status."""

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pkgutil import resolve_name
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ptassist import __version__
from ptassist.cli.common import tell
from ptassist.errors import PtassistError
from ptassist.logs import configure_logging

# Where each command is, and what the list of commands says of it. A command is imported when it is called: most of the
# time that `ptassist --help` or `ptassist ask` would take goes into what other commands need.
COMMANDS = {
    "build": ("ptassist.cli.index:build", "Builds the index of the articles and publishes it."),
    "search": ("ptassist.cli.questions:search", "Shows the passages that a question finds."),
    "ask": ("ptassist.cli.questions:ask", "Answers a question out of the articles."),
    "serve": ("ptassist.cli.serve:serve", "Serves the widget, the pages and the API."),
    "snippet": ("ptassist.cli.snippet:snippet", "Prints the tag for the clinic's site."),
    "evaluate": ("ptassist.cli.evaluate:evaluate", "Measures the answers on judged questions."),
    "calibrate": ("ptassist.cli.calibrate:calibrate", "Fits how sure an answer must be."),
    "triage": ("ptassist.cli.triage:triage", "Explains, tests or prints the red flags."),
    "doctor": ("ptassist.cli.doctor:doctor", "Checks everything, and names what mends it."),
    "versions": ("ptassist.cli.index:versions", "Lists the published indexes."),
    "rollback": ("ptassist.cli.index:rollback", "Makes an older index the current one."),
    "prune": ("ptassist.cli.index:prune", "Removes old versions of the index."),
    "watch": ("ptassist.cli.watch:watch", "Builds again whenever an article changes."),
    "stale": ("ptassist.cli.library:stale", "Lists the articles by the age of their review."),
    "readability": ("ptassist.cli.library:readability", "Lists what is hard to read."),
    "conflicts": ("ptassist.cli.library:conflicts", "Finds articles that may contradict."),
    "feedback": ("ptassist.cli.feedback:feedback", "Lists the articles by visitors' feedback."),
    "import": ("ptassist.cli.imports:import_", "Makes articles of files or web pages."),
    "crawl": ("ptassist.cli.imports:crawl", "Makes articles of a site's pages."),
    "settings": ("ptassist.cli.settings:settings", "Shows every setting and its origin."),
}

# Python looks for circles of garbage after so many new objects; its own 700 cost a start a tenth of a second.
OBJECTS_BETWEEN_COLLECTIONS = 50_000
_PLAIN: dict[str, Any] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
}


class _Commands(Mapping[str, Any]):
    """The commands by name, each imported when it is first looked up."""

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        return _command(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


@cache
def _command(name: str) -> Any:
    alone = typer.Typer(**_PLAIN)
    alone.command(name)(resolve_name(COMMANDS[name][0]))
    return typer.main.get_command(alone)


class _Group(TyperGroup):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes | {"commands": _Commands()})

    def format_commands(self, _context: Any, formatter: Any) -> None:
        """Lists the commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])


app = typer.Typer(
    name="ptassist",
    help="Answers a clinic's website visitors out of the clinic's own articles, word for word.",
    no_args_is_help=True,
    cls=_Group,
    **_PLAIN,
)


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
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    try:
        app(arguments, prog_name="ptassist")
    except PtassistError as error:
        tell(f"ptassist: {error.message}")
        if error.remedy:
            tell(f"  {error.remedy}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
