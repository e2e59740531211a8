"""Every door closed by default: origins, sizes, rates and headers, over the app and over single middlewares."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ptassist.assistant import Assistant
from ptassist.server.app import create_app
from ptassist.server.security import BodyLimit, RateLimit, SecurityHeaders, Unbreakable
from ptassist.settings import ServerSettings, Settings
from tests.contract import check_handoff
from tests.server.serving import client_of, http_scope

SITE = "https://www.clinic.example"
STRANGER = "https://elsewhere.example"
QUESTION = {"question": "What helps heel pain?"}


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return client_of(assistant, allowed_origins=[SITE])


# Origins.


def test_an_allowed_origin_may_ask(client: TestClient):
    reply = client.post("/api/v1/ask", json=QUESTION, headers={"origin": SITE})
    assert reply.status_code == 200
    assert reply.headers["access-control-allow-origin"] == SITE
    assert "origin" in reply.headers["vary"].lower()
    assert "retry-after" in reply.headers["access-control-expose-headers"].lower()
    assert "access-control-allow-credentials" not in reply.headers


@pytest.mark.parametrize("path", ["/widget.js", "/static/widget.js", "/api/v1/config"])
def test_an_allowed_origin_may_load_what_the_widget_needs(client: TestClient, path):
    reply = client.get(path, headers={"origin": SITE})
    assert reply.headers["access-control-allow-origin"] == SITE


@pytest.mark.parametrize(
    "origin",
    [STRANGER, "null", "https://www.clinic.example.evil.example", "http://www.clinic.example"],
)
def test_another_origin_is_told_nothing(client: TestClient, origin):
    for reply in (
        client.post("/api/v1/ask", json=QUESTION, headers={"origin": origin}),
        client.get("/widget.js", headers={"origin": origin}),
        client.get("/api/v1/nope", headers={"origin": origin}),
    ):
        assert "access-control-allow-origin" not in reply.headers


def preflight(client: TestClient, origin: str, **headers: str) -> Any:
    asked = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    return client.options("/api/v1/ask", headers={"origin": origin} | asked | headers)


def test_a_preflight_of_an_allowed_origin_is_granted(client: TestClient):
    reply = preflight(client, SITE)
    assert reply.status_code == 200
    assert reply.headers["access-control-allow-origin"] == SITE
    assert "POST" in reply.headers["access-control-allow-methods"]


def test_a_preflight_of_another_origin_method_or_header_is_refused(client: TestClient):
    assert preflight(client, STRANGER).status_code == 400
    assert "access-control-allow-origin" not in preflight(client, STRANGER).headers
    odd = {"access-control-request-method": "DELETE"}
    assert preflight(client, SITE, **odd).status_code == 400
    odd = {"access-control-request-headers": "authorization"}
    assert preflight(client, SITE, **odd).status_code == 400


def test_without_a_setting_no_other_origin_is_allowed(assistant: Assistant):
    client = client_of(assistant)
    assert preflight(client, SITE).status_code == 400
    reply = client.get("/api/v1/config", headers={"origin": SITE})
    assert "access-control-allow-origin" not in reply.headers


def test_every_origin_can_be_allowed_by_a_star(assistant: Assistant):
    reply = client_of(assistant, allowed_origins=["*"]).get(
        "/api/v1/config", headers={"origin": STRANGER}
    )
    assert reply.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"x" * 200_000, "application/json", 413),
        (b"x", "x/y", 415),
    ],
)
def test_a_refusal_can_be_read_by_the_widget_on_an_allowed_origin(
    client: TestClient, content, content_type, status
):
    headers = {"origin": SITE, "content-type": content_type}
    reply = client.post("/api/v1/ask", content=content, headers=headers)
    assert reply.status_code == status
    assert reply.headers["access-control-allow-origin"] == SITE
    check_handoff(reply.json()["handoff"])


class Failing:
    """An assistant that cannot answer."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, *_: object) -> None:
        raise RuntimeError

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)


