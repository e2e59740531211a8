"""The conversation as pages, for visitors without scripts: ask, take along, say whether it helped."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from ptassist.answering.answer import Answer
from ptassist.answering.question import MAX_CHARACTERS, Turn
from ptassist.errors import QuestionError
from ptassist.server.contexts import (
    AskPage,
    Site,
    ThanksPage,
    parts_of,
    research_of,
    sources_of,
)
from ptassist.server.desk import Desk
from ptassist.server.forms import Form, language_of, read_form, refuse_strangers
from ptassist.server.pages import render, site_of
from ptassist.server.schemas import FeedbackIn
from ptassist.server.summary import summary_of, summary_page
from ptassist.server.words import refusal_of


def talk_routes(desk: Desk) -> APIRouter:
    """The pages of the conversation over one assistant."""
    router = APIRouter(include_in_schema=False)

    @router.get("/ask")
    def ask_form(request: Request) -> HTMLResponse:
        return render(_ask_page(_site(desk, language_of(request))))

    @router.post("/ask")
    async def ask(request: Request) -> HTMLResponse:
        form = await read_form(request)
        language = language_of(request)
        return await run_in_threadpool(
            _answer_page, desk, language, form.one("question"), form.turns()
        )

    @router.post("/summary")
    async def summary(request: Request) -> HTMLResponse:
        refuse_strangers(request)
        form = await read_form(request)
        site = _site(desk, language_of(request))
        text = form.one("text") if "text" in form.fields else _first_summary(desk, site, form)
        return render(summary_page(site, text))

    @router.post("/feedback")
    async def feedback(request: Request) -> HTMLResponse:
        form = await read_form(request)
        desk.vote(_vote_of(form).vote())
        return render(ThanksPage(_site(desk, language_of(request))))

    return router


def _site(desk: Desk, language: str) -> Site:
    return site_of(desk.assistant, desk.settings, language)


def _ask_page(
    site: Site,
    asked: str = "",
    turns: Sequence[str] = (),
    answer: Answer | None = None,
    refusal: str | None = None,
) -> AskPage:
    return AskPage(
        site=site,
        asked=asked,
        turns=tuple(turns),
        answer=answer,
        parts=tuple(parts_of(answer)) if answer else (),
        sources=sources_of(answer) if answer else (),
        research=research_of(answer) if answer else (),
        refusal=refusal,
        most=MAX_CHARACTERS,
    )


def _answer_page(desk: Desk, language: str, question: str, turns: Sequence[str]) -> HTMLResponse:
    try:
        answer = desk.ask(question, [Turn(turn) for turn in turns])
    except QuestionError as error:
        refusal = refusal_of(error, language)
        return render(_ask_page(_site(desk, language), turns=turns, refusal=refusal), 422)
    return render(_ask_page(_site(desk, answer.language), question, [*turns, question], answer))


def _first_summary(desk: Desk, site: Site, form: Form) -> str:
    """The summary of an answer; its quotes are taken from the articles anew, word for word."""
    assistant = desk.assistant.of_the_moment()
    # The places mean the words of one version; of another they might cut a sentence in two.
    places = form.places() if form.one("version") == assistant.index_version else ()
    return summary_of(site, form.turns(), places, assistant.articles)


def _vote_of(form: Form) -> FeedbackIn:
    said = form.one("said")
    given = {
        "answer_id": form.one("answer_id"),
        "helpful": said == "helpful",
        "reason": None if said in {"helpful", "unhelpful"} else said,
        "article_ids": list(form.all("article"))[:10],
    }
    try:
        return FeedbackIn.model_validate(given)
    except ValidationError:
        raise HTTPException(422) from None
