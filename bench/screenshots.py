"""Pictures of every state of the pages and the widget, for a person to look at; and the README's pictures.

    python -m bench.screenshots [--url http://127.0.0.1:8000] [--out docs/screenshots/tmp] [--only phone-light-en]
    python -m bench.screenshots --pictures          only docs/pictures/: the widget, a phone, a short animation

Without --url it serves the published index itself. Three sizes, light and dark, English and Spanish: some 250 pictures.
"""

import argparse
import contextlib
import itertools
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

from bench.animation import animated
from bench.states import QUESTIONS, Visit

NAMES = ("chromium", "chromium-browser", "google-chrome")
SIZES = {"phone": (360, 640), "tablet": (768, 1024), "desk": (1440, 900)}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
PICTURES = Path("docs/pictures")


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


def every_picture(browser: Browser, url: str, out: Path, only: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for size, scheme, language in itertools.product(SIZES, ("light", "dark"), QUESTIONS):
        name = f"{size}-{scheme}-{language}"
        if only in name:
            page = page_of(browser, SIZES[size], scheme, language)
            for state in Visit(page, url, language).states():
                page.screenshot(path=out / f"{name}-{state}.png")
            page.close()


def pictures_of_the_readme(browser: Browser, url: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = page_of(browser, (1200, 860), "light")
    Visit(page, url, "en").opened().ask("answer")
    page.screenshot(path=PICTURES / "widget.png")
    page = page_of(browser, SIZES["phone"], "light")
    frames = []
    for wait_ms in Visit(page, url, "en").film():
        frames.append((page.screenshot(), wait_ms))
    (PICTURES / "conversation.png").write_bytes(animated(frames))
    page = page_of(browser, SIZES["phone"], "light")
    Visit(page, url, "en").opened().ask("answer")
    page.screenshot(path=PICTURES / "phone.png")


def page_of(browser: Browser, size: tuple[int, int], scheme: str, language: str = "en") -> Page:
    view: ViewportSize = {"width": size[0], "height": size[1]}
    return browser.new_page(
        viewport=view, color_scheme=scheme, reduced_motion="reduce", locale=language
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a server that is running already")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots/tmp"))
    parser.add_argument("--only", default="", help="a part of a name, such as phone-dark")
    parser.add_argument("--pictures", action="store_true")
    options = parser.parse_args()
    server = contextlib.nullcontext(options.url) if options.url else served()
    with server as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        if options.pictures:
            pictures_of_the_readme(browser, url)
        else:
            every_picture(browser, url, options.out, options.only)
            print(f"pictures in {options.out}")


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    main()
