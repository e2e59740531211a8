"""Which sentences are quoted, told by scores and by what the reader made of them."""

import pytest

from ptassist.answering.candidates import Candidate, Features
from ptassist.answering.choosing import MOST_ANSWERS, choose
from ptassist.answering.conditions import rules_of
from ptassist.answering.retriever import Hit
from ptassist.index.store import Index
from tests.answering.made import CUES, index_of

BODY = (
    "Cold bottles ease a sore heel. Oak floors creak at noon. Snow falls on quiet hills. "
    "Warm soups taste of thyme. Boats sail to far islands."
)
COLD, OAK, SNOW, SOUPS, BOATS = range(5)


def chosen(scored: dict[int, tuple[float, float]], *bodies: str, warn: bool = False) -> list[int]:
    """The places of the sentences chosen of those that may answer, given as place: (score, read)."""
    index = index_of(*(bodies or (BODY,)))
    rules = {name: rules_of(index, name, CUES["en"]) for name in index.articles}
    ranked = sorted(candidates(index, scored), key=lambda candidate: -candidate.score)
    return [candidate.place for candidate in choose(ranked, rules, MOST_ANSWERS, warn=warn)]


def candidates(index: Index, scored: dict[int, tuple[float, float]]) -> list[Candidate]:
    article_id = next(iter(index.articles))
    rules = rules_of(index, article_id, CUES["en"])
    found = []
    for row in index.rows_of(article_id):
        passage = index.passages[row]
        hit = Hit(passage, row, 1.0, 1, 1.0, 1.0, (0.0,) * len(passage.sentences))
        for sentence in passage.sentences:
            place = rules.place_of(sentence.start)
            if place in scored:
                score, read = scored[place]
                features = Features(read, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                span = (sentence.start, sentence.end)
                found.append(
                    Candidate(hit, place, *span, features, score, frozenset(), frozenset())
                )
    return found


def test_a_sentence_nearly_as_good_as_the_best_is_quoted_whatever_the_reader_made_of_it() -> None:
    assert chosen({COLD: (1.0, 0.0), SNOW: (0.76, 0.0), BOATS: (0.74, 0.0)}) == [COLD, SNOW]


@pytest.mark.parametrize(("read", "quoted"), [(0.09, [COLD]), (0.1, [COLD, SNOW])])
def test_one_further_below_is_quoted_where_the_reader_gives_it_a_chance(
    read: float, quoted: list[int]
) -> None:
    assert chosen({COLD: (1.0, 0.9), SNOW: (0.61, read)}) == quoted


def test_one_far_below_the_best_is_not_quoted_however_well_it_reads() -> None:
    assert chosen({COLD: (1.0, 0.0), SNOW: (0.59, 1.0)}) == [COLD]


def test_one_below_a_sentence_that_the_reader_gives_no_chance_may_still_be_quoted() -> None:
    assert chosen({COLD: (1.0, 0.9), SNOW: (0.7, 0.0), BOATS: (0.65, 0.5)}) == [COLD, BOATS]


def test_one_further_below_does_not_come_to_stand_before_the_best() -> None:
    assert chosen({SNOW: (1.0, 0.9), OAK: (0.65, 0.5), SOUPS: (0.65, 0.5)}) == [SNOW, SOUPS]
    # What is nearly as good does, being the sentence right before it.
    assert chosen({SNOW: (1.0, 0.9), OAK: (0.8, 0.5)}) == [SNOW, OAK]
    # Nor before a neighbour that stands before the best.
    assert chosen({SNOW: (1.0, 0.9), OAK: (0.8, 0.5), COLD: (0.65, 0.5)}) == [SNOW, OAK]


def test_one_further_below_makes_no_condition_of_an_answer() -> None:
    body = "Before you start hopping, ask a nurse. Oak floors creak at noon. Hop on one foot daily."
    nurse, oak, hop = range(3)
    assert chosen({nurse: (1.0, 0.9), hop: (0.65, 0.9)}, body) == [nurse]
    assert chosen({nurse: (1.0, 0.9), hop: (0.8, 0.9)}, body) == [nurse, hop]
    assert chosen({oak: (1.0, 0.9), hop: (0.65, 0.9)}, body) == [oak, hop]


def test_asked_whether_something_is_safe_one_further_below_says_nothing_of_it() -> None:
    scored = {COLD: (1.0, 0.9), SNOW: (0.65, 0.9), BOATS: (0.8, 0.0)}
    assert chosen(scored, warn=True) == [COLD, BOATS]
    assert chosen(scored) == [COLD, BOATS, SNOW]
