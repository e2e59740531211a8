"""create_app: the server as a function of its collaborators."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ptassist import __version__
from ptassist.assistant import Assistant
from ptassist.errors import PtassistError
from ptassist.records.feedback import RECORDS, Feedback
from ptassist.records.metrics import Metrics
from ptassist.server.api import api_routes
from ptassist.server.assets import load_assets
from ptassist.server.desk import Desk
from ptassist.server.forms import language_of
from ptassist.server.health import health_routes
from ptassist.server.kept_assets import KeptAssets
from ptassist.server.pages import error_page, page_routes
from ptassist.server.problems import describe, problem
from ptassist.server.security import BodyLimit, RateLimit, Refuse, SecurityHeaders, Unbreakable
from ptassist.server.talk import talk_routes
from ptassist.server.widget import widget_routes
from ptassist.settings import Settings
from ptassist.shipped import shipped

_PREFLIGHT_SECONDS = 600
_WRITE_EVERY_SECONDS = 60
# Questions that are worked on at the same time; the others wait their turn. More take memory and answer no sooner.
_AT_ONCE = 8
_FOR_PROGRAMS = (
    "/api/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/",
    "/widget.js",
    "/widget/",
)


def create_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """The whole HTTP door.

    Args:
        assistant: Answers the questions.
        settings: The clinic's facts, the allowed origins and the rate limit.
    """
    static = shipped("web/static")
    kept = KeptAssets(load_assets(static), settings.index_dir / RECORDS / "widget")
    desk = Desk(assistant, settings, Feedback(settings.index_dir / RECORDS), Metrics())
    app = FastAPI(
        title="ptassist",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lambda _: _while_it_runs(kept.keep, desk.feedback.write),
    )
    for routes in (api_routes, health_routes, page_routes, talk_routes):
        app.include_router(routes(desk))
    app.include_router(widget_routes(kept))
    app.mount("/static", StaticFiles(directory=static), name="static")

    def refuse(
        scope: Scope, status: int, headers: dict[str, str], sentence: str | None = None
    ) -> Response:
        desk.metrics.refused(status)
        language = language_of(Request(scope))
        if scope.get("path", "").startswith(_FOR_PROGRAMS):
            return problem(status, assistant.handoff(language), sentence, headers, language)
        page: Response = error_page(assistant, settings, status, sentence, language)
        page.headers.update(headers)
        return page

    def handle(request: Request, error: Exception) -> Response:
        status, sentence, headers = describe(error, language_of(request))
        return refuse(request.scope, status, headers, sentence)

    for kind in (HTTPException, PtassistError, RequestValidationError):
        app.add_exception_handler(kind, handle)
    _guard(app, settings, refuse)
    return app


@contextlib.asynccontextmanager
async def _while_it_runs(
    at_start: Callable[[], None], at_times: Callable[[], None]
) -> AsyncIterator[None]:
    """Bounds the work at once, and writes: the widget's version at the start, counters now and then and at the end."""
    to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
    await run_in_threadpool(at_start)

    async def again_and_again() -> None:
        while True:
            await asyncio.sleep(_WRITE_EVERY_SECONDS)
            await run_in_threadpool(at_times)

    task = asyncio.create_task(again_and_again())
    try:
        yield
    finally:
        task.cancel()
        await run_in_threadpool(at_times)


def _guard(app: FastAPI, settings: Settings, refuse: Refuse) -> None:
    """Puts the doors around the app; the last one added is the outermost."""
    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.add_middleware(RateLimit, refuse=refuse, per_minute=settings.server.questions_per_minute)
    app.add_middleware(BodyLimit, refuse=refuse)
    # Inside the two below, so that its answer too has their headers and the widget can read it.
    app.add_middleware(Unbreakable, refuse=refuse)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.server.allowed_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
        expose_headers=["retry-after"],
        max_age=_PREFLIGHT_SECONDS,
    )
    app.add_middleware(SecurityHeaders)
