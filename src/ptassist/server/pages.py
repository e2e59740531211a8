"""The pages around the conversation (demo, article, booking, error), and how every page is made."""

import dataclasses
import re

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from ptassist.answering.wording import FALLBACK_LANGUAGE, LANGUAGES
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
)
from ptassist.server.desk import Desk
from ptassist.server.forms import language_of
from ptassist.server.words import page_sentence_of, words_of
from ptassist.settings import Settings
from ptassist.shipped import shipped

_EMERGENCY_NUMBER = re.compile(r"\b(\d{3})\b")

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
    made = Environment(
        loader=FileSystemLoader(shipped("web/templates")),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["apart"] = _EMERGENCY_NUMBER.split
    return made


_ENVIRONMENT = environment()


def page_routes(desk: Desk) -> APIRouter:
    """The pages over one assistant."""
    assistant, settings = desk.assistant, desk.settings
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def demo(request: Request) -> HTMLResponse:
        cards = tuple(card_of(article) for article in assistant.articles.values())
        language, clinic = language_of(request), settings.clinic
        asked = {"en": clinic.suggestions, "es": clinic.suggestions_es}[language]
        return render(DemoPage(site_of(assistant, settings, language), cards, asked))

    @router.get("/articles/{article_id:path}")
    def article(request: Request, article_id: str, s: str = "") -> HTMLResponse:
        found = assistant.articles.get(article_id)
        if found is None:
            raise HTTPException(404)
        language = language_of(request)
        sample = assistant.wording.frame("sample", language)
        site = site_of(assistant, settings, language)
        return render(article_page_of(site, found, span_of(s), sample))

    @router.get("/booking")
    def booking(request: Request) -> HTMLResponse:
        return render(BookingPage(site_of(assistant, settings, language_of(request))))

    return router


def error_page(
    assistant: Assistant, settings: Settings, status: int, sentence: str | None, language: str
) -> HTMLResponse:
    """A kind sentence, and the way to a therapist."""
    site = site_of(assistant, settings, language)
    said = sentence or page_sentence_of(status, language)
    return render(ErrorPage(site, status, said), status)


def site_of(assistant: Assistant, settings: Settings, language: str = FALLBACK_LANGUAGE) -> Site:
    """What stands on every page."""
    clinic = settings.clinic
    unreviewed = assistant.wording.frame("unreviewed", language)
    return Site(
        language=language,
        words=words_of(language),
        others=tuple((code, words_of(code)["name"]) for code in LANGUAGES if code != language),
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
