"""Text fragments in a real browser: it goes to the sentence that was meant, also where the article repeats itself."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Page

from ptassist.answering.deep_link import text_fragment
from tests.e2e.conftest import Serve

pytestmark = pytest.mark.browser

LONG = "Walk a little more each day, on a flat path, in shoes that hold the heel, and stop if the {} hurts."
BLOCKS = (
    "Steps",
    "Rest for a minute.",
    "Then hop",
    "Rest for a minute.",
    "“Day one” – warm-up, then a, b & c: 100%?",
    LONG.format("hip"),
    LONG.format("knee"),
    "Last. Rest for a minute. Cool down.",
    "El cuello rígido mejora.",
)
SEEN = """() => [...document.querySelectorAll("p")].findIndex((node) => {
  const { top, bottom } = node.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
})"""


def site() -> FastAPI:
    """A page on which no two paragraphs can be seen at once."""
    app = FastAPI()
    body = "".join(f'<p style="margin: 2000px 0">{block}</p>' for block in BLOCKS)
    app.get("/")(lambda: HTMLResponse(f"<!doctype html><meta charset=utf-8><title>x</title>{body}"))
    return app


def meant() -> Iterator[tuple[int, str]]:
    """Every paragraph's place and the fragment of its repeated sentence, or of all of it."""
    text = "".join(f"{block}\n" for block in BLOCKS)
    start = 0
    for place, block in enumerate(BLOCKS):
        sentence = "Rest for a minute." if "Rest" in block else block
        begin = start + block.index(sentence)
        fragment = text_fragment(text, begin, begin + len(sentence))
        assert fragment
        yield place, fragment
        start += len(block) + 1


def test_the_browser_goes_to_each_sentence(page: Page, serve: Serve):
    url = serve(site())
    for place, fragment in meant():
        page.goto("about:blank")  # a fragment acts on a navigation only
        page.goto(f"{url}/#:~:text={fragment}")
        page.wait_for_function(f"({SEEN})() === {place}")
