"""Which combinations of signs fire, worked out for all of them at once."""

from collections.abc import Sequence

import numpy as np

from ptassist.answering.triage.search import Mask, Numbers

Needed = Sequence[Sequence[int]]


class Combinations:
    """All combinations: each needs one of each of its parts, and none of what bars it.

    Args:
        needed: For each combination its parts, and for each part the numbers of its signs.
        barred: For each combination, the numbers of the signs that bar it.
        count: How many signs there are.
    """

    def __init__(
        self, needed: Sequence[Needed], barred: Sequence[Sequence[int]], count: int
    ) -> None:
        parts = [part for row in needed for part in row]
        self._signs = _flat(parts)
        self._parts = _starts(parts)
        self._rows = _starts(needed)
        self._row_of_sign = np.repeat(
            np.arange(len(needed)), [sum(map(len, row)) for row in needed]
        )
        self._barring = _flat(barred)
        self._row_of_barring = np.repeat(np.arange(len(barred)), [len(row) for row in barred])
        self._count = count

    def wanted(self, possible: Mask) -> Mask:
        """The signs that matter: those of combinations that may fire.

        Args:
            possible: For each sign, whether it may be there.
        """
        may = self._met(possible)
        wanted = np.zeros(self._count, dtype=np.bool_)
        wanted[self._signs[may[self._row_of_sign]]] = True
        wanted[self._barring[may[self._row_of_barring]]] = True
        return wanted & possible

    def firing(self, present: Mask) -> list[int]:
        """The combinations that fire, in their order.

        Args:
            present: For each sign, whether it is there.
        """
        fires = self._met(present)
        fires[self._row_of_barring[present[self._barring]]] = False
        firing: list[int] = np.flatnonzero(fires).tolist()
        return firing

    def _met(self, signs: Mask) -> Mask:
        if not len(self._rows):
            return np.zeros(0, dtype=np.bool_)
        parts = np.logical_or.reduceat(signs[self._signs], self._parts)
        met: Mask = np.logical_and.reduceat(parts, self._rows)
        return met


def _flat(rows: Sequence[Sequence[int]]) -> Numbers:
    return np.array([number for row in rows for number in row], dtype=np.int32)


def _starts(rows: Sequence[Sequence[object]]) -> Numbers:
    """Where each row begins when all stand one after the other; no row is empty."""
    return np.cumsum([0, *map(len, rows)], dtype=np.int32)[:-1]
