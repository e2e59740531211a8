"""ReadingCache: what was read from a file is kept until the file changes, so that a build reads only what is new.

An entry is believed when the file has the size, times and inode that it was read with, and those are old enough that
no later change can hide behind them; otherwise its content decides, by SHA-256. The cache may be deleted at any time.
One that is damaged, or written by another version of the readers, counts as none.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")

# Some file systems count time in steps of two seconds: a change within a step leaves the time as it was.
_SETTLED_NS = 3_000_000_000


class _Header(msgspec.Struct, array_like=True):
    recipe: str
    digest: str


class _Entry(msgspec.Struct, array_like=True):
    key: str
    stamp: tuple[int, int, int, int]
    taken: int
    digest: str
    reading: msgspec.Raw


class ReadingCache(Generic[T]):
    """Readings of files, kept in one file between builds.

    Args:
        file: Where they are kept.
        kind: The type of a reading.
        recipe: What the readers are made of; entries of another recipe are not used.
    """

    def __init__(self, file: Path, kind: type[T], recipe: str) -> None:
        self._file = file
        self._recipe = recipe
        self._decoder = msgspec.json.Decoder(kind, dec_hook=_from_text)
        self._known = _load(file, recipe)
        self._used: dict[str, _Entry] = {}
        self.hits = 0

    def get(self, key: str, path: Path, read: Callable[[bytes], T]) -> T:
        """The reading of a file: the kept one when the file has not changed.

        Args:
            key: Names the reading: a file read in two ways needs two keys.
            path: The file.
            read: Makes a reading of the file's content.

        Raises:
            OSError: The file cannot be read.
        """
        known = self._known.get(key)
        status, now = path.stat(), time.time_ns()
        stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        if known and known.stamp == stamp and _is_settled(known):
            return self._take(known)
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if known and known.digest == digest:
            return self._take(known)
        reading = read(content)
        raw = msgspec.Raw(msgspec.json.encode(reading, enc_hook=str))
        self._used[key] = _Entry(key, stamp, now, digest, raw)
        return reading

    def forget(self, key: str) -> None:
        """Does not keep a reading, such as one of a file with a fault."""
        self._used.pop(key, None)

    def save(self) -> None:
        """Writes what was used since the start; writes nothing when that is what was kept before."""
        if {k: e.digest for k, e in self._used.items()} == {
            k: e.digest for k, e in self._known.items()
        }:
            return
        body = b"".join(msgspec.json.encode(entry) + b"\n" for entry in self._used.values())
        header = _Header(self._recipe, hashlib.sha256(body).hexdigest())
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(header) + b"\n" + body)
        new.replace(self._file)

    def _take(self, known: _Entry) -> T:
        self._used[known.key] = known
        self.hits += 1
        return self._decoder.decode(known.reading)


def _is_settled(entry: _Entry) -> bool:
    """Whether the file was left alone for a while before it was read."""
    _, modified, changed, _ = entry.stamp
    return entry.taken - max(modified, changed) > _SETTLED_NS


def _load(file: Path, recipe: str) -> dict[str, _Entry]:
    with contextlib.suppress(OSError, msgspec.DecodeError):
        head, _, body = file.read_bytes().partition(b"\n")
        header = msgspec.json.decode(head, type=_Header)
        if (header.recipe, header.digest) == (recipe, hashlib.sha256(body).hexdigest()):
            decoder = msgspec.json.Decoder(_Entry)
            entries = (decoder.decode(line) for line in body.splitlines())
            return {entry.key: entry for entry in entries}
    return {}


def _from_text(kind: type, text: Any) -> Any:
    return kind(os.fspath(text)) if issubclass(kind, Path) else text
