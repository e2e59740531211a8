"""`ptassist watch`: a change is built, a mistake is told and does not end it."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from ptassist.build import BuildReport, build_index
from ptassist.cli.watch import watch_corpus
from ptassist.index.versions import build_lock, current_folder, list_versions
from ptassist.settings import Settings
from tests.fakes import FakeEncoder, article_source, write_corpus

pytestmark = pytest.mark.slow


@contextlib.contextmanager
def watching(settings: Settings) -> Iterator[list[BuildReport | None]]:
    """Watches in a thread; gives the list of builds so far, None for one that failed."""
    builds: list[BuildReport | None] = []
    stop = threading.Event()

    def build() -> BuildReport:
        try:
            report = build_index(settings, encoder=FakeEncoder())
        except Exception:
            builds.append(None)
            raise
        builds.append(report)
        return report

    thread = threading.Thread(target=watch_corpus, args=(settings, build, stop))
    thread.start()
    try:
        wait_for(lambda: builds)
        time.sleep(0.5)  # the watcher itself starts after the first build
        yield builds
    finally:
        stop.set()
        thread.join(timeout=20)
    assert not thread.is_alive()


def wait_for(happened: Callable[[], object], seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def write(settings: Settings, name: str, text: str) -> None:
    write_corpus(settings.corpus_dir, {name: text})


def test_a_change_is_published_and_many_at_once_are_one_build(built: Settings):
    first = current_folder(built.index_dir).name
    with watching(built) as builds:
        assert [report and report.is_unchanged for report in builds] == [True]
        for n in range(20):
            write(built, f"new{n}.md", article_source(f"New {n}", "Rest."))
        wait_for(lambda: current_folder(built.index_dir).name != first)
        wait_for(lambda: len(builds) >= 2)
        time.sleep(1.5)
        assert len(builds) == 2
        assert builds[-1] is not None
        assert len(builds[-1].added) == 20


def test_a_mistake_is_told_and_watching_goes_on(built: Settings, capsys):
    with watching(built) as builds:
        write(built, "new.md", "no front matter")
        wait_for(lambda: builds[-1] is None)
        write(built, "new.md", article_source("New", "Rest."))
        wait_for(lambda: builds[-1] is not None and builds[-1].added == ("new",))
    said = capsys.readouterr().err
    assert "new.md:1: no front matter" in said
    assert "published" in said
    assert len(list_versions(built.index_dir)) == 2


def test_hidden_files_are_no_change(built: Settings):
    with watching(built) as builds:
        write(built, ".new.md.swp", "half")
        write(built, "~$new.docx", "lock of an office program")
        time.sleep(2.5)
        assert len(builds) == 1


def test_another_build_is_waited_for(built: Settings, capsys):
    write(built, "new.md", article_source("New", "Rest."))
    with contextlib.ExitStack() as locked:
        locked.enter_context(build_lock(built.index_dir))
        with watching(built) as builds:
            assert builds == [None]
            locked.close()
            wait_for(lambda: builds[-1] is not None and builds[-1].published is not None)
    assert "another build is running; waiting for it" in capsys.readouterr().err
