"""A server of canned answers: real files of web/, real HTTP, and exactly the answer that a test hands over."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles

from ptassist.shipped import shipped
from tests.e2e.canned import CONFIG, EMPTY, JUMPING, Json

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Clinic</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Clinic</h1>
<p>A page of the clinic.</p></main><script type="module" src="{base}/widget.js"></script></body></html>"""

Reply = Callable[[Json], Any]
Events = AsyncIterator[str]


class FakeServer:
    """Answers each question with what `reply` makes of it, and keeps what it was asked.

    Attributes:
        reply: A question's body to an answer, or to a ready-made `Response`.
        delay: A question's body to the seconds that the answer takes; its card is there at once.
        stream: What the stream sends instead of the usual events; it is given the body and the answer.
        asked: The bodies received, in order.
        streamed: How many of them came over the stream.
        feedback: What was pressed about the answers, in order.
    """

    def __init__(self, reply: Reply = lambda _: JUMPING) -> None:
        self.reply = reply
        self.delay: Callable[[Json], float] = lambda _: 0.0
        self.stream: Callable[[Json, Json], Events | Response] = self._events
        self.asked: list[Json] = []
        self.streamed = 0
        self.feedback: list[Json] = []
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
        self.app.post("/api/v1/ask/stream")(self._stream)
        self.app.post("/api/v1/feedback")(self._feedback)
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

    async def _stream(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        self.streamed += 1
        answer = self.reply(body)
        if isinstance(answer, Response):
            return answer
        sent = self.stream(body, answer)
        if isinstance(sent, Response):
            return sent
        return StreamingResponse(sent, media_type="text/event-stream")

    async def _events(self, body: Json, answer: Json) -> Events:
        early = {"card": answer["card"], "level": answer["level"], "language": answer["language"]}
        yield event("start", messageId="m")
        yield event("data-card", data=early if answer["card"] else None)
        await asyncio.sleep(self.delay(body))
        yield event("data-answer", data=answer)
        yield event("text-start", id="t")
        yield event("text-delta", id="t", delta="what other clients show")
        yield event("text-end", id="t")
        yield event("finish")
        yield "data: [DONE]\n\n"

    async def _feedback(self, request: Request) -> Response:
        self.feedback.append(await request.json())
        return Response(status_code=204)


def event(kind: str, **fields: Any) -> str:
    """One server-sent event of a stream."""
    return f"data: {json.dumps({'type': kind} | fields, ensure_ascii=False)}\n\n"


def echo(body: Json) -> Json:
    """An answer that says which question it belongs to."""
    frame = {"code": "test", "text": f"Answer to {body['question']}", "before": None}
    return EMPTY | {"frames": [frame]}
