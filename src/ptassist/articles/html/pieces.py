"""The runs of an article as pieces: bold lines, large lines and questions become headings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ptassist.articles.article import BlockKind
from ptassist.articles.html.runs import Run
from ptassist.articles.parts.characters import take_out_hidden
from ptassist.articles.parts.pieces import Piece
from ptassist.articles.references import is_reference_heading

_HEADING_WORDS = 14
_HEADING_CHARACTERS = 110
_LARGER = 1.12  # a font size this much above the text's own is a heading's
_SENTENCE_END = re.compile(r"[.!;,…:][\"”’)]*$")
_NUMBERED = re.compile(r"^\[?(\d{1,3})[\].)]\s+")


def fold(text: str) -> str:
    """A text for comparing: letters and digits in lower case."""
    return re.sub(r"\W+", " ", take_out_hidden(text)[0]).strip().casefold()


def pieces_of(runs: Sequence[Run], questions: set[str]) -> Iterator[Piece]:
    """Turns runs into pieces.

    Args:
        runs: Those of the article alone.
        questions: The questions that the page's data names: in the text they are headings.
    """
    runs = _joined(runs)
    levels = _levels(runs, {fold(question) for question in questions})
    in_references, above = False, 2
    for run, said in zip(runs, levels, strict=True):
        level = min(above + 1, 6) if said < 0 else said
        if level:
            above = level if level > 0 and not run.toggle else above
            in_references = is_reference_heading(run.text)
            yield Piece(BlockKind.HEADING, " ".join(run.text.split()), level)
        else:
            yield _piece(run, in_references)


def _joined(runs: Sequence[Run]) -> list[Run]:
    """The runs with the further paragraphs of a list item put to its first."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        continues = run.kind is BlockKind.ITEM and not run.starts_item
        if continues and last and last.kind is BlockKind.ITEM and last.level == run.level:
            last.text += f"\n{run.text}"
            last.links += run.links
        else:
            joined.append(run)
    return joined


def _piece(run: Run, in_references: bool) -> Piece:
    links = (
        tuple(pair for pair in run.links if pair[1].startswith(("http://", "https://")))
        if in_references
        else ()
    )
    numbered = _NUMBERED.match(run.text) if in_references else None
    if numbered and run.kind is BlockKind.PARAGRAPH:
        # "1. Maple A. ..." in a paragraph of a reference list is an item of a numbered list.
        return Piece(
            BlockKind.ITEM, run.text[numbered.end() :], 1, True, int(numbered.group(1)), links
        )
    level = run.level if run.kind is BlockKind.ITEM else 0
    return Piece(run.kind, run.text, level, run.ordered, run.number, links)


def _levels(runs: Sequence[Run], questions: set[str]) -> list[int]:
    """For each run its heading level, 0 for text, -1 for one below the last heading."""
    sizes = Counter[float]()
    for run in runs:
        if run.kind is not BlockKind.HEADING:
            sizes[run.size] += run.length
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    large = sorted({run.size for run in runs if _is_large(run, usual)}, reverse=True)
    has_real = any(run.kind is BlockKind.HEADING for run in runs)
    shown = [_level(run, usual, large, has_real, questions) for run in runs]
    top = min((level for level in shown if level > 0), default=2)
    # Sections that the source calls level 1 stand below the title, and what is below them below that.
    return [min(level + 1, 6) if level > 0 and top == 1 else level for level in shown]


def _level(
    run: Run, usual: float, large: Sequence[float], has_real: bool, questions: set[str]
) -> int:
    if run.kind is BlockKind.HEADING:
        return run.level
    if (run.toggle or fold(run.text) in questions) and len(run.text) < 3 * _HEADING_CHARACTERS:
        return -1
    if not _may_head(run):
        return 0
    if run.element.tag == "dt" and run.text.endswith("?"):
        return -1
    if _is_large(run, usual):
        return min(2 + large.index(run.size), 6)
    if run.kind is BlockKind.PARAGRAPH and run.strong >= run.length:
        return -1 if has_real or large else 2
    return 0


def _is_large(run: Run, usual: float) -> bool:
    return bool(run.size) and run.size >= _LARGER * (usual or 16.0) and _may_head(run)


def _may_head(run: Run) -> bool:
    short = len(run.text) <= _HEADING_CHARACTERS and len(run.text.split()) <= _HEADING_WORDS
    ends = _SENTENCE_END.search(run.text) and not is_reference_heading(run.text)
    return run.kind is not BlockKind.ITEM and short and not ends and "\n" not in run.text


def without_hidden(pieces: Iterator[Piece]) -> tuple[list[Piece], int]:
    """The pieces without hidden characters, and how many there were."""
    kept, count = [], 0
    for piece in pieces:
        text, hidden = take_out_hidden(piece.text)
        count += hidden - piece.text.count(
            "\u00ad"
        )  # a soft hyphen is where a word may break, and hides nothing
        if text.strip():
            kept.append(replace(piece, text=text))
    return kept, count
