"""Calibrating: how sure the assistant must be, fitted on the clinic's own golden questions.

Each comes with the log odds that the shipped model gave it. A line through them, slope and shift, turns them into what
these questions show; the threshold is the one that costs least on questions left out of the fit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ptassist.errors import GoldenQuestionsError
from ptassist.evaluation.fitting import LEAST_SLOPE, MOST_REFUSED, WRONG_COSTS, Fit, Sample, fit

LEAST_ANSWERED, LEAST_NOT_COVERED = 40, 20
_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Way:
    """One way to put a golden question to the articles.

    Attributes:
        log_odds: The shipped model's, that the articles answer.
        read: Whether that is the model with the reader.
        quotable: Whether there is a sentence to quote; without one no threshold makes an answer.
        answers: Whether the articles that it was put to answer it.
    """

    log_odds: float
    read: bool
    quotable: bool
    answers: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """A golden question.

    Attributes:
        answered: Whether the articles answer it.
        ways: The ways to put it, in their order; the first that is sure enough is shown.
    """

    answered: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """How the golden questions fare.

    Attributes:
        answered: How many the articles answer.
        refused: How many of those are refused.
        not_covered: How many the articles do not answer.
        wrong: How many of those are answered.
        cost: One for each refused, five for each wrong answer.
        brier: The mean square of what the estimated probabilities are off; lower is better.
    """

    answered: int
    refused: int
    not_covered: int
    wrong: int
    cost: int
    brier: float


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The outcome.

    Attributes:
        fits: A fit for each model that weighed enough questions, by whether it is the one with the reader.
        counts: How many answered and not covered questions each of them weighed.
        before: How the questions fare by the shipped models.
        after: How they fare by fits that have not seen them: ten folds, each judged by the other nine.
    """

    fits: Mapping[bool, Fit]
    counts: Mapping[bool, tuple[int, int]]
    before: Figures
    after: Figures

    @property
    def is_better(self) -> bool:
        """Whether unseen questions cost less than before, or too many were refused and now fewer are."""
        too_many = self.before.refused > MOST_REFUSED * self.before.answered
        return self.after.cost < self.before.cost or (
            too_many and self.after.refused < self.before.refused
        )


def calibrate(questions: Sequence[Weighed], shipped: Mapping[bool, float]) -> Calibrated:
    """Fits each model that weighed enough golden questions.

    Args:
        questions: The golden questions.
        shipped: The shipped thresholds, by whether the model is the one with the reader.

    Raises:
        GoldenQuestionsError: There are too few, or they speak against each other.
    """
    counts = with_enough({read: _count(questions, read) for read in shipped})
    fits = {read: fit(_sample(questions, read), shipped[read]) for read in counts}
    if any(found.slope <= LEAST_SLOPE for found in fits.values()):
        raise GoldenQuestionsError(
            "the golden questions that the articles answer look no more covered than the others",
            'Look whether "none" stands in the right rows, then run: ptassist calibrate',
        )
    unchanged = {read: Fit(1.0, 0.0, threshold) for read, threshold in shipped.items()}
    before = _figures(questions, [_outcome(question, unchanged) for question in questions])
    return Calibrated(fits, counts, before, _unseen(questions, list(fits), unchanged))


def with_enough(counts: Mapping[bool, tuple[int, int]]) -> dict[bool, tuple[int, int]]:
    """The models that weighed enough answered and not covered questions.

    Raises:
        GoldenQuestionsError: None of them did; it says how many are missing.
    """
    enough = {
        read: (answered, not_covered)
        for read, (answered, not_covered) in counts.items()
        if answered >= LEAST_ANSWERED and not_covered >= LEAST_NOT_COVERED
    }
    if enough:
        return enough
    answered, not_covered = max(counts.values(), key=sum)
    missing = (
        f"{max(0, LEAST_ANSWERED - answered)} answered and "
        f"{max(0, LEAST_NOT_COVERED - not_covered)} not covered"
    )
    raise GoldenQuestionsError(
        f"{answered} answered and {not_covered} not covered golden questions can be weighed; "
        f"calibrating needs {LEAST_ANSWERED} and {LEAST_NOT_COVERED}: {missing} are missing",
        'Add rows to the spreadsheet, with "none" as the article where no article answers '
        '(docs/staff.md, "How sure is sure enough")',
    )


def _unseen(
    questions: Sequence[Weighed], fitted: Sequence[bool], unchanged: Mapping[bool, Fit]
) -> Figures:
    """How questions fare by fits that have not seen them; answered and not covered ones are spread over the folds."""
    order = sorted(range(len(questions)), key=lambda place: questions[place].answered)
    outcomes: dict[int, _Outcome] = {}
    for fold in range(_FOLDS):
        left_out = order[fold::_FOLDS]
        rest = [questions[place] for place in order if place not in set(left_out)]
        fits = {read: fit(_sample(rest, read), unchanged[read].threshold) for read in fitted}
        for place in left_out:
            outcomes[place] = _outcome(questions[place], {**unchanged, **fits})
    return _figures(questions, [outcomes[place] for place in range(len(questions))])


@dataclass(frozen=True, slots=True)
class _Outcome:
    shown: bool
    sure: float


def _outcome(question: Weighed, fits: Mapping[bool, Fit]) -> _Outcome:
    """What becomes of a question: the first way that is sure enough, else the last."""
    sure = 0.0
    for way in question.ways:
        found = fits[way.read]
        sure = found.sure(way.log_odds)
        if way.quotable and sure >= found.threshold:
            return _Outcome(shown=True, sure=sure)
    return _Outcome(shown=False, sure=sure)


def _figures(questions: Sequence[Weighed], outcomes: Sequence[_Outcome]) -> Figures:
    pairs = list(zip(questions, outcomes, strict=True))
    answered = sum(question.answered for question in questions)
    refused = sum(question.answered and not outcome.shown for question, outcome in pairs)
    wrong = sum(outcome.shown and not question.answered for question, outcome in pairs)
    return Figures(
        answered=answered,
        refused=refused,
        not_covered=len(questions) - answered,
        wrong=wrong,
        cost=refused + WRONG_COSTS * wrong,
        brier=sum((outcome.sure - question.answered) ** 2 for question, outcome in pairs)
        / len(pairs),
    )


def _sample(questions: Sequence[Weighed], read: bool) -> Sample:
    ways = [way for question in questions for way in question.ways if way.read is read]
    return Sample(
        np.array([way.log_odds for way in ways], dtype=np.float64),
        np.array([way.answers for way in ways], dtype=np.bool_),
        np.array([way.quotable for way in ways], dtype=np.bool_),
    )


def _count(questions: Sequence[Weighed], read: bool) -> tuple[int, int]:
    answers = _sample(questions, read).answers
    return int(answers.sum()), int((~answers).sum())
