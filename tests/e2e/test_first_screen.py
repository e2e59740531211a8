"""What is seen at once: first the disclosure, then frame, condition and first quote; the rest on request."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import canned
from tests.e2e.canned import Json, segment
from tests.e2e.fake import FakeServer
from tests.e2e.widget import PHONE, Widget

pytestmark = pytest.mark.browser

QUESTION = "Is jumping safe with osteoporosis?"
FIRST = "Before starting a strength training program"
THEN = "Slowly work into high-impact movements"
LATER = (
    "Rest for a day",
    "Stop when a joint hurts",
    "Build up over",
    "Stand near a wall",
    "Walk on heels",
)


@pytest.fixture
def phone(new_page: Callable[..., Page], fake_url: str) -> Widget:
    """The widget, open, on the smallest phone."""
    return Widget.on(new_page(viewport=PHONE), fake_url).open()


@pytest.mark.parametrize("language", ["en", "es"])
def test_before_the_first_question_all_is_seen_without_scrolling(phone: Widget, language: str):
    panel = phone.panel
    if language == "es":
        panel.get_by_role("button", name="Español").click()
    expect(panel.locator(".disclosure")).to_be_in_viewport(ratio=1)
    for suggestion in canned.CONFIG["suggestions"][language]:
        expect(panel.get_by_role("button", name=suggestion)).to_be_in_viewport(ratio=1)
    call = panel.get_by_role("link", name=re.compile("010-0100"))
    other = panel.get_by_role("button", name="English" if language == "es" else "Español")
    for control in (call.last, other):
        expect(control).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("reply", [canned.JUMPING, canned.LONG], ids=["short", "long"])
def test_frame_condition_first_quote_and_call_are_seen_without_scrolling(
    phone: Widget, fake: FakeServer, reply: Json
):
    fake.reply = lambda _: reply
    answer = phone.ask(QUESTION)
    for words in ("We can't say", FIRST, THEN):
        expect(answer.get_by_text(words)).to_be_in_viewport(ratio=1)
    expect(phone.panel.get_by_role("link", name="Call").first).to_be_in_viewport(ratio=1)


def test_the_rest_is_behind_show_more(widget: Widget, fake: FakeServer):
    fake.reply = lambda _: canned.LONG
    answer = widget.open().ask(QUESTION)
    for words in (FIRST, THEN, "These quotes do not say who"):
        expect(answer.get_by_text(words)).to_be_visible()
    for words in (*LATER, "Another article says:"):
        expect(answer.get_by_text(words)).to_be_hidden()
    answer.get_by_role("button", name="Show more: take care").press("Enter")
    assert widget.focused().startswith(LATER[0])
    text = answer.inner_text()
    places = [text.index(words) for words in (FIRST, THEN, *LATER, "These quotes do not say who")]
    assert places == sorted(places)
    expect(answer.get_by_role("button", name="Show more")).to_have_count(0)


def test_an_answer_that_fits_has_nothing_more(widget: Widget):
    answer = widget.open().ask(QUESTION)
    expect(answer.get_by_text(THEN)).to_be_visible()
    expect(answer.get_by_role("button", name="Show more")).to_have_count(0)


CONDITION, ADVICE = "condition", "answer"
ELSEWHERE = "condition of another section"


@pytest.mark.parametrize(
    ("roles", "seen"),
    [
        ([ADVICE, ADVICE], [0]),
        ([CONDITION, ADVICE, ADVICE], [0, 1]),
        ([CONDITION, CONDITION, ADVICE], [0, 1, 2]),
        ([ADVICE, CONDITION, ADVICE], [0, 1]),
        ([CONDITION, CONDITION, CONDITION, ADVICE], [0, 1]),
        ([CONDITION, CONDITION, CONDITION], [0, 1]),
        (["context", ADVICE, "context", ADVICE], [0, 1]),
        (["context", "context"], [0, 1]),
        ([ELSEWHERE, ADVICE, ADVICE], [0, 1]),
        ([ELSEWHERE, CONDITION, CONDITION, ADVICE], [0, 1]),
        ([ADVICE, ELSEWHERE, ADVICE], [0]),
    ],
    ids=lambda value: "-".join(str(part).rpartition(" ")[2][0] for part in value),
)
def test_advice_is_never_seen_without_a_condition_around_it(
    widget: Widget, fake: FakeServer, roles: list[str], seen: list[int]
):
    segments = [
        segment(f"Sentence {place}.", role.partition(" ")[0], citation=1 + (role == ELSEWHERE))
        for place, role in enumerate(roles)
    ]
    frames = [canned.frame("Our article says:", 0)]
    fake.reply = lambda _: (
        canned.EMPTY
        | {
            "segments": segments,
            "frames": frames,
            "citations": [canned.CITATION, canned.CITATION | {"number": 2, "heading": "Other"}],
        }
    )
    answer = widget.open().ask(QUESTION)
    expect(answer.get_by_text("Our article says:")).to_be_visible()
    said = [
        place
        for place in range(len(roles))
        if answer.get_by_text(f"Sentence {place}.").is_visible()
    ]
    assert said == seen
    care = [role for place, role in enumerate(roles) if place not in seen and "condition" in role]
    more = answer.get_by_role(
        "button", name=f"Show more: take care ({len(care)})" if care else "Show more", exact=True
    )
    expect(more).to_have_count(1 if len(seen) < len(roles) else 0)


def test_larger_type_enlarges_everything(widget: Widget):
    widget.open()
    larger = widget.panel.get_by_role("button", name="Larger type")
    expect(widget.panel.locator(".disclosure")).to_have_css("font-size", "18px")
    larger.click()
    expect(larger).to_have_attribute("aria-pressed", "true")
    expect(widget.panel.locator(".disclosure")).to_have_css("font-size", "22px")
    expect(widget.input).to_have_css("font-size", "22px")
    widget.ask(QUESTION)
    expect(widget.answers.locator(".frame").first).to_have_css("font-size", "22px")


def test_escape_twice_takes_everything_away(widget: Widget, fake: FakeServer):
    widget.open().ask("words that nobody else shall read")
    widget.input.fill("half a sentence")
    widget.page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    widget.page.keyboard.press("Escape")
    widget.open()
    expect(widget.panel.get_by_text("Automated tool.")).to_be_visible()
    expect(widget.panel).not_to_contain_text("nobody else")
    expect(widget.input).to_have_value("")
    widget.ask("again")
    assert fake.asked[-1]["history"] == []


def test_escape_once_keeps_the_conversation(widget: Widget):
    widget.open().ask(QUESTION)
    widget.page.keyboard.press("Escape")
    widget.page.wait_for_timeout(1_600)
    widget.page.keyboard.press("Escape")
    widget.open()
    expect(widget.answers).to_have_count(1)


def test_one_button_hides_and_clears(widget: Widget):
    widget.open().ask(QUESTION)
    widget.panel.get_by_role("button", name="Hide and clear").click()
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    expect(widget.open().answers).to_have_count(0)


def test_a_long_question_does_not_push_its_answer_away(phone: Widget):
    answer = phone.ask("knee " * 390)
    expect(answer.get_by_text("We can't say")).to_be_in_viewport(ratio=1)
