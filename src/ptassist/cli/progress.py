"""progress_bar: how far a long command is, on standard error."""

import contextlib
from collections.abc import Iterator

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
