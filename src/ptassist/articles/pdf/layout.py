"""The lines of a PDF in reading order: columns one after the other, what repeats on every page left out."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Cell = tuple[str, float, float]  # words, left, right

_EDGE = 0.12  # of a page's height, where headers and footers stand
_SAME_HEIGHT = 6.0  # points: what repeats stands at the same height on every page, or nearly
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|p\.|página|pág\.?)?\s*\d{1,4}\s*(?:(?:of|de|/)\s*\d{1,4})?\W*$", re.IGNORECASE
)
BULLETS = "•●◦▪‣∙·■□➢►✓✔"
_MARKER = re.compile(rf"^(?:[{BULLETS}–o-]|\[?\d{{1,3}}[.)\]])$")
_BARE_NUMBER = re.compile(r"^\d{1,3}$")
_SYMBOL = re.compile(
    r"^[\uf000-\uf0ff]\s*(?=\S)|^[\uf000-\uf0ff]$"
)  # a bullet of a font of symbols
_DOT_REACH = 3.5  # times the font size, from a drawn bullet to its line
_COLUMN_LINE = 18  # characters; lines of columns are longer, cells of a table often shorter
_LONGEST_CELL = 80  # characters, on average
_MOST_ROWS = 60
_ROW_STEP = 3.5  # times the font size, from one row to the next
_SHARED = 0.6  # of the rows of a table fill more than one column
_SHORTEST_TABLE = 3  # rows; two are enough where there are three columns


@dataclass(slots=True)
class Line:
    """A line of a page; places are in points from the top left.

    Attributes:
        cells: Its parts between wide gaps.
        row: The cells of a row of a table; the line is that row.
        heads: What heads the columns of that table.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    page: int = 0
    column: int = 0
    cells: Sequence[Cell] = ()
    row: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    @property
    def height(self) -> float:
        """The middle of the line."""
        return (self.top + self.bottom) / 2

    @property
    def parts(self) -> Sequence[Cell]:
        """Its cells; itself, where it has none."""
        return self.cells or ((self.text, self.left, self.right),)


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
    for page, lines in zip(pages, by_page, strict=True):
        kept = []
        for line in lines:
            label = _running_label(line, page["height"], repeated)
            if label:
                dropped[label] += 1
            else:
                kept.append(line)
        _put_bullets(kept, page.get("dots", ()))
        ordered += _in_order(kept, page["width"])
    left_out += [label if count == 1 else f"{count} {label}s" for label, count in dropped.items()]
    return _with_dots_behind_numbers(ordered)


# What repeats ------------------------------------------------------------------------------------


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())


def _is_at_edge(line: Line, height: float) -> bool:
    return line.bottom < _EDGE * height or line.top > (1 - _EDGE) * height


def _repeated(
    by_page: Sequence[Sequence[Line]], pages: Sequence[dict[str, Any]]
) -> dict[str, float]:
    """The lines at the edges that come again at one height on at least half of the pages, and that height."""
    seen: dict[str, dict[int, float]] = {}
    for number, (lines, page) in enumerate(zip(by_page, pages, strict=True)):
        for line in lines:
            if _is_at_edge(line, page["height"]):
                seen.setdefault(_key(line.text), {})[number] = line.top
    found = {}
    for key, tops in seen.items():
        usual = statistics.median_low(tops.values())
        alike = sum(abs(top - usual) < _SAME_HEIGHT for top in tops.values())
        if alike >= max(2, len(pages) / 2):
            found[key] = usual
    return found


def _running_label(line: Line, height: float, repeated: dict[str, float]) -> str | None:
    if not _is_at_edge(line, height):
        return None
    if _PAGE_NUMBER.match(line.text):
        return "page number"
    usual = repeated.get(_key(line.text))
    return "running header" if usual is not None and abs(line.top - usual) < _SAME_HEIGHT else None


# Bullets and numbers -----------------------------------------------------------------------------


def _put_bullets(lines: Sequence[Line], dots: Sequence[Sequence[float]]) -> None:
    """Puts a bullet in front of a line that has a drawn one, or one of a font of symbols."""
    for line in lines:
        line.text = _SYMBOL.sub("• ", line.text).strip()
        drawn = any(
            line.top < y < line.bottom and 0 <= line.left - x < _DOT_REACH * line.size
            for x, y in dots
        )
        if drawn and line.text[:1] not in BULLETS:
            line.text = f"• {line.text}"


