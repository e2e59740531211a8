"""The contexts of the pages: what each template is given, and how an answer becomes that."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from ptassist.answering.answer import (
    Answer,
    Citation,
    Handoff,
    ReferenceLink,
    Role,
    Segment,
)
from ptassist.answering.dates import in_words
from ptassist.answering.deep_link import article_url
from ptassist.articles.article import Article, BlockKind, Reference
from ptassist.server.words import words_of

_EXCERPT_WORDS = 26
_SPAN = re.compile(r"\?s=\d+-\d+#q$")


@dataclass(frozen=True, slots=True)
class Site:
    """What stands on every page, in the page's language.

    Attributes:
        words: The interface's words.
        others: Codes and names of the languages that the page is not in.
    """

    language: str
    words: Mapping[str, str]
    others: tuple[tuple[str, str], ...]
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
    """A frame of ours, or quotes that belong together.

    Attributes:
        asked: Whether the frame says one of several questions again.
    """

    frame: str
    condition: bool
    language: str
    lines: tuple[Line, ...]
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as it is printed below the answer."""

    citation: Citation
    facts: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """The context of ask.html.

    Attributes:
        asked: What was asked, shown above its answer; empty without one.
        turns: The earlier questions, carried in the form so that the server need not remember them.
        sources: The answer's citations, for paper.
        research: The references that its sentences cite, for paper.
        refusal: Why there is no answer, in a kind sentence.
    """

    site: Site
    asked: str
    turns: tuple[str, ...]
    answer: Answer | None
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    research: tuple[ReferenceLink, ...]
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
    """The context of article.html.

    Attributes:
        facts: Who wrote it, and when.
        sample: That it is not the clinic's own; None when it is.
    """

    site: Site
    article: Article
    facts: str
    sample: str | None
    elements: tuple[Element, ...]
    references: tuple[Reference, ...]
    reference_heading: str


@dataclass(frozen=True, slots=True)
class BookingPage:
    """The context of booking.html."""

    site: Site


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """The context of summary.html.

    Attributes:
        text: The summary, as the visitor has left it.
        mail: The address that opens a mail with it.
        is_cut: Whether the mail holds only the beginning.
        most: How many characters it may have.
    """

    site: Site
    text: str
    mail: str
    is_cut: bool
    most: int


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """The context of thanks.html."""

    site: Site


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """The context of error.html."""

    site: Site
    status: int
    sentence: str


Page = DemoPage | AskPage | ArticlePage | BookingPage | SummaryPage | ThanksPage | ErrorPage


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


def sources_of(answer: Answer) -> tuple[Source, ...]:
    """The citations with what is known of them."""
    words = words_of(answer.language)
    return tuple(Source(citation, facts_of(citation, words)) for citation in answer.citations)


def research_of(answer: Answer) -> tuple[ReferenceLink, ...]:
    """What the quoted sentences cite, each entry once, in reading order."""
    entries = (entry for segment in answer.segments for entry in segment.references)
    return tuple(dict.fromkeys(entries))


def _frames(answer: Answer, before: int | None) -> Iterator[Part]:
    for frame in answer.frames:
        if frame.before == before:
            yield Part(frame.text, False, answer.language, (), asked=frame.code == "part")


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


def facts_of(source: Article | Citation, words: Mapping[str, str]) -> str:
    """Who wrote an article and when, as far as it says so."""
    known = (
        ("author", "name", source.author),
        ("published", "date", _in_words(source.published, words)),
        ("reviewed", "date", _in_words(source.reviewed, words)),
    )
    return " · ".join(words[word].format(**{place: fact}) for word, place, fact in known if fact)


def _in_words(date: dt.date | None, words: Mapping[str, str]) -> str | None:
    return in_words(date, words["language"]) if date is not None else None
