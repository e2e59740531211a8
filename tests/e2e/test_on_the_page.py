"""A citation of the page that the visitor is on already: scrolled to and marked there, and nothing else changed."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Page, expect

from tests.e2e import canned
from tests.e2e.conftest import Serve
from tests.e2e.fake import FakeServer
from tests.e2e.widget import PHONE, Widget

pytestmark = pytest.mark.browser

SENTENCE = "Slowly work into high-impact movements, such as “jumping” – if you're well."
# The same sentence as a clinic's page may write it: other marks, tags inside, broken lines, hidden copies.
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Article</title></head><body>
<p hidden>{plain}</p><h1>Article</h1><p>{filler}</p>
<p id="it">First. <b>Slowly</b> work into\n high&#8209;impact <a href="#x">movements</a>, such as "jumping" &mdash;
 if you&rsquo;re well. Last.</p><p>{filler}</p>{tag}</body></html>"""
MARKED = "() => [...(CSS.highlights.get('ptassist') ?? [])].map(range => range.toString())"


@pytest.fixture
def article(fake: FakeServer, fake_url: str, serve: Serve) -> str:
    """The address of an article on the clinic's own site, with the widget on it, whose sentence the answer quotes."""
    app = FastAPI()

    @app.get("/blog")
    def blog(sentence: str = SENTENCE) -> HTMLResponse:
        tag = f'<script type="module" src="{fake_url}/widget.js"></script>'
        filler = "Some other words. " * 600
        return HTMLResponse(PAGE.format(plain=SENTENCE, filler=filler, tag=tag))

    url = f"{serve(app)}/blog?p=7"
    citation = canned.CITATION | {"url": url, "deep_link": f"{url}#:~:text=Slowly,well."}
    segments = [canned.segment(SENTENCE)]
    fake.reply = lambda _: canned.JUMPING | {"segments": segments, "citations": [citation]}
    return url


def cited(widget: Widget) -> Widget:
    widget.open().ask("jumping").get_by_role("button", name="Source 1").click()
    return widget


def test_the_sentence_is_scrolled_to_and_marked(page: Page, article: str):
    widget = cited(Widget.on(page, article))
    before = page.locator("body").evaluate("body => body.innerHTML")
    link = widget.panel.get_by_role("link", name="Show it on this page")
    link.click()
    page.wait_for_function("CSS.highlights.has('ptassist')")
    expect(page.locator("#it")).to_be_in_viewport()
    marked = " ".join(page.evaluate(MARKED)[0].split())
    assert marked == 'Slowly work into high‑impact movements, such as "jumping" — if you’re well'
    assert page.locator("body").evaluate("body => body.innerHTML") == before
    expect(widget.answers).to_be_visible()
    assert page.url == article
    assert len(page.context.pages) == 1


def test_on_a_phone_the_panel_gives_way_to_the_page(new_page: Callable[..., Page], article: str):
    page = new_page(viewport=PHONE)
    widget = cited(Widget.on(page, article))
    widget.panel.get_by_role("link", name="Show it on this page").click()
    expect(widget.panel).to_be_hidden()
    expect(page.locator("#it")).to_be_in_viewport()
    widget.open()
    expect(widget.answers).to_be_visible()


def test_a_sentence_that_the_page_has_no_more_is_looked_for_in_a_new_one(page: Page, article: str):
    widget = cited(Widget.on(page, article))
    page.evaluate("document.getElementById('it').remove()")
    with page.expect_popup() as opened:
        widget.panel.get_by_role("link", name="Show it on this page").click()
    assert opened.value.url.startswith(article)
    assert page.evaluate(MARKED) == []


def test_another_page_of_the_same_site_is_another_page(page: Page, article: str):
    widget = cited(Widget.on(page, article.replace("p=7", "p=8")))
    read = widget.panel.get_by_role("link", name="Read it in the article")
    expect(read).to_have_attribute("href", f"{article}#:~:text=Slowly,well.")
    expect(read).to_have_attribute("target", "_blank")


def test_on_our_own_article_page_too(page: Page, site: str):
    widget = Widget.on(page, f"{site}/articles/stairs").open()
    answer = widget.ask("how do I climb stairs after a long rest, lead with the stronger leg?")
    answer.get_by_role("button", name="Source 1").first.click()
    quote = answer.locator(".said").first.evaluate("said => said.firstChild.textContent")
    answer.get_by_role("link", name="Show it on this page").first.click()
    # Our own pages forbid `eval`, with which Playwright would wait.
    for _ in range(50):
        if page.evaluate("CSS.highlights.has('ptassist')"):
            break
        page.wait_for_timeout(100)
    assert page.evaluate(MARKED)[0].startswith(quote.rstrip(".!? "))
    assert page.url == f"{site}/articles/stairs"
