"""What every command shares: settings, JSON on stdout, words on stderr, a progress bar, errors with their remedy."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ptassist.settings import Settings, load_settings

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="Read the settings from this file.", metavar="FILE")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def read_settings(config: Path | None, **overrides: Any) -> Settings:
    """The settings in force; `overrides` are what the command line gave, None where it gave nothing."""
    given = {name: value for name, value in overrides.items() if value is not None}
    return load_settings(config, given).settings


def write_json(value: Any) -> None:
    """Writes one JSON value to standard output."""
    text = msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2)
    sys.stdout.write(text.decode() + "\n")


def tell(words: str) -> None:
    """Says something to the person at the terminal, on standard error."""
    typer.echo(words, err=True)


class Bar:
    """A progress bar on standard error; silent where that is not a terminal."""

    def __init__(self, progress: Progress, stage: str, total: int) -> None:
        self._progress = progress
        self._task: TaskID = progress.add_task(stage, total=total or None, visible=total > 0)

    def advance(self, count: int) -> None:
        """So many more are done."""
        self._progress.advance(self._task, count)

    def to(self, done: int, total: int) -> None:
        """So many of so many are done."""
        self._progress.update(self._task, completed=done, total=total, visible=True)

    def stage(self, stage: str, done: int, total: int) -> None:
        """So many of so many are done of this stage; a new stage gets a line of its own."""
        if stage != self._progress.tasks[self._task].description:
            self._task = self._progress.add_task(stage, total=total)
        self.to(done, total)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


@contextlib.contextmanager
def progress_bar(stage: str, total: int) -> Iterator[Bar]:
    """Shows a progress bar with its rate for as long as the block runs.

    Args:
        stage: What is being done.
        total: How many there are to do; 0 when the first call of `to` will say.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Bar(progress, stage, total)
