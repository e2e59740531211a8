"""What a screen reader says: a small listener follows the live regions as ARIA describes them."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import canned
from tests.e2e.conftest import Serve
from tests.e2e.fake import FakeServer, echo
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser

# Additions and text changes are said by the nearest live region around them; a busy region waits until it is done.
LISTEN = """() => {
  window.said = [];
  const LIVE = "[role=log], [role=status], [role=alert], [aria-live]";
  const root = document.querySelector("ptassist-widget").shadowRoot;
  let waiting = [];
  const say = (node, region) => {
    const words = (node.innerText ?? node.textContent).replace(/\\s+/g, " ").trim();
    if (words) said.push(`${region.role || region.getAttribute("aria-live")}: ${words}`);
  };
  const flush = () => {
    waiting = waiting.filter(([node, region]) => {
      if (region.ariaBusy === "true") return true;
      if (node.isConnected) say(node, region);
      return false;
    });
  };
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      const shown = type === "childList" ? [...addedNodes] : type === "attributes" ? [] : [target];
      if (type === "attributes" && !target.hidden && target.closest("[hidden]") === null) shown.push(target);
      const around = (target.closest ?? target.parentElement.closest).call(
        target.closest ? target : target.parentElement, LIVE);
      if (!around || around.getAttribute("aria-live") === "off") continue;
      for (const node of shown) {
        if (node.nodeType === 1 && node.getAttribute("aria-live") === "off") continue;
        waiting.push([node, around]);
      }
    }
    flush();
  }).observe(root, { subtree: true, childList: true, characterData: true,
                     attributes: true, attributeFilter: ["hidden"] });
  new MutationObserver(flush).observe(root, { subtree: true, attributeFilter: ["aria-busy"] });
}"""


@pytest.fixture
def heard(page: Page, serve: Serve, fake: FakeServer) -> Widget:
    """An open widget with a listener."""
    fake.reply = echo
    widget = Widget.on(page, serve(fake.app)).open()
    page.evaluate(LISTEN)
    return widget


def said(widget: Widget) -> list[str]:
    widget.page.wait_for_timeout(100)
    return [str(line) for line in widget.page.evaluate("said")]


def test_each_turn_is_said_once_and_the_history_never_again(heard: Widget):
    heard.ask("first")
    heard.ask("second")
    lines = said(heard)
    assert [line.split(" A physical")[0] for line in lines] == [
        "status: Looking in our articles…",
        "log: You asked: first",
        "log: Answer to first",
        "status: Looking in our articles…",
        "log: You asked: second",
        "log: Answer to second",
    ]


def test_a_slow_answer_is_not_said_in_pieces(heard: Widget, fake: FakeServer):
    fake.delay = lambda _: 0.4
    heard.send("first")
    heard.page.wait_for_timeout(150)
    assert said(heard) == ["status: Looking in our articles…"]
    heard.answers.wait_for()
    assert sum("Answer to first" in line for line in said(heard)) == 1


def test_a_whole_conversation_is_heard_in_order(heard: Widget, fake: FakeServer):
    fake.reply = lambda body: (
        canned.card("emergency") if "chest" in body["question"] else canned.LONG
    )
    answer = heard.ask("jumping")
    answer.get_by_role("button", name="Show more").click()
    answer.get_by_role("button", name="Source 1").first.click()
    answer.get_by_role("button", name="Take this to a therapist").click()
    answer.get_by_role("textbox").wait_for()
    answer.get_by_role("button", name="Copy").click()
    expect(heard.panel.get_by_role("status")).not_to_have_text("")
    answer.get_by_role("button", name="Yes").click()
    answer.get_by_text("Thank you.").wait_for()
    heard.ask("my chest hurts")
    expect(heard.log.get_by_role("link", name="Book a visit")).to_have_count(2)
    lines = said(heard)
    starts = [
        "status: Looking in our articles…",
        "log: You asked: jumping",
        "log: From sample articles, not this clinic's own. We can't say if it is safe for you.",
        "status: Copied.",
        "status: Looking in our articles…",
        "log: You asked: my chest hurts",
        "log: Get help now (emergency) These signs can be an emergency.",
        "log: A physical therapist can look at your case.",
    ]
    assert [line[: len(start)] for line, start in zip(lines, starts, strict=True)] == starts
    assert "Rest for a day" not in lines[2]  # folded away, so not said


def test_opening_a_citation_says_nothing_of_itself(heard: Widget, fake: FakeServer):
    fake.reply = FakeServer().reply
    answer = heard.ask("jumping")
    before = said(heard)
    answer.get_by_role("button", name="Source 1").last.click()
    assert said(heard) == before
