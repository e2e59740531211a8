"""Pruning, candidates, and what killed commands leave behind."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ptassist.build import build_index
from ptassist.errors import BuildLockedError, DamagedIndexError, MissingIndexError
from ptassist.index.versions import (
    LiveIndex,
    build_lock,
    current_folder,
    is_locked,
    leftovers,
    list_versions,
    make_current,
    prune,
    roll_back,
    write_candidate,
)
from ptassist.settings import Settings
from tests.fakes import FakeEncoder, article_source, load_in, write_corpus

PROJECT = Path(__file__).parents[2]


def publish_more(settings: Settings, count: int) -> list[str]:
    """Publishes so many more versions; returns the names of all, newest first."""
    for n in range(count):
        write_corpus(settings.corpus_dir, {f"more{n}.md": article_source(f"More {n}", "Rest.")})
        build_index(settings, encoder=FakeEncoder())
    return names(settings)


def names(settings: Settings) -> list[str]:
    return [version.name for version in list_versions(settings.index_dir)]


@pytest.mark.parametrize("keep", [1, 2, 3, 9])
def test_the_newest_stay(built: Settings, keep):
    before = publish_more(built, 2)
    assert prune(built.index_dir, keep) == before[keep:]
    assert names(built) == before[:keep]
    assert not leftovers(built.index_dir)
    load_in(built)


def test_the_current_one_stays_however_old_it_is(built: Settings):
    newest, middle, oldest = publish_more(built, 2)
    roll_back(built.index_dir, oldest)
    assert prune(built.index_dir, 1) == [middle]
    assert names(built) == [newest, oldest]
    assert current_folder(built.index_dir).name == oldest


def test_what_is_damaged_goes_and_counts_for_nothing(built: Settings):
    newest, middle, oldest = publish_more(built, 2)
    (built.index_dir / "versions" / middle / "manifest.json").write_bytes(b"{}")
    assert prune(built.index_dir, 2) == [middle]
    assert names(built) == [newest, oldest]


def test_without_a_current_version_nothing_is_pruned(built: Settings):
    (built.index_dir / "current").unlink()
    with pytest.raises(MissingIndexError):
        prune(built.index_dir, 1)
    (built.index_dir / "current").write_text("20200101T000000000000Z-000000000000")
    with pytest.raises(DamagedIndexError):
        prune(built.index_dir, 1)
    assert len(names(built)) == 1


def test_a_build_that_is_running_keeps_pruning_off(built: Settings):
    assert not is_locked(built.index_dir)
    with build_lock(built.index_dir):
        assert is_locked(built.index_dir)
        with pytest.raises(BuildLockedError):
            prune(built.index_dir, 1)
    assert not is_locked(built.index_dir)
    assert not is_locked(built.index_dir / "elsewhere")


def test_a_server_goes_on_with_a_version_that_was_removed(built: Settings):
    live = LiveIndex(built.index_dir, FakeEncoder())
    index = live.get()
    question = FakeEncoder().encode_questions(["heel pain"])[0]
    before = index.nearest(question, 4), index.sentences_of(0).tolist()
    publish_more(built, 1)
    prune(built.index_dir, 1)
    assert not (built.index_dir / "versions" / index.version).exists()
    assert (index.nearest(question, 4), index.sentences_of(0).tolist()) == before
    assert index.lexical.scores("heel").any()
    assert live.get().version == names(built)[0]


def test_a_server_that_starts_while_its_version_is_pruned_takes_the_next(built: Settings):
    class Pruning(FakeEncoder):
        """Its digest is asked for in the middle of loading: just then the version is swapped and removed."""

        done = False

        @property
        def digest(self) -> str:
            if not self.done:
                type(self).done = True
                publish_more(built, 1)
                shutil.rmtree(first)
            return "f" * 64

    first = current_folder(built.index_dir)
    assert LiveIndex(built.index_dir, Pruning()).get().version == names(built)[0] != first.name


def test_a_candidate_is_listed_as_such_until_it_is_published(built: Settings):
    first = current_folder(built.index_dir)
    index = load_in(built)
    with build_lock(built.index_dir):
        held = write_candidate(
            built.index_dir, lambda folder: index.save(folder, FakeEncoder(), "0" * 64)
        )
        assert (held.is_candidate, current_folder(built.index_dir)) == (True, first)
        assert [v.is_candidate for v in list_versions(built.index_dir)] == [True, False]
        assert make_current(built.index_dir, held).is_current
    assert [v.is_candidate for v in list_versions(built.index_dir)] == [False, False]
    assert leftovers(built.index_dir) == []


def test_what_killed_commands_left_is_told_and_then_removed(built: Settings):
    versions = built.index_dir / "versions"
    current = current_folder(built.index_dir).name
    (versions / ".unfinished-20250101T000000000000Z").mkdir()
    (versions / ".removed-20250101T000000000000Z-000000000000" / "lexical").mkdir(parents=True)
    (versions / ".candidate-20250101T000000000000Z-000000000000").touch()
    (versions / f".candidate-{current}").touch()
    found = leftovers(built.index_dir)
    assert len(found) == 4
    assert [v.is_candidate for v in list_versions(built.index_dir)] == [False]
    with build_lock(built.index_dir):
        assert leftovers(built.index_dir) == []
    assert names(built) == [current]


SERVER = """
import sys
from pathlib import Path
from ptassist.index.versions import LiveIndex
from tests.fakes import FakeEncoder

live = LiveIndex(Path(sys.argv[1]), FakeEncoder())
index = live.get()
for line in sys.stdin:
    held = index if line.startswith("held") else live.get()
    vector = FakeEncoder().encode_questions([line])[0]
    rows = [row for row, _ in held.nearest(vector, 4)]
    sentences = float(sum(held.sentences_of(row).sum() for row in rows))
    print(held.version, rows, round(sentences, 4), held.lexical.scores("heel pain").sum() > 0, flush=True)
"""


@pytest.mark.slow
def test_a_process_survives_the_pruning_of_the_version_that_it_has_mapped(built: Settings):
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(built.index_dir)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(line: str) -> str:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(line + "\n")
            process.stdin.flush()
            return process.stdout.readline()

        old = current_folder(built.index_dir).name
        before = ask("held heel pain")
        assert before.startswith(old)
        maps = Path(f"/proc/{process.pid}/maps")
        if maps.exists():
            assert old in maps.read_text()  # it does have files mapped
        publish_more(built, 1)
        prune(built.index_dir, 1)
        assert not (built.index_dir / "versions" / old).exists()
        assert ask("held heel pain") == before
        assert ask("heel pain").startswith(names(built)[0])
        process.stdin.close()
    assert process.returncode == 0
