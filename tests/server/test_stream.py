"""The stream: the card before the search, the same answer as /ask byte for byte, and an end whatever happens."""

import asyncio
import dataclasses
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from ptassist.answering.answer import Answer
from ptassist.answering.notes import Note
from ptassist.assistant import Assistant
from ptassist.errors import DamagedIndexError
from ptassist.index.encoder import Vectors
from ptassist.server.app import create_app
from ptassist.server.stream import events_of as all_of
from ptassist.server.stream import stream
from tests.contract import Json
from tests.fakes import FakeEncoder, assistant_in, build_in
from tests.server.serving import client_of, http_scope

MARKER = "zyxomarkerqua"
SETS = "How long do I rest between the sets of hopping?"
QUESTIONS = {
    "answer": SETS,
    "not_covered": "Which mortgage suits a lighthouse keeper?",
    "urgent": "I want to kill myself",
    "conversation": "hello",
    "several": f"{SETS} Where can I park? Which mortgage suits a lighthouse keeper?",
    "quoted and carded": "My heel hurts and my toes have been numb since the fall. What eases heel pain?",
}


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return client_of(assistant)


def events_of(text: str) -> list[Json]:
    """The events of a stream, which must end as the protocol says."""
    assert text.endswith("data: [DONE]\n\n")
    blocks = text.removesuffix("data: [DONE]\n\n").split("\n\n")
    assert blocks.pop() == ""
    assert all(re.fullmatch(r"data: \{.*\}", block) for block in blocks)
    return [json.loads(block.removeprefix("data: ")) for block in blocks]


def asked(client: TestClient, question: str) -> tuple[list[Json], str]:
    reply = client.post("/api/v1/ask/stream", json={"question": question})
    assert reply.status_code == 200, reply.text
    return events_of(reply.text), reply.text


def data_of(events: Sequence[Json], kind: str) -> list[Any]:
    return [event["data"] for event in events if event["type"] == kind]


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_says_what_ask_says_byte_for_byte(client: TestClient, name: str) -> None:
    events, text = asked(client, QUESTIONS[name])
    (answer,) = data_of(events, "data-answer")
    plain = client.post("/api/v1/ask", json={"question": QUESTIONS[name]}).json()
    assert answer | {"id": ""} == plain | {"id": ""}
    sent = text.partition('{"type":"data-answer","data":')[2].partition("}\n\n")[0]
    assert sent.encode() == msgspec.json.encode(plain | {"id": answer["id"]})


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_card_comes_first_and_is_the_answers(client: TestClient, name: str) -> None:
    events, _ = asked(client, QUESTIONS[name])
    assert [event["type"] for event in events[:3]] == ["start", "data-card", "data-answer"]
    (answer,), (early,) = data_of(events, "data-answer"), data_of(events, "data-card")
    assert events[0]["messageId"] == answer["id"]
    if answer["card"] is None:
        assert early is None
    else:
        assert early == {key: answer[key] for key in ("card", "level", "language")}


def test_the_text_parts_say_the_whole_answer_in_reading_order(client: TestClient) -> None:
    events, _ = asked(client, SETS)
    (answer,) = data_of(events, "data-answer")
    parts = [event for event in events if event["type"].startswith("text-")]
    assert [p["type"] for p in parts] == ["text-start", "text-delta", "text-end"] * (
        len(parts) // 3
    )
    assert len({part["id"] for part in parts}) == len(parts) // 3
    said = [part["delta"] for part in parts if part["type"] == "text-delta"]
    quotes = [segment["text"] for segment in answer["segments"]]
    assert [text for text in said if text in quotes] == quotes
    assert said[-1].startswith(answer["handoff"]["text"])
    assert "tel:5550100100" in said[-1]


@pytest.mark.parametrize(("language", "label"), [("en", "Words"), ("es", "Palabras")])
def test_a_hard_word_is_a_piece_of_its_own_after_the_quotes(
    assistant: Assistant, language: str, label: str
) -> None:
    answer = dataclasses.replace(
        assistant.ask(SETS), language=language, notes=(Note("sets", "rounds."),)
    )
    said = [event["delta"] for event in all_of(answer) if event["type"] == "text-delta"]
    assert said.index(f"{label}: sets: rounds.") == len(said) - 2
    assert answer.segments[-1].text in said[:-2]


def test_several_questions_are_streamed_part_by_part(client: TestClient) -> None:
    events, _ = asked(client, QUESTIONS["several"])
    (answer,) = data_of(events, "data-answer")
    said = [event["delta"] for event in events if event["type"] == "text-delta"]
    parts = [place for place, text in enumerate(said) if text.startswith("You asked: ")]
    assert [said[place] for place in parts] == [
        f"You asked: {SETS}",
        "You asked: Where can I park?",
        "You asked: Which mortgage suits a lighthouse keeper?",
    ]
    assert set(said[parts[0] : parts[1]]) >= {segment["text"] for segment in answer["segments"]}
    assert said[parts[2] + 1] == "Our articles don't say this."


