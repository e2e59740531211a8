"""Presses under answers, from the API and from the form: counted, bounded, and written when the server stops."""

import json
import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ptassist.assistant import Assistant
from ptassist.records.feedback import RECORDS, Opinion, read_feedback
from ptassist.server.app import create_app
from ptassist.settings import ServerSettings, Settings

ID = "0123456789abcdef" * 2
MARKER = "zyxomarkerqua"
HEEL = "Does stretching the calf twice a day ease heel pain within eight weeks?"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index_dir=tmp_path / "index", server=ServerSettings(questions_per_minute=0))


@pytest.fixture
def client(assistant: Assistant, settings: Settings) -> TestClient:
    return TestClient(create_app(assistant, settings), base_url="https://clinic.example")


def opinions(settings: Settings) -> list[Opinion]:
    return read_feedback(settings.index_dir / RECORDS)


def test_a_press_is_counted_and_written_when_the_server_stops(
    client: TestClient, settings: Settings
) -> None:
    with client:
        answer = client.post("/api/v1/ask", json={"question": HEEL}).json()
        body = {
            "answer_id": answer["id"],
            "helpful": False,
            "reason": "missing",
            "article_ids": [citation["article_id"] for citation in answer["citations"]],
        }
        reply = client.post("/api/v1/feedback", json=body)
        assert (reply.status_code, reply.content) == (204, b"")
        assert not (
            settings.index_dir / RECORDS / "feedback.json"
        ).exists()  # seldom, not at each press
    assert opinions(settings) == [Opinion("feet/heel", 0, 1, {"missing": 1})]
    (row, *_) = json.loads((settings.index_dir / RECORDS / "feedback.json").read_bytes())
    assert row["index_version"] == answer["index_version"]


def test_articles_that_we_do_not_have_are_left_out(client: TestClient, settings: Settings) -> None:
    with client:
        ids = ["hopping", MARKER, "../../etc"]
        body = {"answer_id": ID, "helpful": True, "article_ids": ids}
        assert client.post("/api/v1/feedback", json=body).status_code == 204
    assert opinions(settings) == [Opinion("hopping", 1, 0, {})]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answer_id": ID},
        {"answer_id": ID, "helpful": 1},
        {"answer_id": ID, "helpful": "yes"},
        {"answer_id": ID.upper(), "helpful": True},
        {"answer_id": ID + "0", "helpful": True},
        {"answer_id": ID + "\n", "helpful": True},
        {"answer_id": MARKER, "helpful": True},
        {"answer_id": ID, "helpful": False, "reason": MARKER},
        {"answer_id": ID, "helpful": False, "comment": MARKER},
        {"answer_id": ID, "helpful": True, "article_ids": ["hopping"] * 11},
        {"answer_id": ID, "helpful": True, "article_ids": ["x" * 501]},
        {"answer_id": ID, "helpful": True, "article_ids": "hopping"},
    ],
)
def test_whatever_else_is_sent_is_refused_and_not_kept(
    client: TestClient, settings: Settings, body: object
) -> None:
    with client:
        reply = client.post("/api/v1/feedback", json=body)
    assert reply.status_code == 422
    assert MARKER not in reply.text
    assert not (settings.index_dir / RECORDS / "feedback.json").exists()


def test_presses_have_the_visitors_limit(assistant: Assistant, tmp_path: Path) -> None:
    server = ServerSettings(questions_per_minute=2)
    client = TestClient(create_app(assistant, Settings(index_dir=tmp_path, server=server)))
    body = {"answer_id": ID, "helpful": True}
    statuses = [client.post("/api/v1/feedback", json=body).status_code for _ in range(3)]
    assert statuses == [204, 204, 429]


def test_nothing_that_a_visitor_wrote_is_on_disk_or_in_a_log(
    client: TestClient, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = {"question": f"{MARKER} what eases heel pain?"}
    with client:
        answer = client.post("/api/v1/ask", json=asked).json()
        client.post("/api/v1/ask/stream", json=asked | {"history": [asked]})
        client.post("/ask", data=asked | {"turn": [MARKER]})
        client.post("/summary", data={"text": MARKER, "turn": [MARKER]})
        client.post("/feedback", data={"answer_id": answer["id"], "said": "other"})
    kept = [path for path in settings.index_dir.rglob("*") if path.is_file()]
    assert settings.index_dir / RECORDS / "feedback.json" in kept
    for path in kept:
        assert MARKER.encode() not in path.read_bytes()
        assert answer["id"].encode() not in path.read_bytes()
    assert MARKER not in caplog.text


# The form


@pytest.mark.parametrize(
    ("said", "opinion"),
    [
        ("helpful", Opinion("hopping", 1, 0, {})),
        ("unhelpful", Opinion("hopping", 0, 1, {})),
        ("wrong", Opinion("hopping", 0, 1, {"wrong": 1})),
    ],
)
def test_the_form_counts_as_the_api_does(
    client: TestClient, settings: Settings, said: str, opinion: Opinion
) -> None:
    form = {"answer_id": ID, "article": ["hopping", "hopping"], "said": said}
    with client:
        reply = client.post("/feedback", params={"lang": "es"}, data=form)
    assert reply.status_code == 200
    assert "<h1>Gracias</h1>" in reply.text
    assert 'href="tel:5550100100"' in reply.text
    assert opinions(settings) == [opinion]


@pytest.mark.parametrize(
    "form",
    [{}, {"answer_id": ID}, {"answer_id": ID, "said": MARKER}, {"answer_id": "x", "said": "wrong"}],
)
def test_a_broken_form_gets_a_kind_page(client: TestClient, form: dict[str, str]) -> None:
    reply = client.post("/feedback", data=form or {"x": "y"})
    assert reply.status_code == 422
    assert reply.headers["content-type"].startswith("text/html")
    assert "We could not read that. Please try again." in reply.text
    assert MARKER not in reply.text
