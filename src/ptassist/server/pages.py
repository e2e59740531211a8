"""The pages: demo, ask (works with scripts off), article, booking, error. Each page's context is a dataclass."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from ptassist.answering.answer import Answer, Citation, Handoff, Role, Segment
from ptassist.answering.deep_link import article_url
from ptassist.answering.question import MAX_CHARACTERS, Turn
from ptassist.articles.article import Article, Block, BlockKind, Reference
from ptassist.assistant import Assistant
from ptassist.errors import QuestionError
from ptassist.server.problems import sentence_of
from ptassist.settings import Settings
from ptassist.shipped import shipped

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 60
_MOST_TURNS = 50
_EXCERPT_WORDS = 26


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
    """A quoted sentence with its citation."""

    segment: Segment
    citation: Citation


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
        asked: What was asked, shown back in the form; empty before the first question.
        turns: The earlier questions, carried in the form so that the server need not remember them.
        refusal: Why there is no answer, in a kind sentence.
    """

    site: Site
    asked: str
    turns: tuple[str, ...]
    answer: Answer | None
    parts: tuple[Part, ...]
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

TEMPLATES: dict[type, str] = {
    DemoPage: "demo.html",
    AskPage: "ask.html",
    ArticlePage: "article.html",
    BookingPage: "booking.html",
    ErrorPage: "error.html",
}


def environment() -> Environment:
    """The templates: everything escaped, an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader(shipped("web/templates")),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_ENVIRONMENT = environment()


def page_routes(current: Callable[[], Assistant], settings: Settings) -> APIRouter:
    """The pages over one assistant.

    Args:
        current: Gives the assistant.
        settings: The clinic's facts.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def demo() -> HTMLResponse:
        cards = tuple(_card(article) for article in current().articles.values())
        return _render(DemoPage(site_of(current(), settings), cards, settings.clinic.suggestions))

    @router.get("/ask")
    def ask_form() -> HTMLResponse:
        return _render(_ask_page(current(), settings))

    @router.post("/ask")
    async def ask(request: Request) -> HTMLResponse:
        question, turns = await _read_form(request)
        return await run_in_threadpool(_answer_page, current(), settings, question, turns)

    @router.get("/articles/{article_id:path}")
    def article(article_id: str, s: str = "") -> HTMLResponse:
        found = current().articles.get(article_id)
        if found is None:
            raise HTTPException(404)
        return _render(_article_page(site_of(current(), settings), found, _span(s)))

    @router.get("/booking")
    def booking() -> HTMLResponse:
        return _render(BookingPage(site_of(current(), settings)))

    return router


def error_page(
    assistant: Assistant, settings: Settings, status: int, sentence: str | None
) -> HTMLResponse:
    """A kind sentence, and the way to a therapist."""
    site = site_of(assistant, settings)
    return _render(ErrorPage(site, status, sentence or sentence_of(status)), status)


def site_of(assistant: Assistant, settings: Settings) -> Site:
    """What stands on every page."""
    clinic = settings.clinic
    return Site(
        clinic=clinic.name,
        assistant=clinic.assistant_name,
        phone=clinic.phone,
        booking_url=clinic.booking_url,
        pinned=assistant.disclosure("pinned", "en"),
        disclosure=assistant.disclosure("disclosure", "en"),
        unreviewed=None if assistant.reviewed else assistant.wording.frame("unreviewed", "en"),
        handoff=assistant.handoff("en"),
    )


def _render(page: Page, status: int = 200) -> HTMLResponse:
    template = _ENVIRONMENT.get_template(TEMPLATES[type(page)])
    context = {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}
    return HTMLResponse(template.render(context), status)


def _card(article: Article) -> ArticleCard:
    first = next(block for block in article.blocks if block.kind is BlockKind.PARAGRAPH)
    spoken = article.text[first.start : first.end].split()
    more = "…" if len(spoken) > _EXCERPT_WORDS else ""
    excerpt = " ".join(spoken[:_EXCERPT_WORDS]) + more
    return ArticleCard(
        article.title, article_url(article), excerpt, article.language, article.sample
    )


async def _read_form(request: Request) -> tuple[str, tuple[str, ...]]:
    """The question and the earlier ones; the body limit of `security.py` has passed it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415)
    body = (await request.body()).decode("utf-8", errors="replace")
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    return fields.get("question", [""])[0], tuple(fields.get("turn", [])[-_MOST_TURNS:])


def _ask_page(
    assistant: Assistant,
    settings: Settings,
    asked: str = "",
    turns: Sequence[str] = (),
    answer: Answer | None = None,
    refusal: str | None = None,
) -> AskPage:
    return AskPage(
        site=site_of(assistant, settings),
        asked=asked,
        turns=tuple(turns),
        answer=answer,
        parts=tuple(_parts(answer)) if answer else (),
        refusal=refusal,
        most=MAX_CHARACTERS,
    )


def _answer_page(
    assistant: Assistant, settings: Settings, question: str, turns: Sequence[str]
) -> HTMLResponse:
    try:
        answer = assistant.ask(question, [Turn(turn) for turn in turns])
    except QuestionError as error:
        return _render(_ask_page(assistant, settings, turns=turns, refusal=error.message), 422)
    return _render(_ask_page(assistant, settings, question, [*turns, question], answer))


def _parts(answer: Answer) -> Iterator[Part]:
    """Frames and quotes in reading order; neighbouring quotes of one kind and citation stand together."""
    citations = {citation.number: citation for citation in answer.citations}
    lines: list[Line] = []
    for place, segment in enumerate(answer.segments):
        frames = [frame for frame in answer.frames if frame.before == place]
        if lines and (frames or not _belongs(lines[-1].segment, segment)):
            yield _quote(lines)
            lines = []
        yield from (Part(frame.text, False, answer.language, ()) for frame in frames)
        lines.append(Line(segment, citations[segment.citation]))
    if lines:
        yield _quote(lines)
    for frame in answer.frames:
        if frame.before is None:
            yield Part(frame.text, False, answer.language, ())


def _belongs(before: Segment, segment: Segment) -> bool:
    limits = (before.role is Role.CONDITION, segment.role is Role.CONDITION)
    return before.citation == segment.citation and limits[0] == limits[1]


def _quote(lines: Sequence[Line]) -> Part:
    condition = lines[0].segment.role is Role.CONDITION
    return Part("", condition, lines[0].citation.language, tuple(lines))


def _span(offsets: str) -> tuple[int, int]:
    """The two offsets of a text such as "1079-1254"; anything else marks nothing."""
    start, _, end = offsets.partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(offsets) < 20):
        return 0, 0
    return int(start), int(end)


def _article_page(site: Site, article: Article, span: tuple[int, int]) -> ArticlePage:
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
    return ArticlePage(site, article, tuple(elements), article.references, references)


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
