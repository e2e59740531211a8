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
        EvaluationError: The folder holds neither, there is no question in it, or a line is malformed.
    """
    if is_beir(folder):
        questions = list(_read_beir(folder))
    elif (folder / QUESTIONS).is_file():
        questions = read_questions_file(folder / QUESTIONS)
    else:
        raise EvaluationError(f"{folder}: holds neither {QUESTIONS} nor {QUERIES} with {QRELS}")
    if not questions:
        raise EvaluationError(f"{folder}: holds no question")
    return questions


def is_beir(folder: Path) -> bool:
    """Whether a folder's questions are those of a BEIR layout: articles are judged, sentences are not.

    A BEIR folder may carry a `questions.jsonl` in a form of its own, whose lines say no kind.

    Raises:
        EvaluationError: The first line of `questions.jsonl` is no JSON object.
    """
    if not ((folder / QUERIES).is_file() and (folder / QRELS).is_file()):
        return False
    if not (folder / QUESTIONS).is_file():
        return True
    first = next(_rows(folder / QUESTIONS), None)
    return first is not None and "kind" not in first[0]


def read_questions_file(path: Path) -> list[Judged]:
    """Reads judged questions, one a line.

    Raises:
        EvaluationError: A line is malformed.
    """
    return [_judged(row, place) for row, place in _rows(path)]


def _read_beir(folder: Path) -> Iterator[Judged]:
    grades = _read_qrels(folder / QRELS)
    for row, place in _rows(folder / QUERIES):
        query, text = row.get("_id"), row.get("text")
        if query is None or not isinstance(text, str):
            raise EvaluationError(f"{place}: not a BEIR query: expected _id and text")
        relevant = grades.get(str(query), {})
        if any(grade > 0 for grade in relevant.values()):
            yield Judged(str(query), (text,), "en", Kind.ANSWERABLE, relevant)


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        if number == 1 or not line.strip():
            continue  # the first line names the columns
        try:
            query, document, grade = line.split("\t")
            grades.setdefault(query, {})[document] = int(float(grade))
        except ValueError:
            raise EvaluationError(f"{path}:{number}: expected query, document, grade") from None
    return grades


def _judged(row: dict[str, Any], place: str) -> Judged:
    try:
        turns = tuple(row.get("turns") or [row["question"]])
        if not all(isinstance(turn, str) for turn in turns):
            raise TypeError("a turn must be text")
        quotes = [row.get("quote"), *(row.get("acceptable_quotes") or [])]
        return Judged(
            id=str(row["id"]),
            turns=turns,
            language=row.get("lang") or "en",
            kind=Kind(row["kind"]),
            relevant=dict.fromkeys(row.get("relevant") or [], 1),
            quotes=tuple(quote for quote in quotes if quote),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise EvaluationError(f"{place}: not a judged question: {error}") from None


def _rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    for number, line in _lines(path):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError:
            raise EvaluationError(f"{place}: not JSON") from None
        if not isinstance(row, dict):
            raise EvaluationError(f"{place}: not a judged question: expected an object")
        yield row, place


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file, counted from 1."""
    try:
        with path.open(encoding="utf-8") as file:
            yield from enumerate(file, 1)
    except UnicodeDecodeError:
        raise EvaluationError(f"{path}: not UTF-8") from None
