"""Pasted text: the paragraphs of a file that a therapist wrote, as plain text with their lines."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ptassist.articles.parts.characters import take_out_hidden

_ALWAYS_WITH = re.compile(r"\s*(?:always with|siempre con)\s*:\s*", re.IGNORECASE)
_COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)
# A line of dashes below a sentence, or spaces before it, must not make it something that is not read.
_MARKDOWN = MarkdownIt("commonmark").disable(["lheading", "code"])


@dataclass(frozen=True, slots=True)
class Pasted:
    """A paragraph or a list item.

    Attributes:
        text: In one line; empty for a line "always with:".
        line: Where it begins in its file, counted from 1.
        quoted: Whether it stands behind ">".
    """

    text: str
    line: int
    quoted: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether it is a line "always with:"."""
        return not self.text


def read_pasted(body: str, first_line: int) -> tuple[list[Pasted], list[int]]:
    """Reads the body of a file; headings and comments are for readers only.

    Args:
        body: Markdown.
        first_line: The line of the file on which the body begins.

    Returns:
        The paragraphs, and the lines of what cannot be read: code and HTML.
    """
    found: list[Pasted] = []
    unread: list[int] = []
    quotes, heading = 0, False
    for token in _MARKDOWN.parse(body):
        line = first_line + (token.map[0] if token.map else 0)
        match token.type:
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline" if not heading:
                found += _pieces(_lines_of(token), line, quoted=quotes > 0)
            case "fence":
                unread.append(line)
            case "html_block" if not _COMMENT.fullmatch(token.content):
                unread.append(line)
    return found, unread


def _lines_of(token: Token) -> list[str]:
    """The lines of a paragraph as plain text, as `markdown.py` makes it of an article."""
    text = ""
    for child in token.children or []:
        match child.type:
            case "text" | "code_inline":
                text += child.content.replace("\n", " ")
            case "softbreak" | "hardbreak":
                text += "\n"
    shown, _ = take_out_hidden(text)
    return unicodedata.normalize("NFC", shown).split("\n")


def _pieces(lines: Sequence[str], first_line: int, *, quoted: bool) -> Iterator[Pasted]:
    """A paragraph, cut at each line "always with:"; what follows on that line is a paragraph of its own."""
    held, begun = [""], first_line
    for number, text in enumerate(lines, first_line):
        mark = _ALWAYS_WITH.match(text)
        if mark:
            yield from _joined(held, begun, quoted=quoted)
            yield Pasted("", number)
            rest = text[mark.end() :]
            held, begun = [rest], number if rest else number + 1
        else:
            held.append(text)
    yield from _joined(held, begun, quoted=quoted)


def _joined(lines: Sequence[str], line: int, *, quoted: bool) -> Iterator[Pasted]:
    text = " ".join(" ".join(lines).split())
    if text:
        yield Pasted(text, line, quoted)
