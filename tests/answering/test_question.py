"""A visitor's words: cleaned, in their language, with what they lean on; hostile ones refused."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.question import (
    MAX_CHARACTERS,
    Turn,
    clean,
    parts_of,
    tidy,
    understand,
)
from ptassist.errors import QuestionError

HEEL = Turn("My heel hurts every morning", ("heel",))


def refusal(text: str) -> str:
    with pytest.raises(QuestionError) as caught:
        understand(text)
    return caught.value.message


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  How do I hop?  ", "How do I hop?"),
        ("How\tdo\r\nI\n\nhop?", "How do I hop?"),
        ("cafe\u0301", "café"),
        ("cafe\u200b\u0301", "café"),
        ("hop\u200bping", "hopping"),
        ("\ufeffhop \u202egnip\u202c", "hop gnip"),
        ("soft\u00adware", "software"),
        ("hop\u00a0on\u3000one foot", "hop on one foot"),
        ("one\u2028two\u2029three", "one two three"),
        ("a\ud800b", "ab"),
        ("a\ue000b\uffffc", "abc"),
        ("hop 🦵 now", "hop 🦵 now"),
    ],
)
def test_a_question_is_cleaned_to_what_people_see(typed: str, read: str) -> None:
    assert clean(typed) == read
    assert understand(typed).text == read


@pytest.mark.parametrize("text", ["", " ", "\n\t\r", "\u200b\u200d", "\u00a0\u3000", "\ue000"])
def test_nothing_visible_is_an_empty_question(text: str) -> None:
    assert refusal(text) == "Please type a question."


@pytest.mark.parametrize("text", ["🦵🔥", "?!?", "123", "...", "👩‍⚕️", "5 - 3"])
def test_a_question_without_a_letter_is_asked_for_in_words(text: str) -> None:
    assert refusal(text) == "Please ask your question in words."


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x0b", "\x0c"])
def test_control_characters_are_refused(control: str) -> None:
    message = refusal(f"zebra{control}knee")
    assert "cannot read" in message
    assert "zebra" not in message


def test_a_long_question_is_refused_without_its_words() -> None:
    message = refusal("zebra " * 1000)
    assert message.startswith("Your message is too long.")
    assert str(MAX_CHARACTERS) in message
    assert "zebra" not in message


def test_the_longest_question_is_read_and_one_more_character_is_not() -> None:
    assert understand("a" * MAX_CHARACTERS).text == "a" * MAX_CHARACTERS
    with pytest.raises(QuestionError):
        understand("a" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize(
    ("text", "language", "readable"),
    [
        ("is knee pain normal", "en", True),
        ("me duele el cuello por la mañana", "es", True),
        ("ich habe Schmerzen und kann nicht gehen", "en", False),
        ("у меня болит спина", "en", False),
    ],
)
def test_a_language_that_nobody_here_reads_is_answered_in_english(
    text: str, language: str, readable: bool
) -> None:
    question = understand(text)
    assert (question.language, question.readable) == (language, readable)


@pytest.mark.parametrize(
    "text",
    [
        "i'm 67, can i lift weights",
        "58, meniscus tear",
        "74 yo with a bad hip",
        "34 weeks pregnant and my back hurts",
        "6 weeks postpartum running",
        "had a knee replacement in may, when can i kneel",
        "i was diagnosed with stenosis",
        "i take warfarin, is needling ok",
        "i have osteoporosis, can i jump",
        "estoy embarazada de 2 meses",
        "tengo 70 años y me duele la rodilla",
    ],
)
def test_what_visitors_tell_of_themselves_is_noticed(text: str) -> None:
    assert understand(text).tells_of_self


@pytest.mark.parametrize(
    "text",
    [
        "is jumping safe with osteoporosis",
        "how long does heel pain last",
        "i have knee pain on stairs",
        "what happens at a first visit",
        "do 10 squats a day help",
    ],
)
def test_a_general_question_tells_nothing_of_a_person(text: str) -> None:
    assert not understand(text).tells_of_self


@pytest.mark.parametrize(
    "text",
    [
        "is jumping safe with osteoporosis?",
        "Is it OK to run with a cold?",
        "can I hop with a swollen knee",
        "Should my mother climb stairs?",
        "is hopping bad for the hip",
        "am I allowed to drive",
        "would it be dangerous to lift a box",
        "¿Puedo saltar si tengo osteoporosis?",
        "¿Es seguro correr en el embarazo?",
        "¿Puedo ir al gimnasio?",
        "¿debo correr?",
        "debería descansar la espalda",
        "how soon can I run after a sprain",
        "what if I rest, should I then hop",
        "what helps, and should I rest",
        "how often should I do it and is it safe with a fracture",
        "is it a good idea to jump with osteoporosis",
        "would running be a good idea at 30 weeks",
        "is it wise to lift a box",
        "¿es bueno hacer abdominales con osteoporosis?",
        "sería buena idea correr con fiebre",
        "can kids with sever's still play soccer",
        "should people with osteoporosis jump",
    ],
)
def test_a_question_for_permission_is_told(text: str) -> None:
    assert understand(text).asks_permission


@pytest.mark.parametrize(
    "text",
    [
        "How can I strengthen my hip?",
        "what can I do for heel pain",
        "where should I put the ice",
        "how do I hop",
        "why does my heel hurt",
        "Is heel pain common?",
        "how often should i do it",
        "How many squats a day should I do?",
        "which exercises should my mother do",
        "¿Cómo mejora el cuello rígido?",
        "is swimming good for the back",
        "what is a good idea for a stiff neck",
        "when should i worry about back pain",
        "should i see a doctor about my knee",
        "can people with gout get better",
        "can women outgrow heel pain",
        "how young can kids start getting migraines",
        "¿es bueno el calor para el cuello?",
        "¿Cuándo debo preocuparme por el dolor?",
        "cuando debo ir al médico",
    ],
)
def test_other_questions_ask_for_no_permission(text: str) -> None:
    assert not understand(text).asks_permission


@pytest.mark.parametrize(
    "text",
    ["and a steroid jab?", "why?", "is it safe then when it swells", "¿y eso ayuda?"],
)
def test_a_follow_up_takes_the_turn_before_in_front(text: str) -> None:
    question = understand(text, [HEEL])
    assert question.leans
    assert question.standalone == f"My heel hurts every morning {text}"
    assert question.text == text
    assert question.turns == ("My heel hurts every morning", text)


def test_a_question_that_stands_alone_takes_nothing_along() -> None:
    text = "How do I hop with a brittle hip bone after a fracture?"
    question = understand(text, [HEEL])
    assert not question.leans
    assert question.standalone == text
    assert question.turns == ("My heel hurts every morning", text)


def test_the_first_question_never_leans() -> None:
    question = understand("why?")
    assert (question.leans, question.standalone, question.words) == (False, "why?", "why?")
    assert question.turns == ("why?",)
    assert question.prefer == {}


def test_a_follow_up_takes_its_subject_along_and_keeps_all_turns_for_triage() -> None:
    history = [
        Turn("My heel hurts", ("heel",)),
        Turn("does tape help", ("tape",)),
        Turn("and ice?"),
    ]
    question = understand("and a steroid jab?", history)
    assert question.standalone == "My heel hurts and a steroid jab?"
    assert question.words == "heel hurts and a steroid jab?"
    assert question.turns == ("My heel hurts", "does tape help", "and ice?", "and a steroid jab?")
    assert set(question.prefer) == {"tape"}


def test_an_earlier_turn_is_cleaned_cut_and_never_refused() -> None:
    history = [Turn("heel\u200b pain\x00 at\nnight"), Turn(""), Turn("x" * 9000), Turn("🦵")]
    question = understand("why?", history)
    assert question.turns == ("heel pain at night", "", "x" * MAX_CHARACTERS, "🦵", "why?")
    assert understand("why?", history[:2]).standalone == "heel pain at night why?"


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {unicodedata.category(c) for c in once} & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert "  " not in once
    assert once == once.strip()


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_text_is_understood_or_refused_with_a_fixed_message(
    text: str, earlier: list[str]
) -> None:
    question, refused = None, ""
    try:
        question = understand(text, [Turn(turn) for turn in earlier])
    except QuestionError as error:
        refused = error.message
    if question is None:
        assert refused.startswith(("Please ", "Your message "))
    else:
        assert question.text == tidy(text)
        assert question.turns[-1] == question.text
        assert len(question.turns) == len(earlier) + 1
        assert question.standalone.endswith(question.text)
        assert question.language in {"en", "es"}


@given(st.text(alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Zs", "So"]), max_size=50))
@settings(max_examples=100, deadline=None)
def test_a_question_without_words_is_always_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        understand(text)


# Messages of several questions, and stories.

STORY = (
    "Hello, I am 52 and on my feet from four in the morning. For six weeks the bottom of my left heel burns when I get"
    " up, and new shoes did nothing at all for it. Which stretches help with this?"
)


def test_of_a_long_story_the_question_is_asked_with_what_it_is_about() -> None:
    question = understand(STORY)
    assert question.text == "Which stretches help with this?"
    assert question.standalone.startswith("Which stretches help with this? (")
    assert "heel" in question.standalone
    assert "four" not in question.standalone
    assert question.turns == (STORY,)
    assert question.tells_of_self


def test_one_question_has_no_parts() -> None:
    for text in ("how often should I hop?", STORY, "hello", "I have gout. Is hopping safe?"):
        whole = understand(text)
        assert parts_of(text, whole) == (whole,)


def test_each_question_of_a_message_is_understood_with_what_it_needs() -> None:
    text = (
        "Can I hop with gout?\nHow long does heel pain last and how often should it be stretched?"
    )
    whole = understand(text)
    parts = parts_of(text, whole)
    assert [part.text for part in parts] == [
        "Can I hop with gout?",
        "How long does heel pain last",
        "how often should it be stretched?",
    ]
    assert [part.asks_permission for part in parts] == [True, False, False]
    assert {part.turns for part in parts} == {whole.turns} == {(clean(text),)}
    assert parts[1].standalone == parts[1].text
    assert parts[2].standalone.startswith("how often should it be stretched? (")
    assert "heel" in parts[2].words


def test_the_first_of_several_questions_leans_on_the_turns_before() -> None:
    text = "and stretching? how often?"
    parts = parts_of(text, understand(text, [HEEL]), [HEEL])
    assert [HEEL.question in part.standalone for part in parts] == [True, True]
    assert parts[0].prefer == {"heel": 0.1}


@pytest.mark.parametrize(
    ("before", "about", "not_about"),
    [
        ("Is hopping safe with gout? What eases heel pain?", "heel", "gout"),
        ("What eases heel pain?\nIs hopping safe with gout?", "gout", "heel"),
        ("What eases heel pain and which shoes help bunions", "bunions", "heel"),
        (STORY, "heel", "four"),
    ],
)
def test_what_follows_leans_on_the_last_question(before: str, about: str, not_about: str) -> None:
    question = understand("how often?", [Turn(before, ("a",))])
    assert question.leans
    assert about in question.standalone
    assert not_about not in question.standalone
    assert question.prefer == {"a": 0.1}
    assert question.turns == (clean(before), "how often?")


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_parts_are_made_of_words_of_the_message(text: str) -> None:
    try:
        whole = understand(text)
    except QuestionError:
        return
    parts = parts_of(text, whole)
    assert 1 <= len(parts) <= 3
    for part in parts:
        assert part.text
        assert tidy(part.text) == part.text
        assert part.language == whole.language


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("when should I worry about heel pain", "when heel pain"),
        ("When do I need to be worried about heel pain?", "When heel pain?"),
        ("does worry make heel pain worse", "does worry make heel pain worse"),
    ],
)
def test_nothing_is_searched_for_by_should_i_worry(text: str, searched: str) -> None:
    question = understand(text)
    assert question.words.split() == searched.split()
    assert question.standalone == text


def test_nor_in_a_message_of_several_questions() -> None:
    text = "What is a heel spur? When should I worry about heel pain?"
    _, second = parts_of(text, understand(text))
    assert "worry" not in second.words
    assert "heel pain" in second.words
