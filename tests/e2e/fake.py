"""A server of canned answers: real files of web/, real HTTP, and exactly the answer that a test hands over."""

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from ptassist.shipped import shipped
from tests.e2e.canned import CONFIG, EMPTY, JUMPING, Json

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Clinic</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Clinic</h1>
<p>A page of the clinic.</p></main><script type="module" src="{base}/widget.js"></script></body></html>"""

Reply = Callable[[Json], Any]


class FakeServer:
    """Answers each question with what `reply` makes of it, and keeps what it was asked.

    Attributes:
        reply: A question's body to an answer, or to a ready-made `Response`.
        delay: A question's body to the seconds that the answer takes.
        asked: The bodies received, in order.
    """

    def __init__(self, reply: Reply = lambda _: JUMPING) -> None:
        self.reply = reply
        self.delay: Callable[[Json], float] = lambda _: 0.0
        self.asked: list[Json] = []
        self.config = CONFIG
        self.app = FastAPI()
        self.app.add_middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["*"],
            allow_headers=["Content-Type"],
            expose_headers=["Retry-After"],
        )
        self.app.get("/")(self._page)
        self.app.get("/widget.js")(self._script)
        self.app.get("/api/v1/config")(self._config)
        self.app.post("/api/v1/ask")(self._ask)
        self.app.mount("/static", StaticFiles(directory=shipped("web/static")))

    async def _page(self) -> Response:
        return HTMLResponse(PAGE.format(base=""))

    async def _script(self) -> Response:
        return FileResponse(shipped("web/static") / "widget.js", media_type="text/javascript")

    async def _config(self) -> Response:
        return JSONResponse(self.config)

    async def _ask(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        await asyncio.sleep(self.delay(body))
        answer = self.reply(body)
        return answer if isinstance(answer, Response) else JSONResponse(answer)


def echo(body: Json) -> Json:
    """An answer that says which question it belongs to."""
    frame = {"code": "test", "text": f"Answer to {body['question']}", "before": None}
    return EMPTY | {"frames": [frame]}
