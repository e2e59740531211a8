"""The widget's addresses: a loader that is asked for often, and versions that a browser keeps for ever."""

import re

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ptassist.server.assets import Asset
from ptassist.server.kept_assets import KeptAssets

_DIGEST = re.compile("[0-9a-f]{12}")
_SHORT = "public, max-age=300"
_FOR_EVER = "public, max-age=31536000, immutable"


def widget_routes(kept: KeptAssets) -> APIRouter:
    """`/widget.js` and `/widget/<digest>/...`.

    Args:
        kept: The current version and those before it.
    """
    router = APIRouter()

    def loader(request: Request) -> Response:
        return _reply(request, kept.current.loader, _SHORT)

    def file(request: Request) -> Response:
        digest, name = request.path_params["digest"], request.path_params["name"]
        known = kept.of(digest) if _DIGEST.fullmatch(digest) else None
        # A page that was opened before an upgrade goes on with the files of today.
        found = (known or kept.current).files.get(name)
        if found is None or not _DIGEST.fullmatch(digest):
            raise HTTPException(404)
        return _reply(request, found, _FOR_EVER if known else _SHORT)

    router.add_route("/widget.js", loader, include_in_schema=False)
    router.add_route("/widget/{digest}/{name:path}", file, include_in_schema=False)
    return router


def _reply(request: Request, asset: Asset, keep: str) -> Response:
    headers = {
        "Cache-Control": keep,
        "ETag": asset.etag,
        # A cache between us and the browsers must not hand one site's permission to another.
        "Vary": "Accept-Encoding, Origin",
    }
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(asset.body, headers=headers, media_type=asset.media_type)
    headers["Content-Encoding"] = "gzip"
    return Response(asset.packed, headers=headers, media_type=asset.media_type)