def _as_lines(rows: Sequence[Sequence[Line]]) -> list[Line]:
    """One line a row: a lone marker with the line beside it, and the parts of a line with wide spaces."""
    return [row[0] if len(row) == 1 else _one_line(row) for row in rows]


def _one_line(row: Sequence[Line]) -> Line:
    longest = max(row, key=lambda line: len(line.text))
    return replace(
        longest,
        text=" ".join(line.text for line in row),
        left=row[0].left,
        right=max(line.right for line in row),
        bold=all(line.bold for line in row),
        cells=_cells(row),
    )


def _with_dots_behind_numbers(lines: Sequence[Line]) -> list[Line]:
    """Writes "1." for a "1" that stands apart in front of its text, where a "2" follows it."""
    bare = [
        n
        for n, line in enumerate(lines)
        if not line.row and len(line.parts) > 1 and _BARE_NUMBER.match(line.parts[0][0])
    ]
    values = [int(lines[n].parts[0][0]) for n in bare]
    marked = {
        n
        for place, n in enumerate(bare)
        if (place and values[place] == values[place - 1] + 1)
        or values[place + 1 : place + 2] == [values[place] + 1]
    }
    return [
        replace(line, text=re.sub(r"^(\d+)", r"\1.", line.text)) if n in marked else line
        for n, line in enumerate(lines)
    ]


# Order -------------------------------------------------------------------------------------------


def _in_order(lines: Sequence[Line], width: float) -> list[Line]:
    """The lines of one page, left column before right column between lines that span both."""
    gutter = _gutter(lines, width, is_prose=True)
    if gutter is None:
        rows = list(_with_tables(_rows(lines)))
        has_table = any(row[0].row for row in rows)
        gutter = None if has_table else _gutter(lines, width, is_prose=False)
    if gutter is None:
        return _as_lines(rows)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    parts = [part for line in lines for part in _split(line, gutter)]
    for line in sorted(parts, key=lambda part: part.height):
        if line.left < gutter < line.right:
            ordered += [*_of_columns(left, right), line]
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    return [*ordered, *_of_columns(left, right)]


def _of_columns(left: Sequence[Line], right: Sequence[Line]) -> list[Line]:
    # Alone, the lines on the left end what spans both columns, or stand below them.
    for line in left if right else ():
        line.column = 1
    for line in right:
        line.column = 2
    return [*_of_column(left), *_of_column(right)]


def _of_column(lines: Sequence[Line]) -> list[Line]:
    """The lines of one column from the top, the rows of its tables put together."""
    return _as_lines(list(_with_tables(_rows(lines))))


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand side by side, from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.height):
        beside = rows and line.height - rows[-1][0].height < 0.5 * min(line.size, rows[-1][0].size)
        if beside:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _split(line: Line, gutter: float) -> list[Line]:
    """A line in two, where it crosses the gap between two columns and says nothing in it."""
    if len(line.cells) < 2 or not line.left < gutter < line.right:
        return [line]
    left = [cell for cell in line.parts if cell[2] <= gutter]
    right = [cell for cell in line.parts if cell[1] >= gutter]
    if not left or not right or len(left) + len(right) < len(line.parts):
        return [line]
    return [
        replace(
            line, text=" ".join(c[0] for c in cells), cells=cells, left=cells[0][1], right=cells[-1][2]
        )
        for cells in (left, right)
    ]  # fmt: skip


