"""It does not disturb: no layout shift, hardly any work while a page loads; it fits any width, zoom and spacing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.fake import FakeServer
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser

QUESTION = "Is jumping safe with osteoporosis?"
MOST_BUSY_MS = 50
WATCH = """() => {
  window.shifts = [];
  window.tasks = [];
  const watch = (type, list, name) => new PerformanceObserver(found => list.push(...found.getEntries()
    .filter(entry => !entry.hadRecentInput).map(entry => entry[name]))).observe({ type, buffered: true });
  watch("layout-shift", shifts, "value");
  watch("longtask", tasks, "duration");
}"""
# WCAG 1.4.12: whatever spacing a reader needs.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""


def test_nothing_on_the_page_moves(page: Page, fake_url: str, fake: FakeServer):
    page.add_init_script(f"({WATCH})()")
    widget = Widget.on(page, fake_url).open()
    widget.ask(QUESTION).get_by_role("button", name="Source 1").first.click()
    page.keyboard.press("Escape")
    page.wait_for_timeout(700)
    assert page.evaluate("shifts.reduce((sum, shift) => sum + shift, 0)") < 0.01


def test_the_page_is_never_kept_busy_while_it_loads(page: Page, fake_url: str):
    """A long task is one of over 50 ms; a slow machine may be slow once, not three times."""
    page.add_init_script(f"({WATCH})()")
    busy: list[list[float]] = []
    for _ in range(3):
        Widget.on(page, fake_url)
        page.wait_for_load_state("networkidle")
        busy.append(page.evaluate("tasks"))
        if not busy[-1]:
            return
    pytest.fail(f"every load had tasks of over {MOST_BUSY_MS} ms: {busy}")


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(320, 568, 1), (640, 450, 2), (320, 256, 4)],
    ids=["320", "200%", "400%"],
)
def test_it_reflows(
    new_page: Callable[..., Page], fake_url: str, width: int, height: int, scale: int
):
    """A browser that zooms has fewer CSS pixels: 200 % of 1280 is 640, 400 % is 320 (WCAG 1.4.10)."""
    page = new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
    widget = Widget.on(page, fake_url).open()
    answer = widget.ask(QUESTION)
    answer.get_by_role("button", name="Source 1").first.click()
    answer.get_by_role("button", name="Take this to a therapist").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert widget.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    expect(widget.input).to_be_in_viewport(ratio=1)
    answer.get_by_role("link", name="Book a visit").scroll_into_view_if_needed()
    expect(answer.get_by_role("link", name="Book a visit")).to_be_in_viewport(ratio=1)


# How far the words of a button stand out of it; the area around it that takes a finger counts for nothing.
SPILLS = """node => {
  const words = document.createRange();
  words.selectNodeContents(node);
  return words.getBoundingClientRect().width - node.getBoundingClientRect().width;
}"""


def test_it_bears_the_spacing_that_a_reader_needs(widget: Widget):
    widget.open()
    widget.page.evaluate(
        """css => {
          const style = new CSSStyleSheet();
          style.replaceSync(css);
          document.querySelector("ptassist-widget").shadowRoot.adoptedStyleSheets = [style];
        }""",
        SPACED,
    )
    answer = widget.ask(QUESTION)
    assert widget.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    cut = """log => [...log.querySelectorAll("p, button, a, h3, li")].filter(node => !node.closest(".unseen, [hidden]")
      && getComputedStyle(node).overflow !== "visible" && node.scrollHeight > node.clientHeight + 1).length"""
    assert widget.log.evaluate(cut) == 0
    for button in answer.get_by_role("button").all():
        assert button.evaluate(SPILLS) <= 1, button


def test_every_target_is_large_enough_to_hit(widget: Widget):
    widget.open()
    small = """panel => [...panel.querySelectorAll("button, summary, a.action, a.tool, textarea")]
      .filter(node => node.checkVisibility()).map(node => [node.textContent, node.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    assert widget.panel.evaluate(small) == []
    widget.ask(QUESTION).get_by_role("button", name="Source 1").first.click()
    assert widget.panel.evaluate(small) == []


def test_no_motion_for_those_who_asked_for_none(new_page: Callable[..., Page], fake_url: str):
    for wish, duration in (("reduce", "0s"), ("no-preference", "0.18s")):
        widget = Widget.on(new_page(reduced_motion=wish), fake_url).open()
        expect(widget.panel).to_have_css("animation-duration", duration)
