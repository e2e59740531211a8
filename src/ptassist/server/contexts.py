"""The contexts of the pages: what each template is given, and how an answer and an article become that."""

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import cast

from ptassist.answering.answer import Answer, Citation, Handoff, Role, Segment
from ptassist.answering.deep_link import article_url
from ptassist.answering.wording import FALLBACK_LANGUAGE
from ptassist.articles.article import Article, Block, BlockKind, Reference
from ptassist.shipped import shipped

_EXCERPT_WORDS = 26
_SPAN = re.compile(r"\?s=\d+-\d+#q$")
# The months' names, and how a date is written; the browser knows both by itself.
_DATES = {
    "en": (
        "January February March April May June July August September October November December",
        "{month} {day}, {year}",
    ),
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "{day} de {month} de {year}",
    ),
}


@dataclass(frozen=True, slots=True)
class Site:
    """What stands on every page."""

    clinic: str
    assistant: str
    phone: str
    booking_url: str
    pinned: str
    disclosure: str
    unreviewed: str | None
    handoff: Handoff


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article on the demo page."""

    title: str
    url: str
    excerpt: str
    language: str
    sample: bool


@dataclass(frozen=True, slots=True)
class DemoPage:
    """The context of demo.html."""

    site: Site
    cards: tuple[ArticleCard, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A quoted sentence with its citation.

    Attributes:
        numbered: Whether the citation's number stands here; a line that introduces leaves it to what follows.
        facts: Who wrote the article, and when.
        link: Where the sentence stands in the article.
    """

    segment: Segment
    citation: Citation
    numbered: bool
    facts: str
    link: str


@dataclass(frozen=True, slots=True)
class Part:
    """A frame of ours, or quotes that belong together."""

    frame: str
    condition: bool
    language: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AskPage:
    """The context of ask.html.

    Attributes:
        asked: What was asked, shown above its answer; empty without one.
        turns: The earlier questions, carried in the form so that the server need not remember them.
        words: The words around an answer, in its language; the widget has the same.
        refusal: Why there is no answer, in a kind sentence.
    """

    site: Site
    asked: str
    turns: tuple[str, ...]
    answer: Answer | None
    parts: tuple[Part, ...]
    words: Mapping[str, str]
    refusal: str | None
    most: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of an article, marked or not; the first marked one is where a deep link lands."""

    text: str
    marked: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Element:
    """A heading, a paragraph or a list of an article.

    Attributes:
        kind: "heading", "paragraph", "list" or "numbered".
        anchor: A heading's id.
        items: One run of pieces; a list has one for each item.
    """

    kind: str
    anchor: str
    items: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """The context of article.html."""

    site: Site
    article: Article
    facts: str
    elements: tuple[Element, ...]
    references: tuple[Reference, ...]
    reference_heading: str


@dataclass(frozen=True, slots=True)
class BookingPage:
    """The context of booking.html."""

    site: Site


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """The context of error.html."""

    site: Site
    status: int
    sentence: str


Page = DemoPage | AskPage | ArticlePage | BookingPage | ErrorPage


def card_of(article: Article) -> ArticleCard:
    """An article as the demo page lists it."""
    paragraphs = (block for block in article.blocks if block.kind is BlockKind.PARAGRAPH)
    first = next(paragraphs, article.blocks[0])
    spoken = article.text[first.start : first.end].split()
    more = "…" if len(spoken) > _EXCERPT_WORDS else ""
    excerpt = " ".join(spoken[:_EXCERPT_WORDS]) + more
    return ArticleCard(
        article.title, article_url(article), excerpt, article.language, article.sample
    )


def parts_of(answer: Answer) -> Iterator[Part]:
    """Frames and quotes in reading order; neighbouring quotes of one kind and citation stand together."""
    citations = {citation.number: citation for citation in answer.citations}
    places = range(len(answer.segments))
    for (_, number, condition), group in groupby(places, key=lambda place: _block(answer, place)):
        block = tuple(group)
        yield from _frames(answer, block[0])
        lines = tuple(_line(answer, place, citations[number]) for place in block)
        yield Part("", condition, citations[number].language, lines)
    yield from _frames(answer, None)


def _frames(answer: Answer, before: int | None) -> Iterator[Part]:
    for frame in answer.frames:
        if frame.before == before:
            yield Part(frame.text, False, answer.language, ())


def _block(answer: Answer, place: int) -> tuple[int, int, bool]:
    """What the lines of one block have in common: the frames before them, the citation, whether they limit.

    A line that introduces stands with what it introduces; the section's own heading stands above all.
    """
    segment = answer.segments[place]
    frames = sum(frame.before is not None and frame.before <= place for frame in answer.frames)
    heading = next(c.heading for c in answer.citations if c.number == segment.citation)
    roles = (after.role for after in answer.segments[place:] if after.role is not Role.CONTEXT)
    limits = segment.text != heading and next(roles, None) is Role.CONDITION
    return frames, segment.citation, limits


def _line(answer: Answer, place: int, citation: Citation) -> Line:
    segment = answer.segments[place]
    after = answer.segments[place + 1 : place + 2]
    introduces = segment.role is Role.CONTEXT and any(
        next_one.citation == segment.citation for next_one in after
    )
    facts = facts_of(citation, words_of(answer.language))
    return Line(segment, citation, not introduces, facts, _link(segment, citation))


def _link(segment: Segment, citation: Citation) -> str:
    """The address of this very sentence on our own article page; elsewhere that of the citation."""
    span = f"?s={segment.quote.start}-{segment.quote.end}#q"
    return _SPAN.sub(span, citation.deep_link)


@lru_cache
def words_of(language: str) -> Mapping[str, str]:
    """The interface's words in a language, those of the widget; English where there are none."""
    path = shipped("web/static/strings") / f"{language}.json"
    if not path.is_file():
        return words_of(FALLBACK_LANGUAGE)
    words = cast("dict[str, str]", json.loads(path.read_text(encoding="utf-8")))
    return words | {"language": language}


