"""The metrics, against values worked out by hand, published tables and spelled-out definitions."""

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.evaluation.metrics import (
    auc,
    auc_metric,
    mean,
    ndcg,
    recall,
    reciprocal_rank,
    share,
    success_at,
)

RANKED = ["d1", "d2", "d3", "d4"]


def test_success_asks_only_whether_a_relevant_one_is_among_the_first():
    assert success_at(RANKED, {"d3": 1}, 3) == 1.0
    assert success_at(RANKED, {"d3": 1}, 2) == 0.0
    assert success_at(RANKED, {"d1": 1, "d2": 2}, 1) == 1.0


def test_success_does_not_count_a_document_judged_irrelevant():
    assert success_at(RANKED, {"d1": 0, "d2": -1}, 4) == 0.0


def test_success_of_nothing_found_is_zero():
    assert success_at([], {"d1": 1}, 10) == 0.0


@pytest.mark.parametrize(
    ("relevant", "expected"),
    [({"d1"}, 1.0), ({"d2"}, 1 / 2), ({"d4", "d3"}, 1 / 3), ({"d9"}, 0.0), (set(), 0.0)],
)
def test_reciprocal_rank_is_one_over_the_first_relevant_place(relevant, expected):
    assert reciprocal_rank(RANKED, dict.fromkeys(relevant, 1)) == expected


def test_reciprocal_rank_looks_no_further_than_k():
    assert reciprocal_rank(RANKED, {"d4": 1}, k=3) == 0.0
    assert reciprocal_rank([f"d{n}" for n in range(11)], {"d10": 1}) == 0.0


def test_ndcg_of_the_textbook_example():
    # Gains 3, 2, 3, 0, 1, 2 of the six shown; two more documents, of 3 and 2, were missed:
    # DCG 6.861, ideal DCG 8.740, nDCG .785.
    relevant = {"a": 3, "b": 2, "c": 3, "d": 0, "e": 1, "f": 2, "g": 3, "h": 2}
    assert ndcg(["a", "b", "c", "d", "e", "f"], relevant, k=6) == pytest.approx(6.861127 / 8.740262)


def test_ndcg_by_hand_with_one_document_in_second_place():
    assert ndcg(["x", "d"], {"d": 1}) == pytest.approx(1 / math.log2(3))


def test_ndcg_of_more_relevant_documents_than_places_can_still_be_one():
    assert ndcg(["a", "b"], dict.fromkeys("abcdef", 1), k=2) == pytest.approx(1.0)


def test_ndcg_leaves_negative_grades_out_as_trec_eval_does():
    assert ndcg(["spam", "d"], {"spam": -2, "d": 1}) == pytest.approx(1 / math.log2(3))


def test_ndcg_without_relevant_documents_is_zero():
    assert ndcg(["a"], {}) == 0.0
    assert ndcg(["a"], {"a": 0}) == 0.0


@given(
    grades=st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-1, 3)),
    ranked=st.permutations("abcdefgh"),
    k=st.integers(1, 10),
)
@settings(max_examples=100, deadline=None)
def test_ndcg_is_a_share_and_the_ideal_order_gives_one(grades, ranked, k):
    assert 0.0 <= ndcg(ranked, grades, k) <= 1.0 + 1e-12
    ideal = sorted(ranked, key=lambda item: -grades.get(item, 0))
    expected = 1.0 if any(grade > 0 for grade in grades.values()) else 0.0
    assert ndcg(ideal, grades, k) == pytest.approx(expected)


@given(
    grades=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3), min_size=6, max_size=6),
    place=st.integers(0, 4),
)
@settings(max_examples=60, deadline=None)
def test_ndcg_never_falls_when_a_better_document_moves_up(grades, place):
    ranked = list("abcdef")
    worse_first = list(ranked)
    if grades[ranked[place]] < grades[ranked[place + 1]]:
        ranked[place], ranked[place + 1] = ranked[place + 1], ranked[place]
    else:
        worse_first[place], worse_first[place + 1] = worse_first[place + 1], worse_first[place]
    assert ndcg(ranked, grades) >= ndcg(worse_first, grades) - 1e-12


def test_recall_is_the_share_of_the_relevant_ones_found():
    assert recall(RANKED, {"d1": 1, "d4": 2, "d9": 1, "d2": 0}) == pytest.approx(2 / 3)
    assert recall(RANKED, {"d1": 1, "d4": 2}, k=3) == 0.5


def test_recall_without_relevant_documents_is_zero():
    assert recall(RANKED, {"d1": 0}) == 0.0


def test_auc_by_hand_with_ties():
    # .9 beats both, .5 beats .1 and ties with .5: 3.5 of 4 pairs.
    assert auc([0.9, 0.5], [0.5, 0.1]) == 3.5 / 4


@given(
    positives=st.lists(st.integers(0, 5), min_size=1, max_size=8),
    negatives=st.lists(st.integers(0, 5), min_size=1, max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_auc_counts_the_pairs_in_the_right_order(positives, negatives):
    pairs = list(product(positives, negatives))
    wins = sum(1.0 if p > n else 0.5 if p == n else 0.0 for p, n in pairs)
    assert auc(positives, negatives) == pytest.approx(wins / len(pairs))
    assert auc(positives, negatives) + auc(negatives, positives) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Wilson's interval without correction, Newcombe (1998), table I.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_wilsons(hits, n, low, high):
    metric = share([True] * hits + [False] * (n - hits))
    assert metric.value == hits / n
    assert metric.low == pytest.approx(low, abs=5e-5)
    assert metric.high == pytest.approx(high, abs=5e-5)
    assert metric.n == n


@given(hits=st.lists(st.booleans(), min_size=1, max_size=50))
@settings(max_examples=60, deadline=None)
def test_the_interval_of_a_share_holds_the_share_and_stays_within_zero_and_one(hits):
    metric = share(hits)
    assert 0.0 <= metric.low <= metric.value + 1e-12
    assert metric.value - 1e-12 <= metric.high <= 1.0


def test_the_interval_of_an_auc_is_hanley_and_mcneils():
    # Their own example (1982, table I): 58 normal and 51 abnormal readings on five grades,
    # area .893, standard error .032.
    normal = [g for g, count in enumerate((33, 6, 6, 11, 2)) for _ in range(count)]
    abnormal = [g for g, count in enumerate((3, 2, 2, 11, 33)) for _ in range(count)]
    metric = auc_metric(abnormal, normal)
    assert metric.value == pytest.approx(0.893, abs=5e-4)
    assert (metric.value - metric.low) / 1.959964 == pytest.approx(0.032, abs=1e-3)
    assert metric.high == pytest.approx(2 * metric.value - metric.low)
    assert metric.n == 109


def test_the_interval_of_a_perfect_auc_does_not_pass_one():
    metric = auc_metric([0.9, 0.8], [0.1])
    assert (metric.value, metric.low, metric.high) == (1.0, 1.0, 1.0)


def test_the_interval_of_a_mean_is_near_the_normal_one_and_the_same_every_time():
    values = [place / 99 for place in range(100)]
    metric = mean(values)
    spread = 1.96 * math.sqrt(sum((v - 0.5) ** 2 for v in values) / 100 / 100)
    assert metric.value == pytest.approx(0.5)
    assert metric.low == pytest.approx(0.5 - spread, abs=0.015)
    assert metric.high == pytest.approx(0.5 + spread, abs=0.015)
    assert metric == mean(values)


def test_the_interval_of_a_constant_is_that_constant():
    metric = mean([0.25] * 5)
    assert (metric.value, metric.low, metric.high, metric.n) == (0.25, 0.25, 0.25, 5)
