"""Pictures of the pages and the widget, for a person to look at.

    python -m bench.screenshots [--url http://127.0.0.1:8000] [--out docs/screenshots/tmp] [--readme]

The server must be running. `--readme` only makes docs/widget.png.
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

QUESTION = "Is jumping safe with osteoporosis?"
SIZES = {"phone": (360, 640), "tablet": (768, 1024), "desk": (1440, 900)}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")
    log = page.locator("ptassist-widget").get_by_role("log")
    page.wait_for_function("log => !log.ariaBusy", arg=log.element_handle())
    page.wait_for_timeout(900)  # the log scrolls smoothly


def states(page: Page, url: str):
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots/tmp"))
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        if options.readme:
            page = browser.new_page(viewport={"width": 1200, "height": 860})
            for name in states(page, options.url):
                if name == "3-answer":
                    page.screenshot(path="docs/widget.png")
                    break
            return
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                for name in states(page, options.url):
                    page.screenshot(path=options.out / f"{size}-{scheme}-{name}.png")
                page.close()


if __name__ == "__main__":
    main()
