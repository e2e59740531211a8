"""The app over a given assistant, and a client that speaks to it in this process."""

from typing import Any

from starlette.testclient import TestClient

from ptassist.assistant import Assistant
from ptassist.server.app import create_app
from ptassist.settings import ServerSettings, Settings

HOST = "clinic.example"


def client_of(assistant: Assistant, **server: Any) -> TestClient:
    """A client of the whole app; without a rate limit unless one is given."""
    settings = Settings(server=ServerSettings(**({"questions_per_minute": 0} | server)))
    return TestClient(create_app(assistant, settings), base_url=f"https://{HOST}")
