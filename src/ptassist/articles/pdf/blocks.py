"""Lines of a PDF become blocks: lines are put together to paragraphs, large or bold ones are headings."""

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ptassist.articles.article import BlockKind
from ptassist.articles.html.runs import row_line
from ptassist.articles.parts.pieces import Piece
from ptassist.articles.pdf.layout import BULLETS, Line
from ptassist.articles.references import is_reference_heading

LARGER = 1.12  # times the size of the text: a heading
HEADING_CHARACTERS = 110

_BULLET = re.compile(rf"^(?:[{BULLETS}]\s*|[–o-]\s+)(?=\S)")
_NUMBER = re.compile(r"^\[?(\d{1,3})[.)\]]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:…]['\"”’)¹²³⁰-⁹\]]*$")
_LONGEST_BOLD = 3  # lines of a heading that is bold and no larger than the text
_LOOSE = 0.3  # of the width of a column, left free at the end of a line
_SAME_PLACE = 8.0  # points between the markers of one list; "9." and "10." end alike
_ADDRESS = re.compile(r"https?://|^www\.|\b10\.\d{4,9}/")
_BROKEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_KEEPS_HYPHEN = frozenset(
    "low high well self non long short full half one two three four five six ten weight evidence post pre follow"
    " check warm cool step side hands push pull sit".split()
)  # fmt: skip
_BETWEEN = frozenset("to of the in and on by up a de".split())

_Place = tuple[int, int]  # page, column


@dataclass(slots=True)
class _Block:
    """Lines that belong together, put together."""

    kind: BlockKind
    text: str
    first: Line
    last: Line
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in a document: the size of its text, the step from line to line, and where columns end."""

    size: float
    pitch: float
    left: dict[_Place, float]
    right: dict[_Place, float]

    def room(self, line: Line) -> float:
        """How much of a line is left free at its end, in points."""
        return self.right[line.page, line.column] - line.right

    def width(self, line: Line) -> float:
        """How wide the column of a line is."""
        place = line.page, line.column
        return max(1.0, self.right[place] - self.left[place])


def usual_size(lines: Sequence[Line]) -> float:
    """The font size in which most of a text is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """The headings, paragraphs, items and rows of tables that lines are.

    Args:
        lines: Those of the whole document in reading order, without its title.
    """
    measures = _measured(lines)
    headings = _headings(lines, measures)
    known = Counter(_WORD.findall(" ".join(line.text for line in lines).casefold()))
    blocks: list[_Block] = []
    in_references = False
    for line, heading in zip(lines, headings, strict=True):
        last = blocks[-1] if blocks else None
        if last and not _begins(line, last, heading, measures, in_references):
            last.text = _joined(last.text, line.text, known)
            last.last = line
            continue
        if heading:
            in_references = is_reference_heading(line.text)
        blocks.append(_opened(line, heading))
    return _as_pieces(blocks, measures)


def _measured(lines: Sequence[Line]) -> _Measures:
    size = usual_size(lines)
    left: dict[_Place, float] = {}
    right: dict[_Place, float] = {}
    for line in lines:
        place = line.page, line.column
        left[place] = min(left.get(place, line.left), line.left)
        right[place] = max(right.get(place, line.right), line.right)
    steps = [
        below.top - above.top
        for above, below in itertools.pairwise(lines)
        if _follows(below, above)
        and above.size == below.size == size
        and 0.5 * size < below.top - above.top < 3 * size
    ]
    return _Measures(size, statistics.median_low(steps) if steps else 1.2 * size, left, right)


# Headings ----------------------------------------------------------------------------------------


def _headings(lines: Sequence[Line], measures: _Measures) -> list[bool]:
    """Which lines are headings; a bold paragraph is none."""
    found = [_may_be_heading(line, measures.size) for line in lines]
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and _goes_on_alike(lines[end], lines[end - 1], measures):
            continue
        run = lines[start:end]
        is_text = len(run) > 1 and (_ends(run[-1]) or len(run) > _LONGEST_BOLD)
        if run[0].bold and run[0].size < LARGER * measures.size and is_text:
            found[start:end] = [False] * len(run)
        start = end
    return found


def _goes_on_alike(line: Line, above: Line, measures: _Measures) -> bool:
    return (
        _follows(line, above)
        and (line.bold, line.size) == (above.bold, above.size)
        and line.top - above.top < 1.35 * measures.pitch
    )


def _may_be_heading(line: Line, usual: float) -> bool:
    if line.row or len(line.text) > HEADING_CHARACTERS or _BULLET.match(line.text):
        return False
    if line.size >= LARGER * usual:
        return True
    return line.bold and re.search(r"[.!;,…]$", line.text) is None


# Blocks ------------------------------------------------------------------------------------------


