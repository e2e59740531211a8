import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from ptassist.articles.cache import ReadingCache


@dataclass(frozen=True, slots=True)
class Read:
    text: str
    path: Path


class Reader:
    """Counts how often a file is really read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0

    def __call__(self, content: bytes) -> Read:
        self.count += 1
        return Read(content.decode(), self.path)


def get(folder: Path, recipe: str = "1", *, save: bool = True) -> tuple[Read, int]:
    """Reads a.md through the cache as a build does; gives the reading and how often the file was read."""
    cache = ReadingCache(folder / "cache" / "readings.jsonl", Read, recipe)
    reader = Reader(folder / "a.md")
    reading = cache.get("a", folder / "a.md", reader)
    if save:
        cache.save()
    return reading, reader.count


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("words\n")
    age(tmp_path / "a.md")
    return tmp_path


def age(path: Path, seconds: int = 60) -> None:
    then = time.time_ns() - seconds * 10**9
    os.utime(path, ns=(then, then))


def test_what_was_read_is_not_read_again(folder):
    first, count = get(folder)
    assert (first, count) == (Read("words\n", folder / "a.md"), 1)
    assert get(folder) == (first, 0)


def test_a_changed_file_is_read_again(folder):
    get(folder)
    (folder / "a.md").write_text("other\n")
    assert get(folder) == (Read("other\n", folder / "a.md"), 1)


def test_a_change_of_equal_size_that_keeps_the_time_is_seen(folder):
    get(folder)
    before = (folder / "a.md").stat()
    (folder / "a.md").write_text("sword\n")
    os.utime(folder / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert get(folder)[0].text == "sword\n"


def test_a_touched_or_copied_file_is_told_by_its_content_and_nothing_is_written(folder):
    get(folder)
    kept = folder / "cache" / "readings.jsonl"
    before = kept.stat()
    age(folder / "a.md", 5)
    assert get(folder)[1] == 0
    assert kept.stat() == before


def test_a_dry_run_writes_nothing(folder):
    get(folder, save=False)
    assert not (folder / "cache").exists()


def test_other_readers_do_not_use_it(folder):
    get(folder, "1")
    assert get(folder, "2")[1] == 1
    assert get(folder, "2")[1] == 0
    assert get(folder, "1")[1] == 1


@pytest.mark.parametrize("place", [0, 5, 0.3, 0.6, 0.99])
def test_one_changed_byte_makes_it_worthless(folder, place):
    get(folder)
    kept = folder / "cache" / "readings.jsonl"
    content = bytearray(kept.read_bytes())
    at = place if isinstance(place, int) else int(place * len(content))
    content[at] ^= 1
    kept.write_bytes(bytes(content))
    reading, count = get(folder)
    assert (reading.text, count) == ("words\n", 1)
    assert get(folder)[1] == 0


@pytest.mark.parametrize("content", [b"", b"\n", b"[]\n", b'["1",""]\n', b"\xff" * 100])
def test_rubbish_in_its_place_counts_as_none(folder, content):
    get(folder)
    (folder / "cache" / "readings.jsonl").write_bytes(content)
    assert get(folder)[1] == 1


def test_a_file_that_is_gone_is_forgotten(folder):
    kept = folder / "cache" / "readings.jsonl"
    get(folder)
    cache = ReadingCache(kept, Read, "1")
    (folder / "b.md").write_text("b")
    cache.get("b", folder / "b.md", Reader(folder / "b.md"))
    cache.save()
    assert get(folder, save=False)[1] == 1


def test_what_is_forgotten_on_purpose_is_read_again(folder):
    cache = ReadingCache(folder / "kept.jsonl", Read, "1")
    cache.get("a", folder / "a.md", Reader(folder / "a.md"))
    cache.forget("a")
    cache.save()
    assert ReadingCache(folder / "kept.jsonl", Read, "1").hits == 0
    assert not (folder / "kept.jsonl").exists()
