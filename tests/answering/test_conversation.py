"""Follow-ups completed from the turns before them: the subject comes along, what was asked of it stays behind."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.conversation import BONUS, Resolved, Turn, resolve

ELBOW = Turn("I have tennis elbow", ("elbow", "forearm"))
HOW_LONG = Turn("how long does it take", ("healing",))
TAPE = Turn("does tape help", ("tape",))


def test_a_follow_up_takes_the_subject_and_not_the_question_in_between() -> None:
    resolved = resolve("and a steroid jab?", [ELBOW, HOW_LONG])
    assert resolved == Resolved(
        leans=True,
        words="tennis elbow and a steroid jab?",
        standalone="I have tennis elbow and a steroid jab?",
        prefer={"healing": BONUS},
    )


def test_a_question_that_names_nothing_takes_the_last_question_along_too() -> None:
    resolved = resolve("how often exactly?", [ELBOW, TAPE])
    assert resolved.words == "tennis elbow tape how often exactly?"
    assert resolved.standalone == "I have tennis elbow does tape help how often exactly?"


def test_a_word_that_points_takes_the_last_question_along_too() -> None:
    assert resolve("can I wear it at night", [ELBOW, TAPE]).words == (
        "tennis elbow tape can I wear it at night"
    )


def test_a_new_subject_is_asked_alone() -> None:
    text = "what helps plantar fasciitis in the morning"
    assert resolve(text, [ELBOW, TAPE]) == Resolved(False, text, text, {})


def test_a_subject_begins_with_the_last_question_that_stood_alone() -> None:
    knee = Turn("my knee clicks on stairs", ("knee",))
    resolved = resolve("and surgery?", [ELBOW, TAPE, knee, HOW_LONG])
    assert resolved.words == "knee clicks stairs and surgery?"


@pytest.mark.parametrize(
    ("before", "text", "words"),
    [
        ("do I need an mri for my back", "and for my shoulder?", "mri and for my shoulder?"),
        ("does exercise help knee arthritis", "and bursitis?", "exercise and bursitis?"),
        ("exercises for neck pain", "and the hip?", "exercises pain and the hip?"),
        ("ejercicios para la rodilla", "¿y para el cuello?", "ejercicios ¿y para el cuello?"),
    ],
)
def test_a_new_part_of_the_body_takes_the_place_of_the_old_one(
    before: str, text: str, words: str
) -> None:
    assert resolve(text, [Turn(before, ("a",))]) == Resolved(True, words, words, {})


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("she had a stroke", "and her hand?"),
        ("my knee hurts", "could it be arthritis"),
        ("is jumping ok for bones", "and with osteoporosis?"),
        ("is jumping ok for bones", "what about after menopause?"),
    ],
)
def test_what_adds_to_a_subject_keeps_it_and_prefers_no_article(before: str, text: str) -> None:
    resolved = resolve(text, [Turn(before, ("a",))])
    assert resolved.standalone == f"{before} {text}"
    assert resolved.prefer == {}


def test_what_was_named_before_adds_nothing() -> None:
    assert resolve("does it help the elbow", [ELBOW]).prefer == {
        "elbow": BONUS,
        "forearm": BONUS / 2,
    }


def test_the_articles_of_the_last_answer_are_preferred_the_first_one_most() -> None:
    assert resolve("why?", [ELBOW]).prefer == {"elbow": BONUS, "forearm": BONUS / 2}
    assert resolve("why?", [ELBOW, Turn("does tape help")]).prefer == {
        "elbow": BONUS,
        "forearm": BONUS / 2,
    }
    assert resolve("why?", [Turn("I have tennis elbow")]).prefer == {}


@pytest.mark.parametrize(
    "history",
    [
        [],
        [Turn("")],
        [Turn("🦵🔥")],
        [Turn("hello"), Turn("thanks")],
        [Turn("у меня болит спина и нога")],
    ],
)
def test_without_a_subject_before_it_a_question_stands_alone(history: list[Turn]) -> None:
    assert resolve("how often?", history) == Resolved(False, "how often?", "how often?", {})


def test_what_says_nothing_or_cannot_be_read_is_passed_over() -> None:
    between = [Turn("у меня болит спина и нога", ("a",)), Turn("🦵"), Turn("thanks"), Turn("")]
    assert resolve("how long?", [ELBOW, *between]).standalone == "I have tennis elbow how long?"


def test_of_a_long_story_the_subject_is_taken_in_few_words() -> None:
    story = " ".join(f"chapter{number}" for number in range(20)) + " then my ankle swelled"
    assert len(story) < 240
    resolved = resolve("how long?", [Turn(story)])
    assert resolved.words.startswith("chapter0 chapter1 ")
    assert "ankle" in resolved.words.split()
    assert resolved.standalone == resolved.words
    assert len(resolved.words.split()) == 12 + 2


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("the capital of france", False),
        ("would a brace help", True),
        ("and france?", True),
        ("does france help with it", True),
        ("how often?", True),
    ],
)
def test_a_short_question_of_words_that_no_article_holds_stands_alone(
    text: str, leans: bool
) -> None:
    assert resolve(text, [ELBOW], {"brace", "elbow"}.__contains__).leans is leans
    assert resolve(text, [ELBOW]).leans


def test_a_long_message_stands_alone() -> None:
    text = "and then " * 100 + "it hurts"
    assert not resolve(text, [ELBOW]).leans


def test_the_subject_is_looked_for_among_the_last_turns_only() -> None:
    assert resolve("why?", [ELBOW, *[Turn("how come?")] * 5]).leans
    assert not resolve("why?", [ELBOW, *[Turn("how come?")] * 6]).leans


@pytest.mark.parametrize(
    "unit",
    ["why ", "it ", "is it a a a a ", "ok and so ", "🦵", "боль ", "my knee, is it ", "what's "],
)
@pytest.mark.parametrize("length", [2000, 239])
def test_a_hostile_history_costs_little(unit: str, length: int) -> None:
    history = [Turn((unit * 2000)[:length], ("a",) * 20)] * 50
    text = (unit * 2000)[:239]
    resolve(text, history)
    took = []
    for _ in range(20):
        began = time.thread_time()
        resolve(text, history)
        took.append(time.thread_time() - began)
    assert min(took) < 0.003  # half a millisecond on a quiet machine


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_conversation_ends_in_the_question_and_holds_only_its_own_words(
    text: str, earlier: list[str]
) -> None:
    resolved = resolve(text, [Turn(turn, ("a",)) for turn in earlier])
    assert resolved.words.endswith(text)
    assert resolved.standalone.endswith(text)
    if not resolved.leans:
        assert (resolved.words, resolved.standalone, resolved.prefer) == (text, text, {})
    said = {character for turn in earlier for character in turn.casefold()}
    added = resolved.standalone.removesuffix(text).casefold()
    assert {c for c in added if c.isascii() and c.isalnum()} <= {
        c for character in said for c in unicode_letters(character)
    }


def unicode_letters(character: str) -> str:
    """What a character may become when accents are left out."""
    return unicodedata.normalize("NFKD", character).casefold()
