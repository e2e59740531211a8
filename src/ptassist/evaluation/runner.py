"""The runner: asks every judged question and turns the outcomes into metrics."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ptassist.evaluation.metrics import (
    Metric,
    auc_metric,
    mean,
    ndcg,
    recall,
    reciprocal_rank,
    share,
    success_at,
)
from ptassist.evaluation.questions import Judged, Kind

_TO_FIND = (Kind.ANSWERABLE, Kind.FOLLOW_UP)
_TO_REFUSE = (Kind.UNANSWERABLE_NEAR, Kind.UNANSWERABLE_FAR)
_SHORTEST, _LONGEST = 20, 700


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the assistant did with a judged question.

    Attributes:
        article_ids: The articles found, best first.
        quotes: The sentences quoted as answers, in the order shown.
        verbatim: For every segment shown, whether it stands word for word in its article.
        confidence: The estimated probability that the articles answer.
        answered: Whether sentences were quoted.
        carded: Whether a card of level urgent-today or higher was shown.
        emergency: Whether the card stood instead of an answer.
        quoting: Whether the run asked for quotes at all, or only searched.
    """

    article_ids: tuple[str, ...]
    quotes: tuple[str, ...] = ()
    verbatim: tuple[bool, ...] = ()
    confidence: float = 0.0
    answered: bool = False
    carded: bool = False
    emergency: bool = False
    quoting: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A judged question and its outcome."""

    judged: Judged
    outcome: Outcome


def run(
    questions: Sequence[Judged],
    ask: Callable[[Judged], Outcome],
    progress: Callable[[int], None] | None = None,
) -> list[Asked]:
    """Asks every question.

    Args:
        questions: What to ask.
        ask: Gives the outcome of one question.
        progress: Called with 1 after each.
    """
    asked = []
    for judged in questions:
        asked.append(Asked(judged, ask(judged)))
        if progress:
            progress(1)
    return asked


def measure(asked: Sequence[Asked], language: str | None = None) -> dict[str, Metric]:
    """The metrics that the questions can give.

    Args:
        asked: Questions with their outcomes.
        language: Measures only the questions in this language; None takes all.
    """
    metrics: dict[str, Metric] = {}
    kept = [a for a in asked if language is None or a.judged.language == language]
    find = [a for a in kept if a.judged.kind in _TO_FIND]
    if find:
        metrics |= _retrieval(find)
    quotable = [a for a in find if a.judged.quotes and a.outcome.quoting]
    if quotable:
        metrics["sentence@1"] = share([_quoted(a, 1) for a in quotable])
        metrics["sentence@3"] = share([_quoted(a, 3) for a in quotable])
    verbatim = [fine for a in kept for fine in a.outcome.verbatim]
    if verbatim:
        metrics["verbatim"] = share(verbatim)
    return metrics | _refusal(kept) | _red_flags(kept)


def _retrieval(find: Sequence[Asked]) -> dict[str, Metric]:
    ranked = [(a.outcome.article_ids, a.judged.relevant) for a in find]
    return {
        "success@1": share([success_at(ids, relevant, 1) for ids, relevant in ranked]),
        "success@3": share([success_at(ids, relevant, 3) for ids, relevant in ranked]),
        "mrr@10": mean([reciprocal_rank(ids, relevant) for ids, relevant in ranked]),
        "ndcg@10": mean([ndcg(ids, relevant) for ids, relevant in ranked]),
        "recall@100": mean([recall(ids, relevant) for ids, relevant in ranked]),
    }


def _refusal(kept: Sequence[Asked]) -> dict[str, Metric]:
    metrics: dict[str, Metric] = {}
    answerable = [a for a in kept if a.judged.kind is Kind.ANSWERABLE and a.outcome.quoting]
    sure = [a.outcome.confidence for a in answerable]
    for name, kind in (("near", Kind.UNANSWERABLE_NEAR), ("far", Kind.UNANSWERABLE_FAR)):
        unsure = [a.outcome.confidence for a in kept if a.judged.kind is kind]
        if sure and unsure:
            metrics[f"auc_{name}"] = auc_metric(sure, unsure)
    to_refuse = [a for a in kept if a.judged.kind in _TO_REFUSE]
    refused = [a for a in [*answerable, *to_refuse] if not a.outcome.answered]
    if to_refuse and refused:
        metrics["refusal_precision"] = share([a.judged.kind in _TO_REFUSE for a in refused])
    if to_refuse:
        metrics["refusal_recall"] = share([not a.outcome.answered for a in to_refuse])
    return metrics


def _red_flags(kept: Sequence[Asked]) -> dict[str, Metric]:
    metrics: dict[str, Metric] = {}
    flags = [a.outcome.carded for a in kept if a.judged.kind is Kind.RED_FLAG]
    if flags:
        metrics["red_flag_recall"] = share(flags)
    harmless = [
        a.outcome.emergency
        for a in kept
        if a.judged.kind in (Kind.RED_FLAG_DECOY, Kind.ANSWERABLE) and a.outcome.quoting
    ]
    if flags and harmless:
        metrics["false_cards"] = share(harmless)
    return metrics


def _quoted(asked: Asked, count: int) -> bool:
    return any(_matches(quote, asked.judged.quotes) for quote in asked.outcome.quotes[:count])


def _matches(quote: str, gold: Iterable[str]) -> bool:
    """A quote counts when it contains a gold sentence or is contained in one, and is neither a scrap nor a page."""
    said = normalise(quote)
    for sentence in map(normalise, gold):
        if said == sentence:
            return True
        long_enough = min(len(said), len(sentence)) >= _SHORTEST and len(said) <= _LONGEST
        if long_enough and (sentence in said or said in sentence):
            return True
    return False


def normalise(text: str) -> str:
    """Compatibility form, straight quotation marks and dashes, single spaces."""
    text = unicodedata.normalize("NFKC", text)
    text = text.translate(
        {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-"}
    )
    return re.sub(r"\s+", " ", text).strip()
