"""A Word file becomes a Draft: mammoth reads it, and what it gives is taken apart like a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ptassist.articles.article import BlockKind
from ptassist.articles.docx.source import Parts, open_parts, pack, parse_part, take_out_unseen
from ptassist.articles.draft import Draft
from ptassist.articles.html.pieces import pieces_of, without_hidden
from ptassist.articles.html.runs import Run, runs_of
from ptassist.articles.html.source import Element
from ptassist.articles.parts.asides import without_asides
from ptassist.articles.parts.bylines import Byline, find_date, read_byline
from ptassist.articles.parts.characters import hidden_note, hidden_text_note, take_out_hidden
from ptassist.articles.parts.language import language_of
from ptassist.articles.parts.pieces import to_markdown
from ptassist.articles.parts.titles import DERIVED, derive_title
from ptassist.articles.references import is_reference_heading
from ptassist.errors import UnreadableFileError

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Header'] => !
p[style-name='Footer'] => !
p[style-name^='toc'] => !
p[style-name^='TOC'] => !
"""
_NEAR_TOP = 6
_TITLE_WORDS = 16
_SENTENCE_END = re.compile(r"[.;,…:][\"”’)]*$")
_NO_TITLE = re.compile(r"^(?:microsoft word\b.*|document\d*|untitled.*|.*\.docx?)?$", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(?:.{0,2}|user|admin\w*|owner|microsoft.*|python-docx|author|unknown|\S+@\S+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Properties:
    """What the file says about itself."""

    title: str = ""
    author: str = ""
    created: date | None = None


def read_docx(content: bytes, where: str = "") -> tuple[Draft, ...]:
    """Reads a Word file; headers, footers, comments, deleted and hidden words are no part of its text.

    Args:
        content: The bytes of the file.
        where: Its name, for messages.

    Raises:
        UnreadableFileError: It is no Word file, holds macros, is built to do harm, or has no text.
    """
    parts, hidden = take_out_unseen(open_parts(content, where), where)
    properties = _properties(parts, where)
    runs = _runs(parts, where)
    title, byline, runs = _take_top(runs)
    left_out, runs = without_asides(runs)
    pieces, characters = without_hidden(pieces_of(runs, set()))
    if not any(piece.kind is not BlockKind.HEADING for piece in pieces):
        raise UnreadableFileError("there is no text in the file", where)
    notes: list[str] = []
    if hidden:
        notes.append(hidden_text_note(hidden))
    if characters:
        notes.append(hidden_note(characters))
    words = " ".join(piece.text for piece in pieces)
    if not title:
        title, notes = (
            (properties.title, notes)
            if properties.title
            else (derive_title(words), [*notes, DERIVED])
        )
    # A file's properties name a computer as often as a person, and the day it was made is no day of publication.
    if byline.author is None and properties.author:
        notes.append(f'no author in the text; the file says "{properties.author}": add the author')
    if byline.published is None and properties.created:
        made = f"no date in the text; the file was made on {properties.created}"
        notes.append(f"{made}: add the day of publication")
    draft = Draft(
        title=" ".join(take_out_hidden(title)[0].split()),
        markdown=to_markdown(pieces),
        author=byline.author,
        published=byline.published,
        reviewed=byline.reviewed,
        language=language_of(words),
        left_out=tuple(left_out),
        notes=tuple(notes),
    )
    return (draft,)


def _runs(parts: Parts, where: str) -> list[Run]:
    """The document's runs; footnotes stand at its end, under a heading."""
    import mammoth
    from lxml import html

    try:
        page = mammoth.convert_to_html(
            pack(parts),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {}),
        ).value
    except RecursionError:
        raise UnreadableFileError("its parts stand inside one another too deep", where) from None
    except Exception as error:  # noqa: BLE001 - the library raises whatever a broken part makes it raise
        raise UnreadableFileError(
            f"this is no Word file, or a damaged one ({type(error).__name__})", where
        ) from None
    if not page.strip():
        raise UnreadableFileError("there is no text in the file", where)
    body = html.fragment_fromstring(page, create_parent="div")
    _head_footnotes(body)
    return runs_of(body)


def _head_footnotes(body: Element) -> None:
    """Puts a heading above the footnotes: a reference list, unless the document has one already."""
    from lxml import etree

    notes = body.xpath(".//li[starts-with(@id, 'footnote-') or starts-with(@id, 'endnote-')]")
    if notes:
        has_list = any(is_reference_heading(run.text) for run in runs_of(body))
        heading = etree.Element("h1" if body.find(".//h1") is not None else "h2")
        heading.text = "Notes" if has_list else "References"
        notes[0].getparent().addprevious(heading)


def _take_top(runs: Sequence[Run]) -> tuple[str, Byline, list[Run]]:
    """The title, the byline, and the runs below them."""
    rest = list(runs)
    titles = [
        run for run in rest[:_NEAR_TOP] if "title" in (run.element.get("class") or "").split()
    ]
    title = titles[0] if titles else _title_among(rest)
    found = Byline()
    for run in rest[:_NEAR_TOP]:
        said = read_byline(run.text) if run is not title else None
        if said:
            found = Byline(
                found.author or said.author,
                found.published or said.published,
                found.reviewed or said.reviewed,
            )
            rest = [other for other in rest if other is not run]
    return (title.text if title else ""), found, [run for run in rest if run is not title]


def _title_among(runs: Sequence[Run]) -> Run | None:
    """The first line, where it reads as a title: the only heading of its level, or short and above a byline."""
    if not runs:
        return None
    first = runs[0]
    if first.kind is BlockKind.HEADING:
        alike = [run for run in runs if run.kind is BlockKind.HEADING and run.level == first.level]
        return first if len(alike) == 1 or first.level == 1 else None
    short = len(first.text.split()) <= _TITLE_WORDS and not _SENTENCE_END.search(first.text)
    return first if first.kind is BlockKind.PARAGRAPH and short and len(runs) > 1 else None


def _properties(parts: Parts, where: str) -> _Properties:
    content = parts.get("docProps/core.xml")
    if content is None:
        return _Properties()
    try:
        root = parse_part(content, where)
    except UnreadableFileError:
        return _Properties()
    said = {
        str(element.tag).rpartition("}")[2]: " ".join((element.text or "").split())
        for element in root
    }
    title, author = said.get("title", ""), said.get("creator", "")
    return _Properties(
        "" if _NO_TITLE.match(title) else title,
        "" if _NOBODY.match(author) else author,
        find_date(said.get("created", "")),
    )
