"""The widget as a visitor meets it: by roles and names, never by its insides."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

PHONE = {"width": 360, "height": 640}


@dataclass(frozen=True, slots=True)
class Widget:
    """The widget on a page.

    Attributes:
        page: The page that carries it.
    """

    page: Page

    @classmethod
    def on(cls, page: Page, url: str) -> "Widget":
        """Goes to a page and waits for the launcher."""
        page.goto(url)
        widget = cls(page)
        widget.launcher.wait_for()
        return widget

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name="Ask our articles")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name="Article Assistant")

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("log", name="Questions and answers")

    @property
    def input(self) -> Locator:
        return self.panel.get_by_role("textbox", name="Your question")

    @property
    def answers(self) -> Locator:
        return self.log.get_by_role("article")

    @property
    def alerts(self) -> Locator:
        return self.log.get_by_role("alert")

    def open(self) -> "Widget":
        """Opens the panel."""
        self.launcher.click()
        self.panel.wait_for()
        return self

    def send(self, question: str) -> None:
        """Asks without waiting for the answer."""
        self.input.fill(question)
        self.input.press("Enter")

    def ask(self, question: str) -> Locator:
        """Asks, waits, and gives the new answer or alert."""
        turns = self.answers.or_(self.alerts)
        before = turns.count()
        self.send(question)
        turns.nth(before).wait_for()
        self.page.wait_for_function("log => !log.ariaBusy", arg=self.log.element_handle())
        return turns.nth(before)

    def focused(self) -> str:
        """The name, or the words, of what has the focus inside the widget; empty when it is elsewhere."""
        return str(
            self.page.evaluate(
                """() => {
                  const node = document.querySelector("ptassist-widget").shadowRoot.activeElement;
                  return node ? node.ariaLabel || node.id || node.textContent : "";
                }"""
            )
        )
