"""Evidence becomes segments, citations, frames and a way to a therapist."""

from pathlib import Path
from typing import Any

import pytest

from ptassist.answering.answer import Answer, AnswerKind, Role
from ptassist.answering.compose import Composer
from ptassist.answering.notes import Notes
from ptassist.answering.triage import Action, Assessment, Card, Level
from ptassist.answering.wording import load_wording
from ptassist.index.store import Index
from ptassist.settings import ClinicSettings
from ptassist.shipped import shipped
from tests.answering.made import article_of, evidence_of, index_of

WORDING = load_wording(shipped("corpus/language"))
CALM = Assessment(Level.NONE, None, (), compact=False)
CARD = Card("Be seen today", "Call a doctor today.", (Action("Call", "tel:1"),))


def composer(**clinic: Any) -> Composer:
    return Composer(WORDING, ClinicSettings(**clinic))


def answered(index: Index, text: str, *turns: str, most: int = 3, **clinic: Any) -> Answer:
    question, evidence = evidence_of(index, text, *turns, most_answers=most)
    assert evidence.quotes
    return composer(**clinic).answer(question, CALM, evidence, 0.912345, index)


def frames(answer: Answer) -> list[tuple[str, int | None]]:
    return [(frame.code, frame.before) for frame in answer.frames]


HOP = article_of(
    """
Hopping loads the hip bone.

## Getting ready

Before you start hopping, ask a nurse.

### Good moves include:

- Hop softly on both feet
- Land as quietly as a cat

## Other things

Snow is white (Maple, 2015). Oak is a hard wood.

## Does it hurt?

Feet tingle at first.

## References

Maple, A. (2015). Hopping and the hip. Invented Review. https://doi.org/10.5555/hop.1

Birch, B. (2016). Skipping ropes. Invented Review.
""",
    "hop",
    "Hopping",
    url="https://clinic.example/hop",
    author="Clinic Team",
)
INDEX = index_of(HOP, "Rails help the hand on stairs.", "The neck turns left and right.")


def test_a_permission_question_is_framed_as_the_design_writes_it_out() -> None:
    answer = answered(INDEX, "is it safe to hop softly on both feet?", most=1)
    assert [(s.role.value, s.text, s.citation) for s in answer.segments] == [
        ("condition", "Before you start hopping, ask a nurse.", 1),
        ("context", "Good moves include:", 2),
        ("answer", "Hop softly on both feet", 2),
    ]
    assert frames(answer) == [
        ("cannot_say_for_you", 0),
        ("first", 0),
        ("then_under", 1),
        ("exclusions_not_found", None),
    ]
    assert [frame.text for frame in answer.frames] == [
        "We can't say if it is safe for you. Our article says:",
        "First:",
        "Then, under",
        "These quotes do not say who should avoid this. Ask a therapist first.",
    ]


def test_a_question_for_facts_is_not_framed_as_one_for_permission() -> None:
    answer = answered(INDEX, "how do feet hop softly?", most=1)
    assert frames(answer) == [("first", 0), ("then_under", 1)]
    assert frames(answered(INDEX, "what helps the hand on stairs, rails?", most=1)) == []


def test_a_quoted_exclusion_needs_no_frame_that_it_was_not_found() -> None:
    index = index_of("Hop on both feet near a wall. People with gout must not hop.")
    answer = answered(index, "can I hop on both feet near a wall?", most=1)
    assert frames(answer) == [("cannot_say_for_you", 0)]
    assert [s.role for s in answer.segments] == [Role.ANSWER, Role.CONDITION]


def test_frames_speak_the_language_of_the_question_and_a_notice_tells_of_another() -> None:
    cuello = article_of("Los hombros sueltos alivian el cuello.", "es", "Cuello", language="es")
    question = "¿es seguro mover los hombros para el cuello?"
    answer = answered(index_of(cuello, HOP), question, most=1)
    assert answer.language == "es"
    assert answer.frames[0].text.startswith("No podemos decir")
    assert answer.notices == ()
    assert answer.handoff.actions[1].label == "Pedir una cita"
    foreign = answered(index_of(cuello), "what do hombros sueltos do for me", most=1)
    assert (foreign.language, [n.code for n in foreign.notices]) == ("en", ["other_language"])


