"""What the pages and the API say when something fails: one sentence a failure, in the visitor's language."""

import re
from html import unescape
from http import HTTPStatus
from typing import Any

import pytest
from starlette.testclient import TestClient

from ptassist.answering.question import MAX_CHARACTERS, clean
from ptassist.answering.wording import LANGUAGES
from ptassist.assistant import Assistant
from ptassist.errors import DamagedIndexError, QuestionError
from ptassist.server.security import MOST_BYTES
from ptassist.server.words import page_sentence_of, refusal_of, sentence_of, words_of
from tests.server.serving import client_of

MARKER = "zyxomarkerqua"
FORM = {"content-type": "application/x-www-form-urlencoded"}
SPANISH_PHONE = {"accept-language": "es-US,es;q=0.9,en;q=0.5"}
MET = [400, 403, 404, 405, 413, 415, 422, 429, 500, 503]
UNASKABLE = {
    "empty": "",
    "unreadable": "\x00",
    "no_words": "?! 42",
    "too_long": "x" * (MAX_CHARACTERS + 1),
}


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return client_of(assistant)


def heading_of(text: str) -> str:
    (heading,) = re.findall(r"<h1>(.*?)</h1>", text)
    return unescape(heading)


# Sentences


@pytest.mark.parametrize("status", MET)
def test_what_visitors_meet_has_a_sentence_in_each_language(status: int):
    for sentence in (sentence_of, page_sentence_of):
        said = {sentence(status, language) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)
        assert HTTPStatus(status).phrase not in said
        assert all(text.endswith((".", "json.")) for text in said)


def test_a_status_that_nobody_meets_keeps_its_own_name():
    assert sentence_of(418, "es") == page_sentence_of(418, "en") == HTTPStatus(418).phrase


@pytest.mark.parametrize(("code", "question"), UNASKABLE.items(), ids=UNASKABLE)
def test_each_refusal_has_its_words(code: str, question: str):
    with pytest.raises(QuestionError) as caught:
        clean(question)
    assert caught.value.code == code
    assert refusal_of(caught.value, "en") == caught.value.message
    assert refusal_of(caught.value, "es") == words_of("es")[f"refused_{code}"]


def test_a_refusal_without_a_code_keeps_its_message():
    assert refusal_of(QuestionError("Not like this."), "es") == "Not like this."


# In Spanish


@pytest.mark.parametrize(("code", "question"), UNASKABLE.items(), ids=UNASKABLE)
def test_a_spanish_visitor_is_refused_in_spanish(client: TestClient, code: str, question: str):
    sentence = words_of("es")[f"refused_{code}"]
    page = client.post("/ask", params={"lang": "es"}, data={"question": question})
    assert page.status_code == 422
    assert re.findall(r'role="alert">(.*?)<', page.text) == [sentence]
    reply = client.post("/api/v1/ask", json={"question": question}, headers=SPANISH_PHONE)
    assert (reply.status_code, reply.json()["detail"]) == (422, sentence)
    assert "Llamar" in reply.json()["handoff"]["actions"][0]["label"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/ask", {"content": "a=" + "&a=" * 200, "headers": FORM}, 400),
        ("POST", "/summary", {"headers": FORM | {"sec-fetch-site": "cross-site"}}, 403),
        ("GET", f"/{MARKER}", {}, 404),
        ("GET", "/summary", {}, 405),
        ("POST", "/ask", {"content": "x" * (MOST_BYTES + 1), "headers": FORM}, 413),
        ("POST", "/ask", {"json": {}}, 415),
        ("POST", "/feedback", {"data": {"said": MARKER}}, 422),
    ],
)
def test_a_kind_page_is_in_the_visitors_language(
    client: TestClient, method: str, path: str, body: dict[str, Any], status: int
):
    for wanted, language in (("es", "es"), ("en", "en"), ("tlh", "en")):
        reply = client.request(method, path, params={"lang": wanted}, **body)
        assert reply.status_code == status
        assert f'<html lang="{language}">' in reply.text
        assert heading_of(reply.text) == page_sentence_of(status, language)
        assert MARKER not in reply.text


def test_who_asks_too_often_hears_it_in_their_language(assistant: Assistant):
    client = client_of(assistant, questions_per_minute=1)
    client.post("/ask", params={"lang": "es"}, data={"question": " "})
    page = client.post("/ask", params={"lang": "es"}, data={"question": " "})
    assert (page.status_code, heading_of(page.text)) == (429, sentence_of(429, "es"))
    reply = client.post("/api/v1/ask", json={"question": "x"}, headers=SPANISH_PHONE)
    assert (reply.status_code, reply.json()["detail"]) == (429, sentence_of(429, "es"))


class Broken(Assistant):
    """An assistant that fails at every question."""

    def __init__(self, whole: Assistant, error: Exception) -> None:
        self.__dict__.update(whole.__dict__)
        self._error = error

    def ask(self, *_: object) -> None:  # type: ignore[override]
        raise self._error


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError(MARKER), 500), (DamagedIndexError(MARKER), 503)]
)
def test_what_breaks_is_said_in_spanish(assistant: Assistant, error: Exception, status: int):
    client = client_of(Broken(assistant, error))
    page = client.post("/ask", data={"question": "heel"}, headers=SPANISH_PHONE)
    assert (page.status_code, heading_of(page.text)) == (status, sentence_of(status, "es"))
    assert MARKER not in page.text
    asked = {"question": "¿Qué alivia el dolor de talón?"}
    events = client.post("/api/v1/ask/stream", json=asked).text
    assert sentence_of(status, "es") in events


@pytest.mark.parametrize("path", ["/", "/ask", "/booking", "/articles/hopping"])
def test_a_page_around_the_conversation_is_in_the_visitors_language(client: TestClient, path: str):
    text = unescape(client.get(path, headers=SPANISH_PHONE).text)
    assert '<html lang="es">' in text
    assert "Llamar al (555) 010-0100" in text
    english = set(words_of("en").values()) - set(words_of("es").values())
    seen = set(re.findall(r">\s*([^<>]+?)\s*<", text))
    assert english & seen <= {"English"}  # the way to the other language
    changed = client.get(path, params={"lang": "en"}, headers=SPANISH_PHONE)
    assert changed.text == client.get(path).text
