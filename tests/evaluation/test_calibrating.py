"""Calibrating on golden questions: what is enough, what is better, and how the questions fare, by hand."""

import numpy as np
import pytest

from ptassist.errors import GoldenQuestionsError
from ptassist.evaluation.calibrating import Figures, Way, Weighed, calibrate, with_enough

SHIPPED = {False: 0.33, True: 0.32}


def question(
    log_odds: float, *, answered: bool, read: bool = True, quotable: bool = True
) -> Weighed:
    return Weighed(answered, (Way(log_odds, read, quotable, answered),))


def spread(mean: float, count: int, *, answered: bool, read: bool = True) -> list[Weighed]:
    chance = np.random.default_rng(count)
    return [question(chance.normal(mean, 1.0), answered=answered, read=read) for _ in range(count)]


def lenient(read: bool = True) -> list[Weighed]:
    """Questions for which the shipped model is much too sure."""
    return [
        *spread(4.0, 60, answered=True, read=read),
        *spread(-0.2, 30, answered=False, read=read),
    ]


def test_how_questions_fare_by_hand():
    twenty = [question(-4.0, answered=False)] * 18 + [question(4.0, answered=False)] * 2
    forty = [question(4.0, answered=True)] * 37 + [question(-4.0, answered=True)] * 2
    mute = question(4.0, answered=True, quotable=False)
    before = calibrate([*twenty, *forty, mute], SHIPPED).before
    assert (before.answered, before.refused, before.not_covered, before.wrong) == (40, 3, 20, 2)
    assert before.cost == 3 + 5 * 2
    sure = 1 / (1 + 2.718281828459045**-4)
    off = 18 * (1 - sure) ** 2 + 2 * sure**2 + 38 * (1 - sure) ** 2 + 2 * sure**2
    assert before.brier == pytest.approx(off / 60)


def test_a_model_that_is_too_sure_is_held_back_and_that_is_better():
    found = calibrate(lenient(), SHIPPED)
    assert found.counts == {True: (60, 30)}
    assert set(found.fits) == {True}
    assert found.before.wrong > 15
    assert found.after.wrong < found.before.wrong / 2
    assert found.after.refused <= 0.25 * 60
    assert found.after.cost < found.before.cost
    assert found.after.brier < found.before.brier
    assert found.is_better
    assert found.fits[True].on_own_scale > SHIPPED[True]


def test_a_model_that_refuses_too_much_is_loosened_whatever_it_costs():
    strict = [
        *[question(-1.2, answered=True)] * 20,
        *[question(4.0, answered=True)] * 40,
        *[question(-1.1, answered=False)] * 6,
        *[question(-6.0, answered=False)] * 24,
    ]
    found = calibrate(strict, SHIPPED)
    assert found.before == Figures(60, 20, 30, 0, 20, found.before.brier)
    assert found.after.refused <= 15
    assert found.is_better


def test_a_model_that_parts_cleanly_is_not_bettered():
    clean = [*spread(6.0, 40, answered=True), *spread(-6.0, 20, answered=False)]
    found = calibrate(clean, SHIPPED)
    assert (found.before.cost, found.after.cost) == (0, 0)
    assert not found.is_better


def test_what_the_figures_after_say_does_not_depend_on_the_question_itself():
    """The one question that speaks for a low threshold is refused by the fit of the others."""
    lonely = question(-0.6, answered=True)
    others = [*spread(4.0, 59, answered=True), *[question(-0.4, answered=False)] * 20]
    found = calibrate([lonely, *others], SHIPPED)
    assert found.after.refused >= 1


@pytest.mark.parametrize(
    ("answered", "not_covered", "missing"),
    [
        (0, 0, "40 answered and 20 not covered are missing"),
        (39, 20, "1 answered and 0 not covered are missing"),
        (90, 3, "0 answered and 17 not covered are missing"),
    ],
)
def test_too_few_questions_are_refused_and_the_missing_counted(answered, not_covered, missing):
    few = [
        *spread(4.0, answered, answered=True),
        *spread(-4.0, not_covered, answered=False),
    ]
    with pytest.raises(GoldenQuestionsError) as caught:
        calibrate(few, SHIPPED)
    assert f"{answered} answered and {not_covered} not covered golden" in caught.value.message
    assert caught.value.message.endswith(missing)
    assert '"none"' in caught.value.remedy


def test_forty_and_twenty_are_enough():
    assert with_enough({False: (40, 19), True: (40, 20)}) == {True: (40, 20)}


def test_the_model_without_enough_questions_of_its_own_stays_as_it_is():
    unread = spread(0.5, 19, answered=False, read=False)
    found = calibrate([*lenient(), *unread], SHIPPED)
    assert set(found.fits) == {True}
    assert found.before.not_covered == 49
    both = calibrate([*lenient(), *lenient(read=False)], SHIPPED)
    assert both.counts == {False: (60, 30), True: (60, 30)}


def test_a_question_that_two_ways_lead_to_is_shown_by_the_first_that_is_sure():
    other_language = Way(-5.0, read=False, quotable=True, answers=False)
    found = Weighed(answered=True, ways=(other_language, Way(5.0, True, True, True)))
    missed = Weighed(answered=True, ways=(other_language, Way(-5.0, True, True, True)))
    clean = [*spread(6.0, 40, answered=True), *spread(-6.0, 20, answered=False)]
    before = calibrate([found, missed, *clean], SHIPPED).before
    assert (before.answered, before.refused) == (42, 1)


def test_none_in_the_wrong_rows_is_told():
    turned = [*spread(-4.0, 60, answered=True), *spread(4.0, 30, answered=False)]
    with pytest.raises(GoldenQuestionsError, match="look no more covered than the others"):
        calibrate(turned, SHIPPED)
