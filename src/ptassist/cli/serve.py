"""`ptassist serve`: the HTTP server; it builds the index first if there is none."""

import threading
from typing import Annotated

import typer

from ptassist.assistant import open_assistant
from ptassist.cli.common import ConfigOption, read_settings, tell
from ptassist.cli.index import build_with_progress
from ptassist.errors import MissingIndexError
from ptassist.index.encoder import open_encoder
from ptassist.index.versions import current_folder
from ptassist.settings import Settings


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
    _build_if_missing(settings)
    import uvicorn

    from ptassist.server.app import create_app

    encoder = open_encoder(settings.encoder.model, settings.encoder.threads)
    app = create_app(open_assistant(settings, encoder), settings)
    # The model takes seconds to load; the pages need not wait for it, and the first question waits less.
    threading.Thread(target=encoder.encode_questions, args=(["warm up"],), daemon=True).start()
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


def _build_if_missing(settings: Settings) -> None:
    try:
        current_folder(settings.index_dir)
    except MissingIndexError:
        tell(f"no index in {settings.index_dir} yet; building it")
        report = build_with_progress(settings)
        tell(f"built {report.articles} articles, {report.passages} passages")
