"""create_app: the server as a function of its collaborators."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ptassist import __version__
from ptassist.assistant import Assistant
from ptassist.errors import PtassistError
from ptassist.server.api import api_routes
from ptassist.server.pages import error_page, page_routes
from ptassist.server.problems import describe, problem
from ptassist.server.security import BodyLimit, RateLimit, Refuse, SecurityHeaders, Unbreakable
from ptassist.settings import Settings
from ptassist.shipped import shipped

_PREFLIGHT_SECONDS = 600
_FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics", "/static/", "/widget.js")


def create_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """The whole HTTP door.

    Args:
        assistant: Answers the questions.
        settings: The clinic's facts, the allowed origins and the rate limit.
    """
    app = FastAPI(title="ptassist", version=__version__, docs_url=None, redoc_url=None)
    app.include_router(api_routes(assistant, settings))
    app.include_router(page_routes(lambda: assistant, settings))
    static = shipped("web/static")
    app.mount("/static", StaticFiles(directory=static), name="static")

    @app.get("/widget.js", include_in_schema=False)
    def widget() -> FileResponse:
        return FileResponse(static / "widget.js", media_type="text/javascript")

    def refuse(
        scope: Scope, status: int, headers: dict[str, str], sentence: str | None = None
    ) -> Response:
        if scope.get("path", "").startswith(_FOR_PROGRAMS):
            return problem(status, assistant.handoff(), sentence, headers)
        page: Response = error_page(assistant, settings, status, sentence)
        page.headers.update(headers)
        return page

    def handle(request: Request, error: Exception) -> Response:
        status, sentence, headers = describe(error)
        return refuse(request.scope, status, headers, sentence)

    for kind in (HTTPException, PtassistError, RequestValidationError):
        app.add_exception_handler(kind, handle)
    _guard(app, settings, refuse)
    return app


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
