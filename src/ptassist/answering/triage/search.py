"""Finding patterns in a text, in time linear in its length.

A pattern stays inside a sentence, and it is tried only in the sentences that hold a letter of each of its parts. Which
these are is worked out for all sentences and patterns at once, from tables; only then is its expression searched.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ptassist.answering.triage.lexicon import FIRST_LETTER, SENTENCE_LETTER

_MAX_HITS = 40
_PIECE = 96  # words of a run-on sentence searched at once; no pattern spans more than the overlap
_OVERLAP = 48
_AT_ONCE = 64  # sentences; bounds the memory that a hostile text can claim

Span = tuple[int, int]
Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
_NONE = np.zeros(0, dtype=np.int32)
ALWAYS = 0  # the need that every sentence meets


class Rows(msgspec.Struct, frozen=True, array_like=True):
    """Rows of numbers, flat: row n is `values[offsets[n]:offsets[n + 1]]`."""

    offsets: bytes
    values: bytes

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> "Rows":
        """Packs rows of numbers."""
        lists = [list(row) for row in rows]
        offsets = np.cumsum([0, *map(len, lists)])
        return cls(packed(offsets), packed([value for row in lists for value in row]))


class SearchTables(msgspec.Struct, frozen=True, array_like=True):
    """The patterns, ready to be searched. Letters are counted from the first one on.

    Attributes:
        single: For each letter, the targets that it meets by itself.
        first: For each letter, the longer patterns to try when it is seen.
        meets: For each letter, the needs that it meets; they are counted from 1.
        others: For each longer pattern, what else it needs, in columns that are filled up with ALWAYS.
        expressions: The regular expression of each longer pattern.
        aims: For each longer pattern, its target.
    """

    single: Rows
    first: Rows
    meets: Rows
    others: tuple[bytes, ...]
    expressions: tuple[str, ...]
    aims: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at a text: what may be found in it.

    Attributes:
        letters: Its letters.
        pieces: Its sentences: where each begins, and its letters.
        single_targets: The targets that a word meets by itself.
        single_places: Where those words stand.
        longer: The longer patterns that are worth trying.
        where: The piece to try each of them in.
        aims: The target of each of them.
    """

    letters: str
    pieces: list[tuple[int, str]]
    single_targets: Numbers
    single_places: Numbers
    longer: Numbers
    where: Numbers
    aims: Numbers


