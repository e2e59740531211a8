"""Answer: what a visitor gets, as data: quotes of the articles, and fixed sentences around them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from ptassist.answering.notes import Note
from ptassist.answering.triage import Action, Card, Level


class AnswerKind(StrEnum):
    """What kind of answer this is."""

    ANSWER = "answer"
    NOT_COVERED = "not_covered"
    URGENT = "urgent"
    CONVERSATION = "conversation"


class Role(StrEnum):
    """What a quoted sentence does in the answer."""

    ANSWER = "answer"
    CONDITION = "condition"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Frame:
    """A fixed, signed sentence of ours.

    Attributes:
        code: Its name in `corpus/language/frames.yaml`.
        text: Its text in the answer's language.
        before: The index of the segment that it stands before; None for the end.
    """

    code: str
    text: str
    before: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a segment's words stand: `Article.text[start:end]`, in code points."""

    article_id: str
    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReferenceLink:
    """An entry of an article's own reference list, as shown beside a quote."""

    label: str
    text: str
    doi: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Segment:
    """One quoted sentence, word for word.

    Attributes:
        text: The sentence, equal to the article's text at `quote`.
        citation: The number of its citation, counted from 1.
        role: Whether it answers, limits an answer, or introduces one.
        quote: Where it stands.
        references: The references whose marker stands inside this sentence.
    """

    text: str
    citation: int
    role: Role
    quote: Quote
    references: tuple[ReferenceLink, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """The article and section that a segment is quoted from.

    Attributes:
        number: Counted from 1 in reading order.
        heading: The section's heading; None before the first heading.
        url: The article's address.
        deep_link: The address of the very sentence (a text fragment, or the heading).
        sample: Whether the article is one of the project's samples, not the clinic's.
        further_reading: The article's references that no quoted sentence cites.
    """

    number: int
    article_id: str
    title: str
    heading: str | None
    author: str | None
    published: date | None
    reviewed: date | None
    url: str
    deep_link: str
    language: str
    sample: bool
    further_reading: tuple[ReferenceLink, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """An article near a question that no article answers."""

    article_id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """The way to a therapist; never empty."""

    text: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that a visitor gets for one question.

    Attributes:
        id: A random name for this answer; it says nothing about the question.
        kind: Answer, not covered, urgent or conversation.
        level: The highest level of all the visitor's turns.
        card: What stands above (or instead of) the answer; None at level none.
        frames: Fixed sentences of ours around the quotes.
        segments: The quotes, in reading order.
        citations: Where they are from.
        nearest: Articles to look at when nothing answers.
        handoff: The way to a therapist.
        suggestions: Questions that the visitor may ask next.
        confidence: The estimated probability, 0 to 1, that the articles answer the question.
        language: The language of frames and handoff, ISO 639-1.
        index_version: The index that the quotes come from.
        notices: Fixed sentences about the whole answer, such as that the articles are samples.
        notes: What hard words of the quotes mean, in our words; at most two.
    """

    id: str
    kind: AnswerKind
    level: Level
    card: Card | None
    frames: tuple[Frame, ...]
    segments: tuple[Segment, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Nearest, ...]
    handoff: Handoff
    suggestions: tuple[str, ...]
    confidence: float
    language: str
    index_version: str
    notices: tuple[Frame, ...] = ()
    notes: tuple[Note, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer as other programs read it: plain values, the level by its name."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain | {"level": self.level.code}
