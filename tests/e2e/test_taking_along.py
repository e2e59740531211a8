"""What one can do with an answer: read it aloud, copy, print, take a summary along, say whether it helped."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import canned
from tests.e2e.fake import FakeServer
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser

QUESTION = "Is jumping safe with osteoporosis?"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
# A device's voices, as far as the widget asks for them; the browser of the tests has none.
VOICES = """voices => {
  window.spoken = [];
  class Utterance { constructor(text) { this.text = text; } }
  Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices, addEventListener: () => {},
    speak: said => spoken.push([said.lang, said.text, said]),
    cancel: () => spoken.push("stop"),
  } });
}"""
HERE, AFAR = {"lang": "en-US", "localService": True}, {"lang": "en-GB", "localService": False}


@pytest.fixture
def answer(widget: Widget) -> Locator:
    """The answer to the example question."""
    widget.page.context.grant_permissions(CLIPBOARD)
    return widget.open().ask(QUESTION)


def pasted(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_copy_holds_frames_quotes_and_where_they_are_from(widget: Widget, answer: Locator):
    answer.get_by_role("button", name="Copy").click()
    expect(widget.panel.get_by_role("status")).to_have_text("Copied.")
    text = pasted(widget.page)
    parts = ["We can't say if it is safe for you.", "“Before starting a strength", "] (Take care)",
             "“Slowly work into", "These quotes do not say who", "[1] Strength Training and Osteoporosis · Section:",
             "/articles/strength-and-osteoporosis"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_where_the_browser_does_not_copy_it_says_so(widget: Widget):
    # What a page has that is not served over https: no clipboard at all.
    widget.page.evaluate("() => { delete Navigator.prototype.clipboard }")
    answer = widget.open().ask(QUESTION)
    answer.get_by_role("button", name="Copy").click()
    expect(widget.panel.get_by_role("status")).to_contain_text("does not let us copy")


def test_the_sheet_has_the_answer_its_sources_and_room_for_questions(page: Page, fake_url: str):
    page.add_init_script("window.print = () => { window.printed = true; }")
    answer = Widget.on(page, fake_url).open().ask(QUESTION)
    answer.get_by_role("button", name="Print").click()
    page.wait_for_function(
        "() => document.querySelector('ptassist-widget').shadowRoot.querySelector('iframe')"
        "?.contentWindow.printed"
    )
    [sheet] = [frame for frame in page.frames if frame != page.main_frame]
    expect(sheet.get_by_role("heading", level=1)).to_have_text("Sample Physical Therapy Clinic")
    for text in (
        QUESTION,
        "(555) 010-0100",
        "We can't say",
        "Slowly work",
        "Watson SL",
        "My questions",
    ):
        expect(sheet.locator("body")).to_contain_text(text)
    expect(sheet.locator("blockquote").first).to_have_css(
        "border-inline-start-width", re.compile("[2-4]")
    )
    assert not page.evaluate("window.printed ?? false")


def test_the_visitor_sees_and_changes_the_summary_before_a_mail_opens(
    widget: Widget, answer: Locator, fake: FakeServer
):
    take = answer.get_by_role("button", name="Take this to a therapist")
    take.click()
    text = answer.get_by_role("textbox", name="Your summary.")
    expect(text).to_be_focused()
    expect(text).to_have_value(re.compile(re.escape(QUESTION)))
    expect(text).to_have_value(re.compile("“Slowly work into high-impact.*Strength Training", re.S))
    text.fill("My own words & a line\nmore")
    mail = answer.get_by_role("link", name="Open a mail")
    mail.evaluate("node => node.addEventListener('click', event => event.preventDefault())")
    mail.click()
    address = urlsplit(mail.get_attribute("href") or "")
    assert (address.scheme, address.path) == ("mailto", "")
    assert parse_qs(address.query)["body"] == ["My own words & a line\r\nmore"]
    take.click()
    expect(text).to_have_count(0)
    assert len(fake.asked) == 1


def test_a_long_summary_still_fits_into_a_mail(widget: Widget, answer: Locator):
    answer.get_by_role("button", name="Take this to a therapist").click()
    answer.get_by_role("textbox", name="Your summary.").fill("ñandú " * 2_000)
    mail = answer.get_by_role("link", name="Open a mail")
    mail.evaluate("node => node.addEventListener('click', event => event.preventDefault())")
    mail.click()
    address = mail.get_attribute("href") or ""
    assert len(address) < 2_048
    assert parse_qs(urlsplit(address).query)["body"][0].endswith("…")


def test_the_summary_is_copied_when_the_booking_page_opens(widget: Widget, answer: Locator):
    answer.get_by_role("button", name="Take this to a therapist").click()
    answer.get_by_role("textbox", name="Your summary.").fill("What I want to say")
    with widget.page.expect_popup() as booking:
        answer.get_by_role("link", name="Copy it and book").click()
    assert booking.value.url.endswith("/booking")
    booking.value.close()
    assert pasted(widget.page) == "What I want to say"


@pytest.mark.parametrize("level", ["emergency", "crisis", "safety"])
def test_nothing_stands_beside_an_urgent_card(widget: Widget, fake: FakeServer, level: str):
    fake.reply = lambda _: canned.card(level)
    widget.open().ask("words")
    for name in ("Take this to a therapist", "Copy", "Print", "Yes"):
        expect(widget.log.get_by_role("button", name=name)).to_have_count(0)


def test_it_helped(widget: Widget, answer: Locator, fake: FakeServer):
    answer.get_by_role("button", name="Yes").click()
    expect(answer.get_by_text("Thank you.")).to_be_focused()
    assert fake.feedback == [
        {
            "answer_id": canned.EMPTY["id"],
            "helpful": True,
            "reason": None,
            "article_ids": ["strength-and-osteoporosis"],
        }
    ]
    expect(answer.get_by_role("button", name="No")).to_have_count(0)


@pytest.mark.parametrize(
    ("pressed", "reason"),
    [("Not what I asked", "wrong"), ("Hard to read", "unclear"), ("Something is missing", "missing"),
     ("Something else", "other"), ("Just send", None)],
)  # fmt: skip
def test_it_did_not_help_and_why(
    widget: Widget, answer: Locator, fake: FakeServer, pressed: str, reason: str | None
):
    answer.get_by_role("button", name="No").click()
    expect(answer.get_by_text("What was the matter?")).to_be_focused()
    assert fake.feedback == []
    answer.get_by_role("button", name=pressed).click()
    expect(answer.get_by_text("Thank you.")).to_be_visible()
    assert [(sent["helpful"], sent["reason"]) for sent in fake.feedback] == [(False, reason)]
    assert QUESTION not in str(fake.feedback)


def test_feedback_that_cannot_be_sent_can_be_pressed_again(widget: Widget, answer: Locator):
    widget.page.route("**/feedback", lambda route: route.fulfill(status=500))
    answer.get_by_role("button", name="Yes").click()
    expect(widget.panel.get_by_role("status")).to_have_text("This could not be sent.")
    widget.page.unroute("**/feedback")
    answer.get_by_role("button", name="Yes").click()
    expect(answer.get_by_text("Thank you.")).to_be_visible()


@pytest.fixture
def speaking(new_page: Callable[..., Page], fake_url: str) -> Callable[..., Widget]:
    """The widget on a device with voices."""

    def make(*voices: object) -> Widget:
        page = new_page(viewport={"width": 1280, "height": 900})
        page.goto(fake_url)
        page.add_init_script(
            f"({VOICES})({list(voices)!r})".replace("True", "true").replace("False", "false")
        )
        return Widget.on(page, fake_url).open()

    return make


def test_one_quote_is_read_aloud_by_a_voice_of_the_device(speaking: Callable[..., Widget]):
    widget = speaking(AFAR, HERE)
    button = widget.ask(QUESTION).get_by_role("button", name="Read this aloud").last
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    said = widget.page.evaluate(
        "spoken.filter(said => said !== 'stop').map(said => said.slice(0, 2))"
    )
    text = "Safe Practices Include: Slowly work into high-impact movements, such as jumping [2]."
    assert said == [["en-US", text]]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert widget.page.evaluate("spoken.at(-1)") == "stop"


def test_a_voice_that_sends_the_text_away_is_not_used(speaking: Callable[..., Widget]):
    widget = speaking(AFAR)
    widget.ask(QUESTION).get_by_role("button", name="Read this aloud").first.click()
    expect(widget.panel.get_by_role("status")).to_contain_text("no voice for this language")
    assert widget.page.evaluate("spoken.filter(said => said !== 'stop')") == []


def test_hiding_ends_the_voice(speaking: Callable[..., Widget]):
    widget = speaking(HERE)
    widget.ask(QUESTION).get_by_role("button", name="Read this aloud").first.click()
    widget.page.wait_for_function("spoken.some(said => said !== 'stop')")
    widget.panel.get_by_role("button", name="Hide and clear").click()
    assert widget.page.evaluate("spoken.at(-1)") == "stop"


def test_a_tool_that_cannot_be_fetched_says_so(widget: Widget, fake: FakeServer):
    answer = widget.open().ask(QUESTION)
    widget.page.route("**/share.js", lambda route: route.abort())
    answer.get_by_role("button", name="Copy").click()
    expect(widget.panel.get_by_role("status")).to_contain_text("check your internet connection")


def test_answers_can_be_taken_along_in_spanish(widget: Widget, fake: FakeServer):
    fake.reply = lambda _: canned.SPANISH | {"id": "b" * 32}
    answer = widget.open().ask("¿Es seguro saltar?")
    answer.get_by_role("button", name="Llevar esto a un terapeuta").click()
    expect(answer.get_by_role("textbox", name="Su resumen.")).to_have_value(
        re.compile("Pregunté: ¿Es seguro")
    )