class Searcher:
    """Finds many patterns at once.

    Args:
        tables: The patterns.
    """

    def __init__(self, tables: SearchTables) -> None:
        self._single = _Table(tables.single)
        self._first = _Table(tables.first)
        self._meets = _Table(tables.meets)
        self._others = [unpacked(column) for column in tables.others]
        self._aims = unpacked(tables.aims)
        self._expressions = tables.expressions
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._needs = int(self._meets.values.max(initial=ALWAYS)) + 1

    def look(self, letters: str) -> Look:
        """Takes a first look at encoded text: which patterns are worth trying where."""
        pieces = [piece for piece in sentences(letters) if piece[1]]
        places, targets = self._single.of(self._codes(letters))
        blocks = [
            self._worth_trying([piece for _, piece in pieces[first : first + _AT_ONCE]])
            for first in range(0, len(pieces), _AT_ONCE)
        ]
        where = np.concatenate([_NONE, *(w + _AT_ONCE * n for n, (w, _) in enumerate(blocks))])
        longer = np.concatenate([_NONE, *(patterns for _, patterns in blocks)])
        return Look(letters, pieces, targets, places, longer, where, self._aims[longer])

    def find(self, look: Look, wanted: Mask) -> Iterator[tuple[int, Iterable[Span]]]:
        """Finds the wanted targets: single words first, then longer patterns, sentence by sentence.

        Args:
            look: The first look at the text.
            wanted: For each target, whether it is wanted.

        Yields:
            A target, and where it stands: the first word, and the word after the last. Nothing is searched
            before the places are asked for.
        """
        kept = np.flatnonzero(wanted[look.single_targets])
        kept = kept[np.argsort(look.single_targets[kept], kind="stable")]
        targets, places = look.single_targets[kept].tolist(), look.single_places[kept].tolist()
        for target, place in zip(targets, places, strict=True):
            yield target, ((place, place + 1),)
        kept = np.flatnonzero(wanted[look.aims])
        rows = (column[kept].tolist() for column in (look.where, look.longer, look.aims))
        for piece, pattern, target in zip(*rows, strict=True):
            yield target, self._spans(pattern, *look.pieces[piece])

    def _codes(self, letters: str) -> Numbers:
        """Each letter as a row of the tables; what is no letter of ours is the last row, which is empty."""
        codes = _ordinals(letters) - FIRST_LETTER
        empty = self._single.count - 1
        return np.where((codes < 0) | (codes > empty), np.int32(empty), codes)

    def _worth_trying(self, pieces: list[str]) -> tuple[Numbers, Numbers]:
        """The pairs of piece and pattern for which the piece holds a letter of each of the pattern's parts."""
        codes = self._codes("".join(pieces))
        numbers = np.repeat(np.arange(len(pieces), dtype=np.int32), [len(p) for p in pieces])
        pairs = _unique(numbers * self._single.count + codes)
        numbers, codes = np.divmod(pairs, self._single.count)
        row, need = self._meets.of(codes)
        met = np.zeros(len(pieces) * self._needs, dtype=np.bool_)
        met[numbers.take(row) * self._needs + need] = True
        met[:: self._needs] = True  # ALWAYS
        row, pattern = self._first.of(codes)
        where = numbers.take(row)
        for column in self._others:
            kept = np.flatnonzero(met.take(where * self._needs + column.take(pattern)))
            where, pattern = where.take(kept), pattern.take(kept)
        count = len(self._aims)
        # A pattern is met once for each letter of its rarest need; one try is enough.
        pairs = _unique(where.astype(np.int64) * count + pattern)
        return pairs // max(1, count), pairs % max(1, count)

    def _spans(self, pattern: int, start: int, letters: str) -> Iterator[Span]:
        """Where a pattern stands; matches may overlap, so that a denied one does not hide the next."""
        if pattern not in self._compiled:
            self._compiled[pattern] = re.compile(self._expressions[pattern])
        search = self._compiled[pattern].search
        match = search(letters)
        hits = 0
        while match and hits < _MAX_HITS:
            first, end = match.span()
            yield start + first, start + end
            hits += 1
            match = search(letters, first + 1)


class _Table:
    """Rows of numbers that many rows can be taken from at once."""

    def __init__(self, rows: Rows) -> None:
        offsets = unpacked(rows.offsets)
        self.values = unpacked(rows.values)
        self.count = len(offsets) - 1
        self._starts, self._lengths = offsets[:-1], np.diff(offsets)

    def of(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """The values of some rows: for each value the place of its row among `rows`, and the value."""
        lengths = self._lengths.take(rows)
        steps = self._starts.take(rows) + lengths - lengths.cumsum(dtype=np.int32)
        row = np.arange(len(rows), dtype=np.int32).repeat(lengths)
        return row, self.values.take(steps.take(row) + np.arange(len(row), dtype=np.int32))


def _unique(values: NDArray[Any]) -> NDArray[Any]:
    """The values in order, each once; a third of the time that np.unique takes."""
    values = np.sort(values)
    return values[np.concatenate(([True], values[1:] != values[:-1]))] if len(values) else values


def places_of(letter: str, letters: str) -> list[int]:
    """Where a letter stands."""
    places: list[int] = np.flatnonzero(_ordinals(letters) == ord(letter)).tolist()
    return places


def _ordinals(letters: str) -> Numbers:
    return np.frombuffer(letters.encode("utf-32-le"), dtype="<i4")


def packed(numbers: Iterable[int] | NDArray[Any]) -> bytes:
    """Numbers as bytes."""
    return np.asarray(numbers, dtype="<i4").tobytes()


def unpacked(data: bytes) -> Numbers:
    """Numbers from bytes."""
    return np.frombuffer(data, dtype="<i4")


def sentences(letters: str) -> Iterator[tuple[int, str]]:
    """Cuts encoded text into its sentences, and very long ones into overlapping pieces.

    Yields:
        Where the piece begins, and the piece.
    """
    start = 0
    for sentence in letters.split(SENTENCE_LETTER):
        for first in range(0, max(1, len(sentence) - _OVERLAP), _PIECE - _OVERLAP):
            yield start + first, sentence[first : first + _PIECE]
        start += len(sentence) + 1
