"""Publishing: a build appears whole or not at all, and readers never see half an index.

A version is written into a folder of its own under a temporary name, made durable, given its name, and only then
named by `current`, which is swapped by an atomic rename. Nothing published is ever modified.

Until it is published, a hidden mark beside a version tells that it is only a candidate. What is removed is renamed
first, so that no half version is ever listed.
"""

import contextlib
import logging
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ptassist.errors import BuildLockedError, DamagedIndexError, MissingIndexError, PtassistError
from ptassist.index.encoder import Encoder
from ptassist.index.store import DIGEST_LENGTH, Index, Manifest, read_manifest

_CURRENT, _VERSIONS, _LOCK = "current", "versions", ".lock"
_UNFINISHED, _REMOVED, _CANDIDATE = ".unfinished-", ".removed-", ".candidate-"
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
        is_candidate: Whether it was built and never published: the gate refused it, or the build was killed.
    """

    name: str
    folder: Path
    manifest: Manifest
    is_current: bool
    is_candidate: bool = False


@contextlib.contextmanager
def build_lock(index_dir: Path) -> Iterator[None]:
    """Holds the one lock that builds take, and removes what a killed build left behind.

    Raises:
        BuildLockedError: Another build holds it.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index_dir / _LOCK, timeout=0):
            for leftover in leftovers(index_dir):
                _remove(leftover)
            yield
    except Timeout:
        raise BuildLockedError(f"{index_dir}: another build is running") from None


def is_locked(index_dir: Path) -> bool:
    """Whether a build is running just now."""
    lock = index_dir / _LOCK
    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True


def leftovers(index_dir: Path) -> list[Path]:
    """What killed builds and prunings left behind; the next command that takes the lock removes it."""
    versions = index_dir / _VERSIONS
    try:
        current = current_folder(index_dir).name
    except PtassistError:
        current = ""
    marks = [
        mark
        for mark in versions.glob(f"{_CANDIDATE}*")
        if (name := mark.name.removeprefix(_CANDIDATE)) == current or not (versions / name).is_dir()
    ]
    halves = [*versions.glob(f"{_UNFINISHED}*"), *versions.glob(f"{_REMOVED}*")]
    return sorted([*marks, *halves])


def publish(index_dir: Path, write: Callable[[Path], Manifest]) -> Version:
    """Writes a new version and makes it the current one; call it under `build_lock`.

    Args:
        index_dir: The index folder.
        write: Writes all files into the folder that it is given, the manifest last.
    """
    return make_current(index_dir, write_candidate(index_dir, write))


def write_candidate(index_dir: Path, write: Callable[[Path], Manifest]) -> Version:
    """Writes a new version that readers do not get yet; call it under `build_lock`.

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
    mark = _mark_of(folder)
    mark.touch()
    _make_durable(mark)
    unfinished.rename(folder)
    _make_durable(folder.parent)
    return Version(name, folder, manifest, is_current=False, is_candidate=True)


def make_current(index_dir: Path, version: Version) -> Version:
    """Gives a version to the readers; call it under `build_lock`."""
    _point_to(index_dir, version.name)
    _mark_of(version.folder).unlink(missing_ok=True)
    return replace(version, is_current=True, is_candidate=False)


def prune(index_dir: Path, keep: int) -> list[str]:
    """Removes old versions; a server that still reads one goes on with what it has open.

    Args:
        index_dir: The index folder.
        keep: How many of the newest stay; the current one stays in any case.

    Returns:
        The names of what was removed, newest first; damaged versions are among them.

    Raises:
        MissingIndexError: There is no current version to keep.
        BuildLockedError: A build is running.
    """
    with build_lock(index_dir):
        current = current_folder(index_dir).name
        kept = {current, *[version.name for version in list_versions(index_dir)[:keep]]}
        there = sorted((index_dir / _VERSIONS).glob("[!.]*"), reverse=True)
        goes = [folder for folder in there if folder.name not in kept]
        for folder in goes:
            removed = folder.with_name(_REMOVED + folder.name)
            folder.rename(removed)
            _make_durable(folder.parent)
            _remove(removed)
            _mark_of(folder).unlink(missing_ok=True)
        return [folder.name for folder in goes]


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
        older = [
            v
            for v in versions
            if (v.name == name if name else v.name < current and not v.is_candidate)
        ]
        if not older:
            wanted = f'no version "{name}"' if name else "no version older than the current one"
            raise MissingIndexError(f"{index_dir}: {wanted}", "List them: ptassist versions")
        return make_current(index_dir, older[0])


class LiveIndex:
    """The published index, kept loaded; it takes a new version over between two questions.

    A caller keeps what `get` gave it to the end of its request, so that one answer comes from one version.
    """

    def __init__(self, index_dir: Path, encoder: Encoder) -> None:
        self._index_dir = index_dir
        self._encoder = encoder
        self._loading = threading.Lock()
        self._refused: str | None = None
        self._index = self._load_current()

    def get(self) -> Index:
        """The current index. A new version is loaded by one caller while the others go on with the old one."""
        name = self._published_name()
        if name not in (self._index.version, self._refused) and self._loading.acquire(
            blocking=False
        ):
            try:
                self._take_over(name)
            finally:
                self._loading.release()
        return self._index

    def _load_current(self) -> Index:
        """Loads the published version; again when another one was published and this one pruned meanwhile."""
        while True:
            folder = current_folder(self._index_dir)
            try:
                return Index.load(folder, self._encoder)
            except (PtassistError, OSError):
                if folder == current_folder(self._index_dir):
                    raise

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
            is_current = folder.name == current
            is_candidate = _mark_of(folder).exists() and not is_current
            yield Version(folder.name, folder, read_manifest(folder), is_current, is_candidate)


def _mark_of(folder: Path) -> Path:
    """The mark that tells that a version was never published."""
    return folder.with_name(_CANDIDATE + folder.name)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


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
