"""The lines of a PDF with their places and sizes, read by a program of its own with little memory and little time.

    python -I src/ptassist/articles/pdf/pages.py < a.pdf

PDFium is a large parser of untrusted bytes: what it does to itself with a broken or hostile file stays in that program.
It is built without JavaScript; nothing in a file is run, and no address in it is opened.
"""

import contextlib
import ctypes
import itertools
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

MOST_PAGES = 100
MOST_CHARACTERS = 1_000_000
MOST_LINES = 20_000
MEMORY = 800_000_000  # bytes of address space
SECONDS = 10

_Letter = tuple[str, float, float, float, float, int]  # it, left, top, right, bottom, index

_HYPHENS = {0x02, 0xFFFE, 0xAD}  # what PDFium makes of a hyphen at the end of a line
_LIGATURES = str.maketrans(
    {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
)  # fmt: skip
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BEFORE_RAISED = re.compile(r"\s+(?=[⁰¹²³⁴-⁹])")
_GAP = 2.5  # times the font size: a wider gap parts two columns
_CELL_GAP = 0.5  # times the font size: it may part two cells, or a marker from its text
_WIDE_GAP = 0.8  # times the font size: it does, even where all gaps of the line are as wide
_WIDER = 1.5  # times the narrowest gap of the line; in a justified line all are stretched alike
_FEW_GAPS = 2
_WORD_GAP = 0.12  # times the font size
_TINY = 2.0  # points; nobody reads that
_MOST_OBJECTS = 20_000  # of a page, looked at for drawn bullets
_MOST_DOTS = 300  # above it they are a drawing
_DOT = (1.0, 9.0)  # points: how wide and high a drawn bullet is


def main() -> None:
    """Reads a PDF from standard input and writes its lines, or what is wrong, as JSON."""
    _limit()
    try:
        said = _read(sys.stdin.buffer.read())
    except MemoryError:
        said = {"error": "it needs more memory than a document does (a decompression bomb)"}
    sys.stdout.write(json.dumps(said))


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(content: bytes) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        asks = "password" in str(error).lower() or "security" in str(error).lower()
        return {
            "error": "it is encrypted; save it without a password"
            if asks
            else "this is no PDF, or a damaged one"
        }
    if len(document) > MOST_PAGES:
        return {"error": f"it has {len(document)} pages, at most {MOST_PAGES} are read"}
    pages, total, total_lines = [], 0, 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            return {"error": f"page {number + 1} is damaged"}
        lines, count = _lines(page)
        total += count
        if total > MOST_CHARACTERS:
            return {"error": f"it has more than {MOST_CHARACTERS} characters"}
        total_lines += len(lines)
        if total_lines > MOST_LINES:
            return {"error": f"it has more than {MOST_LINES} lines"}
        dots, pictures = _drawn(page)
        pages.append(
            {
                "width": page.get_width(),
                "height": page.get_height(),
                "lines": lines,
                "dots": dots,
                "pictures": pictures,
            }
        )
    with contextlib.suppress(pypdfium2.PdfiumError, UnicodeDecodeError):
        return {"pages": pages, "facts": document.get_metadata_dict()}
    return {"pages": pages, "facts": {}}


def _drawn(page: Any) -> tuple[list[tuple[float, float]], int]:
    """Where small round or square shapes stand (browsers draw their bullets), and how many pictures there are."""
    import pypdfium2
    from pypdfium2 import raw

    dots: list[tuple[float, float]] = []
    pictures = 0
    height = page.get_height()
    kinds = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
    with contextlib.suppress(pypdfium2.PdfiumError):
        for shape in itertools.islice(page.get_objects(kinds, max_depth=1), _MOST_OBJECTS):
            if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
                pictures += 1
                continue
            left, bottom, right, top = shape.get_bounds()
            wide, high = right - left, top - bottom
            if _DOT[0] <= wide <= _DOT[1] and 0.7 * wide <= high <= 1.4 * wide:
                dots.append((right, height - (top + bottom) / 2))
    return dots if len(dots) <= _MOST_DOTS else [], pictures


def _lines(page: Any) -> tuple[list[dict[str, Any]], int]:
    text = page.get_textpage()
    count = text.count_chars()
    if count > MOST_CHARACTERS:
        return [], count
    lines: list[dict[str, Any]] = []
    current: list[_Letter] = []
    for character in _characters(text, count, page.get_height()):
        if character is None or (current and _parts(current, character)):
            if line := _line(current, text):
                lines.append(line)
            current = []
        if character is not None:
            current.append(character)
    if line := _line(current, text):
        lines.append(line)
    return lines, count


def _characters(text: Any, count: int, height: float) -> Iterator[_Letter | None]:
    """(character, left, top, right, bottom, index) from the top; None where a line ends."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in {0x0A, 0x0D}:
            yield None
            continue
        raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
        letter = (
            "\u00ad"
            if code in _HYPHENS
            else chr(code)
            if code and not 0xD800 <= code < 0xE000
            else ""
        )
        yield letter, box.left, height - box.top, box.right, height - box.bottom, index


def _parts(
    line: list[_Letter],
    new: _Letter,
) -> bool:
    """Whether a character begins another line: far to the right, back to the left, or on another height."""
    seen = next((c for c in reversed(line) if c[0].strip()), line[-1])
    if not new[0].strip() or not seen[0].strip():
        return False
    size = max(1.0, seen[4] - seen[2])
    apart = new[2] >= seen[4] - 0.2 * size or new[4] <= seen[2] + 0.2 * size
    return apart or new[1] - seen[3] > _GAP * size or new[1] < seen[1] - _GAP * size


def _line(characters: list[_Letter], text: Any) -> dict[str, Any] | None:
    shown = [c for c in characters if c[0].strip()]
    if not shown or all(c[0] == "\u00ad" for c in shown):
        return None
    last = shown[-1]
    sizes = Counter(round(c[4] - c[2], 1) for c in shown)
    size = sizes.most_common(1)[0][0]
    if size < _TINY:
        return None
    widest = _widest_space(shown, size)
    cells: list[list[Any]] = []
    before: float | None = None
    for c in characters:
        letter, left, top, right, bottom, _ = c
        if letter == "\u00ad":  # a soft hyphen is seen only where the line ends
            letter = "-" if c is last else ""
        small = letter.isdigit() and letter.isascii() and bottom - top <= 0.78 * size
        letter = letter.translate(_RAISED) if small else letter
        if letter.strip():
            if before is None or left - before > widest:
                cells.append(["", left, right])
            before = cells[-1][2] = right
        if cells:
            cells[-1][0] += letter
    for cell in cells:
        cell[0] = _words(cell[0])
    words = " ".join(cell[0] for cell in cells)
    left, top = min(c[1] for c in shown), min(c[2] for c in shown)
    right, bottom = max(c[3] for c in shown), max(c[4] for c in shown)
    return {
        "text": words, "cells": cells, "left": left, "top": top, "right": right, "bottom": bottom, "size": size,
        "bold": _is_bold(text, shown[0][5]) and _is_bold(text, shown[-1][5]),
    }  # fmt: skip


def _widest_space(shown: Sequence[_Letter], size: float) -> float:
    """How wide a gap may be and still part no more than two words of one line."""
    gaps = [after[1] - before[3] for before, after in itertools.pairwise(shown)]
    spaces = [gap for gap in gaps if gap > _WORD_GAP * size]
    if len(spaces) <= _FEW_GAPS:
        return _CELL_GAP * size
    return min(max(_CELL_GAP * size, _WIDER * min(spaces)), _WIDE_GAP * size)


def _words(letters: str) -> str:
    """Letters as words with single spaces, composed, no ligature among them."""
    plain = unicodedata.normalize("NFC", letters.translate(_LIGATURES))
    return _BEFORE_RAISED.sub("", " ".join(plain.split()))


def _is_bold(text: Any, index: int) -> bool:
    from pypdfium2 import raw

    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, 128, ctypes.byref(flags))
    said = name.value.decode("utf-8", errors="replace").lower()
    return any(word in said for word in ("bold", "black", "heavy", "semibold")) or bool(
        flags.value & (1 << 18)
    )


if __name__ == "__main__":
    main()
