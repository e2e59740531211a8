"""axe-core finds nothing to complain about, whatever the widget and the pages show."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.responses import JSONResponse
from playwright.sync_api import Page

from tests.e2e import canned
from tests.e2e.fake import FakeServer
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 568}
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": DESK},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "narrow": {"viewport": NARROW},
    "forced": {"viewport": DESK, "forced_colors": "active"},
}
QUESTION = "Is jumping safe with osteoporosis?"


# In forced colours the reader's system picks the colours, and axe reads those that were not used.
SYSTEM_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}


def check(page: Page, state: str, options: dict[str, Any] | None = None) -> None:
    """No violation on the page as it stands, and nothing to scroll sideways for."""
    found = Axe().run(page, options=options)
    wrong = [
        (violation["id"], node["target"], node["failureSummary"])
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    assert wrong == [], state
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state


def closed(widget: Widget, _: FakeServer) -> None:
    """Nothing was pressed yet."""


def first_screen(widget: Widget, _: FakeServer) -> None:
    widget.open()


def answer_with_its_source(widget: Widget, _: FakeServer) -> None:
    answer = widget.open().ask(QUESTION)
    answer.get_by_role("button", name="Source 1").last.click()
    answer.get_by_text("Further reading in this article").click()


def everything_open(widget: Widget, fake: FakeServer) -> None:
    fake.reply = lambda _: canned.LONG
    answer = widget.open().ask(QUESTION)
    answer.get_by_role("button", name="Show more").click()
    for number in answer.get_by_role("button", name="Source").all():
        number.click()
    answer.get_by_role("button", name="Take this to a therapist").click()
    answer.get_by_role("textbox").wait_for()
    answer.get_by_role("button", name="No").click()
    answer.get_by_text("What was the matter?").wait_for()


def hard_words(widget: Widget, fake: FakeServer) -> None:
    fake.reply = lambda _: canned.NOTED
    widget.open().ask("kyphosis?").locator("dfn").first.wait_for()


def larger_type(widget: Widget, _: FakeServer) -> None:
    widget.open().panel.get_by_role("button", name="Larger type").click()


def not_covered(widget: Widget, fake: FakeServer) -> None:
    fake.reply = lambda _: canned.NOT_COVERED
    widget.open().ask("gold?")


def spanish(widget: Widget, fake: FakeServer) -> None:
    fake.reply = lambda _: canned.SPANISH
    widget.open().panel.get_by_role("button", name="Español").click()
    widget.panel.get_by_role("button", name="¿Qué pasa en la primera visita?").click()
    widget.panel.get_by_role("article").wait_for()


def failure(widget: Widget, fake: FakeServer) -> None:
    fake.reply = lambda _: JSONResponse({}, 500)
    widget.open().ask("heel pain")


def busy(widget: Widget, fake: FakeServer) -> None:
    fake.reply = lambda _: JSONResponse({}, 429, {"Retry-After": "20"})
    widget.open().ask("heel pain")


def card(level: str) -> Callable[[Widget, FakeServer], None]:
    def show(widget: Widget, fake: FakeServer) -> None:
        fake.reply = lambda _: canned.card(level)
        widget.open().ask("words")

    return show


STATES: dict[str, Callable[[Widget, FakeServer], None]] = {
    "closed": closed,
    "first screen": first_screen,
    "answer": answer_with_its_source,
    "everything open": everything_open,
    "hard words": hard_words,
    "larger type": larger_type,
    "not covered": not_covered,
    "spanish": spanish,
    "failure": failure,
    "busy": busy,
    **{
        level: card(level)
        for level in ("emergency", "crisis", "safety", "urgent_today", "clinician_first")
    },
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_widget_in_every_state(
    new_page: Callable[..., Page], fake: FakeServer, fake_url: str, look: str
):
    page = new_page(**LOOKS[look])
    for state, show in STATES.items():
        fake.reply = lambda _: canned.JUMPING
        show(Widget.on(page, fake_url), fake)
        check(page, f"{state}, {look}", SYSTEM_COLOURS if look == "forced" else None)


@pytest.mark.parametrize("look", ["desk", "dark", "narrow"])
def test_the_pages(new_page: Callable[..., Page], site: str, look: str):
    page = new_page(**LOOKS[look])
    for path in ("/", "/ask", "/articles/stairs?s=0-40#q", "/booking", "/nothing-here"):
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        check(page, f"{path}, {look}")
    page.goto(f"{site}/ask")
    for question in ("What eases heel pain?", "crushing chest pain down my left arm"):
        page.get_by_role("textbox").fill(question)
        page.get_by_role("button", name="Ask", exact=True).click()
        page.get_by_role("article").wait_for()
        check(page, f"/ask {question}, {look}")
