"""What a slip costs: against a plain edit distance, and the likes that are two words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.slips import cost, is_another_word, signature, sounded

MOST = 50.0
WORDS = st.text(alphabet="abcdehsty", min_size=1, max_size=8)


def edits(one: str, other: str) -> int:
    """The oracle: optimal string alignment as the textbook has it, every slip 1."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            ways = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (not same)]
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                ways.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(ways)
    return table[len(one), len(other)]


@pytest.mark.parametrize(
    ("typed", "meant", "price"),
    [
        ("hernia", "hernia", 0.0),
        ("hirnia", "hernia", 0.75),
        ("excize", "excise", 0.7),
        ("strenght", "strength", 0.7),
        ("kneee", "knee", 0.5),
        ("acilles", "achilles", 0.8),
        ("musle", "muscle", 1.0),
        ("muskcle", "muscle", 1.1),
        ("shouldrr", "shoulder", 1.05),
    ],
)
def test_likely_slips_are_cheap(typed: str, meant: str, price: float) -> None:
    assert cost(typed, meant, MOST) == pytest.approx(price)


def test_two_letters_that_nothing_joins_are_dearer_than_leaving_one_out() -> None:
    assert cost("flax", "flat", MOST) > 1.5 > cost("fla", "flat", MOST)


def test_what_costs_too_much_is_infinite() -> None:
    assert cost("hirnia", "hernia", 0.7) == float("inf")
    assert cost("completely", "otherwise", 2.0) == float("inf")


@given(WORDS, WORDS)
@settings(max_examples=200, deadline=None)
def test_a_cost_lies_between_half_and_twice_the_number_of_edits(one: str, other: str) -> None:
    count = edits(one, other)
    assert 0.5 * count <= cost(one, other, MOST) <= 2.0 * count
    assert (cost(one, other, MOST) == 0.0) == (one == other)


@given(WORDS, WORDS)
@settings(max_examples=200, deadline=None)
def test_one_edit_changes_at_most_two_bits_of_the_signature(one: str, other: str) -> None:
    assert (signature(one) ^ signature(other)).bit_count() <= 2 * edits(one, other)


def test_a_signature_is_of_letters_alone_whatever_their_order() -> None:
    assert signature("knee") == signature("eenk") != signature("kne")
    assert signature("né3'") == signature("n")


def test_one_sound_that_is_written_in_two_ways_is_one() -> None:
    assert sounded("physical") == "fysical"
    assert sounded("cartlidge") == "cartlige"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hypomobile", "hypermobile"),
        ("adduction", "abduction"),
        ("prenatal", "postnatal"),
        ("intermuscular", "intramuscular"),
        ("tendinosis", "tendinitis"),
        ("arthrotomy", "arthroscopy"),
        ("laminotomy", "laminectomy"),
        ("typical", "atypical"),
        ("unstable", "stable"),
        ("syndesmotic", "syndesmosis"),
        ("gentler", "gentle"),
        ("smoker", "smoke"),
    ],
)
def test_two_words_are_no_slip_of_one_another(typed: str, meant: str) -> None:
    assert is_another_word(typed, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("arthritus", "arthritis"),
        ("fasciatis", "fasciitis"),
        ("diastosis", "diastasis"),
        ("rotater", "rotator"),
        ("therapyst", "therapist"),
        ("prolaps", "prolapse"),
        ("kegals", "kegels"),
        ("neumonia", "pneumonia"),
    ],
)
def test_a_slip_is_not_taken_for_another_word(typed: str, meant: str) -> None:
    assert not is_another_word(typed, meant)
