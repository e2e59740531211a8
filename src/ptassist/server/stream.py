"""An answer as server-sent events, in the UI message stream form of the Vercel AI SDK: the card before the search ends.

`data-card` and `data-answer` hold all there is. What follows says the same once more in the parts that any `useChat`
client shows by itself: text, sources, suggestions.
"""

import dataclasses
import itertools
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool

from ptassist.answering.answer import Answer
from ptassist.answering.triage import Assessment
from ptassist.server.problems import describe
from ptassist.server.words import sentence_of, words_of

MEDIA_TYPE = "text/event-stream"
HEADERS = {
    "x-vercel-ai-ui-message-stream": "v1",
    "Cache-Control": "no-cache, no-store",
    "X-Accel-Buffering": "no",  # nginx would else hold the card back until the answer is complete
}
_DONE = b"data: [DONE]\n\n"
_log = logging.getLogger(__name__)

Event = Mapping[str, Any]


async def stream(
    answer_id: str, assessment: Assessment, language: str, ask: Callable[[], Answer]
) -> AsyncIterator[bytes]:
    """Sends the card, then the answer.

    Args:
        answer_id: The random name of the answer to come.
        assessment: Its level and card, known before anything is looked up.
        language: The language of the card, and of what is said when it fails.
        ask: Gives the answer; it is run in a thread.
    """
    yield _event({"type": "start", "messageId": answer_id})
    yield _event({"type": "data-card", "data": _early(assessment, language)})
    try:
        answer = dataclasses.replace(await run_in_threadpool(ask), id=answer_id)
    except Exception as error:  # noqa: BLE001  # the edge: the response has begun, no handler can answer any more
        yield _event({"type": "error", "errorText": _sentence(error, language)})
    else:
        for event in events_of(answer):
            yield _event(event)
    yield _DONE


def events_of(answer: Answer) -> Iterator[Event]:
    """Everything after the card."""
    yield {"type": "data-answer", "data": answer.as_json()}
    for number, text in enumerate(_texts(answer)):
        part = f"{answer.id}-{number}"
        yield {"type": "text-start", "id": part}
        yield {"type": "text-delta", "id": part, "delta": text}
        yield {"type": "text-end", "id": part}
    for citation in answer.citations:
        name = f"{answer.id}-source-{citation.number}"
        url, title = citation.deep_link, citation.title
        yield {"type": "source-url", "sourceId": name, "url": url, "title": title}
        yield {"type": "data-citation", "data": msgspec.to_builtins(citation)}
    yield {"type": "data-suggestions", "data": list(answer.suggestions)}
    yield {"type": "finish"}


def _texts(answer: Answer) -> Iterator[str]:
    """What the answer says, in reading order, piece by piece: ours and the articles' words never share a piece."""
    if answer.card:
        yield f"{answer.card.title}\n{answer.card.text}"
        yield from (f"{action.label}: {action.href}" for action in answer.card.actions)
    yield from (notice.text for notice in answer.notices)
    for place, segment in enumerate(answer.segments):
        yield from (frame.text for frame in answer.frames if frame.before == place)
        yield segment.text
    yield from (frame.text for frame in answer.frames if frame.before is None)
    label = words_of(answer.language)["terms"]
    yield from (f"{label}: {note.term}: {note.text}" for note in answer.notes)
    labels = (f"{action.label}: {action.href}" for action in answer.handoff.actions)
    yield "\n".join(itertools.chain([answer.handoff.text], labels))


def _early(assessment: Assessment, language: str) -> Event | None:
    if assessment.card is None:
        return None
    card = msgspec.to_builtins(assessment.card)
    return {"card": card, "level": assessment.level.code, "language": language}


def _sentence(error: Exception, language: str) -> str:
    """The fixed sentence of an error; the log gets the place of an unknown one, never its words."""
    status, sentence, _ = describe(error, language)
    if status >= 500:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        _log.error("%s at %s:%s", type(error).__name__, frame.filename, frame.lineno)
    return sentence or sentence_of(status, language)


def _event(event: Event) -> bytes:
    return b"data: " + msgspec.json.encode(event) + b"\n\n"
