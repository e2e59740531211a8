"""When there is no answer: each failure has its own sentence, a way to try again, and the way to a person."""

from typing import Any

import pytest
from fastapi.responses import JSONResponse, Response
from playwright.sync_api import Page, expect

from tests.e2e import canned
from tests.e2e.fake import FakeServer
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser

BUSY = "Many questions are coming in. Please try again in"
SERVER = "Something went wrong on our side."


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (JSONResponse({}, 429, {"Retry-After": "20"}), f"{BUSY} 20 seconds."),
        (JSONResponse({}, 429), f"{BUSY} a minute."),
        (JSONResponse({}, 422), "We could not read that question."),
        (JSONResponse({}, 500), SERVER),
        (JSONResponse({}, 503), SERVER),
        (Response("<html>not JSON", media_type="application/json"), SERVER),
        (JSONResponse(None), SERVER),
    ],
    ids=["busy", "busy-unsaid", "refused", "broken", "preparing", "no-json", "null"],
)
def test_each_failure_says_what_to_do(
    widget: Widget, fake: FakeServer, reply: Response, sentence: str
):
    fake.reply = lambda _: reply
    widget.open().ask("heel pain")
    expect(widget.alerts).to_contain_text(sentence)
    expect(widget.alerts.get_by_role("heading")).to_be_focused()
    expect(widget.log.get_by_role("link", name="Call (555) 010-0100")).to_be_visible()
    expect(widget.log.get_by_role("link", name="Book a visit")).to_be_visible()
    expect(widget.panel.get_by_role("status")).to_have_text("")


def test_try_again_asks_the_same_question(widget: Widget, fake: FakeServer):
    replies: list[Any] = [JSONResponse({}, 500), canned.JUMPING]
    fake.reply = lambda _: replies.pop(0)
    widget.open().ask("heel pain")
    widget.alerts.get_by_role("button", name="Try again").click()
    widget.answers.wait_for()
    assert [body["question"] for body in fake.asked] == ["heel pain", "heel pain"]


def test_offline_says_so(widget: Widget):
    widget.open()
    widget.page.context.set_offline(True)
    widget.ask("heel pain")
    expect(widget.alerts).to_contain_text("Please check your internet connection.")
    expect(widget.log.get_by_role("link", name="Call (555) 010-0100")).to_be_visible()


def test_a_question_that_was_refused_is_not_sent_again_as_history(widget: Widget, fake: FakeServer):
    replies: list[Any] = [JSONResponse({}, 422), canned.JUMPING]
    fake.reply = lambda _: replies.pop(0)
    widget.open().ask("unreadable")
    widget.ask("heel pain")
    assert fake.asked[1]["history"] == []


def test_a_question_without_an_answer_still_counts_as_said(widget: Widget, fake: FakeServer):
    replies: list[Any] = [JSONResponse({}, 500), canned.JUMPING]
    fake.reply = lambda _: replies.pop(0)
    widget.open().ask("my chest hurts")
    widget.ask("heel pain")
    assert fake.asked[1]["history"] == [{"question": "my chest hurts", "article_ids": []}]


def test_without_its_settings_the_widget_is_a_link_to_the_page(page: Page, fake_url: str):
    page.route("**/api/v1/config", lambda route: route.abort())
    page.goto(fake_url)
    link = page.get_by_role("link", name="Ask our articles")
    expect(link).to_have_attribute("href", f"{fake_url}/ask")
