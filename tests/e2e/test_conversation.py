"""A conversation in the widget: keyboard, focus, roles, quotes, citations, history."""

import asyncio
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import canned
from tests.e2e.fake import Events, FakeServer, echo, event
from tests.e2e.widget import PHONE, Widget

pytestmark = pytest.mark.browser

QUESTION = "Is jumping safe with osteoporosis?"


def test_from_page_load_to_the_booking_link_by_keyboard_only(widget: Widget):
    keyboard = widget.page.keyboard
    widget.page.locator("body").press("Tab")
    assert "Ask our articles" in widget.focused()
    keyboard.press("Enter")
    expect(widget.input).to_be_focused()
    keyboard.type(QUESTION)
    keyboard.press("Enter")
    widget.answers.wait_for()
    expect(widget.input).to_be_focused()
    for _ in range(30):
        keyboard.press("Shift+Tab")
        if widget.focused().startswith("Book a visit"):
            break
    with widget.page.expect_popup() as booking:
        keyboard.press("Enter")
    assert booking.value.url.endswith("/booking")


def test_roles_and_names_say_what_things_are(widget: Widget):
    expect(widget.launcher).to_have_attribute("aria-expanded", "false")
    expect(widget.launcher).to_have_attribute("aria-controls", "panel")
    widget.open()
    expect(widget.launcher).to_have_attribute("aria-expanded", "true")
    expect(widget.panel).not_to_have_attribute("aria-modal", "true")
    for name in ("Close", "Ask"):
        expect(widget.panel.get_by_role("button", name=name, exact=True)).to_be_visible()
    widget.ask(QUESTION)
    expect(widget.log).to_be_visible()
    expect(widget.panel.get_by_role("button", name="Start over")).to_be_visible()
    expect(widget.answers).to_have_accessible_name("Answer from our articles")


def test_the_first_screen_says_what_this_is_before_anybody_types(widget: Widget):
    widget.open()
    expect(widget.panel).to_contain_text(canned.CONFIG["disclosure"]["en"])
    expect(widget.panel).to_contain_text("Not yet reviewed by a therapist.")
    call = widget.panel.get_by_role("link", name="Call (555) 010-0100").last
    expect(call).to_have_attribute("href", "tel:5550100100")
    for suggestion in canned.CONFIG["suggestions"]["en"]:
        expect(widget.panel.get_by_role("button", name=suggestion)).to_be_visible()


def test_one_line_stays_in_sight_while_chatting(widget: Widget):
    widget.open().ask(QUESTION)
    expect(widget.panel.get_by_text(canned.CONFIG["pinned"]["en"])).to_be_visible()
    expect(widget.panel.get_by_text("Not yet reviewed by a therapist.").first).to_be_visible()
    expect(widget.panel.get_by_role("link", name="988")).to_have_attribute("href", "tel:988")


def test_a_suggested_question_is_asked(widget: Widget, fake: FakeServer):
    widget.open()
    widget.panel.get_by_role("button", name=QUESTION).click()
    widget.answers.wait_for()
    assert fake.asked == [{"question": QUESTION, "history": []}]
    expect(widget.log).to_be_focused()  # the pressed button went away with the first screen


def test_quotes_and_frames_stand_in_order_and_look_apart(widget: Widget):
    answer = widget.open().ask(QUESTION)
    said = [
        text
        for text in answer.inner_text().splitlines()
        if text.strip() and not re.fullmatch(r"\W*\d?\W*", text)
    ]
    order = ["We can't say", "First:", "Before starting", "Then, under", "Safe Practices", "Slowly"]
    places = [next(i for i, line in enumerate(said) if start in line) for start in order]
    assert places == sorted(places)
    quotes = answer.locator("blockquote")
    expect(quotes).to_have_count(2)
    expect(quotes.first).to_contain_text("Take care")
    expect(quotes.last).not_to_contain_text("Take care")
    expect(quotes.first).to_have_attribute("lang", "en")
    expect(answer.locator("blockquote", has_text="We can't say")).to_have_count(0)


