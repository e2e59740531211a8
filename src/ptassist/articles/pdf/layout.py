"""The lines of a PDF in reading order: columns one after the other, what repeats on every page left out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_EDGE = 0.12  # of a page's height, where headers and footers stand
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|p\.|página|pág\.?)?\s*\d{1,4}\s*(?:(?:of|de|/)\s*\d{1,4})?\W*$", re.IGNORECASE
)
_MARKER = re.compile(r"^(?:[•●◦▪‣∙·–o-]|\[?\d{1,3}[.)\]])$")


@dataclass(slots=True)
class Line:
    """A line of a page; places are in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    page: int = 0
    column: int = 0

    @property
    def height(self) -> float:
        """The middle of the line."""
        return (self.top + self.bottom) / 2


def lines_of(pages: Sequence[dict[str, Any]], left_out: list[str]) -> list[Line]:
    """The lines of all pages in reading order.

    Args:
        pages: What `pages` wrote.
        left_out: What repeats on the pages is noted here.
    """
    by_page = [
        [Line(**line, page=number) for line in page["lines"]] for number, page in enumerate(pages)
    ]
    repeated = _repeated(by_page, pages)
    ordered: list[Line] = []
    dropped: Counter[str] = Counter()
    for number, lines in enumerate(by_page):
        kept = []
        for line in lines:
            label = _running_label(line, pages[number]["height"], repeated)
            if label:
                dropped[label] += 1
            else:
                kept.append(line)
        ordered += _in_order(_with_markers(kept), pages[number]["width"])
    left_out += [label if count == 1 else f"{count} {label}s" for label, count in dropped.items()]
    return ordered


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())


def _is_at_edge(line: Line, height: float) -> bool:
    return line.bottom < _EDGE * height or line.top > (1 - _EDGE) * height


def _repeated(by_page: Sequence[Sequence[Line]], pages: Sequence[dict[str, Any]]) -> set[str]:
    """The lines at the edges that come again on at least half of the pages."""
    seen: Counter[str] = Counter()
    for lines, page in zip(by_page, pages, strict=True):
        seen.update({_key(line.text) for line in lines if _is_at_edge(line, page["height"])})
    return {key for key, count in seen.items() if count >= max(2, len(pages) / 2)}


def _running_label(line: Line, height: float, repeated: set[str]) -> str | None:
    if not _is_at_edge(line, height):
        return None
    if _PAGE_NUMBER.match(line.text):
        return "page number"
    return "running header" if _key(line.text) in repeated else None


def _with_markers(lines: Sequence[Line]) -> list[Line]:
    """The lines with a lone bullet or number put in front of the line that it stands beside."""
    kept: list[Line] = []
    for line in lines:
        last = kept[-1] if kept else None
        beside = (
            last is not None
            and abs(last.height - line.height) < 0.6 * line.size
            and last.right <= line.left
        )
        if last and beside and _MARKER.match(last.text) and line.left - last.right < 6 * line.size:
            kept[-1] = Line(
                f"{last.text} {line.text}",
                last.left,
                line.top,
                line.right,
                line.bottom,
                line.size,
                line.bold,
                line.page,
            )
        else:
            kept.append(line)
    return kept


def _in_order(lines: Sequence[Line], width: float) -> list[Line]:
    """The lines of one page, left column before right column between lines that span both."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return sorted(lines, key=lambda line: (round(line.height / max(1.0, line.size)), line.left))
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: line.height):
        if line.left < gutter < line.right:
            ordered += [*left, *right, line]
            left, right = [], []
        elif line.right <= gutter:
            line.column = 1
            left.append(line)
        else:
            line.column = 2
            right.append(line)
    return [*ordered, *left, *right]


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """Where the gap between two columns is; None on a page with one column."""
    best, fewest = None, len(lines)
    for step in range(30, 71, 2):
        place = width * step / 100
        crossing = [line for line in lines if line.left < place < line.right]
        left = sum(len(line.text) for line in lines if line.right <= place)
        right = sum(len(line.text) for line in lines if line.left >= place)
        if min(left, right) > 0.25 * (left + right) and len(crossing) < min(
            fewest, 0.5 * len(lines)
        ):
            best, fewest = place, len(crossing)
    return best
