"""Coverage: the estimated probability that the articles answer a question at all."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from ptassist.answering.question import Question
from ptassist.answering.retriever import Hit
from ptassist.index.lexical import terms
from ptassist.index.store import Index


@dataclass(frozen=True, slots=True)
class Signals:
    """What the search tells about a question.

    Attributes:
        passage: The best passage's inner product with the question.
        sentence: The best sentence's.
        said: The share of the question's terms, by rarity, that the articles hold at all.
    """

    passage: float
    sentence: float
    said: float


# A logistic model fitted on clinic-dev and corpus/evaluation together (`python -m bench.calibrate
# ../shared/data/clinic-dev corpus/evaluation`): held-out AUC .81 for questions of the same field, .997 for off-topic
# ones. At the threshold 11 % of the answerable questions are refused, 47 % of the unanswered ones of the same field and
# all off-topic ones: similarity finds the passage and cannot tell whether it answers.
_BIAS = -6.18
_WEIGHTS = Signals(5.72, 5.32, 1.21)
THRESHOLD = 0.35


def signals(question: Question, index: Index, hits: Sequence[Hit]) -> Signals:
    """Reads the signals off the hits of a question.

    Args:
        question: What is asked.
        index: Where the hits are from.
        hits: The found passages, best first; at least one.
    """
    asked = set(terms(question.standalone, question.language))
    rarity = {term: index.lexical.rarity(term) for term in asked}
    said = sum(rarity[term] for term in asked if index.lexical.knows(term))
    return Signals(
        passage=max(hit.similarity for hit in hits),
        sentence=max(max(hit.sentences, default=0.0) for hit in hits),
        said=said / (sum(rarity.values()) or 1.0),
    )


def confidence(question: Question, index: Index, hits: Sequence[Hit]) -> float:
    """The estimated probability, 0 to 1, that the articles answer a question."""
    if not hits:
        return 0.0
    values = astuple(signals(question, index, hits))
    total = _BIAS + sum(w * v for w, v in zip(astuple(_WEIGHTS), values, strict=True))
    return 1.0 / (1.0 + math.exp(-total))
