"""Whether a message leans on what was said before it: few words, words that point back, the rest of a sentence."""

import pytest

from ptassist.answering.leaning import leans, leaves_open, points
from ptassist.answering.subjects import read_subject


@pytest.mark.parametrize(
    "text",
    [
        # names nothing
        "how often?",
        "how long",
        "why?",
        "which is better",
        "the second one",
        "is that normal",
        "¿y cada cuánto?",
        "¿cuánto tarda?",
        # names too little
        "would a brace help",
        "when can I swim again",
        "is it from typing?",
        # connects
        "and a steroid jab?",
        "ok and surgery?",
        "what about the mirror trick for weak grip",
        "and if it hurts?",
        "pero también con pesas grandes",
        # points back
        "does he have to quit the whole soccer team this season",
        "how do I massage it with warm olive oil",
        "are there any risks or side effects with that cream",
        "should I get a shot for it, I'm diabetic",
        # the rest of a sentence
        "and for the knee?",
        "what about after menopause?",
        "and in pregnancy?",
        "with diabetes?",
        "¿y para el cuello?",
        "¿y con osteoporosis?",
    ],
)
def test_a_follow_up_leans(text: str) -> None:
    assert leans(read_subject(text))


@pytest.mark.parametrize(
    "text",
    [
        # a part of the body or a complaint in a whole sentence
        "my knee clicks when I squat",
        "and my knee clicks when I squat",
        "what helps plantar fasciitis",
        "so how long does a sprained ankle take",
        "can I run with sciatica",
        "is exercise safe while pregnant",
        "do I need a referral",
        "me duele la cintura al agacharme",
        "¿puedo saltar con osteoporosis?",
        # a word that points at what the same message names
        "my shoulder is stiff, will it loosen up",
        "how do I fix this heel pain",
        "my son has tight hamstrings, should he stretch",
        # asks what something is
        "what is dry needling",
        # names enough
        "how heavy should dumbbells for shrugs, rows and presses be",
    ],
)
def test_a_question_with_a_subject_of_its_own_stands_alone(text: str) -> None:
    assert not leans(read_subject(text))


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("does it help", True),
        ("is it ok to jump", False),
        ("is it better for me to jump", False),
        ("those circles from cupping, do they fade", True),
        ("the circles and bruises from cupping, do they fade", False),
        ("has she got to stop", True),
        ("my daughter dances, has she got to stop", False),
    ],
)
def test_a_word_points_back_unless_the_message_names_what_it_means(text: str, back: bool) -> None:
    assert points(read_subject(text)) is back


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("when exactly", True),
        ("why?", True),
        ("can I wear it at night", True),
        ("and surgery?", False),
        ("does he need crutches", False),
        ("my knee hurts on stairs", False),
    ],
)
def test_a_question_that_names_nothing_leans_on_the_very_last_one(text: str, open_: bool) -> None:
    assert leaves_open(read_subject(text)) is open_
