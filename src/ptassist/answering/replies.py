"""Replies: what is said to each question of a message that holds several, one after another, nothing quoted twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ptassist.answering.answer import Role
from ptassist.answering.approved import Reviewed
from ptassist.answering.evidence import Evidence, Quoted
from ptassist.answering.finding import Found
from ptassist.answering.question import Question
from ptassist.answering.retriever import Hit
from ptassist.answering.wording import Topic

# Two answering sentences a question, and in all about as many words as a visitor reads on a phone.
MOST_ANSWERS = 2
_MOST_WORDS = 120

NOT_COVERED, ABOVE, FIRST_ABOVE = "part_not_covered", "part_above", "first_above"
_NOTHING = Evidence((), excludes=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to one question of a message.

    Attributes:
        question: The question.
        sure: The estimated probability, 0 to 1, that this answers it.
        evidence: What is quoted.
        says: The code of the frame that stands there instead of quotes, or before them; empty for none.
        topic: What the question is about that needs no article.
        reviewed: A therapist's answer, of which the evidence is.
        unsaid: What the question names that no article mentions.
        hits: What was found, best first.
    """

    question: Question
    sure: float
    evidence: Evidence = _NOTHING
    says: str = ""
    topic: Topic | None = None
    reviewed: Reviewed | None = None
    unsaid: tuple[str, ...] = ()
    hits: Sequence[Hit] = ()


def reply_of_topic(question: Question, topic: Topic) -> Reply:
    """A reply that needs no article."""
    return Reply(question, 1.0, topic=topic)


def reply_of_reviewed(question: Question, reviewed: Reviewed, before: Iterable[Reply]) -> Reply:
    """A therapist's answer, whole; that it stands above where it was given already."""
    given = (reply.reviewed.answer for reply in before if reply.reviewed)
    if reviewed.answer in given:
        return Reply(question, 1.0, says=ABOVE)
    return Reply(question, 1.0, reviewed.evidence, reviewed=reviewed)


def reply_of_found(question: Question, found: Found, before: Iterable[Reply]) -> Reply:
    """What the articles say to a question, without what was quoted for the questions before it."""
    reply = Reply(question, found.sure, unsaid=found.unsaid, hits=found.hits)
    if not found.covered:
        return replace(reply, says=NOT_COVERED)
    quotes = found.evidence.quotes
    shown = {_span(q) for earlier in before for q in _said(earlier.evidence.quotes)}
    left = _without(quotes, shown)
    if not any(quote.role is Role.ANSWER for quote in left):
        return replace(reply, says=ABOVE)
    limited = any(q.role is Role.CONDITION and _span(q) in shown for q in quotes)
    evidence = Evidence(left, found.evidence.excludes)
    return replace(reply, evidence=evidence, says=FIRST_ABOVE if limited else "")


def answering(before: Iterable[Reply]) -> frozenset[tuple[str, int]]:
    """The sentences that answer the questions before, by article and first character."""
    quotes = (quote for reply in before for quote in reply.evidence.quotes)
    return frozenset((q.article.id, q.start) for q in quotes if q.role is Role.ANSWER)


def most_answers(before: Sequence[Reply], questions: int, most: int) -> int:
    """How many sentences may answer the next question: one where those before it took too many words."""
    quotes = [quote for reply in before for quote in reply.evidence.quotes]
    taken = sum(len(_text(quote).split()) for quote in quotes if quote.role is Role.ANSWER)
    share = _MOST_WORDS * len(before) / questions
    return max(1, most) if taken <= share else 1


def _without(quotes: Sequence[Quoted], shown: set[tuple[str, int, int]]) -> tuple[Quoted, ...]:
    """The quotes that were not shown yet; lines that introduce stay where something that they introduce stays."""
    return tuple(
        quote
        for run in _runs(quotes)
        if any(_span(quote) not in shown for quote in _said(run))
        for quote in run
        if quote.role is Role.CONTEXT or _span(quote) not in shown
    )


def _runs(quotes: Sequence[Quoted]) -> list[list[Quoted]]:
    """The quotes in runs, each with the lines that introduce it first."""
    runs: list[list[Quoted]] = []
    for place, quote in enumerate(quotes):
        introduces = quote.role is Role.CONTEXT
        before = quotes[place - 1] if place else None
        if (
            before is None
            or (introduces and before.role is not Role.CONTEXT)
            or (before.article.id != quote.article.id)
        ):
            runs.append([])
        runs[-1].append(quote)
    return runs


def _said(quotes: Iterable[Quoted]) -> list[Quoted]:
    """Those that answer or limit."""
    return [quote for quote in quotes if quote.role is not Role.CONTEXT]


def _span(quote: Quoted) -> tuple[str, int, int]:
    return quote.article.id, quote.start, quote.end


def _text(quote: Quoted) -> str:
    return quote.article.text[quote.start : quote.end]
