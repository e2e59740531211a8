"""Golden questions weighed: by which model, with which right answer, and which cannot be weighed at all."""

import dataclasses
from collections.abc import Sequence

import pytest

from ptassist.answering.coverage import SHIPPED, Models
from ptassist.answering.reader import Reader, Reading, Window
from ptassist.assistant import Assistant, assistant_of
from ptassist.checks.weighing import LeftOut, weigh_all
from ptassist.evaluation.calibrating import Weighed
from ptassist.evaluation.golden import Golden
from ptassist.settings import ClinicSettings
from tests.answering.made import article_of, index_of
from tests.fakes import FakeEncoder, shipped_triage

INDEX = index_of(
    article_of("Cold bottles ease heel pain. Soft shoes help as well.", "heel"),
    article_of("Stairs creak when tired feet climb. Hold the rail.", "stairs"),
    article_of("El cuello mejora al mover los hombros cada media hora.", "cuello", language="es"),
)
ASKED = "What eases heel pain, cold bottles?"


class SureReader:
    """Holds every window and sentence for an answer with the same probability."""

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        sure = self._probability
        return [Reading(sure, (sure,) * len(window.sentences)) for window in windows]


def assistant_with(reader: Reader | None = None, models: Models = SHIPPED) -> Assistant:
    clinic = ClinicSettings()
    return assistant_of(
        lambda: INDEX, FakeEncoder(), clinic, shipped_triage(), reader, lambda: models
    )


def weigh(*golden: Golden, reader: Reader | None = None) -> tuple[list[Weighed], list[LeftOut]]:
    return weigh_all(golden, assistant_with(reader))


def test_without_a_reader_the_log_odds_are_those_of_the_answers_confidence():
    ((weighed,), left_out) = weigh(Golden(2, ASKED, "heel"))
    (way,) = weighed.ways
    assert left_out == []
    assert (weighed.answered, way.answers, way.read, way.quotable) == (True, True, False, True)
    sure = 1 / (1 + 2.718281828459045**-way.log_odds)
    assert sure == pytest.approx(assistant_with().ask(ASKED).confidence, abs=1e-4)


def test_with_a_reader_it_is_the_readers_model_and_the_reader_counts():
    ways = [
        weigh(Golden(2, ASKED, "heel"), reader=SureReader(sure))[0][0].ways[0]
        for sure in (0.1, 0.9)
    ]
    assert [way.read for way in ways] == [True, True]
    assert ways[0].log_odds < ways[1].log_odds


def test_a_clinics_calibration_does_not_move_what_is_weighed():
    halved = SHIPPED.without_reader.corrected(0.5, 0.0, 0.9)
    corrected = assistant_with(models=dataclasses.replace(SHIPPED, without_reader=halved))
    golden = [Golden(2, ASKED, "heel")]
    assert weigh_all(golden, corrected) == weigh(*golden)
    assert corrected.ask(ASKED).kind != assistant_with().ask(ASKED).kind


def test_what_no_article_answers_is_answered_by_none():
    ((weighed,), _) = weigh(Golden(2, "Do zebras like jazz music?", None))
    assert weighed.answered is False
    assert [way.answers for way in weighed.ways] == [False]


def test_a_question_in_spanish_is_put_twice_and_each_way_has_its_own_right_answer():
    spanish = Golden(2, "¿Cómo mejora el cuello al mover los hombros?", "cuello")
    english = Golden(3, "¿Qué alivia el dolor de talón?", "heel")
    nothing = Golden(4, "¿Les gusta el jazz a las cebras?", None)
    found, left_out = weigh(spanish, english, nothing, reader=SureReader(0.5))
    assert left_out == []
    assert [[(way.read, way.answers) for way in one.ways] for one in found] == [
        [(False, True), (True, True)],
        [(False, False), (True, True)],
        [(False, False), (True, False)],
    ]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("!!!", "it cannot be asked"),
        ("my chest hurts and my left arm is numb", "a card"),
        ("what are your opening hours?", "a card"),
        ("What eases heel pain? And how do I climb stairs with tired feet?", "several questions"),
    ],
)
def test_what_the_articles_do_not_decide_is_left_out_by_its_row(question, reason):
    (weighed, (left_out,)) = weigh(Golden(7, question, "heel"))
    assert (weighed, left_out.row) == ([], 7)
    assert reason in left_out.reason
    assert question not in left_out.reason


def test_an_article_that_the_index_does_not_have_is_named():
    assert weigh(Golden(2, ASKED, "elbow")) == (
        [],
        [LeftOut(2, 'the index has no article "elbow"')],
    )


def test_progress_climbs_to_the_number_of_questions():
    told: list[int] = []
    weigh_all([Golden(2, ASKED, "heel"), Golden(3, "!!!", None)], assistant_with(), told.append)
    assert told == [1, 1]
