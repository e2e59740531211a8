"""The words that are right: the shipped terms, what is made of right words, and malformed files."""

from pathlib import Path

import pytest

from ptassist.answering.vocabulary import Terms, Vocabulary, count_words, load_terms, whole_words
from ptassist.errors import ShippedFileError
from ptassist.shipped import shipped

SMALL = Vocabulary(
    Terms.of(["pelvic floor", "Runner’s knee", "hérnia", "sit up"], ["naproxen"]),
    {"weight": 9, "lifting": 4, "knee": 200, "kneel": 1},
    ["print", "weird"],
)


def test_terms_of_several_words_say_which_words_belong_together() -> None:
    terms = Terms.of(["Pelvic Floor muscles", "knee"], [" Naproxen "])
    assert terms.words == {"pelvic", "floor", "muscles", "knee"}
    assert terms.pairs == {("pelvic", "floor"), ("floor", "muscles")}
    assert terms.left_alone == {"naproxen"}
    more = terms.plus(["frozen shoulder"])
    assert ("frozen", "shoulder") in more.pairs
    assert more.words > terms.words
    assert more.left_alone == terms.left_alone


def test_the_shipped_terms_are_read_and_each_stands_once() -> None:
    terms = load_terms(shipped("corpus/language"))
    assert {"plantar", "diastasis", "caesarean", "cesarean", "tens"} - terms.words == {"tens"}
    assert ("plantar", "fasciitis") in terms.pairs
    assert {"naproxen", "prednisolone"} <= terms.left_alone
    assert not {"pain", "knee", "plantar"} & terms.left_alone


@pytest.mark.parametrize(
    "text",
    ["", "words: [a, b]", "words:\n  a: b", "left_alone: a", "words: {a: [1]}\nleft_alone: a"],
)
def test_a_list_that_is_not_as_it_should_be_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "terms.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ShippedFileError, match=r"terms\.yaml"):
        load_terms(tmp_path)


def test_a_list_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShippedFileError, match="cannot be read"):
        load_terms(tmp_path)


@pytest.mark.parametrize(
    "word",
    [
        "pelvic",
        "hernia",
        "hernias",
        "runner",
        "naproxen",
        "dont",
        "wouldn't",
        "weird",
        "reprint",
        "weightlifting",
    ],
)
def test_right_words_and_what_is_made_of_them_are_known(word: str) -> None:
    assert SMALL.knows(word)


@pytest.mark.parametrize("word", ["pelvik", "hirnia", "pelvicfloor", "weihgt", "naproxin"])
def test_others_are_not(word: str) -> None:
    assert not SMALL.knows(word)


def test_the_words_of_a_term_that_ran_together_are_told_apart() -> None:
    assert SMALL.parts("pelvicfloor") == ("pelvic", "floor")
    assert SMALL.parts("weightlifting") is None
    assert SMALL.parts("pelvic") is None


def test_the_nearest_word_is_the_likeliest_one() -> None:
    nearest = SMALL.nearest("kneel" + "l", 1.0)
    assert nearest is not None
    assert (nearest.word, nearest.cost) == ("kneel", 0.5)
    assert SMALL.nearest("hirnia", 0.7) is None
    assert SMALL.nearest("wierd", 1.0) is None
    assert SMALL.nearest("naproxin", 2.0) is None
    assert SMALL.nearest("život", 2.0) is None
    common = SMALL.judge("kneeq", "knee", 2.0)
    rare = SMALL.judge("kneeq", "kneel", 2.0)
    assert common is not None
    assert rare is None or common.score < rare.score


def test_a_neighbour_tells_which_words_may_stand_beside_it() -> None:
    assert SMALL.beside("pelvic", "") == {"floor"}
    assert SMALL.beside("", "floor") == {"pelvic"}
    assert SMALL.beside("", "") == set()
    assert SMALL.belong_together("pelvic", "floor")
    assert not SMALL.belong_together("floor", "pelvic")


def test_words_are_counted_as_they_are_searched() -> None:
    assert count_words(["The Knee’s knee.", "café"]) == {"the": 1, "knee": 2, "cafe": 1}


def test_whole_words_of_an_encoder_come_by_frequency() -> None:
    pieces = {
        "##ing": 0,
        "[CLS]": 1,
        "knee": 9,
        "the": 2,
        "Ġhip": 3,
        "42": 4,
        "señor": 5,
        "Paris": 6,
    }
    assert whole_words(pieces) == ["the", "knee"]
    assert whole_words({}) == []
