"""What hard words mean stands below the quotes, in the widget, on the page and on paper, and is heard once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ptassist.server.app import create_app
from tests.e2e import canned
from tests.e2e.fake import FakeServer
from tests.e2e.test_axe import check
from tests.e2e.widget import Widget
from tests.fakes import article_source, assistant_in, build_in

pytestmark = pytest.mark.browser

KYPHOSIS = "Words: kyphosis: an upper back that is rounded."
MOTION = "range of motion: how far a joint can move."


def test_notes_stand_below_the_quotes_each_once(widget: Widget, fake: FakeServer):
    fake.reply = lambda _: canned.NOTED
    answer = widget.open().ask("kyphosis?")
    notes = answer.locator("p:has(dfn)")
    expect(notes).to_have_text([KYPHOSIS, MOTION])
    expect(answer.locator("dfn")).to_have_text(["kyphosis", "range of motion"])
    quote, note = answer.locator("blockquote").bounding_box(), notes.first.bounding_box()
    assert quote
    assert note
    assert note["y"] >= quote["y"] + quote["height"]
    expect(answer.locator("blockquote").filter(has=widget.page.locator("dfn"))).to_have_count(0)


def test_a_screen_reader_hears_them_once_as_part_of_the_answer(widget: Widget, fake: FakeServer):
    fake.reply = lambda _: canned.NOTED
    widget.open().ask("kyphosis?")
    heard = widget.log.aria_snapshot()
    assert heard.count("an upper back that is rounded.") == 1
    assert heard.index("changes the range of motion") < heard.index("an upper back")
    assert widget.log.locator("[aria-live=off] dfn, [aria-hidden=true] dfn").count() == 0


def test_a_word_keeps_the_language_of_its_article(widget: Widget, fake: FakeServer):
    notes = [{"term": "kyphosis", "text": "la parte alta de la espalda que se ve redonda."}]
    fake.reply = lambda _: canned.NOTED | {"language": "es", "notes": notes}
    answer = widget.open().ask("cifosis?")
    expect(answer.locator("p:has(dfn)")).to_have_text(f"Palabras: kyphosis: {notes[0]['text']}")
    expect(answer.locator("dfn")).to_have_attribute("lang", "en")
    expect(answer).to_have_attribute("lang", "es")


def test_an_answer_without_hard_words_or_of_an_older_server_shows_none(
    widget: Widget, fake: FakeServer
):
    widget.open()
    for answer in (canned.EMPTY, {k: v for k, v in canned.EMPTY.items() if k != "notes"}):
        fake.reply = lambda _, answer=answer: answer  # type: ignore[misc]
        expect(widget.ask("anything").locator("dfn")).to_have_count(0)


def test_a_copy_holds_them_below_the_quotes(widget: Widget, fake: FakeServer):
    fake.reply = lambda _: canned.NOTED
    widget.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget.open().ask("kyphosis?").get_by_role("button", name="Copy").click()
    expect(widget.panel.get_by_role("status")).to_have_text("Copied.")
    text = str(widget.page.evaluate("navigator.clipboard.readText()"))
    places = [
        text.index(part) for part in ("“A kyphosis", KYPHOSIS, f"Words: {MOTION}", "[1] Strength")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [320, 1440])
def test_nothing_is_cut_off_on_any_screen(page: Page, fake: FakeServer, fake_url: str, width: int):
    fake.reply = lambda _: canned.NOTED
    page.set_viewport_size({"width": width, "height": 640})
    widget = Widget.on(page, fake_url).open()
    answer = widget.ask("kyphosis?")
    expect(answer.locator("p:has(dfn)").last).to_be_in_viewport()
    assert widget.log.evaluate("log => log.scrollWidth <= log.clientWidth")


@pytest.mark.parametrize("width", [320, 1440])
def test_the_page_without_scripts_shows_them_too(
    new_page: Callable[..., Page], serve: Callable[..., str], tmp_path: Path, width: int
):
    body = "Rails help kyphosis on stairs."
    settings, _ = build_in(tmp_path, {"rails.md": article_source("Rails", body)})
    view: dict[str, Any] = {"viewport": {"width": width, "height": 640}}
    url = serve(create_app(assistant_in(settings), settings))
    for scripts in (False, True):
        page = new_page(java_script_enabled=scripts, **view)
        page.goto(f"{url}/ask")
        page.get_by_role("textbox").fill("What helps kyphosis on stairs?")
        page.get_by_role("button", name="Ask", exact=True).click()
        answer = page.get_by_role("article", name="Answer from our articles")
        expect(answer.locator("p:has(dfn)")).to_have_text(KYPHOSIS)
        expect(answer.locator("blockquote dfn")).to_have_count(0)
        if scripts:
            check(page, f"/ask with a note, {width}")
