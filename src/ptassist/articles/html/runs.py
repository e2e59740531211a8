"""A page's tree as runs of text: each heading, paragraph, list item and table row, with what tells them apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ptassist.articles.article import BlockKind
from ptassist.articles.html.hidden import style_of
from ptassist.articles.html.source import Element

_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table"
    " tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset(
    "script style noscript template iframe object embed svg math canvas audio video map select textarea input datalist"
    " img picture source head title area progress meter".split()
)
_HEADING = re.compile(r"h([1-6])$")
_SUPERSCRIPT = str.maketrans("0123456789-–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_RAISED_NUMBER = re.compile(r"^\[?\(?\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\)?\]?$")
_SIZE = re.compile(r"^(\d+(?:\.\d+)?)(px|pt|em|rem|%)$")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16}
_BACK_LINK = re.compile(r"[↩↑⤴⏎]\ufe0e?|^\^$")
_CELL = 160  # characters: above it a table is likelier a layout


@dataclass(slots=True)
class Run:
    """One block of text of a page.

    Attributes:
        element: The block element that it stands in.
        kind: What it is.
        level: A heading's level, an item's depth.
        linked: How many of its characters are links.
        strong: How many are bold.
        size: The font size in pixels, as far as the page's own styles say; 0 otherwise.
        toggle: Whether pressing it shows what follows.
    """

    element: Element
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    ordered: bool = False
    number: int = 1
    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    linked: int = 0
    strong: int = 0
    size: float = 0.0
    toggle: bool = False
    starts_item: bool = False

    @property
    def length(self) -> int:
        """How many characters that are no white space it has."""
        return len("".join(self.text.split()))

    @property
    def is_link(self) -> bool:
        """Whether it is nothing but a link or a button."""
        return self.length > 0 and self.linked >= 0.9 * self.length


@dataclass(frozen=True, slots=True)
class _Style:
    link: str | None = None
    bold: bool = False
    size: float = 0.0


class _Walker:
    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.lists: list[list[int | bool]] = []  # [ordered, next number], outermost first
        self.pending_item = False
        self.current: Run | None = None

    def walk(self, element: Element, style: _Style) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if tag == "br":
            self._add("\n", style, element)
            return
        if tag == "sup" and _RAISED_NUMBER.match(element.text_content().strip()):
            self._add(
                element.text_content().strip("[]() \n").translate(_SUPERSCRIPT), style, element
            )
            return
        style = _style_inside(element, style)
        if tag == "table" and is_data_table(element):
            self._table(element)
        elif tag in _BLOCKS:
            self._block(element, style)
        else:
            self._inside(element, style)

    def _inside(self, element: Element, style: _Style) -> None:
        before = len(self.current.text) if self.current else 0
        self._add(element.text or "", style, element)
        for child in element:
            self.walk(child, style)
            self._add(child.tail or "", style, element)
        if element.tag == "a" and self.current is not None:
            words = self.current.text[before:].strip()
            if words:
                self.current.links.append((" ".join(words.split()), element.get("href") or ""))

    def _block(self, element: Element, style: _Style) -> None:
        self.current = None
        tag = element.tag
        if tag in {"ul", "ol", "menu", "dir"}:
            start = element.get("start") or ""
            self.lists.append(
                [tag == "ol", int(start) if start.isdecimal() and len(start) < 9 else 1]
            )
            self._inside(element, style)
            self.lists.pop()
        elif tag == "li" and self.lists:
            self.pending_item = True
            self._inside(element, style)
            self.lists[-1][1] += 1
            self.pending_item = False
        else:
            self._inside(element, style)
        self.current = None

    def _add(self, text: str, style: _Style, element: Element) -> None:
        if self.current is None:
            if not text.strip():
                return
            self.current = self._open(_block_of(element))
        run, shown = self.current, len("".join(text.split()))
        run.text += text if text == "\n" else re.sub(r"\s", " ", text)
        run.linked += shown if style.link is not None else 0
        run.strong += shown if style.bold else 0
        if shown and style.size:
            run.size = max(run.size, style.size)

    def _open(self, block: Element) -> Run:
        run = Run(block)
        heading = _heading_level(block)
        if heading:
            run.kind, run.level = BlockKind.HEADING, heading
        elif self.lists:
            ordered, number = self.lists[-1]
            run.kind, run.level = BlockKind.ITEM, len(self.lists)
            run.ordered, run.number, run.starts_item = bool(ordered), int(number), self.pending_item
            self.pending_item = False
        run.toggle = _is_toggle(block)
        self.runs.append(run)
        return run

    def _table(self, table: Element) -> None:
        self.current = None
        for text, number in table_rows(table):
            self.runs.append(
                Run(table, BlockKind.ITEM, 1, number=number, text=text, starts_item=True)
            )


def runs_of(root: Element) -> list[Run]:
    """The runs of a tree in reading order.

    Args:
        root: An element; scripts, forms and pictures in it give no text.
    """
    walker = _Walker()
    walker.walk(root, _Style())
    for run in walker.runs:
        run.text = _BACK_LINK.sub(
            "", "\n".join(" ".join(line.split()) for line in run.text.split("\n"))
        ).strip()
    return [run for run in walker.runs if run.text]


def is_data_table(table: Element) -> bool:
    """Whether a table holds facts in rows, and is no frame of the page's layout."""
    if table.xpath(".//table|.//h1|.//h2|.//h3|.//ul|.//ol|.//form|.//nav"):
        return False
    rows = table.xpath(".//tr")
    widths = [len(row.xpath("./td|./th")) for row in rows]
    if len(rows) < 2 or max(widths, default=0) < 2:
        return False
    lengths = [len(cell.text_content()) for row in rows for cell in row.xpath("./td|./th")]
    return sum(lengths) / max(1, len(lengths)) <= _CELL


