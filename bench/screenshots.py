"""Pictures of the pages and the widget, for a person to look at.

    python -m bench.screenshots [--url http://127.0.0.1:8000] [--out docs/screenshots/tmp] [--readme]

Without --url it serves the published index itself. `--readme` only makes docs/widget.png.
"""

import argparse
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUESTION = "Is jumping safe with osteoporosis?"
SIZES = {"phone": (360, 640), "tablet": (768, 1024), "desk": (1440, 900)}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


@contextlib.contextmanager
def served() -> Iterator[str]:
    """A server of our own, without a rate limit, until the pictures are taken."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "ptassist", "serve", "--port", str(port)]
    settings = os.environ | {"PTASSIST_SERVER__QUESTIONS_PER_MINUTE": "0"}
    with subprocess.Popen(command, env=settings) as server:
        try:
            wait_for(server, f"{url}/readyz")
            yield url
        finally:
            server.terminate()


def wait_for(server: subprocess.Popen[bytes], url: str) -> None:
    while server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=1)
            return
        time.sleep(0.5)
    sys.exit("bench.screenshots: the server stopped; see above")


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")
    log = page.locator("ptassist-widget").get_by_role("log")
    page.wait_for_function("log => !log.ariaBusy", arg=log.element_handle())
    page.wait_for_timeout(900)  # the log scrolls smoothly


def states(page: Page, url: str) -> Iterator[str]:
    page.goto(url)
    page.get_by_role("button", name="Ask our articles").wait_for()
    yield "1-demo"
    page.get_by_role("button", name="Ask our articles").click()
    page.wait_for_timeout(300)
    yield "2-first-screen"
    ask(page, QUESTION)
    yield "3-answer"
    page.locator("ptassist-widget").get_by_role("button", name="Source").first.click()
    yield "4-source"
    ask(page, "what is the best diet to lower cholesterol")
    yield "5-not-covered"
    ask(page, "crushing chest pain going down my left arm")
    yield "6-emergency"
    page.goto(f"{url}/articles/strength-training-and-osteoporosis?s=1079-1254#q")
    page.wait_for_timeout(300)
    yield "7-article"
    page.goto(f"{url}/ask")
    yield "8-ask"
    page.get_by_label("Your question").first.fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).first.click()
    page.wait_for_load_state()
    yield "9-ask-answer"
    page.goto(f"{url}/nothing-here")
    yield "a-error"


def picture_of_the_readme(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 860})
    next(name for name in states(page, url) if name == "3-answer")
    page.screenshot(path="docs/widget.png")


def every_picture(browser: Browser, url: str, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            view: ViewportSize = {"width": width, "height": height}
            page = browser.new_page(viewport=view, color_scheme=scheme)
            for name in states(page, url):
                page.screenshot(path=out / f"{size}-{scheme}-{name}.png")
            page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a server that is running already")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots/tmp"))
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    server = contextlib.nullcontext(options.url) if options.url else served()
    with server as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        if options.readme:
            picture_of_the_readme(browser, url)
        else:
            every_picture(browser, url, options.out)
            print(f"pictures in {options.out}")


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    main()
