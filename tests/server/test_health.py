"""What a monitor asks, and who may."""

import copy
import re
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import pytest
from starlette.testclient import TestClient

from ptassist.assistant import Assistant
from ptassist.index.store import Index
from ptassist.server.app import create_app
from ptassist.settings import ServerSettings, Settings

MARKER = "zyxomarkerqua"
NEAR = ["127.0.0.1", "::1", "10.2.3.4", "192.168.1.9", "172.20.0.5", "fd12::1"]


def client_from(assistant: Assistant, address: str, **server: object) -> TestClient:
    settings = Settings(server=ServerSettings.model_validate({"questions_per_minute": 0} | server))
    app = create_app(assistant, settings)
    return TestClient(app, base_url="https://clinic.example", client=(address, 5000))


@pytest.mark.parametrize("address", NEAR)
def test_a_monitor_beside_the_server_may_read_the_counters(
    assistant: Assistant, address: str
) -> None:
    reply = client_from(assistant, address).get("/metrics")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    assert f'version="{assistant.index_version}"' in reply.text


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1", "testclient", "", "172.32.0.1"])
def test_nobody_else_may(assistant: Assistant, address: str) -> None:
    reply = client_from(assistant, address).get("/metrics")
    assert reply.status_code == 404
    assert reply.json()["detail"] == "There is nothing at this address."


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "8.8.8.8"},
        {"x-forwarded-for": "127.0.0.1"},
        {"forwarded": "for=8.8.8.8"},
        {"x-real-ip": "8.8.8.8"},
        {"via": "1.1 proxy"},
    ],
)
def test_who_comes_through_a_proxy_is_not_beside_the_server(
    assistant: Assistant, headers: Mapping[str, str]
) -> None:
    assert client_from(assistant, "127.0.0.1").get("/metrics", headers=headers).status_code == 404


def test_the_settings_can_open_it_or_switch_it_off(assistant: Assistant) -> None:
    assert client_from(assistant, "8.8.8.8", metrics="public").get("/metrics").status_code == 200
    assert client_from(assistant, "127.0.0.1", metrics="off").get("/metrics").status_code == 404


def test_the_counters_follow_what_happens_and_hold_no_word_of_it(assistant: Assistant) -> None:
    client = client_from(assistant, "127.0.0.1")
    asked = {"question": f"{MARKER} what eases heel pain?"}
    client.post("/api/v1/ask", json=asked)
    client.post("/api/v1/ask/stream", json={"question": "I want to kill myself"})
    client.post("/ask", data={"question": "hello"})
    client.post("/api/v1/ask", json={"question": ""})
    client.get(f"/{MARKER}")
    vote = {"answer_id": "a" * 32, "helpful": False, "reason": "other"}
    client.post("/api/v1/feedback", json=vote)
    text = client.get("/metrics").text
    kinds = dict(re.findall(r'answers_total\{kind="(\w+)",level="\w+"\} (\d+)', text))
    assert kinds["urgent"] == kinds["conversation"] == "1"
    assert sum(map(int, kinds.values())) == 3
    assert "ptassist_answer_seconds_count 3" in text
    assert 'ptassist_problems_total{status="422"} 1' in text
    assert 'ptassist_problems_total{status="404"} 1' in text
    assert 'ptassist_feedback_total{helpful="false"} 1' in text
    assert MARKER not in text


def test_alive_and_ready(assistant: Assistant) -> None:
    client = client_from(assistant, "8.8.8.8")
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = {"status": "ready", "index_version": assistant.index_version}
    assert client.get("/readyz").json() == ready


def test_a_monitor_is_answered_while_every_thread_is_busy_with_questions(
    assistant: Assistant,
) -> None:
    visitors, at_work, goes_on = 16, Semaphore(0), Event()

    def index_that_waits() -> Index:
        at_work.release()
        goes_on.wait(20)
        return index

    busy, index = copy.copy(assistant), assistant._index()
    busy._index = index_that_waits
    with client_from(busy, "8.8.8.8") as client, ThreadPoolExecutor(visitors) as pool:
        asked = {"question": "what eases heel pain?"}
        replies = [pool.submit(client.post, "/api/v1/ask", json=asked) for _ in range(visitors)]
        for _ in range(8):
            assert at_work.acquire(timeout=20)
        began = time.monotonic()
        try:
            assert client.get("/healthz").json() == {"status": "ok"}
        finally:
            took = time.monotonic() - began
            goes_on.set()
        assert took < 10  # it did not wait for one of them
        assert {reply.result().status_code for reply in replies} == {200}
