"""A PDF becomes a Draft: lines are put together to paragraphs, large or bold ones are headings."""

import itertools
import json
import re
import statistics
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ptassist.articles.article import BlockKind
from ptassist.articles.draft import Draft
from ptassist.articles.parts.asides import is_call, line_label
from ptassist.articles.parts.bylines import Byline, find_date, read_byline
from ptassist.articles.parts.characters import hidden_note, take_out_hidden
from ptassist.articles.parts.language import language_of
from ptassist.articles.parts.pieces import Piece, to_markdown
from ptassist.articles.parts.titles import DERIVED, derive_title
from ptassist.articles.pdf.layout import Line, lines_of
from ptassist.articles.pdf.pages import SECONDS
from ptassist.articles.references import is_reference_heading
from ptassist.errors import UnreadableFileError

LARGEST_FILE = 50_000_000  # bytes
LARGEST_STREAM = 20_000_000  # bytes of one stream, unpacked
MOST_GROWTH = 40  # times that a stream of that size may have grown

_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
_PATIENCE = SECONDS + 5
_BULLET = re.compile(r"^(?:[•●◦▪‣∙·]\s*|[–o-]\s+)(?=\S)")
_NUMBER = re.compile(r"^\[?(\d{1,3})[.)\]]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:…]['\"”’)¹²³⁰-⁹\]]*$")
_LARGER = 1.12
_HEADING_CHARACTERS = 110
_NEAR_TITLE = 4
_KEEPS_HYPHEN = frozenset(
    "low high well self non long short full half one two three four five six ten weight evidence post pre follow"
    " check warm cool step side hands push pull sit".split()
)  # fmt: skip


@dataclass(slots=True)
class _Block:
    """Lines that belong together, put together."""

    kind: BlockKind
    text: str
    last: Line
    number: int = 0


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
        count += hidden
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        raise UnreadableFileError(
            "it has no text: a scan; run text recognition on it first, or type it", where
        )
    return (_draft(lines, said.get("facts") or {}, left_out, count, where),)


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
    command = [sys.executable, "-m", "ptassist.articles.pdf.pages"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, run by our own interpreter
            command, input=content, capture_output=True, timeout=_PATIENCE, check=False
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise UnreadableFileError(
            f"it takes longer than {SECONDS} seconds to read", where
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
    lines: list[Line], facts: dict[str, str], left_out: list[str], hidden: int, where: str
) -> Draft:
    title, byline, rest = _take_top(lines)
    pieces = _without_calls(_pieces(rest), left_out)
    if not any(piece.kind is not BlockKind.HEADING for piece in pieces):
        raise UnreadableFileError("there is no text in the file", where)
    words = " ".join(piece.text for piece in pieces)
    notes = ["a PDF has no headings and paragraphs of its own: look through them"]
    if hidden:
        notes.append(hidden_note(hidden))
    if not title:
        title = facts.get("Title", "").strip() or derive_title(words)
        notes.append(DERIVED)
    author, published = byline.author, byline.published
    if author is None and len(facts.get("Author", "").strip()) > 2:
        author = " ".join(facts["Author"].split())
        notes.append(
            f'the author "{author}" comes from the file\'s properties, often the name of a computer: check it'
        )
    if published is None:
        day = re.match(r"D:(\d{4})(\d\d)(\d\d)", facts.get("CreationDate", ""))
        published = find_date("-".join(day.groups())) if day else None
        notes += ["the date is the day on which the file was made: check it"] if published else []
    return Draft(
        title=" ".join(take_out_hidden(title)[0].split()),
        markdown=to_markdown(pieces),
        author=author,
        published=published,
        reviewed=byline.reviewed,
        language=language_of(words),
        left_out=tuple(left_out),
        notes=tuple(notes),
    )


def _take_top(lines: Sequence[Line]) -> tuple[str, Byline, list[Line]]:
    """The title (the largest lines of the first page), the byline near it, and all other lines."""
    first = [line for line in lines if line.page == 0]
    usual = _usual_size(lines)
    largest = max((line.size for line in first), default=0.0)
    title: list[Line] = []
    if largest >= _LARGER * usual:
        start = next(n for n, line in enumerate(lines) if line.size == largest)
        title = [line for line in lines[start : start + 3] if line.size == largest]
    elif first and len(first[0].text) <= _HEADING_CHARACTERS and first[0].bold:
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


def _usual_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


# Lines -> pieces ---------------------------------------------------------------------------------


def _pieces(lines: Sequence[Line]) -> list[Piece]:
    usual = _usual_size(lines)
    pitch = _pitch(lines, usual)
    edges = _right_edges(lines)
    known = Counter(
        re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(line.text for line in lines).casefold())
    )
    blocks: list[_Block] = []
    in_references = False
    for line in lines:
        last = blocks[-1] if blocks else None
        heading = _is_heading(line, usual)
        if last and not _begins(line, last, heading, pitch, edges, in_references):
            last.text = _joined(last.text, line.text, known)
            last.last = line
            continue
        if heading:
            in_references = is_reference_heading(line.text)
        blocks.append(_opened(line, heading))
    sizes = sorted(
        {b.last.size for b in blocks if b.kind is BlockKind.HEADING and b.last.size > usual},
        reverse=True,
    )
    return [_piece(block, sizes) for block in blocks]


