import logging
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.build import build_index
from ptassist.errors import (
    BuildLockedError,
    DamagedIndexError,
    ForeignIndexError,
    MissingIndexError,
)
from ptassist.index.store import Manifest
from ptassist.index.versions import (
    LiveIndex,
    build_lock,
    current_folder,
    list_versions,
    publish,
    roll_back,
)
from ptassist.settings import Settings
from tests.fakes import FakeEncoder, article_source, build_in, load_in, settings_in, write_corpus


def publish_another(settings_: Settings, title: str = "Another") -> str:
    """Adds an article and publishes; returns the new version's name."""
    write_corpus(settings_.corpus_dir, {f"{title}.md": article_source(title, f"{title} text.")})
    published = build_index(settings_, encoder=FakeEncoder()).published
    assert published is not None
    return published


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_version_is_named_by_its_time_and_its_manifest(built: Settings):
    (version,) = list_versions(built.index_dir)
    assert version.folder == current_folder(built.index_dir)
    assert version.name == version.folder.name
    assert version.name.endswith("-" + version.manifest.digest)
    assert version.is_current
    assert (built.index_dir / "current").read_text() == version.name + "\n"


def test_versions_are_listed_newest_first_and_the_current_is_marked(built: Settings):
    first = current_folder(built.index_dir).name
    second = publish_another(built)
    third = publish_another(built, "Third")
    assert [(v.name, v.is_current) for v in list_versions(built.index_dir)] == [
        (third, True),
        (second, False),
        (first, False),
    ]


def test_publishing_changes_no_published_file(built: Settings):
    before = tree(built.index_dir / "versions")
    publish_another(built)
    after = tree(built.index_dir / "versions")
    assert before.items() <= after.items()


def test_damaged_and_unfinished_versions_are_not_listed(built: Settings):
    first = current_folder(built.index_dir)
    second = publish_another(built)
    (first / "manifest.json").write_text("{}", encoding="utf-8")
    (built.index_dir / "versions" / ".unfinished-20250101").mkdir()
    (built.index_dir / "versions" / "stray-file").write_text("x", encoding="utf-8")
    (built.index_dir / "versions" / "stray-folder").mkdir()
    assert [v.name for v in list_versions(built.index_dir)] == [second]


def test_without_an_index_there_are_no_versions(tmp_path):
    assert list_versions(tmp_path / "nowhere") == []


def test_versions_are_listed_though_the_pointer_is_lost(built: Settings):
    (built.index_dir / "current").unlink()
    assert [v.is_current for v in list_versions(built.index_dir)] == [False]


def test_rolling_back_makes_the_version_before_the_current_one(built: Settings):
    first = current_folder(built.index_dir).name
    second = publish_another(built)
    publish_another(built, "Third")
    assert roll_back(built.index_dir).name == second
    assert load_in(built).version == second
    assert set(load_in(built).articles) >= {"Another"}
    assert "Third" not in load_in(built).articles
    assert roll_back(built.index_dir).name == first
    with pytest.raises(MissingIndexError) as caught:
        roll_back(built.index_dir)
    assert "no version older" in caught.value.message
    assert caught.value.remedy == "List them: ptassist versions"
    assert current_folder(built.index_dir).name == first


def test_rolling_back_to_a_named_version_goes_forward_too(built: Settings):
    first = current_folder(built.index_dir).name
    second = publish_another(built)
    assert roll_back(built.index_dir, first).is_current
    assert roll_back(built.index_dir, second).name == second
    assert current_folder(built.index_dir).name == second


@pytest.mark.parametrize("name", ["20200101T000000Z-0123456789ab", "..", "../..", "", "x/y", "\0"])
def test_rolling_back_to_what_is_no_version_changes_nothing(built: Settings, name):
    before = (built.index_dir / "current").read_bytes()
    with pytest.raises(MissingIndexError):
        roll_back(built.index_dir, name)
    assert (built.index_dir / "current").read_bytes() == before


def test_rolling_back_passes_over_a_damaged_version(built: Settings):
    first = current_folder(built.index_dir).name
    second = publish_another(built)
    publish_another(built, "Third")
    (built.index_dir / "versions" / second / "manifest.json").unlink()
    assert roll_back(built.index_dir).name == first


def test_only_one_build_holds_the_lock(tmp_path):
    with build_lock(tmp_path / "index"):
        with pytest.raises(BuildLockedError) as caught, build_lock(tmp_path / "index"):
            pass
        assert str(tmp_path / "index") in caught.value.message
        assert "Wait" in caught.value.remedy
    with build_lock(tmp_path / "index"):
        pass  # and it is free again


def test_the_lock_is_free_again_after_a_failure(tmp_path):
    with pytest.raises(RuntimeError), build_lock(tmp_path):
        raise RuntimeError
    with build_lock(tmp_path):
        pass


def test_a_roll_back_waits_for_no_build(built: Settings):
    publish_another(built)
    before = current_folder(built.index_dir).name
    with build_lock(built.index_dir), pytest.raises(BuildLockedError):
        roll_back(built.index_dir)
    assert current_folder(built.index_dir).name == before


def test_the_lock_removes_what_a_killed_build_left_behind(tmp_path):
    leftover = tmp_path / "versions" / ".unfinished-20250101T000000Z"
    leftover.mkdir(parents=True)
    (leftover / "vectors.faiss").write_bytes(b"half")
    with build_lock(tmp_path):
        assert not leftover.exists()


