"""What therapists laid down, resolved to places in the articles: kept with the index, asked while answering.

approved.json   what was laid down, and where its sentences stand
approved.npy    the vectors of the questions that have a reviewed answer, in their order
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from ptassist.errors import DamagedIndexError
from ptassist.index.encoder import Encoder, Vectors
from ptassist.index.places import Place, Span

_DECISIONS, _VECTORS = "approved.json", "approved.npy"


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for one sentence, or for some that stand together.

    Attributes:
        place: The sentences.
        companions: The sentences of the same article that must be quoted with them; None where they are never quoted.
    """

    place: Place
    companions: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of a reviewed answer: the therapist's own words, or a quote.

    Attributes:
        words: The therapist's words; empty for a quote.
        place: Where the quote stands; None for words.
    """

    words: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ReviewedAnswer:
    """An answer that a therapist wrote or chose, and signed.

    Attributes:
        source: The file and line that it is from.
        questions: What it answers.
        reviewer: Who signed it.
        expires: The last day on which it is shown.
        language: The language of the therapist's own words.
    """

    source: str
    questions: tuple[str, ...]
    parts: tuple[Part, ...]
    reviewer: str
    reviewed: dt.date
    expires: dt.date
    language: str = "en"

    def is_expired(self, today: dt.date) -> bool:
        """Whether its last day is over."""
        return self.expires < today


@dataclass(frozen=True, slots=True)
class Stale:
    """Something that was laid down about a sentence that is no longer there.

    Attributes:
        source: The file and line that it is from.
        message: What became of it.
    """

    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything that was laid down, as the build resolved it.

    Attributes:
        known: The words of each pasted sentence that was found in this version or in one before (`key_of`).
    """

    rules: tuple[Rule, ...] = ()
    answers: tuple[ReviewedAnswer, ...] = ()
    stale: tuple[Stale, ...] = ()
    known: tuple[str, ...] = ()


class Approved:
    """What was laid down, ready to be asked.

    Attributes:
        decisions: What was laid down.
        vectors: The vectors of the questions of all answers, unit rows, in their order.
    """

    def __init__(self, decisions: Decisions | None = None, vectors: Vectors | None = None) -> None:
        self.decisions = decisions or Decisions()
        self.vectors = np.zeros((0, 0), dtype=np.float32) if vectors is None else vectors
        self._never: set[tuple[str, int]] = set()
        self._forbidding: set[str] = set()
        self._companions: dict[tuple[str, int], tuple[Span, ...]] = {}
        for rule in self.decisions.rules:
            for start, _ in rule.place.spans:
                self._add((rule.place.article_id, start), rule.companions)

    @classmethod
    def encode(cls, decisions: Decisions, encoder: Encoder) -> "Approved":
        """Encodes the questions of the reviewed answers."""
        questions = [question for answer in decisions.answers for question in answer.questions]
        return cls(decisions, encoder.encode_questions(questions) if questions else None)

    def allows(self, article_id: str, start: int) -> bool:
        """Whether the sentence that begins at an offset may be quoted."""
        return (article_id, start) not in self._never

    def forbids_in(self, article_id: str) -> bool:
        """Whether any sentence of an article may not be quoted."""
        return article_id in self._forbidding

    def always_with(self, article_id: str, start: int) -> tuple[Span, ...]:
        """The sentences that must be quoted with the one that begins at an offset."""
        return self._companions.get((article_id, start), ())

    def variants(self) -> Iterator[tuple[ReviewedAnswer, str]]:
        """Each question with its answer, in the order of the vectors."""
        for answer in self.decisions.answers:
            for question in answer.questions:
                yield answer, question

    def save(self, folder: Path) -> None:
        """Writes it into a version's folder."""
        plain = msgspec.json.encode(self.decisions)
        (folder / _DECISIONS).write_bytes(msgspec.json.format(plain, indent=1) + b"\n")
        np.save(folder / _VECTORS, np.ascontiguousarray(self.vectors, dtype=np.float32))

    @classmethod
    def load(cls, folder: Path) -> "Approved":
        """Reads it from a version's folder.

        Raises:
            DamagedIndexError: It is missing or cut short.
        """
        return cls(read_decisions(folder), np.load(folder / _VECTORS))

    def _add(self, sentence: tuple[str, int], companions: tuple[Span, ...] | None) -> None:
        if companions is None:
            self._never.add(sentence)
            self._forbidding.add(sentence[0])
        else:
            both = (*self._companions.get(sentence, ()), *companions)
            self._companions[sentence] = tuple(dict.fromkeys(both))


def read_decisions(folder: Path) -> Decisions:
    """Reads what was laid down in a version, without the rest of it.

    Raises:
        DamagedIndexError: It is missing or cut short.
    """
    path = folder / _DECISIONS
    try:
        return msgspec.json.decode(path.read_bytes(), type=Decisions)
    except (OSError, msgspec.DecodeError):
        raise DamagedIndexError(f"{path}: missing or cut short") from None
