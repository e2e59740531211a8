"""Fitting: the line through a model's log odds that fits a clinic's questions, and the threshold that costs least."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A wrong answer is five times as bad as a missed one, as in bench/calibrate.py.
WRONG_COSTS = 5
# However dear wrong answers are: who is refused more than this of what the articles answer is not helped.
MOST_REFUSED = 0.25
# Ten questions that nobody asked stand beside the real ones, evenly from .12 to .88 of the model's own scale, each
# "answered" just as often as the model says. Alone they give slope 1 and shift 0; beside sixty real ones they weigh a
# seventh: real ones decide, and yet a few that part cleanly cannot make the slope endless.
PRIOR = np.linspace(-2.0, 2.0, 10)
LEAST_SLOPE = 0.1
_SUREST = 0.95  # no threshold asks for more
_MOST_STEPS, _SMALL_STEP = 50, 1e-9

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions that one model weighed; each array in their order.

    Attributes:
        log_odds: The model's, that the articles answer.
        answers: Whether they do.
        quotable: Whether there is a sentence to quote; without one no threshold makes an answer.
    """

    log_odds: Numbers
    answers: Truths
    quotable: Truths


@dataclass(frozen=True, slots=True)
class Fit:
    """What makes a model fit the questions.

    Attributes:
        slope: What its log odds are multiplied with.
        shift: What is added then.
        threshold: A question whose corrected probability is below it counts as not covered.
    """

    slope: float
    shift: float
    threshold: float

    @property
    def on_own_scale(self) -> float:
        """The threshold as the probability that the model itself would have given there."""
        own = math.log(self.threshold / (1.0 - self.threshold)) - self.shift
        return 1.0 / (1.0 + math.exp(-own / self.slope))

    def sure(self, log_odds: float) -> float:
        """The corrected probability."""
        return 1.0 / (1.0 + math.exp(-self.slope * log_odds - self.shift))


def fit(sample: Sample, threshold: float) -> Fit:
    """Slope, shift and threshold of a model.

    Args:
        sample: What it weighed.
        threshold: Its own; the new one asks at least for half and at most for double of what that asks for.
    """
    line = fit_line(sample.log_odds, sample.answers)
    slope, shift = max(float(line[0]), LEAST_SLOPE), float(line[1])
    own = np.array([threshold / 2, threshold, min(2 * threshold, _SUREST)])
    bounds = _sigmoid(slope * _log_odds(own) + shift)
    return Fit(slope, shift, best_threshold(sample, leave_one_out(sample, line), bounds))


def fit_line(log_odds: Numbers, answers: Truths) -> Numbers:
    """The most likely slope and shift, given the prior: Newton's way, a step that overshoots is halved."""
    design = _design(np.concatenate([log_odds, PRIOR]))
    wanted = np.concatenate([answers, _sigmoid(PRIOR)])
    line = np.array([1.0, 0.0])
    for _ in range(_MOST_STEPS):
        curvature = _curvature(design, line).sum(axis=0)
        step = np.linalg.solve(curvature, design.T @ (_sigmoid(design @ line) - wanted))
        while np.abs(step).max() > _SMALL_STEP and (
            _loss(design, wanted, line - step) > _loss(design, wanted, line)
        ):
            step = step / 2
        line = line - step
        if np.abs(step).max() <= _SMALL_STEP:
            break
    return line


def leave_one_out(sample: Sample, line: Numbers) -> Numbers:
    """Each question's probability by the line through all the others: one Newton step away from the whole line."""
    design, prior = _design(sample.log_odds), _design(PRIOR)
    each = _curvature(design, line)
    others = each.sum(axis=0) + _curvature(prior, line).sum(axis=0) - each
    own = design * (_sigmoid(design @ line) - sample.answers)[:, None]
    steps = np.linalg.solve(others, own[:, :, None])[:, :, 0]
    return _sigmoid(np.sum(design * (line + steps), axis=1))


def best_threshold(sample: Sample, sure: Numbers, bounds: Numbers) -> float:
    """The threshold that costs least and does not refuse too many; of equal ones the nearest to the model's own.

    Args:
        sample: The questions.
        sure: The corrected probability of each.
        bounds: The lowest threshold, the model's own and the highest, on the corrected scale.
    """
    low, own, high = bounds
    answered = np.sort(sure[sample.answers & sample.quotable])
    not_covered = np.sort(sure[~sample.answers & sample.quotable])
    seen = np.unique(sure)
    between = (seen[1:] + seen[:-1]) / 2
    cuts = np.concatenate([bounds, between[(between > low) & (between < high)]])
    missed = np.searchsorted(answered, cuts)
    wrong = len(not_covered) - np.searchsorted(not_covered, cuts)
    allowed = missed <= MOST_REFUSED * sample.answers.sum()
    if not allowed.any():
        return float(low)
    cost = np.where(allowed, missed + WRONG_COSTS * wrong, np.inf)
    best = cuts[cost == cost.min()]
    return float(best[np.argmin(np.abs(_log_odds(best) - _log_odds(own)))])


def _design(log_odds: Numbers) -> Numbers:
    return np.column_stack([log_odds, np.ones_like(log_odds)])


def _curvature(design: Numbers, line: Numbers) -> Numbers:
    """The second derivatives of each row's loss, of shape (rows, 2, 2)."""
    sure = _sigmoid(design @ line)
    weighted: Numbers = (sure * (1 - sure))[:, None, None] * design[:, :, None] * design[:, None, :]
    return weighted


def _loss(design: Numbers, wanted: Numbers, line: Numbers) -> float:
    scores = design @ line
    return float(np.sum(np.logaddexp(0.0, scores) - wanted * scores))


def _sigmoid(scores: Numbers) -> Numbers:
    sure: Numbers = np.exp(-np.logaddexp(0.0, -scores))
    return sure


def _log_odds(probabilities: Numbers) -> Numbers:
    odds: Numbers = np.log(probabilities) - np.log1p(-probabilities)
    return odds