def test_a_writer_that_fails_publishes_nothing(built: Settings):
    before = tree(built.index_dir)

    def fail(folder: Path) -> Manifest:
        (folder / "articles.jsonl").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with build_lock(built.index_dir), pytest.raises(OSError, match="No space"):
        publish(built.index_dir, fail)
    with build_lock(built.index_dir):
        pass
    assert tree(built.index_dir) == before


@settings(max_examples=80, deadline=None)
@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=300).map(str.encode)))
def test_no_content_of_the_pointer_leads_out_of_the_versions(tmp_path_factory, content):
    index_dir = tmp_path_factory.mktemp("index")
    (index_dir / "versions").mkdir()
    (index_dir / "current").write_bytes(content)
    with pytest.raises(DamagedIndexError):
        current_folder(index_dir)


@pytest.mark.parametrize("name", [".", "..", "../versions", "versions", "x" * 300, "a\0b"])
def test_a_pointer_to_another_folder_is_refused(built: Settings, name):
    (built.index_dir / "current").write_text(name, encoding="utf-8")
    with pytest.raises(DamagedIndexError):
        current_folder(built.index_dir)


def test_a_live_index_takes_a_new_version_over_between_two_questions(built: Settings):
    live = LiveIndex(built.index_dir, FakeEncoder())
    before = live.get()
    assert live.get() is before
    second = publish_another(built)
    after = live.get()
    assert (after.version, "Another" in after.articles) == (second, True)
    assert "Another" not in before.articles  # who holds the old one keeps it whole
    assert before.nearest(FakeEncoder().encode_questions(["heel"])[0], 3)


def test_a_live_index_follows_a_roll_back(built: Settings):
    first = current_folder(built.index_dir).name
    publish_another(built)
    live = LiveIndex(built.index_dir, FakeEncoder())
    roll_back(built.index_dir)
    assert live.get().version == first


def test_a_live_index_keeps_the_old_version_when_the_new_one_is_damaged(built: Settings, caplog):
    live = LiveIndex(built.index_dir, FakeEncoder())
    first = live.get()
    second = publish_another(built)
    (built.index_dir / "versions" / second / "vectors.faiss").write_bytes(b"")
    with caplog.at_level(logging.ERROR):
        assert live.get() is first
        assert live.get() is first
    said = [r.getMessage() for r in caplog.records if r.name.startswith("ptassist")]
    assert len(said) == 1  # once, not with every question
    assert "vectors.faiss" in said[0]
    assert "ptassist build" in said[0]
    third = publish_another(built, "Third")
    assert live.get().version == third


def test_a_live_index_keeps_the_old_version_when_the_new_one_is_of_another_encoder(built: Settings):
    live = LiveIndex(built.index_dir, FakeEncoder())
    first = live.get()
    build_index(built, encoder=FakeEncoder(digest="0" * 64))
    assert live.get() is first
    with pytest.raises(ForeignIndexError):
        load_in(built)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"nonsense", b"x" * 400])
def test_a_live_index_answers_on_while_the_pointer_is_damaged(built: Settings, content):
    live = LiveIndex(built.index_dir, FakeEncoder())
    first = live.get()
    pointer = built.index_dir / "current"
    right = pointer.read_bytes()
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    assert live.get() is first
    pointer.write_bytes(right)
    assert live.get() is first


def test_a_live_index_answers_on_when_its_own_files_are_gone(built: Settings):
    live = LiveIndex(built.index_dir, FakeEncoder())
    shutil.rmtree(built.index_dir)
    index = live.get()
    question = FakeEncoder().encode_questions(["heel pain"])[0]
    assert index.nearest(question, 1)
    assert index.sentences_of(0) @ question is not None
    assert index.lexical.scores("heel").max() > 0


def test_a_live_index_without_an_index_is_a_named_error(tmp_path):
    with pytest.raises(MissingIndexError):
        LiveIndex(settings_in(tmp_path).index_dir, FakeEncoder())


def test_many_readers_get_whole_versions_while_builds_publish(tmp_path):
    settings_ = build_in(tmp_path, {"n0.md": article_source("N0", "Zero rests.")})[0]
    live = LiveIndex(settings_.index_dir, FakeEncoder())
    question = FakeEncoder().encode_questions(["rests"])[0]
    stop, failures, seen = threading.Event(), [], set()

    def read() -> None:
        while not stop.is_set():
            index = live.get()
            seen.add(index.version)
            rows = [row for row, _ in index.nearest(question, 50)]
            whole = (
                len(index.articles)
                == len(index.passages)
                == len(rows)
                == len(index.sentence_vectors)
            )
            if not whole:
                failures.append(index.version)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    published = [publish_another(settings_, f"N{n}") for n in range(1, 6)]
    live.get()
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert live.get().version == published[-1]
    assert seen <= {v.name for v in list_versions(settings_.index_dir)}


def test_a_reader_at_any_moment_of_a_swap_finds_a_whole_index(built: Settings):
    """Loads all the time while the pointer goes back and forth between two versions."""
    first = current_folder(built.index_dir).name
    second = publish_another(built)
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            roll_back(built.index_dir, first)
            roll_back(built.index_dir, second)

    swapper = threading.Thread(target=swap)
    swapper.start()
    loaded = [load_in(built) for _ in range(30)]
    stop.set()
    swapper.join()
    assert {index.version for index in loaded} <= {first, second}
    assert all(("Another" in index.articles) == (index.version == second) for index in loaded)
