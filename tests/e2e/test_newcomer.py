"""Somebody who has never seen it, over the sample articles and the real encoder: asks, reads, checks, books."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.widget import PHONE, Widget

pytestmark = pytest.mark.browser

QUESTION = "is jumping safe with osteoporosis?"
FIRST = "Before you jump, skip, or hop with osteoporosis, check your fracture risk with your doctor"
NOT = "If you have had a broken bone in your spine, do not jump"
SAYS = "Jumping can be safe for some people with osteoporosis but not for others"


@pytest.fixture
def answer(page: Page, clinic: str) -> Locator:
    """The answer to the example question."""
    answer = Widget.on(page, clinic).open().ask(QUESTION)
    more = answer.get_by_role("button", name="Show more")
    if more.count():
        more.click()
    return answer


def test_reads_what_comes_first_then_what_the_article_says_then_who_should_not(answer: Locator):
    text = answer.inner_text()
    places = [
        text.index(words)
        for words in (
            "We can't say if it is safe for you.",
            FIRST,
            SAYS,
            "Who should not jump:",
            NOT,
        )
    ]
    assert places == sorted(places)
    expect(answer).to_contain_text("This is a sample, not from this clinic.")


def test_sees_that_a_condition_is_one_without_its_colour(answer: Locator):
    for words in (FIRST, NOT):
        expect(answer.locator("blockquote", has_text=words).first).to_contain_text("Take care")
    plain = answer.locator("blockquote", has_text=SAYS).first
    expect(plain).not_to_contain_text("Take care")


def test_finds_the_research_behind_the_sentence(answer: Locator):
    said = answer.locator("p", has_text=NOT)
    said.get_by_role("button", name="Source 1").click()
    research = answer.get_by_role("listitem").filter(has_text="Brooke-Wavell, K.").first
    expect(research.get_by_role("link")).to_have_attribute(
        "href", "https://doi.org/10.1136/bjsports-2021-104634"
    )
    expect(answer).to_contain_text("Jumping, Strength Training and Osteoporosis")
    expect(answer).to_contain_text("Published November 20, 2026")


def test_lands_on_the_marked_sentence_of_the_article(answer: Locator):
    said = answer.locator("p", has_text=NOT)
    said.get_by_role("button", name="Source 1").click()
    with answer.page.expect_popup() as opened:
        answer.get_by_role("link", name="Read it in the article").first.click()
    article = opened.value
    expect(article.get_by_role("heading", level=1)).to_have_text(
        "Jumping, Strength Training and Osteoporosis"
    )
    expect(article.locator("mark")).to_be_in_viewport()
    expect(article.locator("mark")).to_contain_text(NOT)


def test_finds_the_way_to_a_therapist_at_the_end(answer: Locator):
    expect(answer.get_by_role("link", name="Call (555) 010-0100")).to_have_attribute(
        "href", "tel:5550100100"
    )
    with answer.page.expect_popup() as opened:
        answer.get_by_role("link", name="Book a visit").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Book a visit")


def test_comes_to_the_booking_page_without_a_mouse(page: Page, clinic: str):
    page.goto(clinic)
    widget = Widget(page)
    widget.launcher.wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        if "Ask our articles" in widget.focused():
            break
    page.keyboard.press("Enter")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    widget.answers.wait_for()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if widget.focused().startswith("Book a visit"):
            break
    with page.expect_popup() as booking:
        page.keyboard.press("Enter")
    assert urlsplit(booking.value.url).path == "/booking"


def test_asks_on_and_the_follow_up_is_understood(page: Page, clinic: str):
    widget = Widget.on(page, clinic).open()
    widget.ask(QUESTION)
    expect(widget.ask("and after a broken bone in my spine?")).to_contain_text("spine")


def test_is_told_plainly_what_the_articles_do_not_say(page: Page, clinic: str):
    answer = Widget.on(page, clinic).open().ask("Which mortgage suits a lighthouse keeper?")
    expect(answer).to_contain_text("Our articles don't say.")
    expect(answer.get_by_text("These articles come closest")).to_be_visible()
    expect(answer.locator("blockquote")).to_have_count(0)


def test_an_emergency_stays_one_for_the_whole_conversation(page: Page, clinic: str):
    widget = Widget.on(page, clinic).open()
    widget.ask("crushing chest pain going down my left arm")
    expect(widget.alerts.first.get_by_role("link", name="Call 911")).to_be_visible()
    widget.ask(QUESTION)
    expect(widget.alerts).to_have_count(2)
    expect(widget.log.locator("blockquote")).to_have_count(0)


def test_sends_nothing_anywhere_else_and_leaves_nothing_behind(page: Page, clinic: str):
    asked: list[tuple[str, str]] = []
    page.context.on("request", lambda request: asked.append((request.method, request.url)))
    widget = Widget.on(page, clinic).open()
    quiet = len(asked)
    widget.input.fill("words that are not sent")
    page.wait_for_timeout(200)
    assert len(asked) == quiet
    answer = widget.ask(QUESTION)
    answer.get_by_role("button", name="Source 1").first.click()
    with page.expect_popup() as opened:
        answer.get_by_role("link", name="Read it in the article").first.click()
    opened.value.wait_for_load_state()
    assert {urlsplit(url).netloc for _, url in asked if not url.startswith("data:")} == {
        urlsplit(clinic).netloc
    }
    assert [url for method, url in asked if method == "POST"] == [f"{clinic}/api/v1/ask/stream"]
    assert not any(
        "jumping+is" in url or QUESTION.split()[1] in url.split("?")[-1] for _, url in asked
    )
    for visited in (page, opened.value):
        assert visited.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []


def test_reads_the_first_screen_on_a_small_phone_without_scrolling(new_page, clinic: str):
    widget = Widget.on(new_page(viewport=PHONE), clinic).open()
    expect(widget.panel.get_by_text("Automated tool.")).to_be_in_viewport(ratio=1)
    expect(widget.panel.get_by_role("button", name="Is jumping safe")).to_be_in_viewport(ratio=1)
    expect(widget.panel.get_by_role("button", name="Español")).to_be_in_viewport(ratio=1)
    call = widget.panel.get_by_role("link", name=re.compile("^Call"))
    expect(call.last).to_be_in_viewport(ratio=1)


def test_reads_frame_and_first_condition_on_a_small_phone_without_scrolling(new_page, clinic: str):
    widget = Widget.on(new_page(viewport=PHONE), clinic).open()
    answer = widget.ask(QUESTION)
    expect(answer.get_by_text("We can't say")).to_be_in_viewport(ratio=1)
    expect(answer.get_by_text("Take care").first).to_be_in_viewport(ratio=1)
    expect(answer.get_by_text(FIRST)).to_be_in_viewport(ratio=0.8)
    expect(widget.panel.get_by_role("link", name="Call").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("path", ["/", "/ask", "/articles/strength-training-and-osteoporosis"])
@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_scrolls_sideways(new_page, clinic: str, path: str, width: int):
    page: Page = new_page(viewport={"width": width, "height": 640})
    page.goto(clinic + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_head_of_a_page_takes_two_lines_on_a_phone(new_page, clinic: str):
    page: Page = new_page(viewport={"width": 320, "height": 640})
    page.goto(clinic)
    boxes = [link.bounding_box() for link in page.get_by_role("banner").get_by_role("link").all()]
    rows = {round(box["y"] + box["height"] / 2) for box in boxes if box}
    assert len(rows) == 2