def test_a_citation_opens_in_place_with_what_its_sentence_cites(widget: Widget):
    answer = widget.open().ask(QUESTION)
    numbers = answer.get_by_role("button", name="Source 1: Strength Training and Osteoporosis")
    numbers.last.click()
    expect(numbers.last).to_have_attribute("aria-expanded", "true")
    expect(numbers.first).to_have_attribute("aria-expanded", "false")
    expect(answer).to_contain_text("Section: Safe Practices Include:")
    expect(answer).to_contain_text("By Sample article · Published November 20, 2026")
    doi = answer.get_by_role("link", name="10.1002/jbmr.3284").first
    expect(doi).to_have_attribute("href", "https://doi.org/10.1002/jbmr.3284")
    read = answer.get_by_role("link", name="Read it in the article")
    expect(read).to_have_attribute(
        "href", re.compile(r"/articles/strength-and-osteoporosis\?s=300-359#q$")
    )
    expect(read).to_have_attribute("rel", "noopener noreferrer")
    numbers.last.click()
    expect(read).to_be_hidden()


def test_a_sentence_that_cites_nothing_shows_no_research(widget: Widget):
    answer = widget.open().ask(QUESTION)
    answer.get_by_role("button", name="Source 1").first.click()
    expect(answer.get_by_text("Research that this sentence cites")).to_have_count(0)
    expect(answer.get_by_text("Further reading in this article")).to_be_visible()


def test_not_covered_shows_the_nearest_articles_and_the_way_to_a_person(
    widget: Widget, fake: FakeServer
):
    fake.reply = lambda _: canned.NOT_COVERED
    answer = widget.open().ask("What is the price of gold?")
    expect(answer.get_by_role("link", name="Knee Pain on Stairs")).to_have_attribute(
        "href", re.compile(r"http://127\.0\.0\.1:\d+/articles/knee-pain$")
    )
    expect(answer.get_by_role("link", name="Book a visit")).to_be_visible()


@pytest.mark.parametrize("level", ["emergency", "crisis"])
def test_an_urgent_card_comes_first_alerts_and_takes_the_focus(
    widget: Widget, fake: FakeServer, level: str
):
    fake.reply = lambda _: canned.card(level)
    widget.open().ask("words that mean danger")
    heading = widget.alerts.get_by_role("heading", name=f"Get help now ({level})")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(widget.alerts.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    expect(widget.alerts.get_by_role("link", name="Text 988")).to_have_attribute("href", "sms:988")


def test_a_safety_card_is_quiet_does_not_repeat_what_was_said_and_hides_with_one_press(
    widget: Widget, fake: FakeServer
):
    fake.reply = lambda _: canned.card("safety")
    answer = widget.open().ask("somebody hurts me at home")
    expect(answer.get_by_role("heading", name="Get help now (safety)")).to_be_in_viewport()
    expect(widget.alerts).to_have_count(0)
    expect(widget.panel.get_by_text("somebody hurts me at home")).to_be_hidden()
    answer.get_by_role("button", name="Hide and clear").click()
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    widget.open()
    expect(widget.answers).to_have_count(0)
    fake.reply = lambda _: canned.NOT_COVERED
    widget.ask("heel pain")
    assert fake.asked[-1]["history"] == []


@pytest.mark.parametrize("level", ["urgent_today", "clinician_first"])
def test_a_quieter_card_leaves_the_focus_where_it_is(widget: Widget, fake: FakeServer, level: str):
    fake.reply = lambda _: canned.card(level)
    answer = widget.open().ask("words that mean care")
    expect(answer.get_by_role("heading", name=f"Get help now ({level})")).to_be_visible()
    expect(widget.alerts).to_have_count(0)
    expect(widget.input).to_be_focused()


def test_shift_enter_breaks_the_line_and_enter_sends(widget: Widget, fake: FakeServer):
    widget.open()
    widget.input.type("knee pain")
    widget.input.press("Shift+Enter")
    widget.input.type("on stairs")
    widget.input.press("Enter")
    widget.answers.wait_for()
    assert fake.asked[0]["question"] == "knee pain\non stairs"
    expect(widget.input).to_have_value("")


def test_nothing_is_sent_for_a_blank_question_and_control_characters_are_left_out(
    widget: Widget, fake: FakeServer
):
    widget.open().send("  \n ")
    widget.ask("heel\u0007 pain")
    assert [body["question"] for body in fake.asked] == ["heel  pain"]


def test_earlier_turns_go_along_with_their_articles(widget: Widget, fake: FakeServer):
    widget.open().ask("first")
    widget.ask("second")
    assert fake.asked[1]["history"] == [
        {"question": "first", "article_ids": ["strength-and-osteoporosis"]}
    ]


def test_the_last_question_wins_whatever_comes_back_when(widget: Widget, fake: FakeServer):
    fake.reply = echo
    fake.delay = lambda body: 0.6 if body["question"] == "slow" else 0.05
    widget.open().send("slow")
    answer = widget.ask("fast")
    expect(answer).to_contain_text("Answer to fast")
    widget.page.wait_for_timeout(900)
    expect(widget.log).not_to_contain_text("Answer to slow")


def test_of_200_fast_questions_the_last_is_answered(widget: Widget, fake: FakeServer):
    """Nothing is answered before all are asked; then the later a question, the sooner its answer."""

    async def stream(body: canned.Json, answer: canned.Json) -> Events:
        while fake.asked[-1]["question"] != "199":
            await asyncio.sleep(0.02)
        await asyncio.sleep((199 - int(body["question"])) * 0.005)
        yield event("data-answer", data=answer)

    fake.reply, fake.stream = echo, stream
    widget.open()
    for number in range(200):
        widget.send(str(number))
    expect(widget.log).to_contain_text("Answer to 199")
    widget.page.wait_for_timeout(1_200)
    expect(widget.answers).to_have_count(1)
    expect(widget.panel.get_by_role("status")).to_have_text("")


def test_start_over_forgets_the_conversation(widget: Widget, fake: FakeServer):
    widget.open().ask("first")
    widget.panel.get_by_role("button", name="Start over").click()
    expect(widget.panel).to_contain_text(canned.CONFIG["disclosure"]["en"])
    expect(widget.input).to_be_focused()
    widget.ask("second")
    assert fake.asked[1]["history"] == []


def test_start_over_drops_an_answer_on_its_way(widget: Widget, fake: FakeServer):
    fake.delay = lambda _: 0.4
    widget.open().send("first")
    widget.panel.get_by_role("button", name="Start over").click()
    widget.page.wait_for_timeout(700)
    expect(widget.answers).to_have_count(0)
    expect(widget.panel.get_by_role("status")).to_have_text("")


def test_escape_closes_and_the_focus_goes_back(widget: Widget):
    widget.open()
    expect(widget.input).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    expect(widget.launcher).to_have_attribute("aria-expanded", "false")
    widget.open().panel.get_by_role("button", name="Close").click()
    expect(widget.launcher).to_be_focused()


def test_on_a_phone_the_panel_fills_the_screen_and_keeps_the_focus(new_page, fake_url: str):
    page: Page = new_page(viewport=PHONE)
    widget = Widget.on(page, fake_url).open()
    expect(widget.panel).to_have_attribute("aria-modal", "true")
    box = widget.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 640)
    assert widget.focused() == "title"
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") in {"ptassist-widget", "body"}
    page.keyboard.press("Escape")
    expect(widget.launcher).to_be_focused()


