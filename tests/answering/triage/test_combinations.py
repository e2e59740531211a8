"""Combinations, against a plain reading of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.triage.combinations import Combinations

SIGNS = 6
Row = tuple[list[list[int]], list[int]]

signs = st.integers(0, SIGNS - 1)
rows = st.lists(
    st.tuples(
        st.lists(st.lists(signs, min_size=1, max_size=3), min_size=1, max_size=3),
        st.lists(signs, max_size=2),
    ),
    max_size=8,
)
masks = st.lists(st.booleans(), min_size=SIGNS, max_size=SIGNS)


def table(combinations: list[Row]) -> Combinations:
    return Combinations([n for n, _ in combinations], [b for _, b in combinations], SIGNS)


def plain(combination: Row, present: list[bool]) -> bool:
    needed, barred = combination
    return all(any(present[sign] for sign in part) for part in needed) and not any(
        present[sign] for sign in barred
    )


@given(rows, masks)
def test_those_fire_whose_parts_are_there_and_whose_bars_are_not(combinations, present):
    firing = table(combinations).firing(np.array(present))
    assert firing == [n for n, row in enumerate(combinations) if plain(row, present)]


@given(rows, masks, st.data())
def test_looking_only_for_what_is_wanted_changes_nothing(combinations, possible, data):
    # Whatever of the possible signs turns out to be there, the same combinations fire without the unwanted ones.
    wanted = table(combinations).wanted(np.array(possible))
    assert not any(want and not may for want, may in zip(wanted, possible, strict=True))
    present = np.array(possible) & np.array(data.draw(masks))
    assert table(combinations).firing(present & wanted) == table(combinations).firing(present)


def test_without_combinations_nothing_fires():
    assert table([]).firing(np.ones(SIGNS, dtype=np.bool_)) == []
    assert not table([]).wanted(np.ones(SIGNS, dtype=np.bool_)).any()
