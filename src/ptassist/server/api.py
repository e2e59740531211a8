"""The API of version 1: ask (at once or as a stream), search, articles, feedback, what the widget needs."""

import uuid
from typing import Any, TypeVar

import msgspec
from fastapi import APIRouter, Request
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from ptassist.answering.question import understand
from ptassist.answering.wording import LANGUAGES
from ptassist.assistant import Assistant
from ptassist.server import stream
from ptassist.server.desk import Desk
from ptassist.server.schemas import AskIn, FeedbackIn, SearchIn
from ptassist.settings import ClinicSettings, Settings

Body = TypeVar("Body", bound=BaseModel)
_JSON = "application/json"


def api_routes(desk: Desk) -> APIRouter:
    """The API over one assistant."""
    assistant = desk.assistant
    router = APIRouter()

    @router.post("/api/v1/ask", openapi_extra=_body_of(AskIn))
    async def ask(request: Request) -> Response:
        """Answers a question out of the articles."""
        body = await _read(request, AskIn)
        answer = await run_in_threadpool(desk.ask, body.question, body.turns())
        return _json(answer.as_json())

    @router.post("/api/v1/ask/stream", openapi_extra=_body_of(AskIn))
    async def ask_stream(request: Request) -> Response:
        """Answers a question as server-sent events, the card first."""
        body = await _read(request, AskIn)
        turns = body.turns()
        # Before the first byte: what cannot be asked still gets a problem document.
        language = understand(body.question, turns).language
        assessment = await run_in_threadpool(assistant.assess, body.question, turns)
        events = stream.stream(
            uuid.uuid4().hex, assessment, language, lambda: desk.ask(body.question, turns)
        )
        return StreamingResponse(events, headers=stream.HEADERS, media_type=stream.MEDIA_TYPE)

    @router.post("/api/v1/search", openapi_extra=_body_of(SearchIn))
    async def search(request: Request) -> Response:
        """The passages that a question finds, best first."""
        body = await _read(request, SearchIn)
        return _json({"hits": await run_in_threadpool(_search, assistant, body)})

    @router.get("/api/v1/articles/{article_id:path}")
    def article(article_id: str) -> Response:
        """One article as plain text, with its sections and references; quotes are offsets into its text."""
        found = assistant.articles.get(article_id)
        if found is None:
            raise HTTPException(404)
        return _json(msgspec.to_builtins(found))

    @router.get("/api/v1/config")
    def config() -> Response:
        """What the widget needs before the first question."""
        return _json(widget_config(assistant, desk.settings))

    @router.post("/api/v1/feedback", status_code=204, openapi_extra=_body_of(FeedbackIn))
    async def feedback(request: Request) -> Response:
        """Counts whether an answer helped; nothing of the question is sent or kept."""
        body = await _read(request, FeedbackIn)
        desk.vote(body.vote())
        return Response(status_code=204)

    return router


def widget_config(assistant: Assistant, settings: Settings) -> dict[str, Any]:
    """Names, fixed sentences and links, in every language of the interface."""
    clinic = settings.clinic
    unreviewed = {code: assistant.wording.frame("unreviewed", code) for code in LANGUAGES}
    return {
        "clinic": {
            "name": clinic.name,
            "assistant_name": clinic.assistant_name,
            "phone": clinic.phone,
            "booking_url": clinic.booking_url,
            "greeting": _greeting(clinic),
        },
        "language": LANGUAGES[0],
        "languages": list(LANGUAGES),
        "disclosure": {code: assistant.disclosure("disclosure", code) for code in LANGUAGES},
        "pinned": {code: assistant.disclosure("pinned", code) for code in LANGUAGES},
        "unreviewed": None if assistant.reviewed else unreviewed,
        "suggestions": {"en": list(clinic.suggestions), "es": list(clinic.suggestions_es)},
        "handoff": {code: msgspec.to_builtins(assistant.handoff(code)) for code in LANGUAGES},
    }


def _greeting(clinic: ClinicSettings) -> dict[str, str] | None:
    """The clinic's line above the disclosure; one that it has in a single language stands in all."""
    said = {"en": clinic.greeting, "es": clinic.greeting_es}
    given = [text for text in said.values() if text]
    return {code: text or given[0] for code, text in said.items()} if given else None


def _search(assistant: Assistant, body: SearchIn) -> list[dict[str, Any]]:
    assistant = assistant.of_the_moment()
    articles = assistant.articles
    rows = []
    for hit in assistant.search(body.question, top=body.top):
        article = articles[hit.passage.article_id]
        rows.append(
            {
                "rank": hit.rank,
                "article_id": article.id,
                "passage_id": hit.passage.id,
                "title": article.title,
                "heading": article.sections[hit.passage.section].heading,
                "score": round(hit.score, 6),
                "text": article.text[hit.passage.start : hit.passage.end],
            }
        )
    return rows


async def _read(request: Request, kind: type[Body]) -> Body:
    """The body of a request; what is wrong with it is never said in the visitor's words."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != _JSON:
        raise HTTPException(415)
    try:
        return kind.model_validate_json(await request.body())
    except ValidationError as error:
        broken = any(detail["type"] == "json_invalid" for detail in error.errors())
        raise HTTPException(400 if broken else 422) from None


def _body_of(kind: type[BaseModel]) -> dict[str, Any]:
    """The body's schema for the API's own description."""
    schema = kind.model_json_schema()
    return {"requestBody": {"content": {_JSON: {"schema": schema}}, "required": True}}


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type=_JSON)
