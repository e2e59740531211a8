"""Two questions in one message: each is said again above its own answer, and both are seen at once."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser

HOP = "How many times do I hop on both feet?"
HEEL = "Does rolling the foot over a cold bottle ease heel pain?"
STRANGE = "Who won the <b>lighthouse</b> mortgage?"
HOPS, BOTTLE = "Hop ten times on both feet", "cold bottle eases heel pain"


def test_each_question_stands_above_its_own_quotes(page: Page, site: str):
    widget = Widget.on(page, site).open()
    answer = widget.ask(f"{HOP} {HEEL}")
    said = [f"You asked: {HOP}", HOPS, f"You asked: {HEEL}", BOTTLE]
    for words in said:
        expect(answer.get_by_text(words)).to_be_visible()
    text = answer.inner_text()
    places = [text.index(words) for words in said]
    assert places == sorted(places)


def test_what_no_article_says_is_told_at_its_place(page: Page, site: str):
    widget = Widget.on(page, site).open()
    answer = widget.ask(f"{STRANGE} {HEEL}")
    text = answer.inner_text()
    places = [
        text.index(words)
        for words in (
            f"You asked: {STRANGE}",
            "Our articles don't say this.",
            f"You asked: {HEEL}",
            BOTTLE,
        )
    ]
    assert places == sorted(places)


def test_the_next_question_leans_on_the_last_one(page: Page, site: str):
    widget = Widget.on(page, site).open()
    widget.ask(f"{HOP} What eases heel pain?")
    answer = widget.ask("and stretching?")
    expect(answer).to_contain_text("Stretching the calf twice a day")
    expect(answer).not_to_contain_text(HOPS)
