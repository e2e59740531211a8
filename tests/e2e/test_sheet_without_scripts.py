"""Below an answer with scripts off: the sheet for the therapist, its print, the press of "helped", Spanish."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.widget import PHONE

pytestmark = pytest.mark.browser

QUESTION = "is jumping safe with osteoporosis?"
NOT = "If you have had a broken bone in your spine, do not jump"


@pytest.fixture
def plain(new_page: Callable[..., Page]) -> Page:
    """A page whose browser runs no script."""
    return new_page(java_script_enabled=False, viewport=PHONE)


def ask(page: Page, clinic: str, question: str = QUESTION) -> None:
    page.goto(f"{clinic}/ask")
    page.get_by_role("textbox").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def press(page: Page, button: Locator) -> Page:
    """Presses what opens beside the answer."""
    with page.expect_popup() as opened:
        button.click()
    # A new tab is loaded twice: first empty, then with what was asked for.
    opened.value.wait_for_url(re.compile("^http"))
    return opened.value


def test_the_visitor_changes_the_sheet_before_it_goes_into_a_mail(plain: Page, clinic: str):
    ask(plain, clinic)
    sheet = press(plain, plain.get_by_role("button", name="Take this to a therapist"))
    area = sheet.get_by_role("textbox")
    assert QUESTION in area.input_value()
    assert f"“{NOT}" in area.input_value()
    area.fill("My own words\nand a second line")
    sheet.get_by_role("button", name="Update").click()
    expect(area).to_have_value("My own words\nand a second line")
    mail = sheet.get_by_role("link", name="Open a mail").get_attribute("href")
    body = parse_qs(urlsplit(mail or "").query)["body"]
    assert body == ["My own words\r\nand a second line"]
    assert sheet.url == f"{clinic}/summary?lang=en"
    expect(plain.get_by_text(NOT).first).to_be_visible()  # the answer is still there


def test_on_paper_there_is_the_sheet_the_phone_and_nothing_to_press(plain: Page, clinic: str):
    ask(plain, clinic)
    sheet = press(plain, plain.get_by_role("button", name="Take this to a therapist"))
    for page in (sheet, plain):
        page.emulate_media(media="print")
        expect(page.get_by_role("textbox")).to_be_hidden()
        expect(page.get_by_role("button").first).to_be_hidden()
        expect(page.locator("main").get_by_text("Call (555) 010-0100")).to_be_visible()
    expect(sheet.locator(".sheet")).to_contain_text(NOT)
    expect(plain.get_by_role("heading", name="Research that is cited")).to_be_visible()


def test_a_press_says_thank_you_and_leaves_the_answer(plain: Page, clinic: str):
    ask(plain, clinic)
    helped = plain.locator(".helped")
    yes = press(plain, helped.get_by_role("button", name="Yes"))
    expect(yes.get_by_role("heading", level=1)).to_have_text("Thank you")
    helped.get_by_text("No", exact=True).click()
    no = press(plain, helped.get_by_role("button", name="Hard to read"))
    expect(no.get_by_role("heading", level=1)).to_have_text("Thank you")
    expect(plain.get_by_text(NOT).first).to_be_visible()


def test_everything_can_be_had_in_spanish(plain: Page, clinic: str):
    plain.goto(f"{clinic}/ask")
    plain.get_by_role("link", name="Español").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Pregunte a nuestros artículos")
    plain.get_by_role("textbox", name="Su pregunta").fill(" ")
    plain.get_by_role("button", name="Preguntar").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Pregunte a nuestros artículos")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_shuts_anybody_out(new_page: Callable[..., Page], clinic: str, language: str):
    page = new_page(viewport={"width": 320, "height": 640}, locale=language)
    page.goto(f"{clinic}/ask")
    check(page)
    page.get_by_role("textbox").fill(
        QUESTION if language == "en" else "¿puedo saltar con osteoporosis?"
    )
    page.locator("form.ask button").click()
    page.get_by_role("article").wait_for()
    check(page)
    check(press(page, page.locator("form.after:not(.helped) button")))
    check(press(page, page.locator(".helped button").first))


def check(page: Page) -> None:
    """No violation, and nothing to scroll sideways for."""
    page.get_by_role("heading", level=1).wait_for()
    found = Axe().run(page)
    assert [(v["id"], v["nodes"][0]["target"]) for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