def _begins(
    line: Line, last: _Block, heading: bool, measures: _Measures, in_references: bool
) -> bool:
    """Whether a line begins a block of its own."""
    above = last.last
    if line.row or above.row:
        return True
    if heading or last.kind is BlockKind.HEADING:
        alike = heading and last.kind is BlockKind.HEADING
        tight = line.top - above.top < 1.6 * line.size
        same = (line.size, line.bold) == (above.size, above.bold)
        return not (alike and same and tight and _follows(line, above))
    if _BULLET.match(line.text) or (
        _NUMBER.match(line.text) and (last.kind is BlockKind.ITEM or in_references or _ends(above))
    ):
        return True
    if not _follows(line, above):
        return _begins_on_top(line, above, measures)
    if line.top - above.top > 1.35 * measures.pitch:
        return True
    hangs_back = line.left < above.left - 3
    if in_references and not last.number:
        broken = _ends(above) and _was_broken(line, above, measures)
        return hangs_back or (broken and abs(line.left - above.left) < 3)
    if last.kind is BlockKind.ITEM:
        return hangs_back and _ends(above)
    if _ends(above):
        return line.left > above.left + 6 or _was_broken(line, above, measures)
    loose = measures.room(above) > _LOOSE * measures.width(above)
    return loose and not line.text[:1].islower() and _was_broken(line, above, measures)


def _begins_on_top(line: Line, above: Line, measures: _Measures) -> bool:
    """Whether the first line of a column or page begins a block; else the paragraph goes on where its sentence does."""
    if abs(line.size - above.size) > 0.1 * above.size:
        return True
    if line.text[:1].islower() or above.text.endswith(("-", ",")):
        return False
    return _ends(above) or _was_broken(line, above, measures)


def _was_broken(line: Line, above: Line, measures: _Measures) -> bool:
    """Whether somebody ended the line above: the next word would have had room on it."""
    word = line.text.split(maxsplit=1)[0]
    letter = (line.right - line.left) / max(1, len(line.text))
    return measures.room(above) > 1.25 * (len(word) + 1) * letter


def _follows(line: Line, above: Line) -> bool:
    return line.page == above.page and line.column == above.column and line.top > above.top - 1


def _ends(line: Line) -> bool:
    return _SENTENCE_END.search(line.text) is not None


def _opened(line: Line, heading: bool) -> _Block:
    bullet, number = _BULLET.match(line.text), _NUMBER.match(line.text)
    if line.row:
        return _Block(BlockKind.ITEM, row_line(line.heads, line.row), line, line)
    if heading:
        return _Block(BlockKind.HEADING, line.text, line, line)
    if bullet:
        return _Block(BlockKind.ITEM, line.text[bullet.end() :], line, line)
    if number:
        text = line.text[number.end() :]
        return _Block(BlockKind.ITEM, text, line, line, int(number.group(1)))
    return _Block(BlockKind.PARAGRAPH, line.text, line, line)


# Pieces ------------------------------------------------------------------------------------------


def _as_pieces(blocks: Sequence[_Block], measures: _Measures) -> list[Piece]:
    headings = [block.last.size for block in blocks if block.kind is BlockKind.HEADING]
    sizes = sorted({size for size in headings if size > measures.size}, reverse=True)
    pieces: list[Piece] = []
    markers: list[float] = []  # of the open lists, outermost first
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            rank = sizes.index(block.last.size) if block.last.size in sizes else len(sizes)
            pieces.append(Piece(BlockKind.HEADING, block.text, min(2 + rank, 6)))
        elif block.kind is BlockKind.PARAGRAPH:
            pieces.append(Piece(BlockKind.PARAGRAPH, block.text))
        else:
            place = block.first.left - measures.left[block.first.page, block.first.column]
            outer = [] if block.first.row else [m for m in markers if m < place - _SAME_PLACE]
            markers = [*outer, place]
            number, ordered = block.number or 1, bool(block.number)
            pieces.append(Piece(BlockKind.ITEM, block.text, len(markers), ordered, number))
        if block.kind is not BlockKind.ITEM:
            markers = []
    return pieces


# Lines of a paragraph ----------------------------------------------------------------------------


def _joined(text: str, more: str, known: Counter[str]) -> str:
    """Two lines of one paragraph; a word or an address that was broken at the end of the first is whole again."""
    token, following = text.rpartition(" ")[2], more.split(maxsplit=1)[0]
    if _ADDRESS.search(token) and _goes_on(token, following):
        return f"{text}{more}"
    match = _BROKEN.search(text)
    if match is None or not more[:1].islower():
        return f"{text}{'' if text.endswith('-') and more[:1].isalnum() else ' '}{more}"
    first, rest = match.group(1).casefold(), re.match(r"[^\W\d_]+", more)
    second = rest.group() if rest else ""
    whole, compound = known[first + second], known[f"{first}-{second}"]
    # "sit-to-|stand" and "low-|load": their last part parts two words.
    part = first.rpartition("-")[2]
    keeps = part in _KEEPS_HYPHEN or ("-" in first and part in _BETWEEN)
    kept = compound > whole or (keeps and not whole)
    return f"{text}{more}" if kept else f"{text[:-1]}{more}"


def _goes_on(token: str, following: str) -> bool:
    """Whether an address that ends a line goes on in the next one."""
    return token[-1] in "/-_=?&" or following.startswith(("/", "-")) or following.count("/") > 1
