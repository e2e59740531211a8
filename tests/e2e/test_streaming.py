"""The card before the answer; and an answer all the same when a stream breaks or is held back."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from fastapi.responses import JSONResponse, Response
from playwright.sync_api import expect

from tests.e2e import canned
from tests.e2e.canned import Json
from tests.e2e.fake import Events, FakeServer, echo, event
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser


def advice(level: str) -> Json:
    """A card of a level with a quote after it."""
    return canned.JUMPING | {key: canned.card(level)[key] for key in ("card", "level", "kind")}


async def nothing(*_: Json) -> Events:
    """A stream that a proxy holds back."""
    await asyncio.sleep(8)
    yield event("start", messageId="m")


async def cut(_: Json, answer: Json) -> Events:
    """A stream that ends after the card."""
    yield event("data-card", data={"card": answer["card"], "level": answer["level"]})


async def garbled(*_: Json) -> Events:
    """A stream of which a part is lost."""
    yield event("start", messageId="m")
    yield 'data: {"type": "data-answer", "data": {"segm\n\n'


async def refused(*_: Json) -> Events:
    """A stream that says that it failed."""
    yield event("start", messageId="m")
    yield event("error", errorText="Something went wrong.")


async def in_pieces(_: Json, answer: Json) -> Events:
    """The usual events, cut where no event ends."""
    whole = event("start", messageId="m") + event("data-card", data=None)
    whole += event("data-answer", data=answer) + event("finish") + "data: [DONE]\n\n"
    for start in range(0, len(whole), 97):
        yield whole[start : start + 97]
        await asyncio.sleep(0)


@pytest.fixture
def go(fake: FakeServer) -> Iterator[threading.Event]:
    """The answer to the first question waits for it, its card does not."""
    released = threading.Event()

    async def stream(_: Json, answer: Json) -> Events:
        first = len(fake.asked) == 1
        early = {key: answer[key] for key in ("card", "level", "language")}
        yield event("data-card", data=early if answer["card"] else None)
        while first and not released.is_set():
            await asyncio.sleep(0.02)
        yield event("data-answer", data=answer)

    fake.stream = stream
    yield released
    released.set()


@pytest.mark.parametrize("level", ["emergency", "crisis"])
def test_an_urgent_card_is_there_before_its_answer(
    widget: Widget, fake: FakeServer, go: threading.Event, level: str
):
    fake.reply = lambda _: canned.card(level)
    widget.open().send("words that mean danger")
    heading = widget.alerts.get_by_role("heading", name=f"Get help now ({level})")
    expect(heading).to_be_focused()
    expect(widget.log).not_to_have_attribute("aria-busy", "true")
    expect(widget.log.get_by_role("link", name="Book a visit")).to_have_count(0)
    go.set()
    expect(widget.log.get_by_role("link", name="Book a visit")).to_be_visible()
    expect(widget.alerts).to_have_count(1)
    expect(heading).to_be_focused()


def test_quieter_advice_is_seen_at_once_and_stands_once_in_the_answer(
    widget: Widget, fake: FakeServer, go: threading.Event
):
    fake.reply = lambda _: advice("urgent_today")
    widget.open().send("words that mean care")
    expect(widget.log.get_by_role("heading", name="urgent_today")).to_be_visible()
    expect(widget.log).to_have_attribute("aria-busy", "true")
    expect(widget.log.locator("blockquote")).to_have_count(0)
    go.set()
    expect(widget.log.locator("blockquote")).not_to_have_count(0)
    expect(widget.log.get_by_role("heading", name="urgent_today")).to_have_count(1)
    expect(widget.answers).to_have_count(1)


def test_what_somebody_told_about_violence_goes_with_the_card(
    widget: Widget, fake: FakeServer, go: threading.Event
):
    fake.reply = lambda _: canned.card("safety")
    widget.open().send("somebody hurts me at home")
    expect(widget.log.get_by_role("button", name="Hide and clear")).to_be_visible()
    expect(widget.panel.get_by_text("somebody hurts me at home")).to_be_hidden()
    assert not go.is_set()


@pytest.mark.parametrize(("level", "alerts"), [("emergency", 1), ("urgent_today", 0)])
def test_only_an_urgent_card_stays_when_the_next_question_comes_before_its_answer(
    widget: Widget, fake: FakeServer, go: threading.Event, level: str, alerts: int
):
    fake.reply = lambda body: canned.card(level) if body["question"] == "1" else echo(body)
    widget.open().send("1")
    widget.log.get_by_role("heading", name="Get help now").wait_for()
    widget.send("2")
    expect(widget.log).to_contain_text("Answer to 2")
    go.set()
    expect(widget.log.get_by_role("heading", name="Get help now")).to_have_count(alerts)
    expect(widget.alerts).to_have_count(alerts)


def test_a_stream_may_come_in_any_pieces(widget: Widget, fake: FakeServer):
    fake.stream = in_pieces
    expect(widget.open().ask("jumping — ¿sí?")).to_contain_text("Slowly work")
    assert len(fake.asked) == 1


@pytest.mark.parametrize("stream", [cut, garbled, refused])
def test_a_stream_that_breaks_is_followed_by_one_json_answer(
    widget: Widget, fake: FakeServer, stream
):
    fake.stream = stream
    fake.reply = lambda _: advice("urgent_today")
    expect(widget.open().ask("words")).to_contain_text("Slowly work")
    expect(widget.log.get_by_role("heading", name="urgent_today")).to_have_count(1)
    assert (fake.streamed, len(fake.asked)) == (1, 2)


def test_an_urgent_card_is_not_said_again_when_its_stream_breaks(widget: Widget, fake: FakeServer):
    fake.stream = cut
    fake.reply = lambda _: canned.card("crisis")
    widget.open().ask("words")
    expect(widget.log.get_by_role("link", name="Book a visit")).to_be_visible()
    expect(widget.alerts).to_have_count(1)


def test_a_stream_that_is_held_back_is_not_waited_for_twice(widget: Widget, fake: FakeServer):
    fake.stream = nothing
    widget.open().send("first")
    expect(widget.answers).to_have_count(1)
    widget.ask("second")
    assert fake.streamed == 1
    assert [body["question"] for body in fake.asked] == ["first", "first", "second"]


@pytest.mark.parametrize("status", [404, 405])
def test_a_server_without_a_stream_is_asked_the_plain_way(
    widget: Widget, fake: FakeServer, status: int
):
    fake.stream = lambda *_: Response(status_code=status)
    expect(widget.open().ask("first")).to_contain_text("Slowly work")
    widget.ask("second")
    assert fake.streamed == 1


def test_a_refusal_of_the_stream_is_not_asked_again(widget: Widget, fake: FakeServer):
    fake.reply = lambda _: JSONResponse({}, 429, {"Retry-After": "20"})
    widget.open().ask("heel pain")
    expect(widget.alerts).to_contain_text("in 20 seconds")
    assert len(fake.asked) == 1


@pytest.mark.usefixtures("go")
def test_a_slow_answer_names_the_phone_and_a_way_to_ask_again(widget: Widget):
    widget.open().send("heel pain")
    status = widget.panel.get_by_role("status")
    expect(status).to_contain_text("Looking in our articles")
    expect(status).to_contain_text("Still looking.", timeout=12_000)
    expect(status.get_by_role("link")).to_have_attribute("href", "tel:5550100100")
    status.get_by_role("button", name="Try again").click()
    expect(widget.answers).to_have_count(1)
