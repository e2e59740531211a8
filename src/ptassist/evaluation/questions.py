"""Judged questions from disk: a BEIR folder (`queries.jsonl`, `qrels/test.tsv`) or a `questions.jsonl`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ptassist.errors import EvaluationError

QUESTIONS, QUERIES = "questions.jsonl", "queries.jsonl"
QRELS = Path("qrels") / "test.tsv"


class Kind(StrEnum):
    """What a judged question is there to test."""

    ANSWERABLE = "answerable"
    FOLLOW_UP = "follow-up"
    UNANSWERABLE_NEAR = "unanswerable-near"
    UNANSWERABLE_FAR = "unanswerable-far"
    RED_FLAG = "red-flag"
    RED_FLAG_DECOY = "red-flag-decoy"
    INJECTION = "injection"


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with what is known about its answer.

    Attributes:
        turns: The visitor's turns, oldest first; the last one is the question.
        relevant: Article id to grade; positive is relevant.
        quotes: Sentences that answer it, verbatim.
    """

    id: str
    turns: tuple[str, ...]
    language: str
    kind: Kind
    relevant: Mapping[str, int]
    quotes: tuple[str, ...] = ()


def read_questions(folder: Path) -> list[Judged]:
    """Reads the judged questions of a folder; `questions.jsonl` wins over a BEIR layout.

    Raises:
        EvaluationError: The folder holds neither, or a line is malformed.
    """
    if (folder / QUESTIONS).is_file():
        return [_judged(row, place) for row, place in _rows(folder / QUESTIONS)]
    if (folder / QUERIES).is_file() and (folder / QRELS).is_file():
        return _read_beir(folder)
    raise EvaluationError(f"{folder}: holds neither {QUESTIONS} nor {QUERIES} with {QRELS}")


def _read_beir(folder: Path) -> list[Judged]:
    grades: dict[str, dict[str, int]] = {}
    path = folder / QRELS
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
        try:
            query, document, grade = line.split("\t")
            grades.setdefault(query, {})[document] = int(float(grade))
        except ValueError:
            raise EvaluationError(f"{path}:{number}: expected query, document, grade") from None
    return [
        Judged(str(row["_id"]), (row["text"],), "en", Kind.ANSWERABLE, grades[str(row["_id"])])
        for row, _ in _rows(folder / QUERIES)
        if any(grade > 0 for grade in grades.get(str(row["_id"]), {}).values())
    ]


def _judged(row: dict[str, Any], place: str) -> Judged:
    try:
        quotes = [row.get("quote"), *row.get("acceptable_quotes", [])]
        return Judged(
            id=str(row["id"]),
            turns=tuple(row.get("turns") or [row["question"]]),
            language=row.get("lang", "en"),
            kind=Kind(row["kind"]),
            relevant=dict.fromkeys(row.get("relevant") or [], 1),
            quotes=tuple(quote for quote in quotes if quote),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise EvaluationError(f"{place}: not a judged question: {error}") from None


def _rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            place = f"{path}:{number}"
            try:
                if line.strip():
                    yield json.loads(line), place
            except ValueError:
                raise EvaluationError(f"{place}: not JSON") from None
