"""Errors as RFC 9457 problem documents: fixed wording, never the visitor's words, always the way to a therapist."""

from http import HTTPStatus
from typing import Any

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ptassist.answering.answer import Handoff
from ptassist.answering.wording import FALLBACK_LANGUAGE
from ptassist.errors import IndexStoreError, QuestionError
from ptassist.server.words import refusal_of, sentence_of

MEDIA_TYPE = "application/problem+json"


def problem(
    status: int,
    handoff: Handoff,
    detail: str | None = None,
    headers: dict[str, str] | None = None,
    language: str = FALLBACK_LANGUAGE,
) -> Response:
    """One problem document.

    Args:
        status: The HTTP status.
        handoff: The way to a therapist.
        detail: A fixed sentence; None takes the status's own.
        headers: Further headers, such as Retry-After.
        language: The language of the status's own sentence.
    """
    known = HTTPStatus(status)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": known.phrase,
        "status": status,
        "detail": detail or sentence_of(status, language),
        "handoff": msgspec.to_builtins(handoff),
    }
    return Response(msgspec.json.encode(body), status, headers, MEDIA_TYPE)


def describe(
    error: Exception, language: str = FALLBACK_LANGUAGE
) -> tuple[int, str | None, dict[str, str]]:
    """The status, the fixed sentence (None: the status's own) and the headers of an error."""
    if isinstance(error, HTTPException):
        return error.status_code, None, dict(error.headers or {})
    if isinstance(error, RequestValidationError):  # FastAPI's own answer would echo what was sent
        return HTTPStatus.UNPROCESSABLE_ENTITY, None, {}
    if isinstance(error, QuestionError):
        return HTTPStatus.UNPROCESSABLE_ENTITY, refusal_of(error, language), {}
    if isinstance(error, IndexStoreError):
        return HTTPStatus.SERVICE_UNAVAILABLE, None, {}
    return HTTPStatus.INTERNAL_SERVER_ERROR, None, {}
