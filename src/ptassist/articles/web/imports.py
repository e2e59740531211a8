"""Importer: drafts become corpus files that a person can read and correct, and corrections stay.

Every file is known by where it came from: the address of its page, or the file and title that it was read from.
`ledger.py` tells whether a person has changed it since.
"""

import contextlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from ptassist.articles.draft import Draft, to_corpus_file
from ptassist.articles.web.address import page_key, parse_address
from ptassist.articles.web.ledger import Entry, Ledger, digest_of, write_whole
from ptassist.articles.web.names import file_stem, slug
from ptassist.errors import RefusedAddressError


class Outcome(StrEnum):
    """What an import did with an article."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CORRECTED = "corrected"
    REMOVED = "removed by you"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one article.

    Attributes:
        where: Where it came from.
        source: The name by which the ledger knows it.
        outcome: What was done.
        file: Its path below the corpus folder.
        title: Its title.
        message: What a person should know or do.
        left_out: What the reader left out of it.
        notes: What a person should check in it.
    """

    where: str
    source: str
    outcome: Outcome
    file: str
    title: str
    message: str = ""
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Importer:
    """Writes drafts into a corpus folder.

    Args:
        ledger: Of the corpus folder.
        force: Whether a file that a person corrected or removed is written again; the corrected one is put aside.
        dry_run: Whether nothing is written.
    """

    def __init__(self, ledger: Ledger, *, force: bool = False, dry_run: bool = False) -> None:
        self._ledger = ledger
        self._folder = ledger.folder
        self._force = force
        self._dry_run = dry_run
        self._names = {path.stem.lower() for path in self._folder.glob("*")}
        self._done: dict[str, str] = {}

    @property
    def folder(self) -> Path:
        """The corpus folder."""
        return self._folder

    def take(self, drafts: Sequence[Draft], where: str, url: str = "") -> list[Imported]:
        """Writes the articles of one page or file.

        Args:
            drafts: What a reader found in it.
            where: What the page or file is called in the report.
            url: The address of the page that the first of them is; empty for a file.
        """
        return [
            self._take(_addressed(draft, url if number == 0 else ""), where)
            for number, draft in enumerate(drafts)
        ]

    def still(self, source: str, where: str) -> Imported | None:
        """What there is to say of an article whose page has not changed; None if it is not known.

        Args:
            source: The name by which the ledger knows it.
            where: Its page.
        """
        entry = self._ledger.entry(source)
        if entry is None:
            return None
        file = self._ledger.file_with(where) or entry.file
        path = self._folder / file
        self._done[source] = file
        if not path.exists():
            outcome, message = Outcome.REMOVED, f"stays out; to have it back: {_forced(where)}"
        elif digest_of(path.read_bytes()) == entry.digest:
            outcome, message = Outcome.UNCHANGED, ""
        else:
            outcome, message = Outcome.CORRECTED, self._said_of(entry, where)
        return Imported(where, source, outcome, file, "", message)

    def has(self, source: str) -> bool:
        """Whether an article was met in this run."""
        return source in self._done

    def is_corrected(self, source: str) -> bool:
        """Whether a person changed the file of an article."""
        entry = self._ledger.entry(source)
        path = self._folder / entry.file if entry else self._folder
        return entry is not None and path.is_file() and digest_of(path.read_bytes()) != entry.digest

    def remove(self, source: str) -> str:
        """Puts the file of an article aside and forgets it; returns where it lies then."""
        entry = self._ledger.entry(source)
        if entry is None or self._dry_run:
            return ""
        there = (self._folder / entry.file).exists()
        aside = self._ledger.put_aside(entry.file).relative_to(self._folder) if there else ""
        self._ledger.forget(source)
        return str(aside)

    def keep_notes(self) -> None:
        """Saves the ledger if it was not saved a moment ago."""
        if not self._dry_run:
            self._ledger.save_now_and_then()

    def _take(self, draft: Draft, where: str) -> Imported:
        source = source_of(draft, where)
        if source in self._done:
            outcome, file, message = Outcome.DUPLICATE, self._done[source], "the same page again"
        else:
            file, entry = self._place(source, draft)
            content = to_corpus_file(draft).encode()
            job = _Job(source, draft.url or where, file, entry, content, digest_of(content))
            outcome, message = self._settle(job)
            self._done[source] = file
        return Imported(
            where, source, outcome, file, draft.title, message, draft.left_out, draft.notes
        )

    def _place(self, source: str, draft: Draft) -> tuple[str, Entry | None]:
        """The file that an article belongs into, and what the ledger knows of it."""
        entry = self._ledger.entry(source)
        if entry and (self._folder / entry.file).exists():
            return entry.file, entry
        moved = self._ledger.file_with(draft.url)
        if moved:  # by a person, or written by one in the first place
            return moved, entry and replace(entry, file=moved)
        if entry:
            return entry.file, entry
        stem = file_stem(draft.title, draft.url, self._names)
        self._names.add(stem)
        return f"{stem}.md", None

    def _settle(self, job: "_Job") -> tuple[Outcome, str]:
        """Writes the file, or leaves it to the person who changed it."""
        path = self._folder / job.file
        on_disk = digest_of(path.read_bytes()) if path.exists() else None
        if on_disk == job.digest:
            self._record(job, Entry(job.file, job.digest))
            return Outcome.UNCHANGED, ""
        if on_disk is None and (job.entry is None or self._force):
            self._write(job)
            return Outcome.ADDED, ""
        if on_disk is None:
            return Outcome.REMOVED, f"stays out; to have it back: {_forced(job.again)}"
        if job.entry and on_disk == job.entry.digest:
            self._write(job)
            return Outcome.UPDATED, ""
        if self._force:
            return Outcome.UPDATED, self._replace(job)
        return self._leave(job)

    def _leave(self, job: "_Job") -> tuple[Outcome, str]:
        """Leaves a corrected file alone; a text that is newer than the correction waits beside it."""
        if job.entry is None:
            return Outcome.CORRECTED, f"written by hand; to replace it: {_forced(job.again)}"
        is_new = job.digest not in {job.entry.digest, job.entry.offered}
        if is_new and not self._dry_run:
            write_whole(self._ledger.offer(job.file), job.content)
        entry = replace(job.entry, offered=job.digest) if is_new else job.entry
        self._record(job, entry)
        return Outcome.CORRECTED, self._said_of(entry, job.again, is_new=is_new)

    def _said_of(self, entry: Entry, again: str, *, is_new: bool = False) -> str:
        """What a person is told of a file that they corrected."""
        waiting = self._ledger.offer(entry.file)
        if not is_new and not waiting.exists():  # no newer text, or the person is done with it
            return "you corrected it; left as it is"
        shown = waiting.relative_to(self._folder).as_posix()
        return (
            f"source changed since you corrected it; the new text lies in {shown}: take over what"
            f" you want and delete it there, or take it whole: {_forced(again)}"
        )

    def _replace(self, job: "_Job") -> str:
        """Writes over what a person wrote, which is put aside; says where."""
        if self._dry_run:
            return "your version is put aside"
        aside = self._ledger.put_aside(job.file).relative_to(self._folder)
        self._write(job)
        return f"your version lies in {aside.as_posix()}"

    def _write(self, job: "_Job") -> None:
        if not self._dry_run:
            write_whole(self._folder / job.file, job.content)
            self._ledger.offer(job.file).unlink(missing_ok=True)
        self._record(job, Entry(job.file, job.digest))

    def _record(self, job: "_Job", entry: Entry) -> None:
        if not self._dry_run:
            self._ledger.record(job.source, entry)
            self._ledger.save_now_and_then()


@dataclass(frozen=True, slots=True)
class _Job:
    """One article on its way into one file."""

    source: str
    again: str
    file: str
    entry: Entry | None
    content: bytes
    digest: str


def source_of(draft: Draft, where: str) -> str:
    """The name by which an article is known again: its page, or the file and the title that it was read from."""
    return page_key(draft.url) if draft.url else f"{where}#{slug(draft.title)}"


def _addressed(draft: Draft, url: str) -> Draft:
    """The draft with the address that counts: that of its page, else its own word if that is an address."""
    if not url:
        with contextlib.suppress(RefusedAddressError):
            url = str(parse_address(draft.url))
    return replace(draft, url=url)


def _forced(again: str) -> str:
    """The command that writes a file whatever a person did to it."""
    return f"ptassist import --force {shlex.quote(again)}"
