"""One script tag on a stranger's page: its origin, its style, its policy; small, and silent towards third parties."""

import gzip
import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Page, Response, expect

from ptassist.assistant import Assistant
from ptassist.server.app import create_app
from ptassist.settings import ServerSettings, Settings
from ptassist.shipped import shipped
from tests.e2e import canned
from tests.e2e.conftest import Serve
from tests.e2e.fake import FakeServer
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser

MOST_BYTES = 15 * 1024
HOST = """<!doctype html><html lang="en" {html}><head><meta charset="utf-8"><title>Host</title>{head}</head>
<body><main><h1>The clinic's own site</h1><p><a href="#x">A link</a></p></main>
{scripts}</body></html>"""
TAG = '<script type="module" src="{url}/widget.js"></script>'
HOSTILE_STYLE = """<style>* { all: unset !important; } html { font-size: 62.5%; }
button, dialog, ptassist-widget { display: none !important; transform: scale(3) !important; }</style>"""

Host = Callable[..., str]


@pytest.fixture
def host(serve: Serve) -> Host:
    """Serves a clinic's own page at an origin of its own."""

    def start(scripts: str, head: str = "", html: str = "", policy: str | None = None) -> str:
        app = FastAPI()
        headers = {"Content-Security-Policy": policy} if policy else {}

        @app.get("/")
        def page() -> HTMLResponse:
            return HTMLResponse(HOST.format(scripts=scripts, head=head, html=html), headers=headers)

        return serve(app)

    return start


def test_it_works_across_origins_that_the_settings_allow(
    page: Page, host: Host, serve: Serve, assistant: Assistant
):
    # The server's own address is known only once it runs, so the page writes the tag itself.
    own = host('<script type="module" src="/tag.js"></script>')
    settings = Settings(server=ServerSettings(questions_per_minute=0, allowed_origins=(own,)))
    url = serve(create_app(assistant, settings))
    page.route(
        f"{own}/tag.js",
        lambda route: route.fulfill(
            body=f'import "{url}/widget.js";', content_type="text/javascript"
        ),
    )
    widget = Widget.on(page, own).open()
    answer = widget.ask("What eases heel pain?")
    expect(answer.locator("blockquote").first).to_be_visible()
    links = answer.get_by_role("link", name="Book")
    expect(links.first).to_have_attribute("href", f"{url}/booking")


def test_an_origin_that_is_not_allowed_gets_nothing_out_of_the_api(
    page: Page, host: Host, site: str
):
    page.goto(host(TAG.format(url=site)))
    page.wait_for_timeout(500)
    expect(page.get_by_role("button", name="Ask our articles")).to_have_count(0)


def test_everything_from_page_load_to_an_open_citation_is_small(page: Page, site: str):
    bodies: dict[str, int] = {}

    def weigh(response: Response) -> None:
        bodies[response.url] = len(gzip.compress(response.body(), 9)) if response.ok else 0

    page.on("response", weigh)
    answer = Widget.on(page, site).open().ask("What eases heel pain?")
    page.wait_for_load_state("networkidle")
    answer.get_by_role("button", name="Source 1").first.click()
    page.wait_for_timeout(200)
    bodies = {url: size for url, size in bodies.items() if "/ask" not in url}
    ours = ("/widget.js", "/widget/", "/api/")
    loaded = {url: size for url, size in bodies.items() if urlsplit(url).path.startswith(ours)}
    assert {urlsplit(url).netloc for url in bodies if url.startswith("http")} == {
        urlsplit(site).netloc
    }
    assert f"{site}/widget.js" in loaded
    assert f"{site}/api/v1/config" in loaded
    assert sum(loaded.values()) <= MOST_BYTES, loaded


def test_a_whole_conversation_goes_to_one_address_and_leaves_nothing_behind(
    page: Page, host: Host, fake_url: str
):
    own = host(TAG.format(url=fake_url))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    widget = Widget.on(page, own).open()
    assert [url for url in asked if "ask" in url] == []
    answer = widget.ask("Is jumping safe with osteoporosis?")
    answer.get_by_role("button", name="Source 1").last.click()
    widget.panel.get_by_role("button", name="How often should I train?").click()
    expect(widget.answers).to_have_count(2)
    page.keyboard.press("Escape")
    assert {urlsplit(url).netloc for url in asked} <= {
        urlsplit(own).netloc, urlsplit(fake_url).netloc,
    }  # fmt: skip
    assert page.context.cookies() == []
    kept = "localStorage.length + sessionStorage.length"
    assert page.evaluate(kept) == 0
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert page.url == f"{own}/"


def test_no_address_ever_holds_the_question(widget: Widget):
    asked: list[str] = []
    widget.page.on("request", lambda request: asked.append(request.url))
    widget.open().ask("osteoporosis")
    assert [url for url in asked if "osteoporosis" in url] == []


