"""Markdown to blocks of plain text: CommonMark as markdown-it reads it, with offsets.

No link targets, no emphasis marks, no image alternatives; a soft break is a space; a block ends with a newline.
Pasted pages are met halfway: a "•" at the start of a line is a list item, and a short line that stands alone may be a
heading without a #. What a reader of the page cannot see is no text: raw HTML that hides its words, and characters
without width.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ptassist.articles.article import Block, BlockKind, Reference, Section
from ptassist.articles.parts.characters import take_out_hidden
from ptassist.articles.parts.raw_html import Veil, strip_tags
from ptassist.articles.references import has_year, is_reference_heading, read_reference

_BULLET = re.compile(r"^(\s{0,3})[•●◦▪‣∙](?=\s|\w)\s*", re.MULTILINE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ASKED_OFTEN = re.compile(r"\bfrequently asked\b|\bfaqs?\b|\bpreguntas frecuentes\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!;,…。]['\"’”)]*$")
_HEADING_WORDS = 12
_HEADING_CHARACTERS = 80
_BARE_LEVEL = 6
_COMMONMARK = MarkdownIt("commonmark")


@dataclass(slots=True)
class _Line:
    """One block before its offsets are known."""

    text: str
    kind: BlockKind
    level: int = 0
    ordered: bool = False
    number: int | None = None
    top: bool = True
    bold: bool = False
    soft_breaks: int = 0
    links: list[str] = field(default_factory=list)
    hidden_characters: int = 0
    hidden_text: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """The body of an article: plain text with its blocks, sections and references, and where its links lead.

    Attributes:
        hidden_characters: How many characters that nobody sees were taken out, soft hyphens not counted.
        hidden_text: What raw HTML in the source hides; it is no part of the text.
    """

    text: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    links: tuple[str, ...] = ()
    hidden_characters: int = 0
    hidden_text: tuple[str, ...] = ()


def read_markdown(source: str) -> Body:
    """Reads a Markdown text without its front matter.

    Args:
        source: The Markdown, as decoded from the file.
    """
    tokens = _COMMONMARK.parse(_BULLET.sub(r"\1- ", source))
    every = list(_lines(tokens))
    lines = [line for line in every if line.text]
    _recognise_bare_headings(lines)
    characters = sum(line.hidden_characters for line in every)
    hidden = (text for line in every for text in line.hidden_text)
    return replace(_lay_out(lines), hidden_characters=characters, hidden_text=tuple(hidden))


def _lines(tokens: Sequence[Token]) -> Iterator[_Line]:
    lists: list[tuple[bool, int]] = []  # (ordered, number of the next item), outermost first
    kind, level, number, quotes = BlockKind.PARAGRAPH, 0, None, 0
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.append((token.type.startswith("ordered"), int(token.attrGet("start") or 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                ordered, number = lists[-1]
                lists[-1] = (ordered, number + 1)
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "heading_open":
                kind, level = BlockKind.HEADING, int(token.tag[1])
            case "heading_close":
                kind, level = BlockKind.PARAGRAPH, 0
            case "inline" | "fence" | "code_block" | "html_block":
                for line in _texts(token):
                    if lists and kind is not BlockKind.HEADING:
                        line.kind, line.level = BlockKind.ITEM, len(lists)
                        line.ordered, line.number = lists[-1][0], number if lists[-1][0] else None
                    else:
                        line.kind, line.level = kind, level
                    line.top = not lists and not quotes
                    yield line


def _texts(token: Token) -> list[_Line]:
    """The lines of one token; a hard break makes two, so that no sentence runs across it."""
    if token.type != "inline":
        content, hidden = (
            strip_tags(token.content) if token.type == "html_block" else (token.content, [])
        )
        lines = [_line(line, top=False) for line in content.splitlines()]
        if hidden:
            lines.append(_Line("", BlockKind.PARAGRAPH, hidden_text=hidden))
        return lines
    text, links, soft_breaks = "", [], 0
    veil = Veil()
    for child in token.children or []:
        if child.type == "html_inline":
            veil.pass_tag(child.content)
        shown = ""
        match child.type:
            case "text" | "code_inline":
                shown = child.content.replace("\n", " ")
            case "softbreak":
                shown = " "
                soft_breaks += 1
            case "hardbreak":
                shown = "\n"
            case "html_inline" if _BREAK_TAG.fullmatch(child.content):
                shown = "\n"
            case "link_open":
                links.append(str(child.attrGet("href")))
        text += veil.let_through(shown)
    shown_children = [
        child for child in token.children or [] if child.type != "text" or child.content.strip()
    ]
    bold = (
        len(shown_children) == 3
        and shown_children[0].type == "strong_open"
        and shown_children[2].type == "strong_close"
    )
    lines = [
        _line(part, bold=bold, soft_breaks=soft_breaks, links=links) for part in text.split("\n")
    ]
    lines[0].hidden_text = veil.held_back
    return lines


def _line(text: str, **facts: Any) -> _Line:
    shown, hidden = take_out_hidden(text)
    # A soft hyphen says where a word may break: it goes, and is no reason to look at the file.
    line = _Line(unicodedata.normalize("NFC", shown).strip(), BlockKind.PARAGRAPH, **facts)
    line.hidden_characters = hidden - text.count("\u00ad")
    return line


def _recognise_bare_headings(lines: list[_Line]) -> None:
    """Turns short lines that stand alone into headings.

    In a run of three or more the first heads a list of the others, and in a reference list a short line is an entry,
    unless the entries are list items: below those the article goes on, often with what visitors ask most.
    """
    followers = itertools.zip_longest(lines, lines[1:])
    candidate = [_may_be_heading(line, after) for line, after in followers]
    run, in_references, listed = 0, False, False
    for index, line in enumerate(lines):
        if line.kind is BlockKind.HEADING:
            in_references, listed = is_reference_heading(line.text), False
        listed = listed or line.kind is BlockKind.ITEM
        ends_references = listed or _ASKED_OFTEN.search(line.text) is not None
        candidate[index] = candidate[index] and (ends_references or not in_references)
        run = run + 1 if candidate[index] else 0
        in_long_run = run >= 3 or (run >= 2 and index + 1 < len(lines) and candidate[index + 1])
        if candidate[index] and not in_long_run:
            line.kind, line.level = BlockKind.HEADING, _BARE_LEVEL
            in_references, listed = is_reference_heading(line.text), False


def _may_be_heading(line: _Line, after: _Line | None) -> bool:
    if line.kind is not BlockKind.PARAGRAPH or not line.top or line.soft_breaks or after is None:
        return False
    if len(line.text) > _HEADING_CHARACTERS or len(line.text.split()) > _HEADING_WORDS:
        return False
    if is_reference_heading(line.text):
        return True
    if line.text.endswith(":") and after.kind is BlockKind.ITEM and not line.bold:
        return False  # it introduces the list, and belongs to the section it stands in
    first = line.text.lstrip("¿¡\"“'‘(*")[:1]
    starts_well = first.isupper() or first.isdigit()
    return starts_well and not _SENTENCE_END.search(line.text)


@dataclass(slots=True)
class _OpenSection:
    index: int
    rank: int


def _lay_out(lines: Sequence[_Line]) -> Body:
    """Gives every line its offsets and its place among the sections."""
    blocks: list[Block] = []
    sections: list[Section] = []
    listed: list[tuple[int, _Line]] = []
    path: list[_OpenSection] = []
    offset = 0
    for line in lines:
        end = offset + len(line.text)
        if line.kind is BlockKind.HEADING:
            _open_section(line, offset, sections, path)
        elif not sections:
            sections.append(Section(None, offset, end, None, ""))
        current = len(sections) - 1
        sections[current] = _extended(sections[current], end)
        lead = _lead_of(line, blocks, current)
        blocks.append(Block(line.kind, offset, end, current, line.level, line.ordered, lead))
        if sections[current].is_references and line.kind is not BlockKind.HEADING:
            listed.append((current, line))
        offset = end + 1
    text = "".join(line.text + "\n" for line in lines)
    links = tuple(dict.fromkeys(link for line in lines for link in line.links))
    return Body(text, tuple(blocks), tuple(sections), tuple(_references(listed)), links)


def _references(listed: Sequence[tuple[int, _Line]]) -> Iterator[Reference]:
    """The entries of the reference lists; a paragraph beside list items is one only with a year or an address."""
    of_items = {section for section, line in listed if line.kind is BlockKind.ITEM}
    for section, line in listed:
        entry = read_reference(line.text, line.links, line.number)
        names_a_work = entry.doi or entry.url or has_year(line.text)
        if section not in of_items or line.kind is BlockKind.ITEM or names_a_work:
            yield entry


def _extended(section: Section, end: int) -> Section:
    return Section(
        section.heading, section.start, end, section.parent, section.anchor, section.is_references
    )


def _open_section(
    line: _Line, offset: int, sections: list[Section], path: list[_OpenSection]
) -> None:
    # A heading that ends with a colon introduces a part of the section before it, whatever its level says.
    rank = line.level * 2 + line.text.endswith(":")
    while path and path[-1].rank >= rank:
        path.pop()
    # What stands right under a level 1 heading is the article's opening: it does not govern the other sections.
    parent = path[-1].index if path and path[-1].rank > 2 else None
    inside = parent is not None and sections[parent].is_references
    anchor = _anchor(line.text, {section.anchor for section in sections})
    is_references = is_reference_heading(line.text) or inside
    sections.append(
        Section(line.text, offset, offset + len(line.text), parent, anchor, is_references)
    )
    path.append(_OpenSection(len(sections) - 1, rank))


def _anchor(heading: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "section"
    anchor, count = base, 1
    while anchor in taken:
        count += 1
        anchor = f"{base}-{count}"
    return anchor


def _lead_of(line: _Line, blocks: Sequence[Block], section: int) -> int | None:
    """The block that introduces a list item: the nearest one above it that is not its sibling or deeper."""
    if line.kind is not BlockKind.ITEM:
        return None
    for index in range(len(blocks) - 1, -1, -1):
        above = blocks[index]
        if above.section != section:
            return None
        if above.kind is not BlockKind.ITEM or above.level < line.level:
            return index
    return None
