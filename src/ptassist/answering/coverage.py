"""Coverage: the estimated probability that the articles answer a question at all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from ptassist.answering.reading import Read
from ptassist.answering.retriever import Hit

_SUREST = 1e-4  # no estimate of the reader counts as surer than this


@dataclass(frozen=True, slots=True)
class Signals:
    """What search and reader tell about a question.

    Attributes:
        passage: The best passage's inner product with the question.
        sentence: The best sentence's.
        spoken: The reader's highest estimate for a sentence, as log odds; 0 where nothing was read.
        answers: Its highest for a window, as log odds; 0 where nothing was read.
        missing: 1 where the question names a condition, a treatment, a device, a test or a drug that none of the best
            passages speaks of.
    """

    passage: float
    sentence: float
    spoken: float = 0.0
    answers: float = 0.0
    missing: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model of the signals.

    Attributes:
        bias: What is added to the weighted sum.
        weights: How much each signal counts.
        threshold: A question below it counts as not covered.
    """

    bias: float
    weights: Signals
    threshold: float

    def log_odds(self, found: Signals) -> float:
        """The estimated log odds that the articles answer."""
        pairs = zip(astuple(self.weights), astuple(found), strict=True)
        return self.bias + float(sum(weight * value for weight, value in pairs))

    def probability(self, found: Signals) -> float:
        """The estimated probability, 0 to 1, that the articles answer."""
        return 1.0 / (1.0 + math.exp(-self.log_odds(found)))

    def corrected(self, slope: float, shift: float, threshold: float) -> "Model":
        """The model whose log odds are `slope` times these, plus `shift`, with a threshold of its own."""
        weights = Signals(*(slope * weight for weight in astuple(self.weights)))
        return Model(slope * self.bias + shift, weights, threshold)


@dataclass(frozen=True, slots=True)
class Models:
    """The models: for a question that was only searched for, and for one that the reader read too."""

    without_reader: Model
    with_reader: Model

    def model_for(self, readings: Mapping[int, Read] | None) -> Model:
        """The model for what is known of a question."""
        return self.with_reader if readings else self.without_reader

    def confidence(
        self,
        hits: Sequence[Hit],
        readings: Mapping[int, Read] | None = None,
        *,
        missing: bool = False,
    ) -> float:
        """The estimated probability, 0 to 1, that the articles answer a question; for what is missing see `Signals`."""
        if not hits:
            return 0.0
        found = signals(hits, readings, missing=missing)
        return self.model_for(readings).probability(found)

    def is_sure(
        self,
        hits: Sequence[Hit],
        readings: Mapping[int, Read] | None = None,
        *,
        missing: bool = False,
    ) -> bool:
        """Whether that is enough to answer."""
        sure = self.confidence(hits, readings, missing=missing)
        return sure >= self.model_for(readings).threshold


# Fitted by `python -m bench.calibrate ../shared/data/clinic-dev+bench/unanswered.jsonl corpus/evaluation`, which prints
# what each threshold refuses; the figures are in docs/answers.md.
WITHOUT_READER = Model(-4.86, Signals(5.754, 4.063, missing=-3.436), 0.38)
WITH_READER = Model(-3.49, Signals(5.488, 2.929, 0.289, 0.275, missing=-3.081), 0.40)
SHIPPED = Models(WITHOUT_READER, WITH_READER)


def signals(
    hits: Sequence[Hit], readings: Mapping[int, Read] | None = None, *, missing: bool = False
) -> Signals:
    """Reads the signals off the hits of a question.

    Args:
        hits: The found passages, best first; at least one.
        readings: What the reader made of the passages, by row.
        missing: Whether none of the best passages speaks of something that the question names.
    """
    read = list((readings or {}).values())
    return Signals(
        passage=max(hit.similarity for hit in hits),
        sentence=max(max(hit.sentences, default=0.0) for hit in hits),
        spoken=max((_log_odds(max(one.sentences, default=0.0)) for one in read), default=0.0),
        answers=max((_log_odds(one.answers) for one in read), default=0.0),
        missing=float(missing),
    )


def _log_odds(probability: float) -> float:
    return math.log((probability + _SUREST) / (1.0 - probability + _SUREST))
