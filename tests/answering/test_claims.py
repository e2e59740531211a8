"""Claims: what a sentence measures, advises and advises against."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.claims import claim_of, have_two_subjects, stems_of


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("Rest for 2 to 3 weeks, then hop ten times.", ["2 to 3 weeks", "ten times"]),
        ("Hop twice a week.", ["twice a week"]),
        ("Rest for 2-3 min.", ["2-3 min"]),
        ("See chapter 2.", []),
    ],
)
def test_quantities_stand_where_the_text_says(text: str, texts: list[str]) -> None:
    found = claim_of(text, "en").quantities
    assert [quantity.text for quantity in found] == texts
    assert [text[quantity.start : quantity.end].strip() for quantity in found] == texts


@pytest.mark.parametrize(
    ("text", "advises", "against"),
    [
        ("Deep squats are good.", True, ""),
        ("Avoid deep squats.", False, "deep squats"),
        ("Don’t hop.", False, "hop"),
        ("Hopping is not safe.", False, "hopping"),
        ("Are deep squats good?", False, ""),
        ("If it swells, avoid squats.", False, ""),
        ("Snow is white.", False, ""),
        ("", False, ""),
    ],
)
def test_advice_for_and_against_is_told_apart(text: str, advises: bool, against: str) -> None:
    claim = claim_of(text, "en")
    assert (claim.advises, claim.against) == (advises, stems_of(against, "en"))


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("Bend the knee.", "Bend the elbow.", True),
        ("Bend the knee.", "Bend the knee and the hip.", False),
        ("Bend the knee.", "Bend slowly.", False),
    ],
)
def test_two_parts_of_the_body_are_two_subjects(one: str, other: str, two: bool) -> None:
    assert have_two_subjects(stems_of(one, "en"), stems_of(other, "en")) is two


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    claim = claim_of(text, "en")
    assert not (claim.advises and claim.against)
    assert all(quantity.low >= 0 for quantity in claim.quantities)