def table_rows(table: Element) -> Iterator[tuple[str, int]]:
    """The rows of a table as lines such as "Exercise: Bridge; Week: 2"."""
    for caption in table.xpath("./caption"):
        yield _cell_text(caption), 1
    rows = [row.xpath("./td|./th") for row in table.xpath(".//tr")]
    heads: list[str] = []
    if rows and (table.xpath("./thead/tr") or all(map(_is_head, rows[0]))):
        heads, rows = [_cell_text(cell) for cell in rows[0]], rows[1:]
    yield from (
        (line, n)
        for n, cells in enumerate(rows, 1)
        if (line := row_line(heads, [_cell_text(c) for c in cells]))
    )


def _is_head(cell: Element) -> bool:
    """Whether a cell heads its column: it says so, or is bold from end to end."""
    runs = runs_of_cell(cell) if cell.tag != "th" else []
    return cell.tag == "th" or (bool(runs) and all(run.strong >= run.length for run in runs))


def row_line(heads: list[str], cells: list[str]) -> str:
    """One row as a line of text; a cell stands behind the head of its column."""
    named = []
    for column, cell in enumerate(cells):
        head = heads[column].rstrip(":") if column < len(heads) else ""
        if cell:
            named.append(f"{head}: {cell}" if head else cell)
    return "; ".join(named)


def _cell_text(cell: Element) -> str:
    return " ".join(" ".join(run.text.split()) for run in runs_of_cell(cell))


def runs_of_cell(cell: Element) -> list[Run]:
    """The runs inside one cell."""
    walker = _Walker()
    walker._inside(cell, _Style())
    return [run for run in walker.runs if run.text.strip()]


def _block_of(element: Element) -> Element:
    while element.tag not in _BLOCKS and element.getparent() is not None:
        element = element.getparent()
    return element


def _heading_level(block: Element) -> int:
    for box in [block, *block.iterancestors()]:
        match = _HEADING.match(box.tag)
        if match:
            return int(match.group(1))
        if box.get("role") == "heading":
            said = box.get("aria-level") or "2"
            return int(said) if said in "123456" else 2
        if box.tag in {"div", "li", "td", "section", "article", "body"}:
            return 0
    return 0


def _is_toggle(block: Element) -> bool:
    """Whether it is what one presses to see the rest: the question of an accordion."""
    for box in [block, *list(block.iterancestors())[:2]]:
        if box.tag == "summary" or box.get("aria-expanded") is not None:
            return True
    return bool(block.xpath(".//*[@aria-expanded]"))


def _style_inside(element: Element, style: _Style) -> _Style:
    declared = style_of(element)
    link = element.get("href") or "" if element.tag in {"a", "button"} else style.link
    weight = declared.get("font-weight", "")
    bold = (
        element.tag in {"b", "strong"}
        or weight in {"bold", "bolder", "600", "700", "800", "900"}
        or style.bold
    )
    size = _SIZE.match(declared.get("font-size", ""))
    pixels = float(size.group(1)) * _PIXELS[size.group(2)] if size else style.size
    if weight in {"normal", "400"}:
        bold = False
    return _Style(link, bold, pixels)
