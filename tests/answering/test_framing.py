"""Framing several replies: each part under its question, and every frame at its place."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.answer import Answer, AnswerKind
from ptassist.answering.framing import shortened
from ptassist.answering.replies import ABOVE, FIRST_ABOVE, NOT_COVERED, Reply, reply_of_topic
from tests.answering.made import article_of, evidence_of, index_of
from tests.answering.test_compose import CALM, INDEX, WORDING, composer, frames

SAFE = "is it safe to hop softly on both feet?"
RAILS = "what helps the hand on stairs, rails?"


def quoting(text: str, says: str = "") -> Reply:
    question, evidence = evidence_of(INDEX, text, most_answers=1)
    assert evidence.quotes
    return Reply(question, 0.8, evidence, says)


def saying(text: str, says: str, *unsaid: str) -> Reply:
    question, _ = evidence_of(INDEX, text)
    return Reply(question, 0.2, says=says, unsaid=unsaid)


def together(*replies: Reply) -> Answer:
    return composer().part_by_part(replies[0].question, CALM, replies, INDEX, [])


def parking() -> Reply:
    question, _ = evidence_of(INDEX, "where can I park?")
    topic = WORDING.topic_of(question.text)
    assert topic is not None
    return reply_of_topic(question, topic)


def test_each_part_stands_under_its_question_with_its_own_frames() -> None:
    answer = together(quoting(SAFE), quoting(RAILS), quoting(SAFE, FIRST_ABOVE))
    assert answer.kind is AnswerKind.ANSWER
    assert len(answer.segments) == 7
    assert frames(answer) == [
        ("part", 0),
        ("cannot_say_for_you", 0),
        ("first", 0),
        ("then_under", 1),
        ("exclusions_not_found", 3),
        ("part", 3),
        ("part", 4),
        (FIRST_ABOVE, 4),
        ("cannot_say_for_you", 4),
        ("first", 4),
        ("then_under", 5),
        ("exclusions_not_found", None),
    ]
    assert answer.frames[0].text == f"You asked: {SAFE}"
    assert answer.confidence == 0.8


def test_a_part_without_quotes_stands_before_the_quotes_of_the_next_one() -> None:
    unanswered = saying("do you mend cars?", NOT_COVERED, "yoga")
    answer = together(quoting(RAILS), unanswered, parking(), quoting(SAFE))
    assert frames(answer) == [
        ("part", 0),
        ("part", 1),
        (NOT_COVERED, 1),
        ("partly_covered", 1),
        ("part", 1),
        ("parking", 1),
        ("part", 1),
        ("cannot_say_for_you", 1),
        ("first", 1),
        ("then_under", 2),
        ("exclusions_not_found", None),
    ]
    assert answer.frames[3].text == "Our articles do not mention yoga."
    assert answer.confidence == 0.2


def test_parts_without_quotes_at_the_end_stand_at_the_end_in_their_order() -> None:
    answer = together(quoting(RAILS), saying(SAFE, ABOVE), saying("do you mend cars?", NOT_COVERED))
    assert frames(answer) == [
        ("part", 0), ("part", None), (ABOVE, None), ("part", None), (NOT_COVERED, None)
    ]  # fmt: skip


def test_practical_questions_alone_are_conversation_and_others_are_not_covered() -> None:
    assert together(parking(), parking()).kind is AnswerKind.CONVERSATION
    mixed = together(parking(), saying("do you mend cars?", NOT_COVERED))
    assert (mixed.kind, mixed.segments, mixed.citations) == ("not_covered", (), ())
    assert mixed.confidence == 0.2


def test_citations_are_numbered_through_all_parts() -> None:
    answer = together(quoting(SAFE), quoting(RAILS), quoting(SAFE))
    assert [segment.citation for segment in answer.segments] == [1, 2, 2, 3, 1, 2, 2]
    assert [citation.number for citation in answer.citations] == [1, 2, 3]


def test_whom_to_call_is_said_once_where_quotes_are_in_another_language() -> None:
    question, evidence = evidence_of(INDEX, "¿es seguro saltar? hop softly on both feet")
    assert question.language == "es"
    answer = together(Reply(question, 0.5, evidence), Reply(question, 0.5, evidence))
    codes = [frame.code for frame in answer.frames]
    assert codes.count("call_in_your_language") == 1
    assert codes.count("in_english") == 2
    assert answer.frames[0].code == "call_in_your_language"
    assert answer.frames[1].text.startswith("Usted preguntó: ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("how often?", "how often?"),
        (f"{'hop ' * 22}on", f"{'hop ' * 22}on"),
        (f"{'hop ' * 22}high, then low", f"{'hop ' * 22}…".replace(" …", "…")),
        ("h" * 91, "h" * 90 + "…"),
        ("<b>{asked}</b> {0} %s", "<b>{asked}</b> {0} %s"),
    ],
)
def test_a_question_is_said_again_in_short(text: str, shown: str) -> None:
    assert shortened(text) == shown
    answer = together(saying(text, NOT_COVERED), quoting(RAILS))
    assert answer.frames[0].text == f"You asked: {shown}"


@given(st.text(alphabet="ab .,?áñ", max_size=200))
def test_what_is_said_again_is_the_beginning_of_the_question(text: str) -> None:
    shown = shortened(text)
    assert len(shown) <= 91
    assert text.strip().startswith(shown.removesuffix("…"))
    if len(text.strip()) <= 90:
        assert shown == text.strip()


SHORT = "Rest a sprained ankle for 2 weeks."
LONG = "Before you start to hop, ask a nurse. Oak is hard. Rest a sprained ankle for 6 to 8 weeks."
ANKLES = index_of(
    article_of(SHORT, "a", "Ankle Sprains", reviewed=dt.date(2022, 1, 1)),
    article_of(LONG, "b", "The Sprained Ankle"),
    "Snow is white.",
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("how many weeks should I rest a sprained ankle", "Our articles differ on this."),
        ("cuantas semanas rest sprained ankle dolor", "Nuestros artículos no coinciden."),
    ],
)
def test_the_mark_stands_above_the_second_article_and_all_that_comes_with_it(
    text: str, said: str
) -> None:
    question, evidence = evidence_of(ANKLES, text)
    answer = composer().answer(question, CALM, evidence, 0.9, ANKLES)
    assert [s.quote.article_id for s in answer.segments] == ["a", "b", "b"]
    marks = [code for code, before in frames(answer) if before == 1]
    assert marks[0] == "articles_differ"
    assert marks[-1] == "first"
    (mark,) = (frame for frame in answer.frames if frame.code == "articles_differ")
    assert mark.text.startswith(said)


def test_in_a_part_the_mark_moves_with_its_quotes() -> None:
    question, evidence = evidence_of(ANKLES, "how many weeks should I rest a sprained ankle")
    part = Reply(question, 0.8, evidence)
    answer = composer().part_by_part(question, CALM, (part, part), ANKLES, [])
    assert [before for code, before in frames(answer) if code == "articles_differ"] == [1, 4]


def test_articles_that_agree_are_not_marked() -> None:
    index = index_of(article_of(SHORT, "a", "Ankles"), article_of(SHORT, "b", "Ankle"))
    question, evidence = evidence_of(index, "how many weeks should I rest a sprained ankle")
    answer = composer().answer(question, CALM, evidence, 0.9, index)
    assert "articles_differ" not in [code for code, _ in frames(answer)]