def test_a_hard_word_of_a_quote_is_noted_in_the_visitors_language() -> None:
    back = article_of("Rails help a back with kyphosis on stairs.", "k")
    answer = answered(index_of(back), "what helps a back on stairs", most=1)
    assert [(n.term, n.text) for n in answer.notes] == [
        ("kyphosis", "an upper back that is rounded.")
    ]
    espalda = article_of("La pared ayuda con la cifosis.", "c", language="es")
    spanish = answered(index_of(espalda), "¿cómo ayuda la pared?", most=1)
    (note,) = spanish.notes
    assert (spanish.language, note.term) == ("es", "cifosis")
    assert note.text.startswith("la parte alta")
    foreign = answered(index_of(back), "¿qué ayuda en la espalda, stairs rails?", most=1)
    assert (foreign.language, foreign.notes[0].term) == ("es", "kyphosis")
    assert foreign.notes[0].text == note.text


def test_a_word_that_the_article_explains_elsewhere_is_not_noted() -> None:
    body = "Rails help a back with kyphosis on stairs.\n\nKyphosis means a back like a hill."
    answer = answered(index_of(article_of(body, "k")), "what rails help on stairs", most=1)
    assert [segment.text for segment in answer.segments] == [
        "Rails help a back with kyphosis on stairs."
    ]
    assert answer.notes == ()


def test_notes_of_a_clinics_own_are_told_instead_of_the_shipped(tmp_path: Path) -> None:
    line = "few:\n  - {en: stairs, en_note: steps., es: escalera, es_note: peldaños.}\n"
    (tmp_path / "notes.yaml").write_text(line, encoding="utf-8")
    question, evidence = evidence_of(INDEX, "what helps the hand on stairs", most_answers=1)
    made = Composer(WORDING, ClinicSettings(), Notes(tmp_path))
    answer = made.answer(question, CALM, evidence, 1.0, INDEX)
    assert [(note.term, note.text) for note in answer.notes] == [("stairs", "steps.")]
    assert made.urgent(question, CALM, INDEX).notes == ()
    assert made.not_covered(question, CALM, [], 0.0, INDEX).notes == ()


def test_a_sample_article_is_announced() -> None:
    sample = article_of("Rails help the hand on stairs.", "s", sample=True)
    answer = answered(index_of(sample), "what helps the hand on stairs")
    assert [notice.code for notice in answer.notices] == ["sample"]
    assert answer.citations[0].sample
    assert answered(INDEX, "what helps the hand on stairs", most=1).notices == ()


def test_citations_are_numbered_by_section_in_reading_order() -> None:
    answer = answered(INDEX, "hop softly on both feet", most=1)
    assert [(c.number, c.article_id, c.heading) for c in answer.citations] == [
        (1, "hop", "Getting ready"),
        (2, "hop", "Good moves include:"),
    ]
    citation = answer.citations[1]
    assert (citation.title, citation.author, citation.url) == ("Hopping", "Clinic Team", HOP.url)
    assert citation.language == "en"


def test_every_segment_has_a_citation_and_every_citation_a_segment() -> None:
    answer = answered(INDEX, "hop hand stairs neck snow")
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {segment.citation for segment in answer.segments} == set(numbers)
    by_number = {citation.number: citation for citation in answer.citations}
    for segment in answer.segments:
        assert by_number[segment.citation].article_id == segment.quote.article_id


def test_the_link_of_a_citation_goes_to_the_sentence_that_answers() -> None:
    answer = answered(INDEX, "hop softly on both feet", most=1)
    links = [citation.deep_link for citation in answer.citations]
    base = f"{HOP.url}#:~:text="
    assert links == [
        f"{base}Before%20you%20start%20hopping%2C%20ask%20a%20nurse.",
        f"{base}Hop%20softly%20on%20both%20feet",
    ]


def test_a_reference_stands_beside_the_sentence_that_cites_it_and_the_rest_is_further_reading() -> (
    None
):
    answer = answered(INDEX, "is snow white", most=1)
    (segment,) = answer.segments
    assert segment.text == "Snow is white (Maple, 2015)."
    (reference,) = segment.references
    assert (reference.doi, reference.url) == ("10.5555/hop.1", "https://doi.org/10.5555/hop.1")
    (further,) = answer.citations[0].further_reading
    assert further.text.startswith("Birch")


def test_a_study_lends_its_name_to_no_sentence_that_does_not_cite_it() -> None:
    answer = answered(INDEX, "is oak a hard wood", most=1)
    assert [(s.text, s.references) for s in answer.segments] == [("Oak is a hard wood.", ())]
    assert len(answer.citations[0].further_reading) == 2


