"""The offline main path, and what is left of it when it is killed."""

import dataclasses
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ptassist.articles.library import load_articles
from ptassist.build import build_index, corpus_digest
from ptassist.errors import (
    BuildLockedError,
    CorpusError,
    EmptyCorpusError,
    EncoderError,
    MissingIndexError,
)
from ptassist.index.store import Index, verify
from ptassist.index.versions import LiveIndex, build_lock, current_folder, list_versions, roll_back
from ptassist.settings import EncoderSettings, Settings
from tests.fakes import (
    ARTICLES,
    FakeEncoder,
    article_source,
    build_in,
    load_in,
    settings_in,
    write_corpus,
)

PROJECT = Path(__file__).parents[1]


def state_of(index_dir: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of last change of every file but the lock and the cache."""
    return {
        path.relative_to(index_dir).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in index_dir.rglob("*")
        if path.is_file() and path.name != ".lock" and path.parent.name != "cache"
    }


def test_the_first_build_publishes_every_article(tmp_path):
    settings, report = build_in(tmp_path)
    assert report.added == ("es-cuello", "feet/heel", "hopping", "stairs")
    assert (report.changed, report.removed, report.articles) == ((), (), 4)
    assert not report.is_unchanged
    index = load_in(settings)
    assert index.version == report.published
    assert report.passages == len(index.passages)
    assert tuple(index.articles.values()) == load_articles(settings.corpus_dir).articles
    verify(current_folder(settings.index_dir))


def test_an_unchanged_build_publishes_and_touches_nothing(built: Settings):
    before = state_of(built.index_dir)
    encoder = FakeEncoder()
    report = build_index(built, encoder=encoder)
    assert (report.published, report.is_unchanged) == (None, True)
    assert state_of(built.index_dir) == before
    assert encoder.encoded == []


def test_what_was_read_is_kept_beside_the_index_and_may_be_deleted_or_damaged(built: Settings):
    kept = built.index_dir / "cache" / "articles.jsonl"
    first = build_index(built, encoder=FakeEncoder())
    before = kept.read_bytes(), kept.stat().st_mtime_ns
    assert build_index(built, encoder=FakeEncoder()) == first
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == before
    kept.write_bytes(before[0].replace(b"heel", b"knee"))
    assert build_index(built, encoder=FakeEncoder()) == first
    shutil.rmtree(kept.parent)
    assert build_index(built, dry_run=True) == first
    assert not kept.exists()


def test_only_new_texts_are_encoded(built: Settings):
    """What the served index holds keeps its vectors; the result is that of a build from nothing."""
    changed = ARTICLES["stairs.markdown"].replace("weaker leg coming", "weaker leg when coming")
    write_corpus(built.corpus_dir, {"stairs.markdown": changed})
    encoder = FakeEncoder()
    build_index(built, encoder=encoder)
    assert encoder.encoded
    assert all("stair" in text.lower() for text in encoder.encoded)
    assert len(encoder.encoded) <= 3
    index = load_in(built)
    shutil.rmtree(built.index_dir)
    build_index(built, encoder=FakeEncoder())
    fresh = load_in(built)
    assert (index.sentence_vectors == fresh.sentence_vectors).all()
    assert (index.passage_vectors == fresh.passage_vectors).all()
    assert index.version.partition("-")[2] == fresh.version.partition("-")[2]


def test_an_index_of_another_encoder_lends_no_vector(built: Settings):
    write_corpus(built.corpus_dir, {"new.md": article_source("New", "Rest.")})
    encoder = FakeEncoder(digest="0" * 64)
    build_index(built, encoder=encoder)
    assert len(encoder.encoded) == Index.work(load_in(built, encoder).passages)


def test_a_changed_corpus_is_reported_article_by_article(built: Settings):
    write_corpus(
        built.corpus_dir,
        {
            "hopping.md": ARTICLES["hopping.md"].replace("2024-03-05", "2024-03-06"),
            "new.md": article_source("New", "Rest."),
        },
    )
    (built.corpus_dir / "feet" / "heel.md").unlink()
    report = build_index(built, encoder=FakeEncoder())
    assert (report.added, report.changed, report.removed) == (
        ("new",),
        ("hopping",),
        ("feet/heel",),
    )
    assert set(load_in(built).articles) == {"es-cuello", "hopping", "new", "stairs"}
    assert build_index(built, encoder=FakeEncoder()).is_unchanged


def test_a_change_that_no_reader_sees_publishes_nothing(built: Settings):
    write_corpus(built.corpus_dir, {"hopping.md": ARTICLES["hopping.md"] + "\n\n"})
    report = build_index(built, encoder=FakeEncoder())
    assert (report.published, report.is_unchanged) == (None, True)


def test_a_dry_run_reports_and_writes_nothing(tmp_path):
    settings = settings_in(tmp_path)
    write_corpus(settings.corpus_dir)
    encoder = FakeEncoder()
    report = build_index(settings, dry_run=True, encoder=encoder)
    assert report.added == ("es-cuello", "feet/heel", "hopping", "stairs")
    assert report.published is None
    assert not settings.index_dir.exists()
    assert encoder.encoded == []


def test_a_dry_run_needs_no_encoder_and_no_lock(built: Settings):
    settings = built.model_copy(update={"encoder": EncoderSettings(model="no-such-model")})
    write_corpus(built.corpus_dir, {"new.md": article_source("New", "Rest.")})
    with build_lock(built.index_dir):
        assert build_index(settings, dry_run=True).added == ("new",)


def test_samples_left_out_are_counted_and_their_removal_is_reported(tmp_path):
    samples = {f"s{n}.md": article_source("S", "Rest.", sample="true") for n in range(2)}
    settings, first = build_in(tmp_path, samples)
    assert (first.articles, first.samples_left_out) == (2, 0)
    write_corpus(settings.corpus_dir, {"own.md": article_source("Own", "Walk.")})
    report = build_index(settings, encoder=FakeEncoder())
    assert (report.added, report.removed) == (("own",), ("s0", "s1"))
    assert report.samples_left_out == 2
    assert set(load_in(settings).articles) == {"own"}


def test_warnings_come_along(tmp_path):
    _, report = build_in(tmp_path, {"a.md": article_source("A", "Rest.", titel="x")})
    assert [(w.path.name, w.line) for w in report.warnings] == [("a.md", 3)]


@pytest.mark.parametrize(
    ("articles", "error"),
    [
        ({"a.md": "", "b.md": b"\xff", "c.md": "---\ntitle: [\n---\nText."}, CorpusError),
        ({}, EmptyCorpusError),
    ],
)
def test_a_corpus_with_faults_leaves_the_served_index_untouched(built: Settings, articles, error):
    before = state_of(built.index_dir)
    shutil.rmtree(built.corpus_dir)
    write_corpus(built.corpus_dir, articles)
    with pytest.raises(error) as caught:
        build_index(built, encoder=FakeEncoder())
    assert len(caught.value.faults) == max(1, len(articles))
    assert state_of(built.index_dir) == before


def test_a_corpus_with_faults_makes_no_index_folder(tmp_path):
    settings = settings_in(tmp_path)
    write_corpus(settings.corpus_dir, {"a.md": ""})
    with pytest.raises(CorpusError):
        build_index(settings, encoder=FakeEncoder())
    assert not settings.index_dir.exists()


def test_an_encoder_that_is_not_there_leaves_the_served_index_untouched(built: Settings):
    before = state_of(built.index_dir)
    settings = built.model_copy(update={"encoder": EncoderSettings(model="no-such-model")})
    with pytest.raises(EncoderError):
        build_index(settings)
    assert state_of(built.index_dir) == before


def test_an_encoder_that_fails_leaves_the_served_index_untouched(built: Settings):
    class Failing(FakeEncoder):
        def encode_passages(self, *_: object, **__: object):
            raise MemoryError

    before = state_of(built.index_dir)
    write_corpus(built.corpus_dir, {"new.md": article_source("New", "Rest.")})
    with pytest.raises(MemoryError):
        build_index(built, encoder=Failing())
    assert state_of(built.index_dir) == before
    assert build_index(built, encoder=FakeEncoder()).added == ("new",)


def test_a_second_build_is_refused_while_the_first_runs(built: Settings):
    write_corpus(built.corpus_dir, {"new.md": article_source("New", "Rest.")})
    with build_lock(built.index_dir), pytest.raises(BuildLockedError):
        build_index(built, encoder=FakeEncoder())
    assert build_index(built, encoder=FakeEncoder()).published


def test_another_encoder_publishes_though_no_article_changed(built: Settings):
    other = FakeEncoder(name="other", digest="0" * 64)
    report = build_index(built, encoder=other)
    assert report.is_unchanged
    assert report.published == load_in(built, other).version
    assert build_index(built, encoder=other).published is None


@pytest.mark.parametrize("name", ["vectors.faiss", "manifest.json", "articles.jsonl"])
def test_a_damaged_index_is_built_anew_though_no_article_changed(built: Settings, name):
    (current_folder(built.index_dir) / name).write_bytes(b"")
    assert build_index(built, encoder=FakeEncoder()).published
    assert load_in(built).articles.keys() == {"es-cuello", "feet/heel", "hopping", "stairs"}


@pytest.mark.parametrize("content", [None, b"", b"nowhere\n", b"\xff"])
def test_a_damaged_pointer_is_mended_by_a_build(built: Settings, content):
    pointer = built.index_dir / "current"
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    assert build_index(built, encoder=FakeEncoder()).published == load_in(built).version


def test_after_a_roll_back_a_build_publishes_the_corpus_again(built: Settings):
    write_corpus(built.corpus_dir, {"new.md": article_source("New", "Rest.")})
    build_index(built, encoder=FakeEncoder())
    roll_back(built.index_dir)
    report = build_index(built, encoder=FakeEncoder())
    assert report.added == ("new",)
    assert report.published == load_in(built).version


def test_progress_climbs_to_the_number_of_texts(tmp_path):
    settings = settings_in(tmp_path)
    write_corpus(settings.corpus_dir)
    told: list[tuple[str, int, int]] = []
    build_index(settings, encoder=FakeEncoder(), progress=lambda *now: told.append(now))
    total = Index.work(load_in(settings).passages)
    assert told == [("encoding", done, total) for done in range(1, total + 1)]


def test_two_builds_of_one_corpus_are_the_same_to_the_byte(tmp_path):
    one, _ = build_in(tmp_path / "one")
    other, _ = build_in(tmp_path / "other")
    folders = current_folder(one.index_dir), current_folder(other.index_dir)
    contents = [
        {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        for folder in folders
    ]
    assert contents[0] == contents[1]
    assert folders[0].name.partition("-")[2] == folders[1].name.partition("-")[2]


def test_the_digest_of_a_corpus_changes_with_every_fact(tmp_path):
    (article, *rest) = load_articles(write_corpus(tmp_path)).articles
    digests = {
        corpus_digest([article, *rest]),
        corpus_digest([*rest, article]),
        corpus_digest(rest),
    }
    for field in dataclasses.fields(article):
        value = getattr(article, field.name)
        other: Any = not value if isinstance(value, bool) else () if value else "other"
        digests.add(corpus_digest([dataclasses.replace(article, **{field.name: other}), *rest]))
    assert len(digests) == 3 + len(dataclasses.fields(article))


# Killed builds. `victim` builds a second version below `folder` in a process of its own; the first one must serve on.

VICTIM = """
import sys
from pathlib import Path
from typing import Any
from ptassist.build import build_index
from tests.fakes import FakeEncoder, settings_in

settings = settings_in(Path(sys.argv[1]))
print("ready", flush=True)
build_index(
    settings,
    encoder=FakeEncoder(seconds_per_text=0.4),
    progress=lambda stage, done, total: print(done, total, flush=True),
)
"""


def assert_still_serves(settings: Settings, live: LiveIndex, version: str) -> None:
    """The index from before the killed build answers: in a running server, and in one started now."""
    question = FakeEncoder().encode_questions(["heel pain in the morning"])[0]
    expected = live.get().nearest(question, 5)
    assert live.get().version == version
    index = load_in(settings)
    assert index.version == version
    assert index.nearest(question, 5) == expected
    assert set(index.articles) == {"es-cuello", "feet/heel", "hopping", "stairs"}


def assert_can_build(settings: Settings) -> None:
    """The next build finds neither a lock nor leftovers in its way."""
    report = build_index(settings, encoder=FakeEncoder())
    assert report.added == ("new",)
    assert load_in(settings).version == report.published
    folders = {path.name for path in (settings.index_dir / "versions").iterdir()}
    assert folders == {version.name for version in list_versions(settings.index_dir)}


@pytest.mark.slow
def test_a_build_killed_at_a_random_moment_leaves_the_old_index_serving(built: Settings):
    version = current_folder(built.index_dir).name
    live = LiveIndex(built.index_dir, FakeEncoder())
    write_corpus(built.corpus_dir, {"new.md": article_source("New", "Rest.")})
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM, str(built.corpus_dir.parent)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert victim.stdout is not None
    with victim:
        assert victim.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0.0, 0.4))  # noqa: S311
        victim.kill()
        victim.stdout.read()
    assert victim.returncode == -signal.SIGKILL
    assert_still_serves(built, live, version)
    assert_can_build(built)


# The same at every single step: a process that has everything loaded forks a child for each step; the child kills
# itself at its n-th change of the disk below the index folder, as Python reports it to audit hooks.

STEPS = """
import os, signal, sys
from pathlib import Path
from typing import Any
from ptassist.build import build_index
from tests.fakes import FakeEncoder, settings_in

folder = Path(sys.argv[1])
settings = settings_in(folder)
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.link", "shutil.rmtree"}


def child(step):
    count = 0

    def hook(event, arguments):
        nonlocal count
        path = str(arguments[0]) if arguments else ""
        writes = event == "open" and (arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if (event in CHANGES or writes) and path.startswith(str(settings.index_dir)):
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    build_index(settings, encoder=FakeEncoder())
    os._exit(0)


for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        child(int(line))
    _, status = os.waitpid(pid, 0)
    print("killed" if os.WIFSIGNALED(status) else "finished", os.waitstatus_to_exitcode(status), flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_build_killed_at_any_step_leaves_a_whole_index_serving(built: Settings):
    version = current_folder(built.index_dir).name
    live = LiveIndex(built.index_dir, FakeEncoder())
    write_corpus(built.corpus_dir, {"new.md": article_source("New", "Rest.")})
    process = subprocess.Popen(
        [sys.executable, "-c", STEPS, str(built.corpus_dir.parent)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    killed, before_swap = 0, 0
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        for step in range(1, 200):
            process.stdin.write(f"{step}\n")
            process.stdin.flush()
            told = process.stdout.readline().split()
            if told[0] == "finished":
                assert told[1] == "0"
                break
            killed += 1
            if current_folder(built.index_dir).name == version:
                before_swap += 1
                assert_still_serves(built, live, version)
            else:  # killed after the swap: the new version is whole
                assert "new" in load_in(built).articles
                roll_back(built.index_dir, version)
        process.stdin.close()
    assert process.returncode == 0
    assert killed >= 15
    assert before_swap >= 15
    assert "new" in load_in(built).articles


def test_a_first_build_that_is_killed_leaves_no_index_but_a_way_to_one(tmp_path):
    settings = settings_in(tmp_path)
    write_corpus(settings.corpus_dir)
    leftover = settings.index_dir / "versions" / ".unfinished-20250101T000000000000Z"
    leftover.mkdir(parents=True)
    (leftover / "vectors.faiss").write_bytes(b"half")
    with pytest.raises(MissingIndexError):
        load_in(settings)
    assert build_index(settings, encoder=FakeEncoder()).published
    assert not leftover.exists()
