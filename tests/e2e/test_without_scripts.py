"""The same with scripts off: /ask is a form, its answer a page, the conversation goes along in the form."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.widget import PHONE

pytestmark = pytest.mark.browser

QUESTION = "is jumping safe with osteoporosis?"
NOT = "If you have had a broken bone in your spine, do not jump"
CHEST = "crushing chest pain going down my left arm"


@pytest.fixture
def plain(new_page: Callable[..., Page]) -> Page:
    """A page whose browser runs no script."""
    return new_page(java_script_enabled=False, viewport=PHONE)


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def test_from_the_home_page_to_an_answer_its_source_and_the_booking(plain: Page, clinic: str):
    plain.goto(clinic)
    plain.get_by_role("link", name="Ask", exact=True).click()
    expect(plain.get_by_text("Automated tool.")).to_be_visible()
    ask(plain, QUESTION)
    assert plain.url == f"{clinic}/ask?lang=en"
    answer = plain.get_by_role("article", name="Answer from our articles")
    expect(answer).to_contain_text("We can't say if it is safe for you.")
    expect(answer.locator("blockquote", has_text=NOT)).to_contain_text("Take care")
    said = answer.locator(".said", has_text=NOT)
    said.locator("summary").first.click()
    expect(said.get_by_role("link", name="https://doi.org/10.1136")).to_be_visible()
    with plain.expect_popup() as article:
        said.get_by_role("link", name="Read it in the article").click()
    expect(article.value.locator("mark")).to_be_in_viewport()
    expect(article.value.locator("mark")).to_contain_text(NOT)
    with plain.expect_popup() as booking:
        answer.get_by_role("link", name="Book a visit").click()
    expect(booking.value.get_by_role("heading", level=1)).to_have_text("Book a visit")
    expect(answer).to_be_visible()  # no way back to it would be needed


def test_the_number_stands_beside_its_sentence(new_page, clinic: str):
    page: Page = new_page(java_script_enabled=False)
    page.goto(f"{clinic}/ask")
    ask(page, QUESTION)
    said = page.locator(".said", has_text=NOT)
    number, sentence = said.locator("summary").first.bounding_box(), said.bounding_box()
    assert number
    assert sentence
    assert number["y"] + number["height"] <= sentence["y"] + sentence["height"] + 1
    assert number["x"] > sentence["x"] + 20


def test_a_question_of_the_home_page_is_a_button(plain: Page, clinic: str):
    plain.goto(clinic)
    plain.get_by_role("button", name="Is jumping safe with osteoporosis?").click()
    expect(plain.get_by_role("article", name="Answer from our articles")).to_be_visible()
    assert plain.url == f"{clinic}/ask?lang=en"


def test_an_emergency_stays_one_in_the_follow_up(plain: Page, clinic: str):
    plain.goto(f"{clinic}/ask")
    ask(plain, CHEST)
    alert = plain.get_by_role("alert")
    expect(alert.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    ask(plain, "and stretching?")
    expect(alert.get_by_role("link", name="Call 911")).to_be_visible()
    expect(plain.locator("blockquote")).to_have_count(0)
    plain.get_by_role("link", name="Start over").click()
    ask(plain, QUESTION)
    expect(alert).to_have_count(0)


def test_a_blank_question_gets_a_kind_sentence(plain: Page, clinic: str):
    plain.goto(f"{clinic}/ask")
    ask(plain, " ")
    expect(plain.get_by_role("alert")).to_have_text("Please type a question.")
    expect(plain.get_by_role("textbox", name="Your question")).to_be_visible()


def test_leaves_nothing_behind_and_no_question_in_an_address(plain: Page, clinic: str):
    asked: list[str] = []
    plain.on("request", lambda request: asked.append(request.url))
    plain.goto(f"{clinic}/ask")
    ask(plain, QUESTION)
    assert plain.context.cookies() == []
    assert all(url.startswith((clinic, "data:")) for url in asked)
    assert not any("jumping" in url for url in asked)