def _gutter(lines: Sequence[Line], width: float, *, is_prose: bool) -> float | None:
    """Where the gap between two columns is; None on a page with one column.

    Args:
        lines: Those of one page.
        width: That of the page.
        is_prose: Only columns of long lines count, so that those of a table do not.
    """
    best, fewest = None, len(lines)
    for step in range(30, 71, 2):
        place = width * step / 100
        parts = [part for line in lines for part in _split(line, place)]
        crossing = sum(part.left < place < part.right for part in parts)
        left = [len(part.text) for part in parts if part.right <= place]
        right = [len(part.text) for part in parts if part.left >= place]
        less, amount = min(sum(left), sum(right)), sum(left) + sum(right)
        # The last page may have little in its right column; then next to nothing crosses the gap.
        balanced = less > 0.25 * amount
        few = crossing < min(fewest, (0.5 if balanced else 0.1) * len(lines))
        long = less > 0.03 * amount and _is_prose(left) and _is_prose(right)
        if few and (long if is_prose else balanced):
            best, fewest = place, crossing
    return best


def _is_prose(lengths: Sequence[int]) -> bool:
    """Whether most lines of a column are as long as a column's are; the cells of a table seldom are."""
    return sum(n for n in lengths if n >= _COLUMN_LINE) > 0.6 * sum(lengths)


# Tables ------------------------------------------------------------------------------------------


def _with_tables(rows: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """The rows of lines, those of a table as one line each."""
    place = 0
    while place < len(rows):
        table, end = _table_at(rows, place)
        if table:
            yield from ([line] for line in table)
            place = end
        else:
            yield rows[place]
            place += 1


def _table_at(rows: Sequence[list[Line]], start: int) -> tuple[list[Line], int]:
    """The table that begins at a row, and where it ends; no lines where there is none."""
    columns: list[Cell] = []
    end = start
    for row in rows[start : start + _MOST_ROWS]:
        cells = _cells(row)
        above = rows[end - 1][0] if end > start else row[0]
        merged = _columns([*columns, *cells])
        goes_on = (
            len(columns) > 1 and cells[0][1] >= columns[1][1] - 1
        )  # of a cell in the row above
        if (
            row[0].top - above.top > _ROW_STEP * above.size
            or len(merged) < max(2, len(columns))
            or (len(cells) < 2 and not goes_on)
        ):
            break
        columns, end = merged, end + 1
    return _as_table(rows[start:end], columns), end


def _as_table(rows: Sequence[list[Line]], columns: Sequence[Cell]) -> list[Line]:
    """One line a row; none where the rows are no table, but a numbered list, say."""
    texts = [cell[0] for row in rows for cell in _cells(row)]
    enough = len(rows) >= _SHORTEST_TABLE or (len(rows) == 2 and len(columns) > 2)
    if not enough or sum(map(len, texts)) > _LONGEST_CELL * len(texts):
        return []
    table: list[Line] = []
    for row in rows:
        said = [""] * len(columns)
        for text, left, _ in _cells(row):
            place = max(n for n, column in enumerate(columns) if column[1] <= left)
            said[place] = f"{said[place]} {text}".strip()
        if table and not said[0]:
            table[-1].row = [f"{a} {b}".strip() for a, b in zip(table[-1].row, said, strict=True)]
            table[-1].bottom = row[0].bottom
        else:
            bold = all(line.bold for line in row)
            table.append(replace(row[0], right=row[-1].right, bold=bold, row=said))
    marked = all(_is_mark(line.row[0]) for line in table)  # perhaps a list: leave its numbers aside
    filled = [line.row[1:] if marked else line.row for line in table]
    shared = sum(
        sum(map(bool, row)) > 1 for row in filled
    )  # rows that say something in two columns
    if shared < _SHARED * len(table):
        return []
    if table[0].bold and not any(line.bold for line in table[1:]) and len(table) > 1:
        heads = table[0].row
        table = [replace(line, heads=heads) for line in table[1:]]
    return table if len(table) > 1 else []


def _is_mark(text: str) -> bool:
    return bool(_MARKER.match(text) or _BARE_NUMBER.match(text) or not text)


def _cells(row: Sequence[Line]) -> list[Cell]:
    return [cell for line in row for cell in line.parts]


def _columns(cells: Sequence[Cell]) -> list[Cell]:
    """The columns that cells fill: what overlaps from above is one."""
    columns: list[Cell] = []
    for text, left, right in sorted(cells, key=lambda cell: cell[1]):
        if columns and left < columns[-1][2]:
            columns[-1] = (columns[-1][0], columns[-1][1], max(right, columns[-1][2]))
        else:
            columns.append((text, left, right))
    return columns