def test_a_client_that_shows_only_text_shows_the_card(client: TestClient) -> None:
    events, _ = asked(client, QUESTIONS["urgent"])
    said = [event["delta"] for event in events if event["type"] == "text-delta"]
    assert "988" in said[0]
    assert any("tel:988" in text for text in said)


def test_every_citation_is_a_source(client: TestClient) -> None:
    events, _ = asked(client, SETS)
    (answer,) = data_of(events, "data-answer")
    assert data_of(events, "data-citation") == answer["citations"]
    sources = [event for event in events if event["type"] == "source-url"]
    assert [s["url"] for s in sources] == [c["deep_link"] for c in answer["citations"]]
    assert data_of(events, "data-suggestions") == [answer["suggestions"]]
    assert events[-1] == {"type": "finish"}


def test_no_proxy_and_no_cache_may_hold_it(client: TestClient) -> None:
    headers = {"accept-encoding": "gzip"}
    reply = client.post("/api/v1/ask/stream", json={"question": SETS}, headers=headers)
    assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert reply.headers["x-vercel-ai-ui-message-stream"] == "v1"
    assert reply.headers["x-accel-buffering"] == "no"
    assert set(reply.headers["cache-control"].split(", ")) == {"no-cache", "no-store"}
    assert "content-encoding" not in reply.headers


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 422), (b'{"question": " "}', 422), (b'{"question": 3}', 422)],
)
def test_what_cannot_be_asked_is_a_problem_and_no_stream(
    client: TestClient, body: bytes, status: int
) -> None:
    headers = {"content-type": "application/json"}
    reply = client.post("/api/v1/ask/stream", content=body, headers=headers)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"


# What breaks on the way


async def _first(events: AsyncIterator[bytes], count: int) -> list[bytes]:
    return [await anext(events) for _ in range(count)]


def streamed(assistant: Assistant, ask: Callable[[], Answer]) -> AsyncIterator[bytes]:
    return stream("0" * 32, assistant.assess("I want to kill myself"), "en", ask)


def test_the_card_does_not_wait_for_the_search(assistant: Assistant) -> None:
    found = threading.Event()

    def ask() -> Answer:
        assert found.wait(20)
        return assistant.ask("I want to kill myself")

    async def read() -> list[bytes]:
        events = streamed(assistant, ask)
        early = await _first(events, 2)  # else this would wait for ever
        found.set()
        return early + [event async for event in events]

    events = events_of(b"".join(asyncio.run(read())).decode())
    assert events[1]["data"]["level"] == "crisis"
    assert events[2]["type"] == "data-answer"


class Watching(FakeEncoder):
    """An encoder that notes what had been sent when it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Message] = []
        self.noted = b""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        self.noted = b"".join(message.get("body", b"") for message in self.sent)
        return super().encode_questions(texts)


def test_no_door_of_the_server_holds_the_card_back(tmp_path: Path) -> None:
    settings, _ = build_in(tmp_path)
    encoder = Watching()
    app = create_app(assistant_in(settings, encoder=encoder), settings)
    body = {"type": "http.request", "body": json.dumps({"question": SETS}).encode()}
    headers = [(b"content-type", b"application/json"), (b"accept-encoding", b"gzip")]
    scope = http_scope(path="/api/v1/ask/stream", headers=headers)

    async def ask() -> None:
        async def receive() -> Message:
            return body

        async def send(message: Message) -> None:
            encoder.sent.append(message)

        await app(scope, receive, send)

    asyncio.run(ask())
    assert b'"type":"data-card"' in encoder.noted
    assert b'"type":"data-answer"' not in encoder.noted
    whole = b"".join(message.get("body", b"") for message in encoder.sent)
    assert b'"type":"data-answer"' in whole


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (DamagedIndexError(f"{MARKER}: broken"), "The articles are being prepared."),
        (ValueError(MARKER), "Something went wrong on our side."),
    ],
)
def test_a_search_that_fails_ends_the_stream_in_a_fixed_sentence(
    assistant: Assistant,
    error: Exception,
    sentence: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def ask() -> Answer:
        raise error

    async def read() -> bytes:
        return b"".join([event async for event in streamed(assistant, ask)])

    text = asyncio.run(read()).decode()
    events = events_of(text)
    assert [event["type"] for event in events] == ["start", "data-card", "error"]
    assert events[-1]["errorText"].startswith(sentence)
    assert MARKER not in text
    assert type(error).__name__ in caplog.text
    assert MARKER not in caplog.text
