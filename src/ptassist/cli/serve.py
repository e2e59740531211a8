"""`ptassist serve`: the HTTP server; it builds the index first if there is none."""

import contextlib
import ctypes
from typing import Annotated

import typer

from ptassist.assistant import open_assistant
from ptassist.cli.common import ConfigOption, read_settings, tell
from ptassist.cli.index import build_with_progress
from ptassist.errors import LeanServerError, MissingIndexError
from ptassist.index.serving import can_build
from ptassist.index.versions import current_folder
from ptassist.settings import Settings

# glibc's name for how many heaps a process may have.
_M_ARENA_MAX, _HEAPS = -8, 2


def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port to listen on.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Serves the widget, the pages and the API."""
    given = {key: value for key, value in {"host": host, "port": port}.items() if value is not None}
    settings = read_settings(config, server=given or None)
    share_heaps()
    _build_if_missing(settings)
    import uvicorn

    from ptassist.server.app import create_app

    app = create_app(open_assistant(settings), settings)
    where = settings.server
    tell(f"serving http://{where.host}:{where.port}  (stop with Ctrl+C)")
    # No access log: it would keep addresses and paths.
    uvicorn.run(
        app,
        host=where.host,
        port=where.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=where.behind_proxy,
    )


def share_heaps() -> None:
    """Lets all threads share two heaps: glibc gives each its own, and each keeps up to 15 MB of what was freed.

    Only what comes after the call is shared; other C libraries go on as they do.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)


def _build_if_missing(settings: Settings) -> None:
    try:
        current_folder(settings.index_dir)
    except MissingIndexError as missing:
        if not can_build():
            raise LeanServerError(f"{missing.message}, and this installation only serves") from None
        tell(f"no index in {settings.index_dir} yet; building it")
        report = build_with_progress(settings)
        if report.refused:
            raise MissingIndexError(
                f"{settings.index_dir}: the index was built, but a golden question refused it",
                "See which: ptassist build. Or publish it all the same: ptassist build --force",
            ) from None
        tell(f"built {report.articles} articles, {report.passages} passages")
