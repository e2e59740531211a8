"""Pieces: the headings, paragraphs and list items that a reader found in a file, as Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ptassist.articles.article import BlockKind

_LONGEST_HEADING = 6
_SPACES = re.compile(r"[^\S\n]+")
_BULLETS = re.compile(r"^(?:\s*[•●◦▪‣∙](?=\s|\w|$|[•●◦▪‣∙]))+")
_MARKS = re.compile(
    r"[\\`*]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\](?=[(\[])|~(?=~~)"
)
_AT_START = re.compile(r"^(?:[-+](?=\s|$)|#{1,6}(?=\s|$)|>|[=-]{2,}$|\[(?=[^\]]*\]:)|~{3})")
_CLOSING = re.compile(r"(?<!\\)(#+)$")
_NUMBER_AT_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a draft.

    Attributes:
        kind: What it is.
        text: Plain text; a line break ends a paragraph of the same piece.
        level: A heading's level 1 to 6, an item's depth from 1, else 0.
        ordered: Whether the item's list is numbered.
        number: The item's number.
        links: (words, target) of links to keep, in a reference list.
    """

    kind: BlockKind
    text: str
    level: int = 0
    ordered: bool = False
    number: int = 1
    links: tuple[tuple[str, str], ...] = ()


def to_markdown(pieces: Sequence[Piece]) -> str:
    """Writes pieces as Markdown that reads back to just their text."""
    blocks: list[str] = []
    widths: list[int] = []  # of the markers of the open lists, outermost first
    for piece in pieces:
        paragraphs = [_inline(line, piece.links) for line in lines_of(piece.text)]
        if not paragraphs:
            continue
        if piece.kind is BlockKind.HEADING:
            widths = []
            mark = "#" * max(1, min(piece.level, _LONGEST_HEADING))
            # Number signs at the end of a heading would close it, and be gone.
            words = _CLOSING.sub(r"\\\1", " ".join(paragraphs))
            blocks.append(f"\n{mark} {words}\n")
        elif piece.kind is BlockKind.PARAGRAPH:
            widths = []
            blocks += [f"\n{paragraph}\n" for paragraph in paragraphs]
        else:
            depth = max(1, min(piece.level, len(widths) + 1))
            marker = f"{piece.number}. " if piece.ordered else "- "
            indent = " " * sum(widths[: depth - 1])
            starts_list = "" if widths else "\n"
            widths = [*widths[: depth - 1], len(marker)]
            blocks.append(f"{starts_list}{indent}{marker}{paragraphs[0]}\n")
            inner = " " * sum(widths)
            blocks += [f"\n{inner}{paragraph}\n" for paragraph in paragraphs[1:]]
    return "".join(blocks).strip() + "\n" if blocks else ""


def lines_of(text: str) -> list[str]:
    """The lines of a piece, each with single spaces and without a bullet, none empty."""
    lines = (_BULLETS.sub("", _SPACES.sub(" ", line)).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def escape(text: str) -> str:
    """One line of plain text as Markdown that shows just this text."""
    text = _MARKS.sub(lambda mark: "\\" + mark.group(), text)
    text = _AT_START.sub(lambda mark: "\\" + mark.group(), text)
    return _NUMBER_AT_START.sub(r"\1\\\2", text)


def _inline(line: str, links: Sequence[tuple[str, str]]) -> str:
    """A line with the links that belong to it; a target that is written out needs none."""
    text = escape(line)
    for words, target in links:
        shown = escape(" ".join(words.split()))
        if shown and shown in text and target not in line and not re.search(r"[\s<>]", target):
            text = text.replace(shown, f"[{shown}](<{target}>)", 1)
    return text
