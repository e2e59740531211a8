"""The fused ranking, compared with one worked out from its parts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.retriever import (
    CANDIDATES,
    Hit,
    Weights,
    rank_articles,
    search,
)
from ptassist.index.store import Index
from tests.answering.made import article_of, index_of
from tests.fakes import FakeEncoder

BODIES = [
    "Cold bottles ease heel pain.",
    "Heel pain at night needs a pillow. Heel bones are hard.",
    "Snow is white.",
    "Stairs creak when feet climb. Rails help the hand.",
    "The neck turns left and right all day long.",
]
INDEX = index_of(*BODIES)
WORDS = "cold bottles ease heel pain night pillow snow white stairs neck zebra the".split()


def find(question: str, top: int = 10, index: Index = INDEX, **weights: float) -> list[Hit]:
    vector = FakeEncoder().encode_questions([question])[0]
    return search(index, question, vector, top, Weights(**weights))


def scaled(values: list[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.0 for value in values]


def by_hand(question: str) -> list[float]:
    """The fused score of each of BODIES, one passage and one article each, from the encoder's own vectors."""
    encoder = FakeEncoder()
    vector = encoder.encode_questions([question])[0]
    passages = encoder.encode_passages([f"Made Up\n{b}" for b in BODIES])
    sentences = [
        encoder.encode_passages([s for s in body.replace(". ", ".|").split("|") if s])
        for body in BODIES
    ]
    best = scaled([max(float(v @ vector) for v in each) for each in sentences])
    words = scaled([float(score) for score in INDEX.lexical.scores(question)])

    dense = scaled([float(v @ vector) for v in passages])
    parts = zip(dense, words, best, strict=True)
    return [(d + w + 0.5 * b) / 2.5 + 0.15 * w for d, w, b in parts]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_the_ranking_is_the_one_worked_out_by_hand(question: str) -> None:
    hits = find(question)
    expected = by_hand(question)
    assert len(hits) == len(BODIES)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    for hit in hits:
        assert hit.score == pytest.approx(expected[hit.row], abs=1e-5)
        assert hit.passage is INDEX.passages[hit.row]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_hit_carries_its_parts() -> None:
    question = "heel pain night"
    vector = FakeEncoder().encode_questions([question])[0]
    (hit,) = [hit for hit in find(question) if hit.passage.article_id == "a1"]
    assert hit.rank == 1
    assert hit.similarity == pytest.approx(float(INDEX.similarities(vector, [1])[0]))
    assert hit.lexical == pytest.approx(float(INDEX.lexical.scores(question)[1]))
    assert hit.sentences == pytest.approx([float(s @ vector) for s in INDEX.sentences_of(1)])
    assert len(hit.sentences) == len(hit.passage.sentences) == 2


def test_the_best_of_all_lists_scores_one_and_the_worst_zero() -> None:
    hits = find("cold bottles ease heel pain", article=0.0)
    assert hits[0].score == pytest.approx(1.0)
    assert hits[0].passage.article_id == "a0"
    assert hits[-1].score == pytest.approx(0.0, abs=0.2)


def test_ties_stand_in_reading_order() -> None:
    index = index_of(*["Snow is white."] * 5)
    assert [hit.row for hit in find("snow", index=index)] == [0, 1, 2, 3, 4]
    assert {hit.score for hit in find("snow", index=index)} == {0.0}


def test_no_more_come_back_than_asked_for_and_none_twice() -> None:
    assert len(find("heel", top=2)) == 2
    rows = [hit.row for hit in find("heel", top=100)]
    assert sorted(rows) == [0, 1, 2, 3, 4]


def test_a_question_without_a_known_word_finds_by_meaning_alone() -> None:
    hits = find("zebra xylophone")
    assert {hit.lexical for hit in hits} == {0.0}
    assert len(hits) == 5


def test_an_index_of_one_passage_gives_it() -> None:
    (hit,) = find("anything at all", index=index_of("Snow is white."))
    assert (hit.row, hit.rank, hit.score) == (0, 1, 0.0)


def test_the_weights_decide_which_list_leads() -> None:
    dense = find("neck stairs creak", dense=1.0, lexical=0.0, sentence=0.0, article=0.0)
    assert [h.similarity for h in dense] == sorted((h.similarity for h in dense), reverse=True)
    lexical = find("neck stairs creak", dense=0.0, lexical=1.0, sentence=0.0)
    assert [h.lexical for h in lexical] == sorted((h.lexical for h in lexical), reverse=True)


def test_a_word_match_outside_the_nearest_candidates_is_found() -> None:
    many = [f"Snow {n} is white." for n in range(CANDIDATES + 20)]
    index = index_of(*many, article_of("The zebra is striped.", "zebra"))
    vector = FakeEncoder().encode_questions(["snow"])[0]  # far from the zebra
    hits = search(index, "zebra", vector, 200, Weights(dense=0.0))
    assert hits[0].passage.article_id == "zebra"
    assert all(np.isfinite(hit.score) for hit in hits)


def test_articles_stand_at_the_place_of_their_best_passage() -> None:
    two = article_of("## A\n\nHeel pain at night.\n\n## B\n\nHeel pain at noon.\n", "two")
    index = index_of(two, article_of("Pain of the heel and the toe.", "one"))
    hits = find("heel pain at night", index=index)
    assert [hit.passage.article_id for hit in hits].count("two") == 2
    assert rank_articles(hits) == ["two", "one"]
    assert rank_articles([]) == []


def test_an_article_that_holds_all_the_words_in_several_passages_comes_before_one_with_some() -> (
    None
):
    spread = article_of("## A\n\nZebras limp.\n\n## B\n\nStripes fade.\n", "spread")
    some = article_of("## A\n\nZebras limp.\n\n## B\n\nSnow is white.\n", "some")
    index = index_of(some, spread)
    without = find("zebras limp stripes", index=index, article=0.0)
    together = find("zebras limp stripes", index=index)
    scores = {hit.passage.id: hit.score for hit in together}
    assert without[0].score == without[1].score == pytest.approx(1.0)
    assert rank_articles(without) == ["some", "spread"]
    assert rank_articles(together) == ["spread", "some"]
    assert scores["spread#0"] == pytest.approx(1.15)
    assert scores["some#0"] == pytest.approx(1.0)


def test_an_article_that_is_preferred_gets_what_is_added_in_all_its_passages() -> None:
    vector = FakeEncoder().encode_questions(["snow"])[0]
    plain = {hit.row: hit.score for hit in search(INDEX, "snow", vector)}
    hits = search(INDEX, "snow", vector, prefer={"a3": 0.1, "unknown": 1.0})
    more = {hit.row: hit.score - plain[hit.row] for hit in hits}
    assert more[3] == pytest.approx(0.1)
    assert [more[row] for row in (0, 1, 2, 4)] == pytest.approx([0.0] * 4)


def test_an_article_of_many_passages_is_held_back_for_its_length() -> None:
    short = article_of("Zebras limp.", "short")
    long = article_of(
        "## A\n\nZebras limp.\n\n## B\n\nSnow is white.\n\n## C\n\nStairs creak.\n", "long"
    )
    hits = find("zebras", index=index_of(long, short), dense=0.0, sentence=0.0)
    added = {hit.passage.article_id: hit.score for hit in hits if hit.lexical > 0}
    plain = find("zebras", index=index_of(long, short), dense=0.0, sentence=0.0, article=0.0)
    before = {hit.passage.article_id: hit.score for hit in plain if hit.lexical > 0}
    assert added["short"] - before["short"] == pytest.approx(0.15)
    assert added["long"] - before["long"] == pytest.approx(0.0)
