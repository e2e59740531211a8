"""The app over a given assistant, and a client that speaks to it in this process."""

from typing import Any

from starlette.testclient import TestClient
from starlette.types import Scope

from ptassist.assistant import Assistant
from ptassist.server.app import create_app
from ptassist.settings import ServerSettings, Settings

HOST = "clinic.example"


def client_of(assistant: Assistant, **server: Any) -> TestClient:
    """A client of the whole app; without a rate limit unless one is given."""
    settings = Settings(server=ServerSettings(**({"questions_per_minute": 0} | server)))
    return TestClient(create_app(assistant, settings), base_url=f"https://{HOST}")


def http_scope(**more: Any) -> Scope:
    """A request as a server hands it to an app."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "method": "POST",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [],
        "client": ("203.0.113.9", 5),
        "server": ("clinic.example", 443),
        "scheme": "https",
        **more,
    }
