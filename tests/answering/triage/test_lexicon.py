"""The lexicon: a table finds the letters that a dictionary would."""

from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.triage.lexicon import FIRST_LETTER, Letters, WordTable

ROWS = [["numb", "numbness"], ["leg", "legs", "pierna"], ["x"], ["niño"]]
BY_HAND = {word: chr(FIRST_LETTER + place) for place, row in enumerate(ROWS) for word in row}
LETTERS = Letters(WordTable.of(ROWS))


def test_each_word_has_the_letter_of_its_row():
    assert LETTERS.of(BY_HAND) == BY_HAND
    assert LETTERS.words == sorted(BY_HAND, key=str.encode)


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)))
def test_any_words_are_found_as_in_a_dictionary(words):
    asked = {*words, "leg", "legsx", "le", "numbness" * 9, "leg\0"}
    assert LETTERS.of(asked) == {word: BY_HAND[word] for word in asked if word in BY_HAND}


def test_a_table_without_words_finds_none():
    empty = Letters(WordTable.of([]))
    assert empty.of(["leg", "", "-"]) == {}
    assert empty.of([]) == {}
