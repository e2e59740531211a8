"""Metrics of retrieval, quoting and refusing, each a pure function with the field's name, and their intervals."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean

_Z = NormalDist().inv_cdf(0.975)
_RESAMPLES = 1000
_SEED = 20261122


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with its 95 % interval.

    Attributes:
        value: The figure.
        low: Lower end of the interval.
        high: Upper end.
        n: How many questions it is over.
    """

    value: float
    low: float
    high: float
    n: int


def success_at(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """1 when a relevant document is among the first k, else 0."""
    return float(any(relevant.get(item, 0) > 0 for item in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """1 / rank of the first relevant document, 0 when none is among the first k."""
    for rank, item in enumerate(ranked[:k], 1):
        if relevant.get(item, 0) > 0:
            return 1.0 / rank
    return 0.0


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """Normalised discounted cumulative gain with linear gains, as trec_eval computes it."""
    grades = [max(0, relevant.get(item, 0)) for item in ranked[:k]]
    gains = [grade / math.log2(place + 2) for place, grade in enumerate(grades)]
    ideal = sorted((grade for grade in relevant.values() if grade > 0), reverse=True)[:k]
    best = sum(grade / math.log2(place + 2) for place, grade in enumerate(ideal))
    return sum(gains) / best if best else 0.0


def recall(ranked: Sequence[str], relevant: Mapping[str, int], k: int = 100) -> float:
    """The share of the relevant documents among the first k."""
    wanted = {item for item, grade in relevant.items() if grade > 0}
    return len(wanted & set(ranked[:k])) / len(wanted) if wanted else 0.0


def auc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The probability that a positive scores higher than a negative; ties count a half."""
    wins = sum(float(p > n) + 0.5 * float(p == n) for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))


def share(hits: Sequence[bool | float]) -> Metric:
    """A proportion with Wilson's interval (Wilson 1927)."""
    n = len(hits)
    p = fmean(float(hit) for hit in hits)
    centre = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return Metric(p, max(0.0, centre - half), min(1.0, centre + half), n)


def mean(values: Sequence[float]) -> Metric:
    """A mean with its bootstrap interval (percentiles of 1,000 seeded resamples)."""
    chance = random.Random(_SEED)  # noqa: S311  # an interval, not a secret
    n = len(values)
    means = sorted(fmean(chance.choices(values, k=n)) for _ in range(_RESAMPLES))
    return Metric(fmean(values), means[_RESAMPLES // 40], means[-_RESAMPLES // 40 - 1], n)


def auc_metric(positives: Sequence[float], negatives: Sequence[float]) -> Metric:
    """AUC with the interval of Hanley and McNeil (1982)."""
    area = auc(positives, negatives)
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    p, n = len(positives), len(negatives)
    variance = area * (1 - area) + (p - 1) * (q1 - area**2) + (n - 1) * (q2 - area**2)
    half = _Z * math.sqrt(max(0.0, variance / (p * n)))
    return Metric(area, max(0.0, area - half), min(1.0, area + half), p + n)
