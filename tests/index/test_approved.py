"""What was laid down, kept with an index and asked."""

import datetime as dt

import numpy as np
import pytest

from ptassist.errors import DamagedIndexError
from ptassist.index.approved import (
    Approved,
    Decisions,
    Part,
    ReviewedAnswer,
    Rule,
    Stale,
    read_decisions,
)
from ptassist.index.places import Place
from tests.fakes import FakeEncoder

DAY = dt.date(2026, 6, 1)
ANSWER = ReviewedAnswer(
    "gout.md:3",
    ("Can I hop with gout?", "Is hopping bad for gout?"),
    (Part("Start low."), Part(place=Place("gout", ((0, 9),)))),
    "A. Maple, PT",
    dt.date(2026, 1, 31),
    DAY,
)
DECISIONS = Decisions(
    (
        Rule(Place("gout", ((0, 9), (10, 20)))),
        Rule(Place("hop", ((5, 9),)), ((20, 30), (40, 50))),
        Rule(Place("hop", ((5, 9),)), ((40, 50), (60, 70))),
    ),
    (ANSWER,),
    (Stale("old.md:1", "gone"),),
    ("rest",),
)


def test_rules_are_asked_by_the_beginning_of_a_sentence():
    approved = Approved(DECISIONS)
    allowed = [
        approved.allows(name, start)
        for name, start in [("gout", 0), ("gout", 10), ("gout", 1), ("hop", 0)]
    ]
    assert allowed == [False, False, True, True]
    assert (approved.forbids_in("gout"), approved.forbids_in("hop")) == (True, False)
    assert approved.always_with("hop", 5) == ((20, 30), (40, 50), (60, 70))
    assert approved.always_with("hop", 6) == approved.always_with("gout", 0) == ()


def test_nothing_laid_down_allows_everything():
    approved = Approved.encode(Decisions(), FakeEncoder())
    assert approved.allows("any", 0)
    assert approved.always_with("any", 0) == ()
    assert (list(approved.variants()), approved.vectors.size) == ([], 0)


@pytest.mark.parametrize("decisions", [DECISIONS, Decisions()])
def test_saving_and_loading_changes_nothing(tmp_path, decisions):
    made = Approved.encode(decisions, FakeEncoder())
    made.save(tmp_path)
    loaded = Approved.load(tmp_path)
    assert loaded.decisions == read_decisions(tmp_path) == decisions
    assert np.array_equal(loaded.vectors, made.vectors)
    assert list(loaded.variants()) == list(made.variants())


def test_each_variant_has_its_vector():
    approved = Approved.encode(DECISIONS, FakeEncoder())
    texts = [text for _, text in approved.variants()]
    assert texts == list(ANSWER.questions)
    assert np.array_equal(approved.vectors, FakeEncoder().encode_questions(texts))


def test_an_answer_expires_after_its_last_day():
    assert [ANSWER.is_expired(DAY + dt.timedelta(days=n)) for n in (-1, 0, 1)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"rules": 1}'])
def test_a_damaged_file_is_named(tmp_path, content):
    if content is not None:
        (tmp_path / "approved.json").write_bytes(content)
    with pytest.raises(DamagedIndexError, match=r"approved\.json"):
        read_decisions(tmp_path)