def test_turning_the_phone_keeps_the_conversation_open(new_page, fake_url: str):
    page: Page = new_page(viewport=PHONE)
    widget = Widget.on(page, fake_url).open()
    widget.ask(QUESTION)
    page.set_viewport_size({"width": 1000, "height": 800})
    expect(widget.panel).not_to_have_attribute("aria-modal", "true")
    expect(widget.answers).to_be_visible()
    expect(widget.launcher).to_have_attribute("aria-expanded", "true")


def test_on_a_phone_frame_condition_and_call_are_seen_without_scrolling(new_page, fake_url: str):
    page: Page = new_page(viewport=PHONE)
    widget = Widget.on(page, fake_url).open()
    widget.ask(QUESTION)
    for words in ("We can't say", "Before starting"):
        expect(widget.answers.get_by_text(words).first).to_be_in_viewport(ratio=1)
    expect(widget.panel.get_by_role("link", name="Call").first).to_be_in_viewport(ratio=1)


def test_spanish_is_one_press_away_and_an_answer_keeps_its_own_language(
    widget: Widget, fake: FakeServer
):
    widget.open().panel.get_by_role("button", name="Español").click()
    panel = widget.panel
    expect(panel).to_contain_text(canned.CONFIG["disclosure"]["es"])
    expect(panel.get_by_role("textbox", name="Su pregunta")).to_be_focused()
    fake.reply = lambda _: canned.JUMPING
    panel.get_by_role("button", name="¿Qué pasa en la primera visita?").click()
    answer = panel.get_by_role("article", name="Answer from our articles")
    expect(answer).to_have_attribute("lang", "en")
    expect(answer.locator("blockquote").first).to_contain_text("Take care")


def test_a_spanish_answer_speaks_spanish_in_an_english_interface(widget: Widget, fake: FakeServer):
    fake.reply = lambda _: canned.SPANISH
    answer = widget.open().ask("¿Es seguro saltar?")
    expect(answer).to_have_attribute("lang", "es")
    expect(answer.get_by_role("button", name=re.compile("^Fuente 1"))).to_be_visible()