def test_the_articles_own_questions_are_suggested_unless_quoted_or_just_asked() -> None:
    assert answered(INDEX, "is oak a hard wood", most=1).suggestions == ("Does it hurt?",)
    assert answered(INDEX, "feet tingle first", most=1).suggestions == ()
    many = "\n".join(f"## What is {n}?\n\nText number {n} stands here.\n" for n in range(6))
    index = index_of("Snow is white and cold.\n\n" + many)
    shown = answered(index, "is snow white", most=1).suggestions
    assert shown == ("What is 0?", "What is 1?", "What is 2?")


def test_the_confidence_is_rounded_and_the_index_named() -> None:
    answer = answered(INDEX, "is oak a hard wood", most=1)
    assert (answer.kind, answer.confidence, answer.index_version) == ("answer", 0.9123, "")
    assert answer.id != answered(INDEX, "is oak a hard wood", most=1).id
    assert len(answer.id) == 32


def test_what_is_not_covered_names_the_nearest_articles_and_quotes_nothing() -> None:
    question, _ = evidence_of(INDEX, "tell me about zebras")
    nearest = [HOP, INDEX.articles["a1"]]
    answer = composer().not_covered(question, CALM, nearest, 0.1, INDEX)
    assert answer.kind is AnswerKind.NOT_COVERED
    assert (answer.segments, answer.citations) == ((), ())
    assert [(n.article_id, n.url) for n in answer.nearest] == [
        ("hop", HOP.url),
        ("a1", "/articles/a1"),
    ]
    assert frames(answer) == [("not_covered", None)]


def test_urgent_is_the_card_alone() -> None:
    question, _ = evidence_of(INDEX, "my chest hurts")
    alarm = Assessment(Level.EMERGENCY, CARD, (), compact=False)
    answer = composer().urgent(question, alarm, INDEX)
    assert (answer.kind, answer.level, answer.card) == ("urgent", Level.EMERGENCY, CARD)
    assert (answer.segments, answer.frames, answer.nearest, answer.citations) == ((), (), (), ())


@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_the_handoff_is_the_same_on_every_kind_and_never_empty(language: str) -> None:
    question, evidence = evidence_of(INDEX, "is oak a hard wood")
    made = composer(name="Oak Clinic")
    topic = WORDING.topics[0]
    answers = [
        made.answer(question, CALM, evidence, 1.0, INDEX),
        made.not_covered(question, CALM, [], 0.0, INDEX),
        made.urgent(question, CALM, INDEX),
        made.conversation(question, CALM, topic, INDEX),
    ]
    assert {answer.kind for answer in answers} == set(AnswerKind)
    for answer in answers:
        assert answer.handoff == made.handoff("en")
    handoff = made.handoff(language)
    assert "Oak Clinic" in handoff.text
    assert len(handoff.actions) == 2
    assert all(action.label and action.href for action in handoff.actions)


def test_the_handoff_dials_the_number_and_links_to_the_booking() -> None:
    made = composer(phone="+1 (555) 010-0199", booking_url="https://clinic.example/book")
    call, book = made.handoff("en").actions
    assert (call.label, call.href) == ("Call +1 (555) 010-0199", "tel:+15550100199")
    assert (book.label, book.href) == ("Book a visit", "https://clinic.example/book")


def test_the_clinic_may_word_the_handoff_in_each_language() -> None:
    made = composer(handoff_text="Ring us.", handoff_text_es="Llámenos ya.")
    assert made.handoff("en").text == "Ring us."
    assert made.handoff("es").text == "Llámenos ya."
    assert "terapeuta" in composer(handoff_text="Ring us.").handoff("es").text


def test_a_practical_question_is_answered_from_the_settings_or_handed_to_the_desk() -> None:
    question, _ = evidence_of(INDEX, "what are your hours?")
    topic = WORDING.topic_of(question.text)
    assert topic is not None
    set_by_clinic = composer(hours="We open at nine.").conversation(question, CALM, topic, INDEX)
    assert [f.text for f in set_by_clinic.frames] == ["We open at nine."]
    assert frames(set_by_clinic) == [("hours", None)]
    handed_on = composer().conversation(question, CALM, topic, INDEX)
    assert [f.text for f in handed_on.frames] == ["The front desk can tell you when we are open."]
    assert (handed_on.kind, handed_on.confidence) == ("conversation", 1.0)
