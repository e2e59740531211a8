"""Plain words: case, accents, apostrophes, repeated letters, numbers, marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.triage.text import Splitter, fold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I CAN'T", ("i", "cant")),
        ("can’t, can`t", ("cant", ",", "cant")),
        ("Mañana está", ("manana", "esta")),
        ("36wks", ("36", "wks")),
        ("temp 100,4", ("temp", "100.4")),
        ("165/112", ("165", "/", "112")),
        ("one. two? three!", ("one", ".", "two", ".", "three", ".")),
        ("c-section", ("c", "section")),
        ("sooooo", ("soo",)),
        ("¿qué?", ("que", ".")),
        ("", ()),
    ],
)
def test_plain_words(text, words):
    assert Splitter().split(text).plain == list(words)


def test_spellings_and_pairs():
    splitter = Splitter({"preg": ("pregnant",), "sob": ("short", "of")}, {("can", "not"): "cant"})
    assert splitter.split("preg, can not").plain == ["pregnant", ",", "cant"]
    assert splitter.split("sob").plain == ["short", "of"]


def test_words_are_shown_as_they_were_written_but_for_the_case():
    words = Splitter({}, {("can", "not"): "cant"}).split("I can NOT feel it")
    assert words.shown(1, 3) == "can not feel"
    assert words.shown(2, 2) == ""


@given(st.text())
def test_every_word_has_its_place_in_the_folded_text(text):
    words = Splitter().split(text)
    assert words.text == fold(text)
    shown = [words.shown(place, place + 1) for place in range(len(words.plain))]
    assert all(part and part in words.text for part in shown)
