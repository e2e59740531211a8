"""Explained: what a text tells in the same breath is found, and what only stands nearby is not taken for it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.explained import is_explained


@pytest.mark.parametrize(
    "text",
    [
        "Kyphosis (a rounded upper back) is common.",
        "Kyphosis is a rounded upper back.",
        "Kyphosis means that the back is round.",
        "Kyphosis refers to a round back.",
        "Doctors call it kyphosis, which means a round back.",
        "A round back, called kyphosis, is common.",
        "A round back, also known as a “kyphosis”, is common.",
        "A rounded upper back (kyphosis) is common.",
        "Kyphosis, a rounded upper back, is common.",
        "Kyphosis, or a rounded back, is common.",
        "Snow is white. What is kyphosis?",
        "What is a kyphosis?",
        "Kyphosis is pain of the back.",
        "Aerobic kyphosis, such as a walk, helps.",
        "Kyphosis like a small hill.",
    ],
)
def test_what_is_explained_is_found(text: str) -> None:
    assert is_explained(text.lower(), "kyphosis")
    assert is_explained(text.lower(), "Kyphosis")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("la cifosis es una curva de la espalda.", "cifosis"),
        ("una curva llamada cifosis", "cifosis"),
        ("una curva, conocida como «cifosis»", "cifosis"),
        ("esto se llama la cifosis", "cifosis"),
        ("la cifosis, que es una curva, se nota", "cifosis"),
        ("cifosis significa curva", "cifosis"),
        ("¿qué es la cifosis?", "cifosis"),
        ("una curva de la espalda (cifosis)", "cifosis"),
        ("tendons are the cords of muscles", "tendon"),
    ],
)
def test_in_spanish_and_where_there_are_several_too(text: str, term: str) -> None:
    assert is_explained(text, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("kyphosis is common.", "kyphosis"),
        ("kyphosis (maple, 2015) is common.", "kyphosis"),
        ("kyphosis (hunch) is common.", "kyphosis"),
        ("surgery for kyphosis is an option.", "kyphosis"),
        ("training in the third trimester means less weight.", "trimester"),
        ("scoliosis, lordosis or kyphosis", "kyphosis"),
        ("with kyphosis, the back is round.", "kyphosis"),
        ("the score is a number", "core"),
        ("a discussion is a talk", "disc"),
        ("the whole range of motion (rom) helps", "ROM"),
        ("la cifosis es frecuente", "cifosis"),
        ("", "kyphosis"),
    ],
)
def test_what_only_stands_nearby_explains_nothing(text: str, term: str) -> None:
    assert not is_explained(text, term)


def test_an_explanation_behind_other_places_is_found() -> None:
    assert is_explained("kyphosis, kyphosis. kyphosis is a round back.", "kyphosis")


@given(st.text(max_size=200), st.text(min_size=1, max_size=10))
@settings(max_examples=200, deadline=None)
def test_what_is_nowhere_is_never_explained(text: str, term: str) -> None:
    if is_explained(text.lower(), term):
        assert term.lower() in text.lower()


@pytest.mark.parametrize(
    "text", ["kyphosis " * 20_000, "kyphosis (" * 20_000, "kyphosis, a " * 20_000, "(" * 100_000]
)
def test_no_text_keeps_it_busy(text: str) -> None:
    started = time.process_time()
    is_explained(text, "kyphosis")
    assert time.process_time() - started < 0.1