def _opened(line: Line, heading: bool) -> _Block:
    bullet, number = _BULLET.match(line.text), _NUMBER.match(line.text)
    if heading:
        return _Block(BlockKind.HEADING, line.text, line)
    if bullet:
        return _Block(BlockKind.ITEM, line.text[bullet.end() :], line)
    if number:
        return _Block(BlockKind.ITEM, line.text[number.end() :], line, int(number.group(1)))
    return _Block(BlockKind.PARAGRAPH, line.text, line)


def _piece(block: _Block, sizes: Sequence[float]) -> Piece:
    if block.kind is BlockKind.HEADING:
        rank = sizes.index(block.last.size) if block.last.size in sizes else len(sizes)
        return Piece(BlockKind.HEADING, block.text, min(2 + rank, 6))
    if block.kind is BlockKind.ITEM:
        return Piece(BlockKind.ITEM, block.text, 1, bool(block.number), block.number or 1)
    return Piece(BlockKind.PARAGRAPH, block.text)


def _is_heading(line: Line, usual: float) -> bool:
    if len(line.text) > _HEADING_CHARACTERS or _BULLET.match(line.text):
        return False
    if line.size >= _LARGER * usual:
        return True
    ends = re.search(r"[.!;,…]$", line.text) is not None
    return line.bold and not ends


def _begins(
    line: Line,
    last: _Block,
    heading: bool,
    pitch: float,
    edges: dict[tuple[int, int], float],
    in_references: bool,
) -> bool:
    """Whether a line begins a block of its own."""
    above = last.last
    if heading or last.kind is BlockKind.HEADING:
        alike = (
            heading
            and last.kind is BlockKind.HEADING
            and line.size == above.size
            and line.bold == above.bold
        )
        return not (alike and _follows(line, above) and line.top - above.top < 1.6 * line.size)
    if _BULLET.match(line.text) or (
        _NUMBER.match(line.text) and (last.kind is BlockKind.ITEM or in_references or _ends(above))
    ):
        return True
    if not _follows(line, above):
        # A new column or page: the paragraph goes on where its sentence does.
        return _ends(above) or not (line.text[:1].islower() or above.text.endswith(("-", ",")))
    if line.top - above.top > 1.35 * pitch:
        return True
    if in_references and not last.number:
        return line.left < above.left - 3 or (
            _ends(above) and abs(line.left - above.left) < 3 and not _is_full(above, edges)
        )
    if last.kind is BlockKind.ITEM:
        return line.left < above.left - 3 and _ends(above)
    indented = line.left > above.left + 6 and _ends(above)
    return indented or (_ends(above) and not _is_full(above, edges))


def _follows(line: Line, above: Line) -> bool:
    return line.page == above.page and line.column == above.column and line.top > above.top - 1


def _ends(line: Line) -> bool:
    return _SENTENCE_END.search(line.text) is not None


def _is_full(line: Line, edges: dict[tuple[int, int], float]) -> bool:
    """Whether a line reaches the right edge of its column, or nearly."""
    edge = edges[(line.page, line.column)]
    return line.right > edge - 0.15 * max(1.0, edge - line.left)


def _right_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        place = (line.page, line.column)
        edges[place] = max(edges.get(place, 0.0), line.right)
    return edges


def _pitch(lines: Sequence[Line], usual: float) -> float:
    """How far a line stands below the one above it, in running text."""
    steps = [
        below.top - above.top
        for above, below in itertools.pairwise(lines)
        if _follows(below, above)
        and above.size == below.size == usual
        and 0 < below.top - above.top < 3 * usual
    ]
    return statistics.median_low(steps) if steps else 1.2 * usual


def _joined(text: str, more: str, known: Counter[str]) -> str:
    """Two lines of one paragraph; a word that was broken at the end of the first is whole again."""
    match = re.search(r"([^\W\d_]+)-$", text)
    if match is None or not more[:1].islower():
        return f"{text}{'' if text.endswith('-') and more[:1].isalnum() else ' '}{more}"
    first, second = match.group(1), re.match(r"[^\W\d_]+", more)
    whole = f"{first}{second.group() if second else ''}".casefold()
    compound = f"{first}-{second.group() if second else ''}".casefold()
    keeps = first.casefold() in _KEEPS_HYPHEN and not known[whole]
    return f"{text}{more}" if keeps or known[compound] > known[whole] else f"{text[:-1]}{more}"


def _without_calls(pieces: Sequence[Piece], left_out: list[str]) -> list[Piece]:
    kept, in_references = [], False
    for piece in pieces:
        in_references = in_references or is_reference_heading(piece.text)
        lone = piece.kind is not BlockKind.HEADING and not in_references
        if lone and is_call(piece.text):
            left_out.append(f'booking call: "{piece.text[:60]}"')
        elif lone and len(piece.text.split()) <= 25 and line_label(piece.text):
            left_out.append(str(line_label(piece.text)))
        else:
            kept.append(piece)
    return kept
