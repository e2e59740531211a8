"""The tag of `ptassist snippet --pinned` in a real browser: it works, it is checked, an upgrade does not break it."""

import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Page, expect
from starlette.middleware.cors import CORSMiddleware

from ptassist.cli.snippet import snippet_of
from ptassist.server.assets import Assets, load_assets
from ptassist.server.kept_assets import KeptAssets
from ptassist.server.widget import widget_routes
from ptassist.shipped import shipped
from tests.e2e.conftest import Serve
from tests.e2e.fake import FakeServer
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser

HOST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title></head>
<body><main><h1>The clinic's own site</h1></main>{tag}</body></html>"""


def server_of(assets: Assets, kept: Path) -> FastAPI:
    """A server of canned answers that hands the widget out as the real one does."""
    files = KeptAssets(assets, kept)
    files.keep()
    app = FastAPI()
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"]
    )
    app.include_router(widget_routes(files))
    app.mount("/", FakeServer().app)
    return app


def host_of(tag: str, policy: str) -> FastAPI:
    """A clinic's own site with a strict policy."""
    app = FastAPI()
    headers = {"Content-Security-Policy": f"default-src 'none'; {policy}"}
    app.get("/")(lambda: HTMLResponse(HOST.format(tag=tag), headers=headers))
    return app


def pinned(assets: Assets, url: str) -> FastAPI:
    made = snippet_of(assets, url, pinned=True)
    policy = "; ".join(f"{name} {source}" for name, source in made.policy.items())
    return host_of(made.tag, policy)


@pytest.fixture
def assets() -> Assets:
    return load_assets(shipped("web/static"))


def upgraded(folder: Path) -> Assets:
    """A version with another element and another style."""
    shutil.copytree(shipped("web/static"), folder)
    with (folder / "widget" / "element.js").open("a") as file:
        file.write("\nconsole.log('another version');\n")
    return load_assets(folder)


def test_it_works_under_a_strict_policy(page: Page, serve: Serve, tmp_path: Path, assets: Assets):
    url = serve(server_of(assets, tmp_path / "kept"))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    widget = Widget.on(page, serve(pinned(assets, url))).open()
    expect(widget.ask("anything")).to_contain_text("Slowly work")
    assert [
        text for text in said if "integrity" in text.lower() or "Content Security" in text
    ] == []


def test_each_module_is_fetched_once(page: Page, serve: Serve, tmp_path: Path, assets: Assets):
    url = serve(server_of(assets, tmp_path / "kept"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    Widget.on(page, serve(pinned(assets, url))).open()
    modules = [name for name in asked if name.endswith(".js")]
    assert len(modules) == len(set(modules))
    assert {f"{url}/widget/{assets.digest}/{name}" for name in assets.modules()} <= set(modules)


def test_after_an_upgrade_a_pinned_page_has_the_version_that_it_named(
    page: Page, serve: Serve, tmp_path: Path, assets: Assets
):
    KeptAssets(assets, tmp_path / "kept").keep()
    url = serve(server_of(upgraded(tmp_path / "new"), tmp_path / "kept"))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    Widget.on(page, serve(pinned(assets, url))).open()
    assert "another version" not in said
    other = page.context.new_page()
    other.on("console", lambda message: said.append(message.text))
    tag = snippet_of(assets, url, pinned=False)
    policy = "; ".join(f"{name} {source}" for name, source in tag.policy.items())
    Widget.on(other, serve(host_of(tag.tag, policy))).open()
    assert "another version" in said


def test_a_module_that_differs_does_not_run(
    page: Page, serve: Serve, tmp_path: Path, assets: Assets
):
    # Nothing is kept, so the address of the old version gives the new files.
    url = serve(server_of(upgraded(tmp_path / "new"), tmp_path / "kept"))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(serve(pinned(assets, url)))
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Ask our articles")).to_have_count(0)
    assert "another version" not in said
    assert any("integrity" in text for text in said)
