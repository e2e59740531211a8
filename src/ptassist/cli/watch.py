"""`ptassist watch`: the index is built again whenever an article or a golden question changes."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from ptassist.build import BuildReport, build_index
from ptassist.checks.approved import approved_folder
from ptassist.cli.common import ConfigOption, read_settings, tell
from ptassist.cli.reports import tell_report
from ptassist.errors import BuildLockedError, PtassistError
from ptassist.evaluation.golden import find_golden
from ptassist.settings import Settings

# Saving from an editor or copying a folder makes many changes at once: one build is enough.
_QUIET_MS, _LONGEST_WAIT_MS = 500, 5000
_TICK_MS = 2000


def watch(
    index: Annotated[
        Path | None,
        typer.Option("--index", help="The index folder instead of the one in the settings."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Builds the index again whenever an article changes, until it is stopped with Ctrl+C.

    It publishes only what `ptassist build` would publish. A mistake in an article is told, and watching goes on.
    """
    settings = read_settings(config, index_dir=index)
    watch_corpus(settings, lambda: build_index(settings))


def watch_corpus(
    settings: Settings,
    build: Callable[[], BuildReport],
    stop: threading.Event | None = None,
) -> None:
    """Builds once, and then after every change.

    Args:
        settings: Which folder to watch.
        build: Builds and publishes.
        stop: Ends it when set.
    """
    tell(f"watching {settings.corpus_dir} (stop with Ctrl+C)")
    waiting = not _build(settings, build)
    for changed in _changes(settings, stop):
        if changed or waiting:
            waiting = not _build(settings, build)


def _build(settings: Settings, build: Callable[[], BuildReport]) -> bool:
    """Builds and tells what came of it; False when another build has to end first."""
    try:
        tell_report(build(), settings, dry_run=False)
    except BuildLockedError:
        tell("another build is running; waiting for it")
        return False
    except PtassistError as error:
        tell(f"ptassist: {error.message}")
        tell(f"  {error.remedy}" if error.remedy else "")
    except OSError as error:  # such as a file that vanished while it was read
        tell(f"ptassist: {error}; the next change builds again")
    return True


def _changes(settings: Settings, stop: threading.Event | None) -> Iterator[bool]:
    """Yields True after changes, and False now and then when there are none."""
    from watchfiles import watch as changes

    settings.corpus_dir.mkdir(parents=True, exist_ok=True)
    for found in changes(
        *_watched(settings),
        watch_filter=lambda _, path: not _is_hidden(path, settings.corpus_dir),
        debounce=_LONGEST_WAIT_MS,
        step=_QUIET_MS,
        stop_event=stop,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
    ):
        yield bool(found)


def _is_hidden(path: str, folder: Path) -> bool:
    """Whether a build would not read it: hidden, in a hidden folder such as .old, or an office program's lock."""
    below = Path(os.path.relpath(path, folder))
    return any(part.startswith((".", "~")) and part != ".." for part in below.parts)


def _watched(settings: Settings) -> list[Path]:
    try:
        golden = find_golden(settings.corpus_dir, settings.golden)
    except PtassistError:
        golden = None  # the build says what is wrong with it
    approved = approved_folder(settings)
    also = [path for path in (golden, approved) if path is not None and path.exists()]
    return [settings.corpus_dir, *also]
