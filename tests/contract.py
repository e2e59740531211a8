"""The JSON that other programs rely on, spelled out once: exact keys, types, and every quote verbatim."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

KINDS = {"answer", "not_covered", "urgent", "conversation"}
LEVELS = {"none", "clinician_first", "urgent_today", "safety", "crisis", "emergency"}
ROLES = {"answer", "condition", "context"}

Json = dict[str, Any]


def check_answer(answer: Json, texts: Mapping[str, str]) -> None:
    """Compares an answer with the contract, and its quotes with the articles' texts."""
    assert set(answer) == {
        "id", "kind", "level", "card", "frames", "segments", "citations", "nearest", "handoff",
        "suggestions", "confidence", "language", "index_version", "notices", "notes",
    }  # fmt: skip
    assert isinstance(answer["id"], str)
    assert answer["kind"] in KINDS
    assert answer["level"] in LEVELS
    assert (answer["card"] is None) == (answer["level"] == "none")
    if answer["card"] is not None:
        check_handoff(answer["card"], "title")
    for frame in answer["frames"] + answer["notices"]:
        _check_frame(frame, len(answer["segments"]))
    assert len(answer["notes"]) <= 2
    for note in answer["notes"]:
        _check_note(note, answer["segments"])
    for segment in answer["segments"]:
        _check_segment(segment, len(answer["citations"]), texts)
    for number, citation in enumerate(answer["citations"], 1):
        _check_citation(citation, number)
    for near in answer["nearest"]:
        assert set(near) == {"article_id", "title", "url"}
        assert near["article_id"] in texts
    check_handoff(answer["handoff"])
    assert all(isinstance(suggestion, str) for suggestion in answer["suggestions"])
    assert isinstance(answer["confidence"], float)
    assert 0.0 <= answer["confidence"] <= 1.0
    assert answer["language"] in {"en", "es"}
    assert isinstance(answer["index_version"], str)
    _check_kind(answer)


def check_handoff(handoff: Json, *more: str) -> None:
    """A handoff (or a card) says something and has something to press."""
    assert set(handoff) == {"text", "actions", *more}
    assert all(handoff[key].strip() for key in ("text", *more))
    for action in handoff["actions"]:
        assert set(action) == {"label", "href"}
        assert action["label"].strip()
        assert action["href"].startswith(("https://", "http://", "tel:", "sms:", "mailto:", "/"))
    assert handoff["actions"] or more


def _check_kind(answer: Json) -> None:
    if answer["kind"] == "urgent":
        assert answer["level"] in {"safety", "crisis", "emergency"}
    else:
        assert answer["level"] in {"none", "clinician_first", "urgent_today"}
    assert bool(answer["segments"]) == (answer["kind"] == "answer")
    assert bool(answer["citations"]) == (answer["kind"] == "answer")
    if answer["kind"] == "answer":
        assert any(segment["role"] == "answer" for segment in answer["segments"])
        used = {segment["citation"] for segment in answer["segments"]}
        assert used == {citation["number"] for citation in answer["citations"]}
    if answer["kind"] in {"not_covered", "conversation"}:
        assert answer["frames"]


def _check_frame(frame: Json, segments: int) -> None:
    assert set(frame) == {"code", "text", "before"}
    assert frame["text"].strip()
    assert frame["before"] is None or 0 <= frame["before"] < segments


def _check_note(note: Json, segments: Sequence[Json]) -> None:
    assert set(note) == {"term", "text"}
    assert note["text"].strip()
    assert any(note["term"] in segment["text"] for segment in segments)


def _check_segment(segment: Json, citations: int, texts: Mapping[str, str]) -> None:
    assert set(segment) == {"text", "citation", "role", "quote", "references"}
    assert 1 <= segment["citation"] <= citations
    assert segment["role"] in ROLES
    quote = segment["quote"]
    assert set(quote) == {"article_id", "passage_id", "start", "end"}
    assert segment["text"] == texts[quote["article_id"]][quote["start"] : quote["end"]] != ""
    assert quote["passage_id"].startswith(quote["article_id"] + "#")
    for reference in segment["references"]:
        _check_reference(reference)


def _check_citation(citation: Json, number: int) -> None:
    assert set(citation) == {
        "number", "article_id", "title", "heading", "author", "published", "reviewed", "url",
        "deep_link", "language", "sample", "further_reading",
    }  # fmt: skip
    assert citation["number"] == number
    for name in ("published", "reviewed"):
        assert citation[name] is None or dt.date.fromisoformat(citation[name])
    assert citation["deep_link"].startswith(citation["url"])
    assert isinstance(citation["sample"], bool)
    for reference in citation["further_reading"]:
        _check_reference(reference)


def _check_reference(reference: Json) -> None:
    assert set(reference) == {"label", "text", "doi", "url"}
    assert reference["text"].strip()
    assert reference["doi"] is None or reference["doi"].startswith("10.")
