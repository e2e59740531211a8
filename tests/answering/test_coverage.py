"""How sure the articles answer: the signals by hand, and which way each moves the estimate."""

import math

import pytest

from ptassist.answering.coverage import (
    SHIPPED,
    WITH_READER,
    WITHOUT_READER,
    Models,
    Signals,
    signals,
)
from ptassist.answering.question import Turn, understand
from ptassist.answering.reading import Read
from tests.answering.made import hits_of, index_of

BODIES = ["Cold bottles ease heel pain.", "Snow is white.", "Stairs creak when feet climb."]
INDEX = index_of(*BODIES)


def signals_of(text: str) -> Signals:
    question = understand(text)
    return signals(hits_of(INDEX, question))


def sure(text: str) -> float:
    question = understand(text)
    return SHIPPED.confidence(hits_of(INDEX, question))


def test_the_signals_of_a_sentence_asked_for_in_its_own_words() -> None:
    found = signals_of("Cold bottles ease heel pain")
    assert found.sentence == pytest.approx(1.0, abs=1e-6)
    assert found.passage == pytest.approx(5 / math.sqrt(5 * 7))  # the title adds two words


def test_an_answered_question_is_surer_than_a_strange_one() -> None:
    assert sure("cold bottles for heel pain") > WITHOUT_READER.threshold > sure("zebra giraffe")
    assert 0.0 <= sure("zebra giraffe") <= sure("heel zebra") < sure("heel pain") <= 1.0


@pytest.mark.parametrize("readings", [None, {0: Read(0.9, (0.9,))}])
def test_what_is_named_and_missing_speaks_against_an_answer(
    readings: dict[int, Read] | None,
) -> None:
    hits = hits_of(INDEX, understand("cold bottles for heel pain"))
    assert signals(hits, readings, missing=True).missing == 1.0
    there = SHIPPED.confidence(hits, readings)
    assert SHIPPED.confidence(hits, readings, missing=True) < there
    model = SHIPPED.model_for(readings)
    assert math.log(there / (1 - there)) == pytest.approx(
        model.log_odds(signals(hits, readings, missing=True)) - model.weights.missing
    )


def test_without_hits_nothing_is_covered() -> None:
    assert SHIPPED.confidence([]) == 0.0
    assert not SHIPPED.is_sure([])


def test_what_the_reader_makes_of_the_passages_moves_the_estimate() -> None:
    question = understand("cold bottles for heel pain")
    hits = hits_of(INDEX, question)
    sentences = len(hits[0].passage.sentences)

    def read(probability: float) -> float:
        readings = {hits[0].row: Read(probability, (probability,) * sentences)}
        return SHIPPED.confidence(hits, readings)

    assert read(0.01) < read(0.5) < read(0.99)
    found = signals(hits, {0: Read(0.5, (0.2, 0.5)), 1: Read(0.9, (0.1,))})
    assert found.spoken == pytest.approx(0.0, abs=1e-6)
    assert found.answers == pytest.approx(math.log(0.9 / 0.1), abs=1e-2)
    assert read(0.5) == WITH_READER.probability(signals(hits, {0: Read(0.5, (0.5,))}))


def test_it_is_sure_from_its_models_own_threshold_on() -> None:
    hits = hits_of(INDEX, understand("cold bottles for heel pain"))
    reached = SHIPPED.confidence(hits)
    for threshold, enough in ((reached, True), (math.nextafter(reached, 1.0), False)):
        models = Models(WITHOUT_READER.corrected(1.0, 0.0, threshold), WITH_READER)
        assert models.is_sure(hits) is enough
        assert models.confidence(hits) == reached


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_an_estimate_at_the_end_of_the_scale_stays_finite(probability: float) -> None:
    question = understand("heel pain")
    found = signals(hits_of(INDEX, question), {0: Read(probability, ())})
    assert math.isfinite(found.answers)


def test_the_turn_that_a_follow_up_leans_on_counts() -> None:
    question = understand("why?", [Turn("cold bottles ease heel pain")])
    assert signals(hits_of(INDEX, question)).passage > 0.5