@pytest.fixture(scope="module")
def failing(assistant: Assistant) -> TestClient:
    broken: Any = Failing(assistant)
    return client_of(broken, allowed_origins=[SITE])


def test_even_an_unknown_error_can_be_read_by_the_widget(failing: TestClient):
    reply = failing.post("/api/v1/ask", json=QUESTION, headers={"origin": SITE})
    assert reply.status_code == 500
    assert reply.headers["access-control-allow-origin"] == SITE
    check_handoff(reply.json()["handoff"])


# Headers.


def replies(client: TestClient, failing: TestClient) -> Iterator[Any]:
    """Every kind of response."""
    yield client.get("/")
    yield client.get("/nowhere")
    yield client.get("/widget.js")
    yield client.get("/widget/0123456789ab/element.js")
    yield client.get("/widget/0123456789ab/nowhere.js")
    yield client.get("/metrics")
    yield client.post("/api/v1/ask/stream", content=b"{")
    yield client.get("/static/site.css")
    yield client.get("/static/nowhere.css")
    yield client.get("/healthz")
    yield client.get("/api/v1/config")
    yield client.get("/api/v1/articles/hopping")
    yield client.post("/api/v1/ask", json=QUESTION)
    yield client.post("/api/v1/ask", content=b"{", headers={"content-type": "application/json"})
    yield client.post("/api/v1/ask", content=b"x" * 200_000)
    yield client.post("/api/v1/ask/", json=QUESTION, follow_redirects=False)
    yield client.delete("/api/v1/ask")
    yield client.head("/widget.js")
    yield preflight(client, SITE)
    yield preflight(client, STRANGER)
    yield failing.post("/api/v1/ask", json=QUESTION)


