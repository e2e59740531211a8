"""The widget's addresses: what is kept how long, compressed or not, and what an old page gets after an upgrade."""

import gzip
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ptassist.assistant import Assistant
from ptassist.server.assets import Assets, load_assets
from ptassist.server.kept_assets import KeptAssets
from ptassist.server.widget import widget_routes
from tests.server.serving import client_of
from tests.server.test_assets import write

SITE = "https://clinic.example"
FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return client_of(assistant, allowed_origins=(SITE,))


def folder_of(client: TestClient) -> str:
    """The address of the current version, as the loader names it."""
    found = re.search(r'"\./(widget/[0-9a-f]{12})/element\.js"', client.get("/widget.js").text)
    assert found
    return f"/{found[1]}"


def test_the_loader_is_short_and_asked_for_often(client: TestClient) -> None:
    reply = client.get("/widget.js", headers={"origin": SITE})
    assert reply.headers["cache-control"] == SHORT
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert reply.headers["access-control-allow-origin"] == SITE
    assert len(reply.content) < 100


@pytest.mark.parametrize("name", ["element.js", "widget.css", "strings/en.json", "widget.js"])
def test_a_version_is_kept_for_ever(client: TestClient, name: str) -> None:
    reply = client.get(f"{folder_of(client)}/{name}")
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == FOR_EVER
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize("origin", [None, SITE, "https://stranger.example"])
def test_a_cache_is_told_that_origin_and_encoding_matter(
    client: TestClient, origin: str | None
) -> None:
    headers = {"origin": origin} if origin else {}
    for path in ("/widget.js", f"{folder_of(client)}/element.js"):
        reply = client.get(path, headers=headers)
        vary = {part.strip().lower() for part in reply.headers["vary"].split(",")}
        assert vary == {"accept-encoding", "origin"}
        allowed = SITE if origin == SITE else None
        assert reply.headers.get("access-control-allow-origin") == allowed


def test_it_is_sent_compressed_to_those_who_can_read_that(client: TestClient) -> None:
    path = f"{folder_of(client)}/element.js"
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", path, headers={"accept-encoding": "gzip, br"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content)


def test_who_has_it_already_gets_no_body(client: TestClient) -> None:
    for path in ("/widget.js", f"{folder_of(client)}/element.js"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["cache-control"] == first.headers["cache-control"]
        other = client.get(path, headers={"if-none-match": '"other"'})
        assert other.status_code == 200
        assert client.head(path).headers["etag"] == first.headers["etag"]


def test_a_page_of_an_unknown_version_goes_on_with_the_files_of_today(client: TestClient) -> None:
    reply = client.get("/widget/0123456789ab/element.js")
    assert reply.headers["cache-control"] == SHORT
    assert reply.content == client.get(f"{folder_of(client)}/element.js").content


@pytest.mark.parametrize(
    "path",
    [
        "/widget/0123456789ab/nowhere.js",
        "/widget/0123456789ab/",
        "/widget/0123456789ab/../../widget.js/x",
        "/widget/0123456789ab/%2e%2e/%2e%2e/site.css",
        "/widget/0123456789AB/element.js",
        "/widget/..%2felement.js",
        "/widget/..%2f..%2fetc/passwd",
        "/widget/short/element.js",
        "/widget/0123456789ab%0a/element.js",
    ],
)
def test_nothing_else_is_there(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"


# Former versions


def served(current: Assets, folder: Path) -> TestClient:
    kept = KeptAssets(current, folder)
    kept.keep()
    app = FastAPI()
    app.include_router(widget_routes(kept))
    return TestClient(app)


def version(tmp_path: Path, colour: str) -> Assets:
    changed = {"widget__look.css": f"a {{ color: {colour}; }}"}
    return load_assets(write(tmp_path / colour, **changed))


def test_a_pinned_page_keeps_its_version_after_an_upgrade(tmp_path: Path) -> None:
    red, blue = version(tmp_path, "red"), version(tmp_path, "blue")
    served(red, tmp_path / "kept")
    client = served(blue, tmp_path / "kept")
    for assets, colour in ((red, b"red"), (blue, b"blue")):
        reply = client.get(f"/widget/{assets.digest}/look.css")
        assert reply.content == b"a{color:" + colour + b"}"
        assert reply.headers["cache-control"] == FOR_EVER
        deep = client.get(f"/widget/{assets.digest}/deep/a.js")
        assert deep.content == assets.files["deep/a.js"].body
    assert client.get("/widget.js").content == blue.loader.body


@pytest.mark.parametrize("harm", ["changed", "missing", "more", "foreign"])
def test_a_version_that_is_not_whole_is_not_served_as_such(tmp_path: Path, harm: str) -> None:
    red, blue = version(tmp_path, "red"), version(tmp_path, "blue")
    served(red, tmp_path / "kept")
    place = tmp_path / "kept" / red.digest
    if harm == "changed":
        (place / "look.css").write_text("a{color:black}")
    elif harm == "missing":
        (place / "look.css").unlink()
    else:
        (place / ("more.js" if harm == "more" else "more.exe")).write_text("alert(1)")
    reply = served(blue, tmp_path / "kept").get(f"/widget/{red.digest}/look.css")
    assert reply.content == b"a{color:blue}"
    assert reply.headers["cache-control"] == SHORT


def test_only_the_last_ten_versions_are_kept(tmp_path: Path) -> None:
    digests = []
    for number in range(13):
        assets = version(tmp_path, f"c{number}")
        served(assets, tmp_path / "kept")
        digests.append(assets.digest)
    assert {path.name for path in (tmp_path / "kept").iterdir()} == set(digests[-10:])


def test_a_folder_that_cannot_be_written_only_costs_the_former_versions(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "kept").write_text("a file stands in the way")
    client = served(version(tmp_path, "red"), tmp_path / "kept")
    assert "cannot be kept" in caplog.text
    assert client.get("/widget/0123456789ab/look.css").content == b"a{color:red}"
