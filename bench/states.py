"""Every state of the widget and the pages, brought about in a browser, one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, Route

QUESTIONS = {
    "en": {
        "answer": "Is jumping safe with osteoporosis?",
        "not-covered": "what is the best diet to lower cholesterol",
        "urgent-today": "my calf is swollen and warm since yesterday",
        "safety": "my husband hits me",
        "crisis": "I do not want to live any more",
        "emergency": "crushing chest pain going down my left arm",
    },
    "es": {
        "answer": "¿Debo descansar si me duele la espalda?",
        "not-covered": "¿cuál es la mejor dieta para bajar el colesterol?",
        "urgent-today": "tengo la pantorrilla hinchada y caliente desde ayer",
        "safety": "mi esposo me pega",
        "crisis": "ya no quiero vivir",
        "emergency": "dolor fuerte en el pecho que baja por el brazo izquierdo",
    },
}
STREAM = "**/api/v1/ask/stream"
ARTICLE = "/articles/strength-training-and-osteoporosis?s=1079-1254#q"


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who comes to the site and tries everything.

    Attributes:
        page: A page of the browser.
        url: Where the server is.
        language: The language in which the questions are asked.
    """

    page: Page
    url: str
    language: str

    def states(self) -> Iterator[str]:
        """Brings about one state after the other; gives their names."""
        yield from self._widget()
        yield from self._failures()
        yield from self._pages()

    def film(self) -> Iterator[int]:
        """The steps of the short animation; gives the milliseconds for which each is shown."""
        page, question = self.page, QUESTIONS[self.language]["answer"]
        page.goto(self.url)
        page.locator("ptassist-widget .launcher").wait_for()
        yield 1_200
        self.opened()
        yield 1_800
        for end in range(8, len(question) + 8, 8):
            page.locator("ptassist-widget textarea").fill(question[:end])
            yield 160
        self.ask("answer")
        yield 3_000
        self._one("Source 1").click()
        yield 3_000
        self._root.locator(".actions").last.scroll_into_view_if_needed()
        yield 2_500

    def opened(self) -> "Visit":
        """Opens the widget on the home page; the browser names the language."""
        self.page.goto(self.url)
        self.page.locator("ptassist-widget .launcher").click()
        self.page.wait_for_timeout(200)
        return self

    def ask(self, kind: str) -> None:
        """Asks a question of a kind and waits for what comes."""
        self._root.locator("textarea#question").fill(QUESTIONS[self.language][kind])
        self.page.keyboard.press("Enter")
        log = self._root.locator(".log")
        self.page.wait_for_function("log => !log.ariaBusy", arg=log.element_handle())
        self.page.wait_for_timeout(250)

    @property
    def _root(self) -> Locator:
        return self.page.locator("ptassist-widget")

    def _one(self, name: str) -> Locator:
        names = {"Source 1": ".number", "more": ".more", "take": ".handoff button"}
        return (
            self._root.locator(names[name]).last
            if name == "take"
            else self._root.locator(names[name]).first
        )

    def _widget(self) -> Iterator[str]:
        self.page.goto(self.url)
        self._root.locator(".launcher").wait_for()
        yield "01-demo"
        self.opened()
        yield "02-first-screen"
        self.ask("answer")
        yield "03-answer"
        self._one("Source 1").click()
        yield "04-source"
        if self._one("more").count():
            self._one("more").click()
        yield "05-more"
        self._root.locator(".handoff").scroll_into_view_if_needed()
        yield "06-handoff"
        self._one("take").click()
        self._root.locator(".summary").wait_for()
        yield "07-summary"
        self._root.locator(".feedback button").last.click()
        self.page.wait_for_timeout(300)
        yield "08-why"
        for number, kind in enumerate(
            ("not-covered", "urgent-today", "safety", "crisis", "emergency"), 9
        ):
            self.opened().ask(kind)
            yield f"{number:02}-{kind}"
        self.opened()
        self._root.locator(".larger").click()
        yield "14-larger"
        self.ask("answer")
        yield "15-larger-answer"

    def _failures(self) -> Iterator[str]:
        for number, (name, status) in enumerate((("busy", 429), ("broken", 500)), 16):
            self.opened()
            self.page.route(STREAM, answer_with(status))
            self.ask("answer")
            yield f"{number}-{name}"
            self.page.unroute(STREAM)
        self.opened()
        self.page.context.set_offline(True)
        self.ask("answer")
        yield "18-offline"
        self.page.context.set_offline(False)

    def _pages(self) -> Iterator[str]:
        self.page.goto(self.url + ARTICLE)
        self.page.wait_for_timeout(300)
        yield "19-article"
        self.page.goto(f"{self.url}/ask?lang={self.language}")
        yield "20-ask"
        self.page.locator("main textarea").first.fill(QUESTIONS[self.language]["answer"])
        self.page.locator("form.ask button").click()
        self.page.wait_for_load_state()
        yield "21-ask-answer"
        self.page.goto(f"{self.url}/nothing-here")
        yield "22-error"


def answer_with(status: int) -> Callable[[Route], None]:
    """Answers a request with a refusal."""
    headers = {"Retry-After": "20"} if status == 429 else {}
    return lambda route: route.fulfill(status=status, headers=headers)
