"""The pages around the conversation (demo, article, booking, error), and how every page is made."""

import dataclasses
from http import HTTPStatus

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from ptassist.answering.wording import FALLBACK_LANGUAGE
from ptassist.assistant import Assistant
from ptassist.server.article_page import article_page_of, span_of
from ptassist.server.contexts import (
    ArticlePage,
    AskPage,
    BookingPage,
    DemoPage,
    ErrorPage,
    Page,
    Site,
    SummaryPage,
    ThanksPage,
    card_of,
    words_of,
)
from ptassist.server.desk import Desk
from ptassist.server.problems import sentence_of
from ptassist.settings import Settings
from ptassist.shipped import shipped

_USE_THE_FORM = "Please ask your question in the form on the page."


TEMPLATES: dict[type, str] = {
    DemoPage: "demo.html",
    AskPage: "ask.html",
    ArticlePage: "article.html",
    BookingPage: "booking.html",
    SummaryPage: "summary.html",
    ThanksPage: "thanks.html",
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


def page_routes(desk: Desk) -> APIRouter:
    """The pages over one assistant."""
    assistant, settings = desk.assistant, desk.settings
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def demo() -> HTMLResponse:
        cards = tuple(card_of(article) for article in assistant.articles.values())
        return render(DemoPage(site_of(assistant, settings), cards, settings.clinic.suggestions))

    @router.get("/articles/{article_id:path}")
    def article(article_id: str, s: str = "") -> HTMLResponse:
        found = assistant.articles.get(article_id)
        if found is None:
            raise HTTPException(404)
        return render(article_page_of(site_of(assistant, settings), found, span_of(s)))

    @router.get("/booking")
    def booking() -> HTMLResponse:
        return render(BookingPage(site_of(assistant, settings)))

    return router


def error_page(
    assistant: Assistant, settings: Settings, status: int, sentence: str | None
) -> HTMLResponse:
    """A kind sentence, and the way to a therapist."""
    site = site_of(assistant, settings)
    own = _USE_THE_FORM if status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE else sentence_of(status)
    return render(ErrorPage(site, status, sentence or own), status)


def site_of(assistant: Assistant, settings: Settings, language: str = FALLBACK_LANGUAGE) -> Site:
    """What stands on every page."""
    clinic = settings.clinic
    unreviewed = assistant.wording.frame("unreviewed", language)
    return Site(
        language=language,
        words=words_of(language),
        clinic=clinic.name,
        assistant=clinic.assistant_name,
        phone=clinic.phone,
        booking_url=clinic.booking_url,
        pinned=assistant.disclosure("pinned", language),
        disclosure=assistant.disclosure("disclosure", language),
        unreviewed=None if assistant.reviewed else unreviewed,
        handoff=assistant.handoff(language),
    )


def render(page: Page, status: int = 200) -> HTMLResponse:
    """A page out of its context."""
    template = _ENVIRONMENT.get_template(TEMPLATES[type(page)])
    context = {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}
    return HTMLResponse(template.render(context), status)
