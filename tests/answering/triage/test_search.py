"""The first look only saves time: what is found is what every expression finds in every sentence."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.triage.alphabet import Alphabet, lexicon_of
from ptassist.answering.triage.compiler import Compiler
from ptassist.answering.triage.lexicon import FIRST_LETTER, SENTENCE_LETTER, WordTable
from ptassist.answering.triage.patterns import Grammar
from ptassist.answering.triage.program import search_tables
from ptassist.answering.triage.search import Rows, Searcher, SearchTables, packed, sentences

PATTERNS = [
    "leg",
    "leg pain",
    "(leg|arm) .. pain",
    "numb* ~ {limb}",
    "[my] foot hurts",
    "(foot|leg pain|<20-30>)",
    "<20-30> ~~ leg",
    "arm arm",
    "no ... (leg|foot) [very] numb*",
    "[left]",
]
GRAMMAR = Grammar({"limb": ["leg*", "arm", "lower leg"]})
NODES = [GRAMMAR.parse(pattern) for pattern in PATTERNS]
ALPHABET = Alphabet.of([*NODES, GRAMMAR.parse("but")])
COMPILER = Compiler(ALPHABET.of_atom, ALPHABET.letters_of(["my"]), ALPHABET.letters_of(["but"]))
WORDS = [word for row in ALPHABET.words for word in row]
LEXICON = lexicon_of(WordTable.of(ALPHABET.words), ALPHABET.bounds, {}, [])
SEARCHER = Searcher(search_tables(list(enumerate(NODES)), ALPHABET, COMPILER))
ALL = np.ones(len(NODES), dtype=np.bool_)

texts = st.lists(
    st.sampled_from(
        "leg legs arm numb numbness pain foot hurts my no very but 25 31 lower x . ,".split()
    ),
    max_size=160,
)


def found(letters: str, wanted=ALL) -> set[tuple[int, int, int]]:
    hits = SEARCHER.find(SEARCHER.look(letters), wanted)
    return {(target, start, end) for target, spans in hits for start, end in spans}


def by_hand(letters: str) -> set[tuple[int, int, int]]:
    """Every expression at every place of every sentence."""
    hits = set()
    for target, node in enumerate(NODES[:-1]):  # the last needs nothing, and so finds nothing
        expression = re.compile(COMPILER.expression(node))
        for start, piece in sentences(letters):
            for place in range(len(piece)):
                if match := expression.match(piece, place):
                    hits.add((target, start + place, start + match.end()))
    return hits


def firsts(hits: set[tuple[int, int, int]]) -> set[tuple[int, int]]:
    return {(target, start) for target, start, _ in hits}


@given(texts)
def test_what_is_found_is_what_every_expression_finds_everywhere(words):
    letters = LEXICON.encode(words)
    # Options of a choice are searched one by one, so that one place may give more than one end.
    assert firsts(found(letters)) == firsts(by_hand(letters))
    assert found(letters) >= by_hand(letters)


@given(texts, st.lists(st.booleans(), min_size=len(NODES), max_size=len(NODES)))
def test_only_what_is_wanted_is_found(words, wanted):
    letters = LEXICON.encode(words)
    assert found(letters, np.array(wanted)) == {hit for hit in found(letters) if wanted[hit[0]]}


@pytest.mark.parametrize("letters", ["", SENTENCE_LETTER * 9, "\U0001f600", chr(FIRST_LETTER - 1)])
def test_a_text_without_a_word_of_the_patterns_holds_nothing(letters):
    assert found(letters) == set()


def test_more_sentences_than_are_looked_at_at_once():
    text = ["leg", "pain", "."] * 200
    hits = found(LEXICON.encode(text))
    assert {start for target, start, _ in hits if target == 1} == set(range(0, 600, 3))


def test_tables_without_patterns_find_nothing():
    empty = Rows.of([[]])
    searcher = Searcher(SearchTables(empty, empty, empty, (), (), packed([])))
    assert list(searcher.find(searcher.look("abc"), np.zeros(0, dtype=np.bool_))) == []