def test_every_response_carries_the_security_headers(client: TestClient, failing: TestClient):
    seen = []
    for reply in replies(client, failing):
        headers, place = reply.headers, f"{reply.request.method} {reply.request.url}"
        seen.append(reply.status_code)
        assert headers["x-content-type-options"] == "nosniff", place
        assert headers["referrer-policy"] == "no-referrer", place
        assert headers["cross-origin-opener-policy"] == "same-origin", place
        assert "geolocation=()" in headers["permissions-policy"], place
        policy = dict(
            part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert "unsafe" not in headers["content-security-policy"]
        assert "set-cookie" not in headers, place
        shared = reply.request.url.path.startswith(("/widget.js", "/widget/", "/static/"))
        if not headers["cache-control"].startswith("public, max-age="):
            assert headers["cache-control"] == ("no-cache" if shared else "no-store"), place
        policy_of = "cross-origin" if shared else "same-origin"
        assert headers["cross-origin-resource-policy"] == policy_of, place
    assert {200, 307, 400, 404, 405, 413, 500} <= set(seen)


def test_a_header_that_the_app_has_set_itself_stays():
    async def home(_: Request) -> Response:
        return PlainTextResponse("x", headers={"cache-control": "max-age=9"})

    app = SecurityHeaders(Starlette(routes=[Route("/", home)]))
    headers = TestClient(app).get("/").headers
    assert headers.get_list("cache-control") == ["max-age=9"]
    assert headers["x-content-type-options"] == "nosniff"


# Sizes.

Status = Callable[[Scope, int, dict[str, str]], Response]


def refuse(_: Scope, status: int, headers: dict[str, str]) -> Response:
    return PlainTextResponse("refused", status, headers)


async def _echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


ECHO = Starlette(routes=[Route("/", _echo, methods=["GET", "POST"])])


def limited(most: int = 10) -> TestClient:
    return TestClient(BodyLimit(ECHO, refuse, most_bytes=most))


def test_a_body_up_to_the_limit_reaches_the_app_whole():
    assert limited().post("/", content=b"x" * 10).text == "10"
    assert limited().get("/").text == "0"


def test_a_body_over_the_limit_is_refused_and_the_connection_closed():
    reply = limited().post("/", content=b"x" * 11)
    assert (reply.status_code, reply.headers["connection"]) == (413, "close")


def chunks(count: int) -> Iterator[bytes]:
    yield from (b"xxxxx" for _ in range(count))


def test_a_body_without_a_length_is_counted_as_it_comes():
    assert limited().post("/", content=chunks(2)).text == "10"
    assert limited().post("/", content=chunks(3)).status_code == 413


@pytest.mark.parametrize(
    "claimed", ["11", "9" * 30, "9" * 5000, "-1", "1e3", "0x1", "ten", "", "²", "10, 10"]
)
def test_a_claimed_length_that_cannot_fit_is_refused_unread(claimed):
    scope = http_scope(headers=[(b"content-length", claimed.encode("latin-1"))])
    sent = run_app(BodyLimit(ECHO, refuse, most_bytes=10), scope, [])
    assert sent[0]["status"] == 413


def test_a_body_longer_than_it_claims_is_refused_all_the_same():
    scope = http_scope(headers=[(b"content-length", b"5")])
    parts: list[Message] = [
        {"type": "http.request", "body": b"x" * 6, "more_body": True},
        {"type": "http.request", "body": b"x" * 6, "more_body": False},
    ]
    sent = run_app(BodyLimit(ECHO, refuse, most_bytes=10), scope, parts)
    assert sent[0]["status"] == 413


def test_a_client_that_leaves_while_sending_does_not_reach_the_app():
    reached: list[Scope] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        reached.append(scope)

    parts: list[Message] = [
        {"type": "http.request", "body": b"x", "more_body": True},
        {"type": "http.disconnect"},
    ]
    run_app(BodyLimit(app, refuse, most_bytes=10), http_scope(), parts)
    assert reached == []


def run_app(app: ASGIApp, scope: Scope, parts: list[Message]) -> list[Message]:
    """Runs one request by hand; returns what the app sent."""
    sent: list[Message] = []
    waiting = iter(parts)

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        sent.append(message)

    async def call() -> None:
        await app(scope, receive, send)

    asyncio.run(call())
    return sent


# Rates.


def test_questions_over_the_rate_are_refused_with_when_to_come_back(assistant: Assistant):
    client = client_of(assistant, questions_per_minute=2, allowed_origins=[SITE])
    assert client.post("/api/v1/ask", json=QUESTION).status_code == 200
    assert client.post("/api/v1/search", json=QUESTION).status_code == 200
    for path in ("/api/v1/ask", "/api/v1/search"):
        reply = client.post(path, json=QUESTION, headers={"origin": SITE})
        assert reply.status_code == 429
        assert 1 <= int(reply.headers["retry-after"]) <= 60
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.headers["access-control-allow-origin"] == SITE
        assert "Too many questions" in reply.json()["detail"]
        check_handoff(reply.json()["handoff"])


def test_the_page_of_questions_shares_the_rate_and_says_where_to_turn(assistant: Assistant):
    client = client_of(assistant, questions_per_minute=1)
    client.post("/api/v1/ask", json=QUESTION)
    reply = client.post("/ask", data=QUESTION)
    assert reply.status_code == 429
    assert int(reply.headers["retry-after"]) >= 1
    assert reply.headers["content-type"].startswith("text/html")
    assert assistant.handoff().actions[0].label in reply.text


def test_looking_is_not_asking(assistant: Assistant):
    client = client_of(assistant, questions_per_minute=1)
    client.post("/api/v1/ask", json=QUESTION)
    for path in ("/", "/ask", "/healthz", "/readyz", "/api/v1/config", "/widget.js"):
        assert client.get(path).status_code == 200


def test_what_is_no_question_counts_too(assistant: Assistant):
    client = client_of(assistant, questions_per_minute=1)
    assert client.post("/api/v1/ask", content=b"x").status_code == 415
    assert client.post("/api/v1/ask", json=QUESTION).status_code == 429


def test_zero_lifts_the_rate(assistant: Assistant):
    client = client_of(assistant, questions_per_minute=0)
    assert {client.post("/api/v1/search", json=QUESTION).status_code for _ in range(40)} == {200}


def test_each_address_has_a_rate_of_its_own(assistant: Assistant):
    app = create_app(assistant, Settings(server=ServerSettings(questions_per_minute=1)))
    one = TestClient(app, client=("203.0.113.1", 1))
    other = TestClient(app, client=("203.0.113.2", 1))
    assert one.post("/api/v1/ask", json=QUESTION).status_code == 200
    assert other.post("/api/v1/ask", json=QUESTION).status_code == 200
    assert one.post("/api/v1/ask", json=QUESTION).status_code == 429
    # A header that anybody can write is no other address.
    forged = one.post("/api/v1/ask", json=QUESTION, headers={"x-forwarded-for": "203.0.113.7"})
    assert forged.status_code == 429


def everything_in(value: object, seen: dict[int, object]) -> Iterator[str]:
    """The strings that an object holds, however deep."""
    if id(value) in seen or isinstance(value, type):
        return
    seen[id(value)] = value
    if isinstance(value, str | bytes):
        yield str(value)
    elif isinstance(value, dict):
        for pair in list(value.items()):
            yield from everything_in(pair, seen)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in list(value):
            yield from everything_in(item, seen)
    elif hasattr(value, "__dict__"):
        yield from everything_in(vars(value), seen)


def test_no_address_is_kept():
    middleware = RateLimit(ECHO, refuse, per_minute=1)
    scope = http_scope(path="/api/v1/ask", client=("203.0.113.9", 5))
    part: Message = {"type": "http.request", "body": b"", "more_body": False}
    run_app(middleware, dict(scope), [dict(part)])
    assert run_app(middleware, dict(scope), [dict(part)])[0]["status"] == 429
    kept = list(everything_in(vars(middleware), {}))
    assert [text for text in kept if re.search(r"\b[0-9a-f]{16}\b", text)]
    assert not [text for text in kept if "203.0.113.9" in text]


def test_a_client_without_an_address_is_limited_all_the_same():
    middleware = RateLimit(ECHO, refuse, per_minute=1)
    scope = http_scope(path="/ask", client=None)
    part: Message = {"type": "http.request", "body": b"", "more_body": False}
    run_app(middleware, dict(scope), [dict(part)])
    assert run_app(middleware, dict(scope), [dict(part)])[0]["status"] == 429


# The last resort.


def test_an_error_after_the_response_has_begun_does_not_begin_another(caplog):
    async def half(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError("hurts here")

    sent = run_app(Unbreakable(half, refuse), http_scope(), [])
    assert [message["type"] for message in sent] == ["http.response.start"]
    assert "ValueError at" in caplog.text
    assert "hurts here" not in caplog.text


def test_the_errors_own_and_its_causes_words_stay_out_of_the_log(caplog):
    caplog.set_level(logging.DEBUG)

    async def broken(_: Scope, __: Receive, ___: Send) -> None:
        try:
            raise ValueError("my secret knee")
        except ValueError as error:
            raise RuntimeError("my secret hip") from error

    sent = run_app(Unbreakable(broken, refuse), http_scope(), [])
    assert sent[0]["status"] == 500
    assert "RuntimeError at" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("wrap", ["body", "rate", "headers", "unbreakable"])
def test_what_is_not_http_passes_through(wrap):
    seen: list[str] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope["type"])

    wrapped: dict[str, Callable[[Scope, Receive, Send], Awaitable[None]]] = {
        "body": BodyLimit(app, refuse),
        "rate": RateLimit(app, refuse, per_minute=1),
        "headers": SecurityHeaders(app),
        "unbreakable": Unbreakable(app, refuse),
    }
    assert run_app(wrapped[wrap], {"type": "lifespan"}, []) == []
    assert seen == ["lifespan"]
