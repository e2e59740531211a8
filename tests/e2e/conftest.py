"""A real Chromium, real servers in threads, and pages that write down every request."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ptassist.assistant import Assistant, open_assistant
from ptassist.build import build_index
from ptassist.index.encoder import open_encoder
from ptassist.server.app import create_app
from ptassist.settings import ServerSettings, Settings
from tests.e2e.fake import FakeServer
from tests.e2e.widget import Widget

ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 10_000
CORPUS = Path(__file__).parents[2] / "corpus" / "articles"

Serve = Callable[[Any], str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "the browser tests need Chromium: sudo apt-get install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class _Server(uvicorn.Server):
    """A server in a thread of its own, on a port that the system picks."""

    def __init__(self, app: Any) -> None:
        super().__init__(
            uvicorn.Config(app, port=0, log_level="error", ws="none", lifespan="off", http="h11")
        )
        self._thread = threading.Thread(target=self.run, daemon=True)

    def address(self) -> str:
        """Starts it and gives its address."""
        self._thread.start()
        while not self.started:
            time.sleep(0.01)
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"

    def stop(self) -> None:
        """Stops it, whatever still runs."""
        self.should_exit = self.force_exit = True
        self._thread.join(timeout=5)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves an app until the test ends; gives its address."""
    servers: list[_Server] = []

    def start(app: Any) -> str:
        servers.append(_Server(app))
        return servers[-1].address()

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def fake() -> FakeServer:
    """A server of canned answers, not yet served."""
    return FakeServer()


@pytest.fixture
def fake_url(fake: FakeServer, serve: Serve) -> str:
    """The address of the server of canned answers."""
    return serve(fake.app)


@pytest.fixture
def site(assistant: Assistant, serve: Serve) -> str:
    """The address of the real app over the tests' articles."""
    settings = Settings(server=ServerSettings(questions_per_minute=0))
    return serve(create_app(assistant, settings))


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real thing: the sample articles, the real encoder, the whole app."""
    settings = Settings(
        corpus_dir=CORPUS,
        index_dir=tmp_path_factory.mktemp("clinic"),
        server=ServerSettings(questions_per_minute=0),
    )
    encoder = open_encoder(settings.encoder.model, settings.encoder.threads)
    build_index(settings, encoder=encoder)
    server = _Server(create_app(open_assistant(settings, encoder), settings))
    yield server.address()
    server.stop()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages, each in a context of its own; an error on a page fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(**({"reduced_motion": "reduce"} | options))
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page on a desktop."""
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def widget(page: Page, fake_url: str) -> Widget:
    """The widget on a page of the server of canned answers."""
    return Widget.on(page, fake_url)
