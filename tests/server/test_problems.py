"""Problem documents: one shape, fixed wording for every status and error, always with the handoff."""

import json
from http import HTTPStatus

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ptassist import errors
from ptassist.answering.answer import Handoff
from ptassist.answering.triage import Action
from ptassist.errors import PtassistError, QuestionError
from ptassist.server.problems import describe, problem

HANDOFF = Handoff("Talk with a therapist.", (Action("Call", "tel:5550100100"),))
SECRET = "my knee, since Tuesday"


def all_errors(of: type[PtassistError] = PtassistError) -> list[type[PtassistError]]:
    """Every known error, the root first."""
    return [of, *(kind for sub in of.__subclasses__() for kind in all_errors(sub))]


def made(kind: type[PtassistError]) -> PtassistError:
    """An error of a kind with a telling message, whatever its own arguments are."""
    error = kind.__new__(kind)
    PtassistError.__init__(error, SECRET)
    return error


def test_a_problem_is_rfc_9457_with_the_handoff():
    reply = problem(404, HANDOFF)
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"
    assert json.loads(bytes(reply.body)) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address.",
        "handoff": {
            "text": "Talk with a therapist.",
            "actions": [{"label": "Call", "href": "tel:5550100100"}],
        },
    }


def test_a_sentence_and_headers_can_be_given():
    reply = problem(429, HANDOFF, "Slow down.", {"Retry-After": "7"})
    assert json.loads(bytes(reply.body))["detail"] == "Slow down."
    assert reply.headers["retry-after"] == "7"


@pytest.mark.parametrize("status", [s.value for s in HTTPStatus if s.value >= 400])
def test_every_status_has_a_sentence(status):
    body = json.loads(bytes(problem(status, HANDOFF).body))
    assert body["status"] == status
    assert body["detail"].strip()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 415, 422, 429, 500, 503])
def test_the_statuses_that_visitors_meet_have_a_sentence_of_their_own(status):
    body = json.loads(bytes(problem(status, HANDOFF).body))
    assert body["detail"] != body["title"]
    assert body["detail"].endswith(".")


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_known_error_has_a_status_and_only_a_questions_own_words_are_shown(kind):
    status, sentence, headers = describe(made(kind))
    assert headers == {}
    if issubclass(kind, QuestionError):
        assert (status, sentence) == (422, SECRET)
    else:
        expected = 503 if issubclass(kind, errors.IndexStoreError) else 500
        assert (status, sentence) == (expected, None)


@pytest.mark.parametrize("error", [RuntimeError(SECRET), KeyError(SECRET), OSError(5, SECRET)])
def test_an_unknown_error_is_a_500_without_its_words(error):
    assert describe(error) == (500, None, {})


def test_a_refusal_of_the_framework_keeps_its_status_and_headers_and_loses_its_words():
    error = HTTPException(405, SECRET, {"Allow": "POST"})
    assert describe(error) == (405, None, {"Allow": "POST"})
    detail = [{"type": "int_parsing", "loc": ("query", "n"), "msg": SECRET, "input": SECRET}]
    assert describe(RequestValidationError(detail)) == (422, None, {})
