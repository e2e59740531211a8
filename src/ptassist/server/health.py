"""What a monitor asks: is it alive, is it ready, what has it counted."""

import ipaddress

import msgspec
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ptassist.server.desk import Desk

_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
# A request that bears one of these came through a proxy: whoever asks is not on this machine or beside it.
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def health_routes(desk: Desk) -> APIRouter:
    """The addresses for monitors."""
    router = APIRouter()

    # On the event loop: a monitor is answered while every thread is busy with questions.
    @router.get("/healthz")
    async def healthz() -> Response:
        """The process is alive."""
        return _json({"status": "ok"})

    @router.get("/readyz")
    def readyz() -> Response:
        """The index is loaded, and this is its version."""
        return _json({"status": "ready", "index_version": desk.assistant.index_version})

    @router.get("/metrics")
    def metrics(request: Request) -> Response:
        """Counters for Prometheus; only for those whom `server.metrics` lets in."""
        allowed = desk.settings.server.metrics
        if allowed == "off" or (allowed == "local" and not _is_near(request)):
            raise HTTPException(404)
        text = desk.metrics.as_text(desk.assistant.index_version)
        return Response(text, media_type=_PROMETHEUS)

    return router


def _is_near(request: Request) -> bool:
    """Whether a program on this machine or in its private network asks, itself and not through a proxy."""
    if request.client is None or any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_private
    except ValueError:
        return False


def _json(value: dict[str, str]) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")