def facts_of(source: Article | Citation, words: Mapping[str, str]) -> str:
    """Who wrote an article and when, as far as it says so."""
    known = (
        ("author", "name", source.author),
        ("published", "date", _in_words(source.published, words)),
        ("reviewed", "date", _in_words(source.reviewed, words)),
    )
    return " · ".join(words[word].format(**{place: fact}) for word, place, fact in known if fact)


def _in_words(date: dt.date | None, words: Mapping[str, str]) -> str | None:
    if date is None:
        return None
    names, pattern = _DATES[words["language"]]
    return pattern.format(month=names.split()[date.month - 1], day=date.day, year=date.year)


def span_of(offsets: str) -> tuple[int, int]:
    """The two offsets of a text such as "1079-1254"; anything else marks nothing."""
    start, _, end = offsets.partition("-")
    if not (offsets.isascii() and start.isdecimal() and end.isdecimal() and len(offsets) < 20):
        return 0, 0
    return int(start), int(end)


def article_page_of(site: Site, article: Article, span: tuple[int, int]) -> ArticlePage:
    """An article as its page shows it.

    Args:
        site: What stands on every page.
        article: The article.
        span: The offsets of the sentence to mark.
    """
    elements: list[Element] = []
    references = ""
    for block in article.blocks:
        section = article.sections[block.section]
        if section.is_references:
            references = references or section.heading or ""
            continue
        pieces = tuple(_pieces(article, block, span))
        kind = _kind(block)
        if elements and kind in {"list", "numbered"} and elements[-1].kind == kind:
            last = elements.pop()
            elements.append(dataclasses.replace(last, items=(*last.items, pieces)))
        else:
            anchor = section.anchor if block.kind is BlockKind.HEADING else ""
            elements.append(Element(kind, anchor, (pieces,)))
    facts = facts_of(article, words_of(FALLBACK_LANGUAGE))
    return ArticlePage(site, article, facts, tuple(elements), article.references, references)


def _kind(block: Block) -> str:
    if block.kind is BlockKind.ITEM:
        return "numbered" if block.ordered else "list"
    return block.kind.value


def _pieces(article: Article, block: Block, span: tuple[int, int]) -> Iterator[Piece]:
    start, end = max(block.start, span[0]), min(block.end, span[1])
    if start >= end:
        yield Piece(article.text[block.start : block.end], False, False)
        return
    yield Piece(article.text[block.start : start], False, False)
    yield Piece(article.text[start:end], True, block.start <= span[0])
    yield Piece(article.text[end : block.end], False, False)
