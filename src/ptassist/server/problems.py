"""Errors as RFC 9457 problem documents: fixed wording, never the visitor's words, always the way to a therapist."""

from http import HTTPStatus
from typing import Any

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ptassist.answering.answer import Handoff
from ptassist.errors import IndexStoreError, PtassistError, QuestionError

MEDIA_TYPE = "application/problem+json"

# The status and the sentence of each known error; the class's own ancestry decides, nearest first. A question's
# message is fixed wording of ours and is shown as it is.
_BY_ERROR: dict[type[PtassistError], tuple[HTTPStatus, str | None]] = {
    QuestionError: (HTTPStatus.UNPROCESSABLE_ENTITY, None),
    IndexStoreError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The articles are being prepared. Please try again soon.",
    ),
    PtassistError: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong on our side. Please try again.",
    ),
}
_BY_STATUS = {
    HTTPStatus.BAD_REQUEST: "The request is not readable.",
    HTTPStatus.FORBIDDEN: "This is not allowed here.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send the request as application/json.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The request does not have the expected form.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many questions in a short time. Please wait a moment.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong on our side. Please try again.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The articles are being prepared. Please try again soon.",
}


def problem(
    status: int, handoff: Handoff, detail: str | None = None, headers: dict[str, str] | None = None
) -> Response:
    """One problem document.

    Args:
        status: The HTTP status.
        handoff: The way to a therapist.
        detail: A fixed sentence; None takes the status's own.
        headers: Further headers, such as Retry-After.
    """
    known = HTTPStatus(status)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": known.phrase,
        "status": status,
        "detail": detail or sentence_of(status),
        "handoff": msgspec.to_builtins(handoff),
    }
    return Response(msgspec.json.encode(body), status, headers, MEDIA_TYPE)


def sentence_of(status: int) -> str:
    """The fixed sentence of a status."""
    known = HTTPStatus(status)
    return _BY_STATUS.get(known, known.phrase)


def describe(error: Exception) -> tuple[int, str | None, dict[str, str]]:
    """The status, the fixed sentence (None: the status's own) and the headers of an error."""
    if isinstance(error, HTTPException):
        return error.status_code, None, dict(error.headers or {})
    if isinstance(error, RequestValidationError):  # FastAPI's own answer would echo what was sent
        return HTTPStatus.UNPROCESSABLE_ENTITY, None, {}
    for kind in type(error).__mro__:
        if kind in _BY_ERROR:
            status, sentence = _BY_ERROR[kind]
            own = error.message if isinstance(error, QuestionError) else None
            return status, sentence or own, {}
    return HTTPStatus.INTERNAL_SERVER_ERROR, None, {}
