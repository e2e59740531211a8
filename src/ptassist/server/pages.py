"""The pages: demo, ask (works with scripts off), article, booking, error."""

import dataclasses
from collections.abc import Callable, Sequence
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from ptassist.answering.answer import Answer
from ptassist.answering.question import MAX_CHARACTERS, Turn
from ptassist.answering.wording import FALLBACK_LANGUAGE
from ptassist.assistant import Assistant
from ptassist.errors import QuestionError
from ptassist.server.contexts import (
    ArticlePage,
    AskPage,
    BookingPage,
    DemoPage,
    ErrorPage,
    Page,
    Site,
    article_page_of,
    card_of,
    parts_of,
    span_of,
    words_of,
)
from ptassist.server.problems import sentence_of
from ptassist.settings import Settings
from ptassist.shipped import shipped

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 60
_MOST_TURNS = 50
_USE_THE_FORM = "Please ask your question in the form on the page."


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
        cards = tuple(card_of(article) for article in current().articles.values())
        return _render(DemoPage(site_of(current(), settings), cards, settings.clinic.suggestions))

    @router.get("/ask")
    def ask_form() -> HTMLResponse:
        return _render(_ask_page(current(), settings))

    @router.post("/ask")
    async def ask(request: Request) -> HTMLResponse:
        if not _is_form(request):
            return error_page(current(), settings, 415, _USE_THE_FORM)
        question, turns = await _read_form(request)
        return await run_in_threadpool(_answer_page, current(), settings, question, turns)

    @router.get("/articles/{article_id:path}")
    def article(article_id: str, s: str = "") -> HTMLResponse:
        found = current().articles.get(article_id)
        if found is None:
            raise HTTPException(404)
        return _render(article_page_of(site_of(current(), settings), found, span_of(s)))

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


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM


async def _read_form(request: Request) -> tuple[str, tuple[str, ...]]:
    """The question and the earlier ones; the body limit of `security.py` has passed it."""
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
        parts=tuple(parts_of(answer)) if answer else (),
        words=words_of(answer.language if answer else FALLBACK_LANGUAGE),
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
