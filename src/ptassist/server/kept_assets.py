"""Former versions of the widget: pages that name one by its digest get just that one, whatever runs now.

A clinic may pin a version with integrity hashes; such a page would break with the next upgrade if its files were gone.
"""

import contextlib
import logging
import os
import shutil
from functools import lru_cache
from pathlib import Path

from ptassist.server.assets import Asset, Assets, asset_of, digest_of

_MOST_VERSIONS = 10
_log = logging.getLogger(__name__)


class KeptAssets:
    """The current version of the widget, and those that this server handed out before.

    Args:
        current: What is handed out now.
        folder: Where versions are kept; one that cannot be written only costs the former versions.
    """

    def __init__(self, current: Assets, folder: Path) -> None:
        self.current = current
        self._folder = folder
        self._read = lru_cache(_MOST_VERSIONS)(lambda digest: _read(folder / digest, digest))

    def keep(self) -> None:
        """Keeps the current version for the time after it, and drops the oldest ones."""
        try:
            self._write()
            self._drop()
        except OSError as error:
            _log.warning("the widget's former versions cannot be kept: %s", error.strerror)

    def of(self, digest: str) -> Assets | None:
        """The version of a digest (12 hexadecimal digits); None when it is not kept."""
        return self.current if digest == self.current.digest else self._read(digest)

    def _write(self) -> None:
        """Writes the current version, whole or not at all."""
        place = self._folder / self.current.digest
        if not place.is_dir():
            part = self._folder / f".{self.current.digest}-{os.getpid()}"
            for name, asset in self.current.files.items():
                (part / name).parent.mkdir(parents=True, exist_ok=True)
                (part / name).write_bytes(asset.body)
            with contextlib.suppress(OSError):  # another process was quicker
                part.rename(place)
            shutil.rmtree(part, ignore_errors=True)
        place.touch()  # the age is the day of the last start with it

    def _drop(self) -> None:
        versions = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for old in versions[:-_MOST_VERSIONS]:
            shutil.rmtree(old, ignore_errors=True)


def _read(place: Path, digest: str) -> Assets | None:
    """A kept version, if it is whole: its name is the digest of its content."""
    if not place.is_dir():
        return None
    try:
        paths = [path for path in place.rglob("*") if path.is_file()]
        bodies = {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}
        if digest_of(bodies) != digest:
            return None
        files: dict[str, Asset] = {name: asset_of(name, body) for name, body in bodies.items()}
    except (OSError, KeyError):
        return None
    return Assets(digest, files["widget.js"], files)
