"""Whatever an answer says, it stays text: no markup, no script, no address that runs something."""

import pytest
from playwright.sync_api import Dialog, expect

from tests.e2e import canned
from tests.e2e.fake import FakeServer
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser


def test_markup_and_addresses_are_inert(widget: Widget, fake: FakeServer):
    fake.reply = lambda _: canned.HOSTILE
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    widget.page.on("dialog", note)
    widget.open().ask("<img src=x onerror=alert(2)>")
    expect(widget.alerts).to_contain_text("<img src=x onerror=alert(1)>")
    expect(widget.log).to_contain_text("<b>bold</b>")
    expect(widget.log).to_contain_text("<b>numbered</b>: <img src=x onerror=alert(3)>")
    expect(widget.log.locator("img, script, b, [onload], [onerror], [style]")).to_have_count(0)
    for name in ("script", "data", "broken", "nearest"):
        expect(widget.log.get_by_role("link", name=name)).to_have_count(0)
    expect(widget.log.get_by_role("link", name="mail")).to_have_attribute(
        "href", "mailto:desk@clinic.example"
    )
    assert dialogs == []


def test_a_number_without_a_citation_is_never_shown(widget: Widget, fake: FakeServer):
    fake.reply = lambda _: canned.HOSTILE
    widget.open().ask("anything").get_by_role("button", name="Show more").click()
    numbers = widget.log.get_by_role("button", name="Source")
    expect(numbers).to_have_count(1)
    numbers.click()
    expect(widget.log).to_contain_text("<i>title</i>")
    expect(widget.log).to_contain_text("Published not a date")
    expect(widget.log.get_by_role("link", name="Read it in the article")).to_have_count(0)


@pytest.mark.parametrize(
    "broken",
    [
        {
            "segments": "text",
            "frames": 3,
            "citations": {},
            "nearest": None,
            "suggestions": "x",
            "notes": 1,
        },
        {"language": "../../api/v1/config"},
        {"language": None, "handoff": None, "card": None},
        {
            "frames": [{"text": None, "before": "length"}],
            "segments": [{}],
            "notes": [{"term": "x"}],
        },
    ],
    ids=["no-lists", "language-is-a-path", "nothing", "empty-segments"],
)
def test_a_broken_answer_is_shown_as_far_as_it_goes(
    widget: Widget, fake: FakeServer, broken: canned.Json
):
    fake.reply = lambda _: canned.EMPTY | broken
    widget.open()
    expect(widget.ask("anything")).to_be_visible()
    fake.reply = lambda _: canned.JUMPING
    expect(widget.ask("something")).to_contain_text("Slowly work")


def test_a_quote_of_100_kb_leaves_the_panel_as_wide_as_it_was(widget: Widget, fake: FakeServer):
    widget.open()
    before = widget.panel.bounding_box()
    fake.reply = lambda _: canned.EMPTY | {"segments": [canned.segment("x" * 100_000)]}
    widget.ask("anything")
    assert widget.panel.bounding_box() == before
    assert widget.log.evaluate("log => log.scrollWidth <= log.clientWidth")