def test_a_strict_policy_needs_the_server_named_three_times(page: Page, host: Host, fake_url: str):
    policy = (
        f"default-src 'none'; script-src {fake_url}; style-src {fake_url}; connect-src {fake_url}"
    )
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    widget = Widget.on(page, host(TAG.format(url=fake_url), policy=policy)).open()
    answer = widget.ask("anything")
    expect(answer).to_contain_text("Slowly work")
    page.evaluate("window.print = () => {}")
    answer.get_by_role("button", name="Take this to a therapist").click()
    answer.get_by_role("textbox").wait_for()
    answer.get_by_role("button", name="Print").click()
    sheet = answer.locator("iframe").content_frame
    expect(sheet.get_by_role("heading", level=1)).to_have_text("Sample Physical Therapy Clinic")
    expect(sheet.locator("h1")).to_have_css(
        "font-size", re.compile("^2[23]")
    )  # 17pt: its style holds
    assert [text for text in broken if "Content Security" in text and "favicon" not in text] == []


def test_a_hostile_style_sheet_changes_nothing(page: Page, host: Host, fake_url: str):
    tag = TAG.format(url=fake_url)
    plain = Widget.on(page, host(tag))
    size = plain.launcher.bounding_box()
    hostile = Widget.on(page, host(tag, head=HOSTILE_STYLE, html='dir="rtl"'))
    assert hostile.launcher.bounding_box() == size
    hostile.open()
    expect(hostile.input).to_have_css("font-size", "18px")
    expect(hostile.panel).to_have_css("direction", "ltr")


def test_the_page_keeps_its_own_style(page: Page, host: Host, fake_url: str):
    styles = "[...document.querySelectorAll('main, h1, p, a')].map(n => ({...getComputedStyle(n)}))"
    page.goto(host(""))
    before = page.evaluate(styles)
    Widget.on(page, host(TAG.format(url=fake_url))).open()
    assert page.evaluate(styles) == before


def test_two_scripts_make_one_widget(page: Page, host: Host, fake_url: str, serve: Serve):
    other = serve(FakeServer().app)
    widget = Widget.on(page, host(TAG.format(url=fake_url) + TAG.format(url=other)))
    page.wait_for_load_state("networkidle")
    expect(page.locator("ptassist-widget")).to_have_count(1)
    expect(widget.open().panel).to_be_visible()


def test_a_page_that_loads_it_late_gets_it_too(page: Page, host: Host, fake_url: str):
    page.goto(host(""))
    page.add_script_tag(url=f"{fake_url}/widget.js", type="module")
    expect(Widget(page).open().panel).to_be_visible()


def test_the_pages_own_element_decides_on_the_language(page: Page, host: Host, fake_url: str):
    page.goto(host('<ptassist-widget lang="es"></ptassist-widget>' + TAG.format(url=fake_url)))
    expect(page.get_by_role("button", name="Haga una pregunta")).to_be_visible()
    expect(page.locator("ptassist-widget")).to_have_count(1)


def test_the_pages_own_element_says_what_it_is_called_and_offers(
    page: Page, host: Host, fake_url: str, fake: FakeServer
):
    element = (
        '<ptassist-widget heading="Ask Dana&#39;s clinic" greeting="Good to see you." booking="https://book.example/now"'
        ' suggestions="What about knees? | | And <b>heels</b>?" position="left"></ptassist-widget>'
    )
    page.goto(host(element + TAG.format(url=fake_url)))
    page.get_by_role("button", name="Ask our articles").click()
    panel = page.get_by_role("dialog", name="Ask Dana's clinic")
    expect(panel).to_contain_text("Good to see you.")
    expect(panel.get_by_role("link", name="Book")).to_have_attribute(
        "href", "https://book.example/now"
    )
    offered = panel.get_by_role("list").get_by_role("button")
    assert offered.all_inner_texts() == ["What about knees?", "And <b>heels</b>?"]
    box = panel.bounding_box()
    assert box
    assert box["x"] < 30
    offered.first.click()
    answer = panel.get_by_role("article")
    expect(answer.get_by_role("link", name="Book")).to_have_attribute(
        "href", "https://book.example/now"
    )
    assert fake.asked[0]["question"] == "What about knees?"


def test_a_clinic_adds_a_language_with_a_file_of_words(page: Page, fake: FakeServer, fake_url: str):
    words = json.loads((shipped("web/static/widget/strings") / "en.json").read_text())
    words |= {"launcher": "Aqui", "log": "Respostas", "direction": "rtl"}
    fake.config = json.loads(json.dumps(canned.CONFIG).replace('"es"', '"pt"'))
    page.route("**/strings/pt.json", lambda route: route.fulfill(json=words))
    page.goto(fake_url)
    page.get_by_role("button", name="Ask our articles").click()
    page.get_by_role("button", name="Português").click()
    expect(page.get_by_role("button", name="Aqui")).to_be_visible()
    root = page.locator("ptassist-widget .root")
    expect(root).to_have_attribute("lang", "pt")
    expect(root).to_have_css("direction", "rtl")


def test_a_pinned_address_makes_the_same_widget(page: Page, host: Host, site: str, serve: Serve):
    names: list[str] = []
    page.on("request", lambda request: names.append(urlsplit(request.url).path))
    Widget.on(page, site)
    [entry] = [name for name in names if name.endswith("/element.js")]
    assert re.fullmatch("/widget/[0-9a-f]{12}/element.js", entry)
    page.goto(f"{site}/healthz")
    page.add_script_tag(url=entry.replace("element.js", "widget.js"), type="module")
    expect(Widget(page).open().panel).to_be_visible()
