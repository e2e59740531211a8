"""The pattern language, against a slow and plain reading of it."""

import numpy as np
import pytest

from ptassist.answering.triage.alphabet import Alphabet, corrections_of, lexicon_of
from ptassist.answering.triage.compiler import Compiler
from ptassist.answering.triage.lexicon import WordTable
from ptassist.answering.triage.patterns import Denial, Grammar, PatternError
from ptassist.answering.triage.program import search_tables
from ptassist.answering.triage.search import Searcher, sentences
from ptassist.answering.triage.text import Splitter

GROUPS = {"limb": ["leg*", "arm"], "numb": ["numb*", "no feeling"]}


def find(pattern: str, text: str) -> list[str]:
    """What a pattern finds in a text, in words."""
    node = Grammar(GROUPS).parse(pattern)
    fillers = Grammar(GROUPS).parse("my is the but")
    alphabet = Alphabet.of([node, fillers])
    known = [word for row in alphabet.words for word in row]
    mended = corrections_of(["numbness"], known)
    lexicon = lexicon_of(WordTable.of(alphabet.words), alphabet.bounds, *mended)
    small, wall = alphabet.letters_of(["my", "is", "the"]), alphabet.letters_of(["but"])
    compiler = Compiler(alphabet.of_atom, small, wall)
    searcher = Searcher(search_tables([(0, node)], alphabet, compiler))
    words = Splitter().split(text)
    hits = searcher.find(searcher.look(lexicon.encode(words.plain)), np.array([True]))
    return sorted({" ".join(words.plain[s:e]) for _, spans in hits for s, e in spans})


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("numb", "it is numb", ["numb"]),
        ("numb", "numbness", []),
        ("numb*", "numbness", ["numbness"]),
        ("drop*", "dropping, dropped", ["dropped", "dropping"]),
        ("(leg|foot) pain", "foot pain or leg pain", ["foot pain", "leg pain"]),
        ("leg pain", "leg is my pain", ["leg is my pain"]),
        ("leg pain", "leg has pain", []),
        ("leg .. pain", "leg a b c d e pain", ["leg a b c d e pain"]),
        ("leg .. pain", "leg a b c d e f pain", []),
        ("leg ... pain", "leg a b c d e f g h i j pain", ["leg a b c d e f g h i j pain"]),
        ("leg ~ pain", "pain in a leg", ["pain in a leg"]),
        ("leg .. pain", "leg. pain", []),
        ("leg .. pain", "leg but pain", []),
        ("leg .. pain", "leg, pain", ["leg , pain"]),
        ("[left] leg", "left leg", ["left leg", "leg"]),
        ("{numb} ~ {limb}", "no feeling in one leg", ["no feeling in one leg"]),
        ("<100.4-109> degrees", "100.4 degrees, 100.3 degrees", ["100.4 degrees"]),
        ("<20-30>", "19 20 25 30 31", ["20", "25", "30"]),
        ("<160-250> / <90-140>", "bp 165/112", ["165 / 112"]),
        ("numbness", "numness", ["numness"]),
        ("leg pain", "leg leg pain", ["leg pain"]),
    ],
)
def test_a_pattern_finds_what_it_says(pattern, text, found):
    assert find(pattern, text) == found


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(a|b", "is missing"),
        ("a)", "unexpected ')'"),
        (".. a", "begin and end with a word"),
        ("a ..", "begin and end with a word"),
        ("{nothing}", "no group"),
        ("- ?", "holds no word"),
    ],
)
def test_what_cannot_be_read_is_said(pattern, message):
    with pytest.raises(PatternError, match=message.replace("(", r"\(").replace(")", r"\)")):
        Grammar(GROUPS).parse(pattern)


def test_a_pattern_is_split_by_the_words_that_deny():
    denial = Denial(frozenset({"no"}))
    parts = denial.split(Grammar(GROUPS).parse("{limb} ~ {numb}"))
    assert [held for _, held in parts] == [False, True]
    assert denial.split(Grammar(GROUPS).parse("leg"))[0][1] is False


def test_long_sentences_are_cut_into_pieces_that_overlap():
    letters = "".join(chr(0x4E00 + place) for place in range(300))
    pieces = list(sentences(letters))
    assert all(letters[start : start + len(piece)] == piece for start, piece in pieces)
    for first in range(300 - 40):
        span = letters[first : first + 40]
        assert any(span in piece for _, piece in pieces)
