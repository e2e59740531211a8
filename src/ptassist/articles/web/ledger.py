"""Ledger: what imports wrote into the corpus, and from where; so that what a person corrected is never written over.

A file that still has the digest that stands here is as an import left it. Any other has been corrected by a person.
The ledger is a hidden file of the corpus folder. What an import takes away is put aside, never deleted: what stood in
the way goes to `.old`, a new text for a corrected file waits in `.new`.
"""

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from ptassist.articles.web.address import page_key
from ptassist.errors import ImportLockedError, ImportSourceError

LEDGER = ".imported.json"
_LOCK = ".imported.lock"
_OLD, _NEW, _PART = ".old", ".new", ".part-"
_VERSION = 1
_EVERY = 2.0  # seconds between two savings of a long import
_FRONT = 4096  # characters of a file in which its front matter's `url:` is looked for
# On a line of its own, or within braces: YAML has both, and both quotes.
_URL = re.compile(
    r"(?:^|[{,][ \t]*)url:[ \t]*(?:\"([^\"\s]+)\"|'([^'\s]+)'|([^\s,}]+))", re.MULTILINE
)
_MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that an import wrote.

    Attributes:
        file: Its path below the corpus folder.
        digest: Of the text that the import wrote last.
        offered: Of the newer text that waits in `.new`; empty when there is none.
    """

    file: str
    digest: str
    offered: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a crawl remembers of one page, so that the next one need not read it again.

    Attributes:
        address: Where it is.
        etag: What the site said to ask with.
        last_modified: Likewise.
        sources: The ledger's names of the articles that were taken from it.
        left_out: Why it gives none, or none any more.
        links: The pages that it links to.
        feeds: The feeds that it names.
        version: Of the program that read it; another one may read more out of it.
    """

    address: str
    etag: str = ""
    last_modified: str = ""
    sources: tuple[str, ...] = ()
    left_out: str = ""
    links: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    version: str = ""


@dataclass(slots=True)
class _Stored:
    version: int = _VERSION
    files: dict[str, Entry] = field(default_factory=dict)
    sites: dict[str, dict[str, Visit]] = field(default_factory=dict)


class Ledger:
    """The ledger of one corpus folder.

    Args:
        folder: The corpus folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stored = _read(folder / LEDGER)
        self._by_url = dict(_urls_of(folder))
        self._saved_at = time.monotonic()

    def entry(self, source: str) -> Entry | None:
        """What an import wrote for a source."""
        return self._stored.files.get(source)

    def record(self, source: str, entry: Entry) -> None:
        """Notes what an import wrote for a source."""
        self._stored.files[source] = entry

    def forget(self, source: str) -> None:
        """Takes a source out."""
        self._stored.files.pop(source, None)

    def sources_of(self, file: str) -> list[str]:
        """The sources that a file was written from."""
        return [source for source, entry in self._stored.files.items() if entry.file == file]

    def visits(self, site: str) -> dict[str, Visit]:
        """What crawls remember of a site, by page; changes to it are kept by `save`."""
        return self._stored.sites.setdefault(site, {})

    def file_with(self, url: str) -> str | None:
        """The corpus file whose front matter names an address, whoever wrote it."""
        return self._by_url.get(page_key(url)) if url else None

    def save(self) -> None:
        """Writes the ledger, whole or not at all."""
        write_whole(self.folder / LEDGER, msgspec.json.format(msgspec.json.encode(self._stored)))
        self._saved_at = time.monotonic()

    def save_now_and_then(self) -> None:
        """Saves unless that was done a moment ago; a file of which a killed import took no note is adopted later."""
        if time.monotonic() - self._saved_at > _EVERY:
            self.save()

    def put_aside(self, file: str) -> Path:
        """Moves a corpus file into `.old`, so that nothing is lost; returns where it lies then."""
        target = free_name(self.folder / _OLD / file)
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.folder / file).rename(target)
        return target

    def offer(self, file: str) -> Path:
        """Where the newer text of a corrected file waits."""
        return self.folder / _NEW / file


@contextlib.contextmanager
def open_ledger(folder: Path, *, dry_run: bool = False) -> Iterator[Ledger]:
    """The ledger of a corpus folder, locked against other imports, and saved however the block ends.

    Raises:
        ImportLockedError: Another import is running.
        ImportSourceError: The ledger is damaged.
    """
    if dry_run:
        yield Ledger(folder)
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=0):
            for unfinished in folder.glob(f"{_PART}*"):  # a killed import left it
                unfinished.unlink()
            ledger = Ledger(folder)
            try:
                yield ledger
            finally:
                ledger.save()
    except Timeout:
        raise ImportLockedError(f"{folder}: another import or crawl is running") from None


def digest_of(content: bytes) -> str:
    """The digest by which a text is known again, whichever line ends an editor saves it with."""
    plain = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return hashlib.sha256(plain).hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole, or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{_PART}{path.name}")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def free_name(path: Path) -> Path:
    """The path, or the first of `name-2`, `name-3`, ... that is free."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _read(path: Path) -> _Stored:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Stored)
    except FileNotFoundError:
        return _Stored()
    except (msgspec.DecodeError, OSError) as error:
        raise ImportSourceError(
            f"{path}: cannot be read: {error}",
            f"Restore {path.name} from a backup; or remove it, then every file that an import"
            " wrote counts as yours and is never written over.",
        ) from None


def _urls_of(folder: Path) -> Iterator[tuple[str, str]]:
    """(page, file) of every Markdown file of the corpus that names its address."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        file = path.relative_to(folder)
        if path.suffix.lower() in _MARKDOWN and not any(p.startswith(".") for p in file.parts):
            with (
                contextlib.suppress(OSError),
                path.open(encoding="utf-8", errors="replace") as text,
            ):
                front = text.read(_FRONT)
                found = _URL.search(front.split("\n---", 1)[0])
                if found:
                    yield page_key(found[1] or found[2] or found[3]), file.as_posix()
