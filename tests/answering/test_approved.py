"""Reviewed answers: which questions get one, and how it is shown."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.answer import Answer, AnswerKind
from ptassist.answering.approved import CLOSE, Reviewed, find_reviewed, show_reviewed
from ptassist.answering.compose import Composer
from ptassist.answering.question import understand
from ptassist.answering.triage import Action, Assessment, Card, Level
from ptassist.answering.wording import load_wording
from ptassist.errors import QuestionError
from ptassist.index.approved import Approved, Decisions, Part, ReviewedAnswer
from ptassist.index.passages import split_article
from ptassist.index.places import Places
from ptassist.index.store import Index
from ptassist.settings import ClinicSettings
from ptassist.shipped import shipped
from tests.answering.made import CUES, article_of
from tests.fakes import FakeEncoder

TODAY = dt.date(2026, 6, 1)
COMPOSER = Composer(load_wording(shipped("corpus/language")), ClinicSettings())
CALM = Assessment(Level.NONE, None, (), compact=False)

HOP = article_of(
    """
Hopping loads the hip bone. It needs a firm floor.

## How to hop

Before you start hopping, ask a nurse.

Good moves include:

- Hop softly on both feet
- Land as quietly as a cat (Maple, 2015)

## References

Maple, A. (2015). Hopping and the hip. Invented Review. https://doi.org/10.5555/hop.1
""",
    "hop",
    "Hopping",
)
CUELLO = article_of(
    "El cuello mejora al mover los hombros. Suba la pantalla.", "cuello", language="es"
)
ARTICLES = (HOP, CUELLO)
PASSAGES = [passage for article in ARTICLES for passage in split_article(article)]
PLACES = Places(ARTICLES, PASSAGES)


def quote(text: str) -> Part:
    (place,) = PLACES.find(text)
    return Part(place=place)


def answer_of(
    *parts: str | Part, questions: Sequence[str] = ("Can I hop with gout?",), **more
) -> ReviewedAnswer:
    made = tuple(part if isinstance(part, Part) else Part(part) for part in parts)
    signed: dict[str, Any] = {
        "reviewer": "A. Maple, PT",
        "reviewed": dt.date(2026, 1, 31),
        "expires": TODAY,
    }
    return ReviewedAnswer("a.md:1", tuple(questions), made, **(signed | more))


def index_with(*answers: ReviewedAnswer) -> Index:
    return Index.build(ARTICLES, PASSAGES, FakeEncoder(), None, Decisions(answers=answers))


GOUT = answer_of("x")
KNEE = answer_of(
    "x",
    questions=[
        "Will a torn shoulder tendon heal slowly without surgery?",
        "Do I need surgery, or will a torn shoulder tendon heal slowly?",
        "¿Sana un tendón roto del hombro sin cirugía?",
    ],
)
INDEX = index_with(GOUT, KNEE)


def found(text: str, index: Index = INDEX, today: dt.date = TODAY) -> ReviewedAnswer | None:
    question = understand(text)
    vector = FakeEncoder().encode_questions([question.standalone])[0]
    return find_reviewed(index, question, vector, today)


@pytest.mark.parametrize(
    "text",
    ["Can I hop with gout?", "  can i HOP with gout ", "¡Can I hop, with “gout”!", "hop with gout"],
)
def test_the_words_of_a_variant_are_its_question(text):
    assert found(text) is GOUT


@pytest.mark.parametrize(
    "text",
    [
        "will torn tendon of shoulder heal without surgery",
        "torn shoulder tendon, will it heal slowly without a surgery?",
        "will a torn shoulder tendon heal slowly when without surgery",
        "sana el tendón roto del hombro sin cirugía",
    ],
)
def test_the_same_in_other_words_is_the_same_question(text):
    assert found(text) is KNEE


@pytest.mark.parametrize(
    "text",
    [
        "can I hop with gout after surgery",
        "can I hop with gout if pregnant",
        "can I not hop with gout",
        "can I hop if I don't have gout",
        "can I hop with a cold",
        "gout",
        "hop",
        "will a torn shoulder tendon heal slowly with surgery",
        "will a torn knee tendon heal slowly without surgery",
        "torn shoulder tendon",
        "when can I hop with gout",
        "who can hop with gout",
        "¿Cuándo sana un tendón roto del hombro sin cirugía?",
        "¿Sana un tendón roto del hombro con cirugía?",
        "tell me about zebras",
    ],
)
def test_a_question_that_asks_more_or_less_or_the_opposite_gets_none(text):
    assert found(text) is None


def test_words_alone_do_not_do_it():
    """All the terms of a variant, but not close to it."""
    text = "shoulder shoulder shoulder shoulder torn tendon heal slowly without surgery"
    assert found(text) is None


def test_a_follow_up_is_judged_with_what_it_leans_on():
    for standalone, answer in [
        ("Can I hop with gout?", GOUT),
        ("Stairs are steep. With gout?", None),
    ]:
        question = dataclasses.replace(understand("with gout?"), standalone=standalone)
        vector = FakeEncoder().encode_questions([standalone])[0]
        assert find_reviewed(INDEX, question, vector, TODAY) is answer


def test_an_answer_is_shown_up_to_its_last_day():
    assert found("can I hop with gout", today=TODAY + dt.timedelta(days=1)) is None
    other = dataclasses.replace(GOUT, expires=TODAY + dt.timedelta(days=9), source="b.md:1")
    later = index_with(GOUT, other)
    assert found("can I hop with gout", index=later) is GOUT
    assert found("can I hop with gout", index=later, today=TODAY + dt.timedelta(days=1)) is other


def test_without_reviewed_answers_there_is_none():
    assert found("can I hop with gout", index=index_with()) is None


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_no_question_gets_an_answer_that_is_not_close(text):
    try:
        question = understand(text)
    except QuestionError:
        return
    vector = FakeEncoder().encode_questions([question.standalone])[0]
    if (Approved.encode(INDEX.approved.decisions, FakeEncoder()).vectors @ vector).max() < CLOSE:
        assert find_reviewed(INDEX, question, vector, TODAY) is None


# How it is shown.


def shown(answer: ReviewedAnswer, text: str = "can I hop with gout?") -> tuple[Reviewed, Answer]:
    index = index_with(answer)
    question = understand(text)
    reviewed = show_reviewed(index, answer, CUES, warn=question.asks_permission)
    return reviewed, COMPOSER.reviewed(question, CALM, reviewed, index)


def said(answer: Answer) -> list[str]:
    """Everything in reading order: frames by their code and words, quotes by their role and words."""
    lines = []
    for place, segment in enumerate(answer.segments):
        lines += [f"{f.code}: {f.text}" for f in answer.frames if f.before == place]
        lines.append(f"{segment.role}: {segment.text}")
    return lines + [f"{f.code}: {f.text}" for f in answer.frames if f.before is None]


def test_quotes_bring_their_conditions_and_stand_in_the_therapists_order():
    answer = answer_of(
        "Start low.", quote("Hop softly"), "Go slow.", quote("It needs a firm floor."), "Ask us."
    )
    _, made = shown(answer, "how do I hop with gout?")
    assert said(made) == [
        "reviewed_by: Reviewed by A. Maple, PT on January 31, 2026.",
        "therapist_says: A therapist says: Start low.",
        "first: First:",
        "condition: Before you start hopping, ask a nurse.",
        "then_under: Then, under",
        "context: Good moves include:",
        "answer: Hop softly on both feet",
        "therapist_says: A therapist says: Go slow.",
        "context: Hopping loads the hip bone.",
        "answer: It needs a firm floor.",
        "therapist_says: A therapist says: Ask us.",
    ]
    assert (made.kind, made.confidence) == (AnswerKind.ANSWER, 1.0)
    for segment in made.segments:
        assert segment.text == HOP.text[segment.quote.start : segment.quote.end]
    assert [citation.number for citation in made.citations] == [1, 2]


def test_a_sentence_is_shown_once_and_one_that_was_chosen_answers():
    chosen = (quote("Hop softly"), quote("Before you start hopping"), quote("Land as quietly"))
    _, made = shown(answer_of(*chosen), "how do I hop with gout?")
    assert [(s.role.value, s.text) for s in made.segments] == [
        ("answer", "Before you start hopping, ask a nurse."),
        ("context", "Good moves include:"),
        ("answer", "Hop softly on both feet"),
        ("answer", "Land as quietly as a cat (Maple, 2015)"),
    ]
    assert made.segments[3].references[0].doi == "10.5555/hop.1"


def test_a_question_for_permission_is_framed_as_always():
    _, made = shown(answer_of("Start low.", quote("It needs a firm floor.")))
    assert [frame.code for frame in made.frames] == [
        "reviewed_by",
        "therapist_says",
        "cannot_say_for_you",
        "exclusions_not_found",
    ]


def test_words_alone_are_conversation():
    reviewed, made = shown(answer_of("Start low.", "Ask us."))
    assert reviewed.evidence.quotes == ()
    assert (made.kind, made.segments, made.citations) == (AnswerKind.CONVERSATION, (), ())
    assert said(made) == [
        "reviewed_by: Reviewed by A. Maple, PT on January 31, 2026.",
        "therapist_says: A therapist says: Start low.",
        "therapist_says: A therapist says: Ask us.",
    ]


def test_in_spanish_the_frames_are_spanish_and_another_language_is_told():
    _, made = shown(
        answer_of("Despacio.", quote("Suba la pantalla."), language="es"), "¿cómo muevo el cuello?"
    )
    assert said(made)[:2] == [
        "reviewed_by: Revisado por A. Maple, PT el 31 de enero de 2026.",
        "therapist_says: Un terapeuta dice: Despacio.",
    ]
    assert made.notices == ()
    _, english = shown(
        answer_of("Slowly.", quote("It needs a firm floor.")), "¿cómo muevo el cuello?"
    )
    assert "call_in_your_language" in [frame.code for frame in english.frames]


def test_braces_in_a_therapists_words_stay_as_they_are():
    _, made = shown(answer_of("Rest {name} {0}.", reviewer="{x}"))
    assert [frame.text for frame in made.frames] == [
        "Reviewed by {x} on January 31, 2026.",
        "A therapist says: Rest {name} {0}.",
    ]


def test_the_card_and_the_way_to_a_therapist_stay():
    card = Card("Be seen today", "Call a doctor today.", (Action("Call", "tel:1"),))
    alarm = Assessment(Level.URGENT_TODAY, card, (), compact=False)
    index = index_with(GOUT)
    question = understand("can I hop with gout?")
    made = COMPOSER.reviewed(question, alarm, show_reviewed(index, GOUT, CUES, warn=True), index)
    assert (made.level, made.card) == (Level.URGENT_TODAY, card)
    assert made.handoff == COMPOSER.handoff("en")
