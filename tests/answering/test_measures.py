"""Measures: what a number counts, and which ranges lie apart."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.claims import claim_of
from ptassist.answering.measures import Measure, measure_of

MINUTE, DAY, WEEK = 60.0, 86400.0, 604800.0


def measured(text: str, language: str = "en") -> list[tuple[str, float, float]]:
    found = (measure_of(text, quantity) for quantity in claim_of(text, language).quantities)
    return [(one.counts, one.low, one.high) for one in found if one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rest for 2 weeks.", ("duration for", 2 * WEEK, 2 * WEEK)),
        ("Rest for two to three weeks.", ("duration for", 2 * WEEK, 3 * WEEK)),
        ("Rest at least 2 days.", ("duration for", 2 * DAY, math.inf)),
        ("Rest 2 days or more.", ("duration for", 2 * DAY, math.inf)),
        ("Use ice for up to 20 minutes.", ("duration for", 0, 20 * MINUTE)),
        ("Lift no more than 5 pounds.", ("pound for", 0, 5)),
        ("Use ice every 2 days.", ("duration every", 2 * DAY, 2 * DAY)),
        ("Walk 30 minutes a day.", ("duration a day", 30 * MINUTE, 30 * MINUTE)),
        ("Walk 30 minutes daily.", ("duration a day", 30 * MINUTE, 30 * MINUTE)),
        ("Hop twice a week.", ("time a week", 2, 2)),
        ("Drive after 6 weeks.", ("duration from", 6 * WEEK, 6 * WEEK)),
        ("Drive 6 weeks after the cast.", ("duration from", 6 * WEEK, 6 * WEEK)),
    ],
)
def test_a_number_is_read_with_how_it_is_meant(text: str, expected: object) -> None:
    assert measured(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "In the first 2 weeks rest.",
        "A 60-year-old hops.",
        "Runners fall two times more often.",
        "Some 10 percent of adults limp.",
        "Rest well.",
        "",
    ],
)
def test_an_age_a_stage_a_share_and_a_comparison_count_nothing(text: str) -> None:
    assert measured(text) == []


def test_spanish_is_read_too() -> None:
    found = measured("Camine al menos 20 minutos al día.", "es")
    assert found == [("duration a día", 20 * MINUTE, math.inf)]


def of(low: float, high: float) -> Measure:
    return Measure("duration for", low, high, False, frozenset({"rest"}), 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((2, 2), (6, 8), True),
        ((10, 15), (20, 20), False),  # about the same
        ((2, 4), (3, 3), False),
        ((1, 1), (100, 100), False),  # not of one size
        ((20, math.inf), (30, 30), False),
        ((20, math.inf), (5, 5), True),
        ((0, 20), (45, 45), True),
        ((0, 5), (0, 40), True),  # two limits on one side
        ((2, math.inf), (12, math.inf), True),
        ((0, 0), (0, 0), False),
    ],
)
def test_ranges_lie_apart(
    one: tuple[float, float], other: tuple[float, float], apart: bool
) -> None:
    assert of(*one).is_apart_from(of(*other)) is apart


ENDS = st.floats(min_value=0.1, max_value=1e6)


@given(ENDS, ENDS, ENDS, ENDS)
def test_ranges_that_overlap_are_never_apart_and_both_see_it_alike(
    a: float, b: float, c: float, d: float
) -> None:
    one, other = of(*sorted((a, b))), of(*sorted((c, d)))
    assert one.is_apart_from(other) == other.is_apart_from(one)
    if one.low <= other.high and other.low <= one.high:
        assert not one.is_apart_from(other)
        assert one.is_near(other)


@pytest.mark.parametrize(
    ("first", "second", "compares"),
    [
        ("Rest the foot for 2 days.", "Rest the foot for 9 days.", True),
        ("Rest the foot for 2 days.", "Rest the foot every 9 days.", False),
        ("Rest the foot for 2 days.", "Do not rest the foot for 9 days.", False),
        ("Rest the foot for 2 days.", "Paint walls for 9 days.", False),
    ],
)
def test_only_what_counts_the_same_is_compared(first: str, second: str, compares: bool) -> None:
    one, other = (measure_of(t, claim_of(t, "en").quantities[0]) for t in (first, second))
    assert one is not None
    assert other is not None
    assert one.compares_with(other) is compares
