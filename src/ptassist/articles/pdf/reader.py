"""A PDF becomes a Draft: its title, its byline, and the blocks below them."""

import json
import re
import subprocess
import sys
import zlib
from collections.abc import Sequence
from typing import Any

from ptassist.articles.article import BlockKind
from ptassist.articles.draft import Draft
from ptassist.articles.parts.asides import without_asides
from ptassist.articles.parts.bylines import Byline, find_date, is_person, read_byline
from ptassist.articles.parts.characters import hidden_note, take_out_hidden
from ptassist.articles.parts.language import language_of
from ptassist.articles.parts.pieces import to_markdown
from ptassist.articles.parts.titles import DERIVED, derive_title
from ptassist.articles.pdf import pages
from ptassist.articles.pdf.blocks import HEADING_CHARACTERS, LARGER, pieces_of, usual_size
from ptassist.articles.pdf.layout import Line, lines_of
from ptassist.errors import UnreadableFileError

LARGEST_FILE = 50_000_000  # bytes
LARGEST_STREAM = 20_000_000  # bytes of one stream, unpacked
MOST_GROWTH = 40  # times that a stream of that size may have grown

_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
_PATIENCE = pages.SECONDS + 5
_NEAR_TITLE = 4
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)\b.*|document\d*|untitled.*|.*\.\w{3,4})?$", re.IGNORECASE
)
_NOBODY = re.compile(
    r"^(?:microsoft\b.*|(?:.*\s)?user|admin\w*|owner|author|unknown)$", re.IGNORECASE
)


def read_pdf(content: bytes, where: str = "") -> tuple[Draft, ...]:
    """Reads a PDF; headers, footers and page numbers are no part of its text.

    Args:
        content: The bytes of the file.
        where: Its name, for messages.

    Raises:
        UnreadableFileError: It is no PDF, encrypted, scanned, too large, or built to do harm.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError(f"the file is larger than {LARGEST_FILE // 10**6} MB", where)
    if b"%PDF-" not in content[:1024]:
        raise UnreadableFileError("this is no PDF, or a damaged one", where)
    _refuse_bombs(content, where)
    said = _pages(content, where)
    left_out: list[str] = []
    lines = lines_of(said["pages"], left_out)
    count = 0
    for line in lines:
        line.text, hidden = take_out_hidden(line.text)
        line.row = [take_out_hidden(cell)[0] for cell in line.row]
        line.heads = [take_out_hidden(cell)[0] for cell in line.heads]
        count += hidden
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        raise UnreadableFileError(
            "it has no text: a scan; run text recognition on it first, or take the Word original",
            where,
        )
    empty = [
        number
        for number, page in enumerate(said["pages"])
        if page["pictures"] and not page["lines"]
    ]
    return (_draft(lines, said.get("facts") or {}, left_out, count, empty, where),)


def _refuse_bombs(content: bytes, where: str) -> None:
    """Refuses a stream of text that grows out of proportion; pictures may."""
    for start in _STREAM.finditer(content):
        if b"/Image" in content[max(0, start.start() - 400) : start.start()]:
            continue
        packed = content[start.end() : start.end() + LARGEST_STREAM // MOST_GROWTH]
        try:
            size = len(zlib.decompressobj().decompress(packed, LARGEST_STREAM))
        except zlib.error:
            continue
        if size >= LARGEST_STREAM:
            raise UnreadableFileError(
                "a part of it grows out of proportion when unpacked (a decompression bomb)", where
            )


def _pages(content: bytes, where: str) -> dict[str, Any]:
    """What the program for PDFs says of the file."""
    # By its file: so it loads PDFium and nothing of ptassist.
    command = [sys.executable, "-I", pages.__file__]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, run by our own interpreter
            command, input=content, capture_output=True, timeout=_PATIENCE, check=False
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise UnreadableFileError(
            f"it takes longer than {pages.SECONDS} seconds to read", where
        ) from None
    except ValueError:
        reason = (
            "it cannot be read: it is damaged, or takes more time or memory than a document does"
        )
        raise UnreadableFileError(reason, where) from None
    if "error" in said:
        raise UnreadableFileError(said["error"], where)
    return said


def _draft(
    lines: list[Line],
    facts: dict[str, str],
    left_out: list[str],
    hidden: int,
    empty: Sequence[int],
    where: str,
) -> Draft:
    title, byline, rest = _take_top(lines)
    asides, pieces = without_asides(pieces_of(rest))
    left_out += asides
    if not any(piece.kind is not BlockKind.HEADING for piece in pieces):
        raise UnreadableFileError("there is no text in the file", where)
    words = " ".join(piece.text for piece in pieces)
    notes = ["a PDF has no headings and paragraphs of its own: look through them"]
    if hidden:
        notes.append(hidden_note(hidden))
    if not title:
        said = " ".join(facts.get("Title", "").split())
        title = derive_title(words) if _NO_TITLE.match(said) else said
        notes.append(DERIVED)
    notes += _checks(facts, byline, empty)
    return Draft(
        title=" ".join(take_out_hidden(title)[0].split()),
        markdown=to_markdown(pieces),
        author=byline.author or _author_of(facts),
        published=byline.published,
        reviewed=byline.reviewed,
        language=language_of(words),
        left_out=tuple(left_out),
        notes=tuple(notes),
    )


def _author_of(facts: dict[str, str]) -> str | None:
    """Whom the file's properties name, where that reads as a person; accounts and programs are none."""
    said = " ".join(facts.get("Author", "").split())
    return said if is_person(said) and len(said.split()) > 1 and not _NOBODY.match(said) else None


def _checks(facts: dict[str, str], byline: Byline, empty: Sequence[int]) -> list[str]:
    """What a person should look at in the file's own facts."""
    notes = []
    author = None if byline.author else _author_of(facts)
    if author:
        notes.append(
            f'the author "{author}" comes from the file\'s properties, often the name of a computer: check it'
        )
    day = re.match(r"D:(\d{4})(\d\d)(\d\d)", facts.get("CreationDate", ""))
    made = find_date("-".join(day.groups())) if day and byline.published is None else None
    if made:
        notes.append(
            f"no date in the text; the file was made on {made}: add the day of publication"
        )
    if empty:
        shown = ", ".join(str(number + 1) for number in empty[:5])
        notes.append(f"pictures without text on page {shown}: what they say is not in the article")
    return notes


def _take_top(lines: Sequence[Line]) -> tuple[str, Byline, list[Line]]:
    """The title (the largest lines of the first page), the byline near it, and all other lines."""
    first = [line for line in lines if line.page == 0]
    usual = usual_size(lines)
    largest = max((line.size for line in first), default=0.0)
    title: list[Line] = []
    if largest >= LARGER * usual:
        start = next(n for n, line in enumerate(lines) if line.size == largest)
        title = [line for line in lines[start : start + 3] if line.size == largest]
    elif first and len(first[0].text) <= HEADING_CHARACTERS and first[0].bold:
        title = [first[0]]
    gone = {id(line) for line in title}
    place = next((n for n, line in enumerate(lines) if gone and id(line) in gone), 0)
    found = Byline()
    for line in lines[place : place + len(title) + _NEAR_TITLE]:
        said = read_byline(line.text) if id(line) not in gone else None
        if said:
            gone.add(id(line))
            found = Byline(
                found.author or said.author,
                found.published or said.published,
                found.reviewed or said.reviewed,
            )
    return (
        " ".join(line.text for line in title),
        found,
        [line for line in lines if id(line) not in gone],
    )
