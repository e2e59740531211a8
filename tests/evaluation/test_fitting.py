"""The line and the threshold: against scikit-learn, against refits and against every threshold there is."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.evaluation.fitting import (
    LEAST_SLOPE,
    MOST_REFUSED,
    PRIOR,
    WRONG_COSTS,
    Fit,
    Numbers,
    Sample,
    best_threshold,
    fit,
    fit_line,
    leave_one_out,
)

SHIPPED = 0.32


def sigmoid(scores: Numbers) -> Numbers:
    return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float64)


def sample_of(answered: int, not_covered: int, seed: int = 1, apart: float = 2.0) -> Sample:
    """Log odds around `apart` for what is answered, around minus that for what is not."""
    chance = np.random.default_rng(seed)
    log_odds = np.concatenate(
        [chance.normal(apart, 2.0, answered), chance.normal(-apart, 2.0, not_covered)]
    )
    answers = np.arange(answered + not_covered) < answered
    return Sample(log_odds, answers, np.ones_like(answers))


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    size = draw(st.integers(2, 40))
    log_odds = draw(st.lists(st.floats(-12, 12), min_size=size, max_size=size))
    truths = st.lists(st.booleans(), min_size=size, max_size=size)
    return Sample(np.array(log_odds), np.array(draw(truths)), np.array(draw(truths)))


def test_questions_that_nobody_asked_change_nothing_alone():
    nothing = fit_line(np.array([]), np.array([], dtype=np.bool_))
    assert nothing == pytest.approx([1.0, 0.0], abs=1e-9)


@pytest.mark.parametrize(("answered", "not_covered", "apart"), [(40, 20, 2.0), (90, 45, 0.5)])
def test_the_line_is_the_one_that_scikit_learn_finds(answered, not_covered, apart):
    linear_model = pytest.importorskip("sklearn.linear_model")
    sample = sample_of(answered, not_covered, apart=apart)
    # scikit-learn takes no share of an answer: each prior question counts once as either, by its share.
    x = np.concatenate([sample.log_odds, PRIOR, PRIOR])[:, None]
    y = np.concatenate([sample.answers, np.ones(len(PRIOR)), np.zeros(len(PRIOR))])
    weights = np.concatenate([np.ones(answered + not_covered), sigmoid(PRIOR), sigmoid(-PRIOR)])
    other = linear_model.LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12)
    other.fit(x, y, sample_weight=weights)
    assert fit_line(sample.log_odds, sample.answers) == pytest.approx(
        [other.coef_[0, 0], other.intercept_[0]], abs=1e-5
    )


def test_a_model_that_is_right_stays_as_it_is():
    chance = np.random.default_rng(3)
    log_odds = chance.normal(0.0, 2.0, 4000)
    answers = chance.random(4000) < sigmoid(log_odds)
    assert fit_line(log_odds, answers) == pytest.approx([1.0, 0.0], abs=0.12)


def test_questions_that_part_cleanly_do_not_make_the_slope_endless():
    log_odds = np.concatenate([np.full(40, 3.0), np.full(20, -3.0)])
    slope, shift = fit_line(log_odds, log_odds > 0)
    assert 1.0 < slope < 3.0
    assert abs(shift) < 1.0


@settings(max_examples=200)
@given(sample=samples())
def test_whatever_the_questions_the_line_is_where_the_loss_is_flat(sample):
    line = fit_line(sample.log_odds, sample.answers)
    x = np.concatenate([sample.log_odds, PRIOR])
    off = sigmoid(line[0] * x + line[1]) - np.concatenate([sample.answers, sigmoid(PRIOR)])
    assert [np.sum(off * x), np.sum(off)] == pytest.approx([0.0, 0.0], abs=1e-4)


def test_one_step_leads_to_where_a_fit_without_the_question_leads():
    sample = sample_of(40, 20)
    quick = leave_one_out(sample, fit_line(sample.log_odds, sample.answers))
    for place in range(60):
        others = np.arange(60) != place
        slope, shift = fit_line(sample.log_odds[others], sample.answers[others])
        exact = sigmoid(slope * sample.log_odds[place : place + 1] + shift)[0]
        assert quick[place] == pytest.approx(exact, abs=0.005)


@settings(max_examples=200)
@given(sample=samples(), own=st.floats(0.3, 0.7))
def test_no_threshold_within_the_bounds_costs_less(sample, own):
    sure = sigmoid(sample.log_odds)
    bounds = np.array([own / 2, own, (1 + own) / 2])
    chosen = best_threshold(sample, sure, bounds)

    def missed(threshold: float) -> int:
        return int(np.sum(sample.answers & sample.quotable & (sure < threshold)))

    def cost(threshold: float) -> float:
        if missed(threshold) > MOST_REFUSED * sample.answers.sum():
            return math.inf
        wrong = np.sum(~sample.answers & sample.quotable & (sure >= threshold))
        return float(missed(threshold) + WRONG_COSTS * wrong)

    assert bounds[0] <= chosen <= bounds[2]
    every = [cost(float(threshold)) for threshold in np.linspace(bounds[0], bounds[2], 400)]
    if math.isinf(min(every)):
        assert chosen == bounds[0]
    else:
        assert cost(chosen) <= min(every)


def test_of_thresholds_that_cost_the_same_it_is_the_shipped_one():
    sample = Sample(np.array([9.0, -9.0]), np.array([True, False]), np.array([True, True]))
    bounds = np.array([0.1, 0.3, 0.6])
    assert best_threshold(sample, np.array([0.99, 0.01]), bounds) == 0.3


def test_however_dear_a_wrong_answer_is_three_in_four_are_answered():
    # Every wrong answer is surer than every right one: cost alone would refuse them all.
    log_odds = np.concatenate([np.linspace(-0.4, 0.4, 40), np.full(20, 3.0)])
    sample = Sample(log_odds, np.arange(60) < 40, np.ones(60, dtype=np.bool_))
    sure = sigmoid(log_odds)
    chosen = best_threshold(sample, sure, np.array([0.2, 0.3, 0.9]))
    assert np.sum(sure[:40] < chosen) <= 10


@pytest.mark.parametrize("apart", [-2.0, 0.0, 0.5, 2.0, 6.0])
def test_the_threshold_asks_for_no_less_than_half_and_no_more_than_double(apart):
    found = fit(sample_of(60, 30, apart=apart), SHIPPED)
    assert found.slope >= LEAST_SLOPE
    assert SHIPPED / 2 - 1e-9 <= found.on_own_scale <= 2 * SHIPPED + 1e-9


def test_a_fit_by_hand():
    found = Fit(2.0, -1.0, 0.5)
    assert found.sure(0.5) == 0.5
    assert found.sure(1.5) == pytest.approx(1 / (1 + math.exp(-2)))
    assert found.on_own_scale == pytest.approx(1 / (1 + math.exp(-0.5)))
