"""The questions of one message: how many, in which words, and what each needs of the rest."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.messages import MOST_QUESTIONS, Asked, questions_in
from ptassist.index.lexical import words

NEW_MOTHER = (
    "Hi there. I am 45 and had a baby 8 months ago. Since then I leak when I sneeze and my lower back aches most"
    " evenings. My midwife said it would settle but it has not. I really miss it. When can I start running again?"
    " I also have two older kids so not much time. Thanks so much."
)
RUN_ON = (
    "my dad is 78 he fell twice this winter and he is scared to go out now he has osteoporosis and takes tablets and"
    " lives alone what exercises can he do at home to get steadier"
)
WRITTEN = [
    json.loads(line)
    for line in Path(__file__).with_name("messages.jsonl").read_text(encoding="utf-8").splitlines()
]
SAID = st.sampled_from(
    [
        "my knee hurts on stairs.",
        "I had a baby in May and my back aches",
        "how often?",
        "can I run with osteoporosis?",
        "what exercises help my hip",
        "is that normal?",
        "and should I use ice",
        "thanks",
        "¿Puedo correr embarazada?",
        "me duele la espalda",
        "1. heel pain",
        "2. what is a bunion",
        "do you take insurance?",
        "also when can I drive",
        "any tips?",
        "!!",
        "it hurts, can i swim",
        "\n",
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "heel pain",
        "  heel pain \n",
        "is jumping safe? i have osteoporosis",
        "I have osteoporosis. Is jumping safe?",
        "if i have osteoporosis, can i jump",
        "i have knee pain can i run",
        "What exercises can I do for my back?",
        "how long after surgery can i drive",
        "I dont know how long to rest my ankle",
        "when i run my knee hurts",
        "my knee clicks. is that normal? what should i do?",
        "does ice help? is ice good?",
        "Dr. Jones said to rest. Is that right for a sprain?",
        "I have grade 2. can I walk",
        "is it 1.5 kg or 2 kg for arm curls",
        "should I rest or should I move with back pain",
        "me duele la espalda y también quisiera saber si puedo nadar",
        "",
        "?!",
        "...",
    ],
)
def test_a_single_question_stays_as_it_was_written(text: str) -> None:
    assert questions_in(text) == (Asked(text),)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "how do i do kegels and how often?",
            [("how do i do kegels", ""), ("how often?", "kegels")],
        ),
        (
            "HOW LONG DOES SCIATICA LAST AND WHAT EXERCISES HELP",
            [("HOW LONG DOES SCIATICA LAST", ""), ("WHAT EXERCISES HELP", "sciatica")],
        ),
        (
            "is it ok to do squats how many should i do",
            [("is it ok to do squats", ""), ("how many should i do", "squats")],
        ),
        (
            "do you take insurance and is jumping safe with osteoporosis",
            [("do you take insurance", ""), ("is jumping safe with osteoporosis", "")],
        ),
        (
            "1. What is osteopenia? 2. Can I lift weights? 3) how often",
            [
                ("What is osteopenia?", ""),
                ("Can I lift weights?", "osteopenia"),
                ("how often", "osteopenia lift weights"),
            ],
        ),
        (
            "- heel pain in the morning\n- which shoes for bunions",
            [("heel pain in the morning", ""), ("which shoes for bunions", "")],
        ),
        (
            "what side do i sleep on and when can i swim",
            [("what side do i sleep on", ""), ("when can i swim", "side sleep")],
        ),
        (
            "¿Puedo correr embarazada? ¿Y cuánto tiempo?",
            [("¿Puedo correr embarazada?", ""), ("¿Y cuánto tiempo?", "correr embarazada")],
        ),
        (
            "¿Qué ejercicios hago para la rodilla y cada cuánto debo hacerlos?",
            [
                ("¿Qué ejercicios hago para la rodilla", ""),
                ("cada cuánto debo hacerlos?", "ejercicios rodilla"),
            ],
        ),
    ],
)
def test_several_questions_come_in_order_with_what_they_lean_on(
    text: str, asked: list[tuple[str, str]]
) -> None:
    assert [(part.text, part.about) for part in questions_in(text)] == asked


def test_the_written_messages_are_of_every_kind() -> None:
    asks = [len(written["asks"]) for written in WRITTEN]
    assert len(asks) == 40
    assert {count: asks.count(count) for count in (2, 3)} == {2: 18, 3: 3}
    stories = [w for w in WRITTEN if len(w["asks"]) == 1 and w["asks"] != [w["message"]]]
    assert len(stories) == 12


@pytest.mark.parametrize("written", WRITTEN, ids=lambda written: written["message"][-30:])
def test_a_written_message_asks_what_it_asks(written: dict[str, list[str]]) -> None:
    found = questions_in(str(written["message"]))
    assert [asked.text for asked in found] == written["asks"]
    for asked, about in zip(found, written["about"], strict=True):
        assert not about or about in [*asked.about.split(), *words(asked.text)]


def test_a_story_gives_the_sentence_that_asks_and_what_it_is_about() -> None:
    (asked,) = questions_in(NEW_MOTHER)
    assert asked.text == "When can I start running again?"
    assert {"baby", "leak"} <= set(asked.about.split())
    (asked,) = questions_in(RUN_ON)
    assert asked.text == "what exercises can he do at home to get steadier"
    assert {"fell", "osteoporosis"} <= set(asked.about.split())


LETTER = (
    "My mother had bad knees and my neighbour lent me her bike. I moved house in the spring. My frozen shoulder locked"
    " up at night. {} I bought new shoes last month and my dog pulls on the lead, and it is cold here in the mornings."
)


def test_of_a_story_what_is_told_nearest_counts() -> None:
    (asked,) = questions_in(LETTER.format("How many years are we talking?"))
    assert asked == Asked("How many years are we talking?", "frozen shoulder locked night")


def test_a_question_that_names_its_part_takes_no_other_part_of_the_story() -> None:
    text = "Which stretches help a stiff neck?"
    assert questions_in(LETTER.format(text)) == (Asked(text),)


def test_what_somebody_goes_through_counts_wherever_it_is_told() -> None:
    letter = f"I am pregnant with my first child. {LETTER}"
    (asked,) = questions_in(letter.format("Which stretches help a stiff neck?"))
    assert asked.about == "pregnant"


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("my father has a bad hip and is losing weight. please help", 1),
        ("my knee hurts and is swollen and was worse on monday. what helps", 1),
        ("what is a bunion and is swimming ok for it", 2),
        ("how do i stretch and does heat help", 2),
    ],
)
def test_what_goes_on_to_tell_asks_nothing(message: str, asks: int) -> None:
    assert len(questions_in(message)) == asks


def test_a_question_that_is_asked_again_is_taken_once() -> None:
    asked = questions_in("can I run with osteoporosis? how often? can I run with osteoporosis?")
    assert [part.text for part in asked] == ["can I run with osteoporosis?", "how often?"]


def test_an_errand_takes_nothing_of_the_story() -> None:
    assert questions_in(f"{NEW_MOTHER} Where can I park?")[1] == Asked("Where can I park?")


def test_practical_questions_stay_apart_and_none_is_asked_twice() -> None:
    text = "Where can I park? What are your hours? Where can I park?"
    asked = [part.text for part in questions_in(text)]
    assert asked == ["Where can I park?", "What are your hours?"]


def test_no_more_than_three_questions_are_taken() -> None:
    text = "do i need a referral? where do i park? how much does it cost? what is a bunion?"
    assert [part.text for part in questions_in(text)] == [
        "do i need a referral?",
        "where do i park?",
        "how much does it cost?",
    ]


def check(text: str) -> None:
    """What holds for every message."""
    asked = questions_in(text)
    spoken = words(text)
    assert 1 <= len(asked) <= MOST_QUESTIONS
    for part in asked:
        assert set(words(part.text)) <= set(spoken)
        assert set(part.about.split()) <= set(spoken)
        assert bool(words(part.text)) == bool(spoken)
        assert questions_in(part.text) == (Asked(part.text),)


@given(st.lists(SAID, max_size=7), st.sampled_from([" ", "\n", ", "]))
@settings(max_examples=200, deadline=None)
def test_made_up_messages_keep_their_words_and_parts_have_no_parts(
    said: list[str], between: str
) -> None:
    check(between.join(said))


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_words_of_its_own(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "piece", ["?", "is it ", "and how ", "1. ", "- \n", "can i, ", "so ", "y ", "a.b ", "\n"]
)
def test_the_longest_hostile_text_is_read(piece: str) -> None:
    text = (piece * 2000)[:2000]
    asked = questions_in(text)
    assert 1 <= len(asked) <= MOST_QUESTIONS
    assert all(part.text in text or " " in part.text for part in asked)
