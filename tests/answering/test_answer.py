"""The answer as data: what other programs read."""

import dataclasses
import json
from datetime import date

import pytest

from ptassist.answering.answer import (
    Answer,
    AnswerKind,
    Citation,
    Frame,
    Handoff,
    Nearest,
    Quote,
    ReferenceLink,
    Role,
    Segment,
)
from ptassist.answering.notes import Note
from ptassist.answering.triage import Action, Card, Level

REFERENCE = ReferenceLink(
    "[1]", "Maple. Hopping.", "10.5555/hop.1", "https://doi.org/10.5555/hop.1"
)
ANSWER = Answer(
    id="0123",
    kind=AnswerKind.ANSWER,
    level=Level.URGENT_TODAY,
    card=Card("Be seen today", "Call now.", (Action("Call", "tel:+1"),)),
    frames=(Frame("first", "First:", 0), Frame("exclusions_not_found", "None found.", None)),
    segments=(Segment("Höp!", 1, Role.ANSWER, Quote("a", "a#0", 3, 7), (REFERENCE,)),),
    citations=(
        Citation(
            1, "a", "Hop", None, None, date(2024, 3, 5), None, "/a", "/a?s=3-7#q", "en", True, ()
        ),
    ),
    nearest=(Nearest("b", "Skip", "/articles/b"),),
    handoff=Handoff("Talk with us.", (Action("Call 1", "tel:1"),)),
    suggestions=("Why hop?",),
    confidence=0.5,
    language="en",
    index_version="v1",
    notices=(Frame("sample", "Sample.", None),),
    notes=(Note("Höp", "a small jump."),),
)


def test_the_json_has_exactly_the_names_and_values_of_the_contract() -> None:
    assert json.loads(json.dumps(ANSWER.as_json())) == {
        "id": "0123",
        "kind": "answer",
        "level": "urgent_today",
        "card": {
            "title": "Be seen today",
            "text": "Call now.",
            "actions": [{"label": "Call", "href": "tel:+1"}],
        },
        "frames": [
            {"code": "first", "text": "First:", "before": 0},
            {"code": "exclusions_not_found", "text": "None found.", "before": None},
        ],
        "segments": [
            {
                "text": "Höp!",
                "citation": 1,
                "role": "answer",
                "quote": {"article_id": "a", "passage_id": "a#0", "start": 3, "end": 7},
                "references": [
                    {
                        "label": "[1]",
                        "text": "Maple. Hopping.",
                        "doi": "10.5555/hop.1",
                        "url": "https://doi.org/10.5555/hop.1",
                    }
                ],
            }
        ],
        "citations": [
            {
                "number": 1,
                "article_id": "a",
                "title": "Hop",
                "heading": None,
                "author": None,
                "published": "2024-03-05",
                "reviewed": None,
                "url": "/a",
                "deep_link": "/a?s=3-7#q",
                "language": "en",
                "sample": True,
                "further_reading": [],
            }
        ],
        "nearest": [{"article_id": "b", "title": "Skip", "url": "/articles/b"}],
        "handoff": {"text": "Talk with us.", "actions": [{"label": "Call 1", "href": "tel:1"}]},
        "suggestions": ["Why hop?"],
        "confidence": 0.5,
        "language": "en",
        "index_version": "v1",
        "notices": [{"code": "sample", "text": "Sample.", "before": None}],
        "notes": [{"term": "Höp", "text": "a small jump."}],
    }


def test_level_names_are_those_of_the_contract() -> None:
    names = ["none", "clinician_first", "urgent_today", "safety", "crisis", "emergency"]
    shown = [dataclasses.replace(ANSWER, level=level).as_json()["level"] for level in Level]
    assert shown == names


def test_kinds_and_roles_are_those_of_the_contract() -> None:
    assert {kind.value for kind in AnswerKind} == {
        "answer",
        "not_covered",
        "urgent",
        "conversation",
    }
    assert {role.value for role in Role} == {"answer", "condition", "context"}


def test_an_answer_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ANSWER.confidence = 1.0  # type: ignore[misc]
