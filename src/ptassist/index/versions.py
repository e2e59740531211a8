"""Publishing: a build appears whole or not at all, and readers never see half an index.

A version is written into a folder of its own under a temporary name, made durable, given its name, and only then
named by `current`, which is swapped by an atomic rename. Nothing published is ever modified.
"""

import contextlib
import logging
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ptassist.errors import BuildLockedError, DamagedIndexError, MissingIndexError, PtassistError
from ptassist.index.encoder import Encoder
from ptassist.index.store import DIGEST_LENGTH, Index, Manifest, read_manifest

_CURRENT, _VERSIONS, _LOCK = "current", "versions", ".lock"
_UNFINISHED = ".unfinished-"
_NAME = re.compile(rf"[0-9TZ]+-[0-9a-f]{{{DIGEST_LENGTH}}}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Version:
    """A published index.

    Attributes:
        name: `<UTC time>-<digest of its manifest>`.
        folder: Where it is.
        manifest: What it is made of.
        is_current: Whether readers get it.
    """

    name: str
    folder: Path
    manifest: Manifest
    is_current: bool


@contextlib.contextmanager
def build_lock(index_dir: Path) -> Iterator[None]:
    """Holds the one lock that builds take, and removes what a killed build left behind.

    Raises:
        BuildLockedError: Another build holds it.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index_dir / _LOCK, timeout=0):
            for leftover in (index_dir / _VERSIONS).glob(f"{_UNFINISHED}*"):
                shutil.rmtree(leftover)
            yield
    except Timeout:
        raise BuildLockedError(f"{index_dir}: another build is running") from None


def publish(index_dir: Path, write: Callable[[Path], Manifest]) -> Version:
    """Writes a new version and makes it the current one; call it under `build_lock`.

    Args:
        index_dir: The index folder.
        write: Writes all files into the folder that it is given, the manifest last.
    """
    started = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    unfinished = index_dir / _VERSIONS / f"{_UNFINISHED}{started}"
    unfinished.mkdir(parents=True)
    manifest = write(unfinished)
    for path in [*unfinished.rglob("*"), unfinished]:
        _make_durable(path)
    name = f"{started}-{manifest.digest}"
    folder = index_dir / _VERSIONS / name
    unfinished.rename(folder)
    _make_durable(folder.parent)
    _point_to(index_dir, name)
    return Version(name, folder, manifest, is_current=True)


def current_folder(index_dir: Path) -> Path:
    """The folder of the published version.

    Raises:
        MissingIndexError: Nothing is published.
        DamagedIndexError: The pointer names no version.
    """
    pointer = index_dir / _CURRENT
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise MissingIndexError(f"{index_dir}: no index has been built yet") from None
    except (OSError, UnicodeDecodeError):
        raise DamagedIndexError(f"{pointer}: cannot be read") from None
    folder = index_dir / _VERSIONS / name
    if not _NAME.fullmatch(name) or not folder.is_dir():
        raise DamagedIndexError(f"{pointer}: names a version that is not there")
    return folder


def list_versions(index_dir: Path) -> list[Version]:
    """The published versions, newest first; damaged ones are left out."""
    with contextlib.suppress(PtassistError):
        return [*_readable(index_dir, current_folder(index_dir).name)]
    return [*_readable(index_dir, "")]


def roll_back(index_dir: Path, name: str | None = None) -> Version:
    """Makes an older version the current one.

    Args:
        index_dir: The index folder.
        name: The version; None takes the newest one older than the current.

    Raises:
        MissingIndexError: There is no such version.
    """
    with build_lock(index_dir):
        versions = list_versions(index_dir)
        current = next((version.name for version in versions if version.is_current), "")
        older = [v for v in versions if (v.name == name if name else v.name < current)]
        if not older:
            wanted = f'no version "{name}"' if name else "no version older than the current one"
            raise MissingIndexError(f"{index_dir}: {wanted}", "List them: ptassist versions")
        _point_to(index_dir, older[0].name)
        return Version(older[0].name, older[0].folder, older[0].manifest, is_current=True)


class LiveIndex:
    """The published index, kept loaded; it takes a new version over between two questions.

    A caller keeps what `get` gave it to the end of its request, so that one answer comes from one version.
    """

    def __init__(self, index_dir: Path, encoder: Encoder) -> None:
        self._index_dir = index_dir
        self._encoder = encoder
        self._loading = threading.Lock()
        self._refused: str | None = None
        self._index = Index.load(current_folder(index_dir), encoder)

    def get(self) -> Index:
        """The current index. A new version is loaded by one caller while the others go on with the old one."""
        name = self._published_name()
        if name not in (self._index.version, self._refused) and self._loading.acquire(blocking=False):
            try:
                self._take_over(name)
            finally:
                self._loading.release()
        return self._index

    def _published_name(self) -> str:
        try:
            return current_folder(self._index_dir).name
        except PtassistError:
            return self._index.version  # a vanished pointer is no reason to stop answering

    def _take_over(self, name: str) -> None:
        try:
            self._index = Index.load(self._index_dir / _VERSIONS / name, self._encoder)
        except (PtassistError, OSError) as error:  # OSError: it was removed while it was read
            self._refused = name
            remedy = getattr(error, "remedy", DamagedIndexError.default_remedy)
            _log.error("the new index is not served: %s %s", error, remedy)


def _readable(index_dir: Path, current: str) -> Iterator[Version]:
    for folder in sorted((index_dir / _VERSIONS).glob("[!.]*"), reverse=True):
        with contextlib.suppress(DamagedIndexError):
            yield Version(folder.name, folder, read_manifest(folder), folder.name == current)


def _point_to(index_dir: Path, name: str) -> None:
    pointer = index_dir / _CURRENT
    new = pointer.with_suffix(".new")
    new.write_text(name + "\n", encoding="utf-8")
    _make_durable(new)
    new.replace(pointer)
    _make_durable(index_dir)


def _make_durable(path: Path) -> None:
    """Flushes a file or a folder to the disk, so that a power cut cannot undo what was published."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
