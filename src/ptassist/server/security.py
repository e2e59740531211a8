"""Every door closed by default: sizes, rates, content types and headers, as ASGI middleware."""

import datetime as dt
import hashlib
import hmac
import logging
import secrets
import time
import traceback
from collections.abc import Callable

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 128 * 1024
_MOST_DIGITS = 15
QUESTION_PATHS = frozenset(
    {
        "/api/v1/ask",
        "/api/v1/ask/stream",
        "/api/v1/search",
        "/api/v1/feedback",
        "/ask",
        "/summary",
        "/feedback",
    }
)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SHARED_PATHS = ("/widget.js", "/widget/", "/static/")
_log = logging.getLogger(__name__)

Refuse = Callable[[Scope, int, dict[str, str]], Response]


class SecurityHeaders:
    """Adds the headers that keep a page to its own origin; answers are never cached."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        shared = scope["path"].startswith(_SHARED_PATHS)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                # The widget's files are meant for the clinic's own site, another origin.
                policy = "cross-origin" if shared else "same-origin"
                headers.setdefault("Cross-Origin-Resource-Policy", policy)
                headers.setdefault("Cache-Control", "no-cache" if shared else "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Unbreakable:
    """The last resort: an unknown error becomes a fixed sentence, and the log gets its place, never its words."""

    def __init__(self, app: ASGIApp, refuse: Refuse) -> None:
        self._app = app
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:  # noqa: BLE001  # the edge: nothing may pass it
            frame = traceback.extract_tb(error.__traceback__)[-1]
            # An error's message may hold the visitor's words; its kind and place do not.
            _log.error("%s at %s:%s", type(error).__name__, frame.filename, frame.lineno)
            if scope["type"] == "http" and not started:
                await self._refuse(scope, 500, {})(scope, receive, send)


class BodyLimit:
    """Refuses bodies over a size, whatever length the client claims."""

    def __init__(self, app: ASGIApp, refuse: Refuse, most_bytes: int = MOST_BYTES) -> None:
        self._app = app
        self._refuse = refuse
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await self._read(receive) if self._claims_to_fit(scope) else None
        if body is None:
            await self._refuse(scope, 413, {"Connection": "close"})(scope, receive, send)
            return
        pending = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._app(scope, replay, send)

    def _claims_to_fit(self, scope: Scope) -> bool:
        claimed = Headers(scope=scope).get("content-length", "0")
        # isdecimal, and a bound on the digits: int() would raise for "²" and for thousands of them.
        return claimed.isdecimal() and len(claimed) <= _MOST_DIGITS and int(claimed) <= self._most

    async def _read(self, receive: Receive) -> bytes | None:
        """The whole body; None when it is too large or the client has left."""
        body = b""
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body += bytes(message.get("body", b""))
            if len(body) > self._most:
                return None
            if not message.get("more_body", False):
                return body


class RateLimit:
    """So many questions a minute from one address; the address is kept as a keyed hash, in memory, for a day."""

    def __init__(self, app: ASGIApp, refuse: Refuse, per_minute: int) -> None:
        self._app = app
        self._refuse = refuse
        self._limit = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._day: dt.date | None = None
        self._key = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        asks = (
            scope["type"] == "http"
            and scope["method"] == "POST"
            and scope["path"] in QUESTION_PATHS
        )
        if self._limit and asks and not self._limiter.hit(self._limit, self._who(scope)):
            reset = self._limiter.get_window_stats(self._limit, self._who(scope)).reset_time
            wait = max(1, round(reset - time.time()))
            await self._refuse(scope, 429, {"Retry-After": str(wait)})(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _who(self, scope: Scope) -> str:
        today = dt.datetime.now(dt.UTC).date()
        if today != self._day:
            self._day, self._key = today, secrets.token_bytes(32)
        address = (scope.get("client") or ("",))[0]
        return hmac.new(self._key, address.encode(), hashlib.sha256).hexdigest()[:16]
