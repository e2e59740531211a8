"""The lexicon: one letter for each set of words that no pattern tells apart; a text becomes a short string."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np

from ptassist.answering.triage.text import PAUSE, SENTENCE_END

UNKNOWN = "\u0101"
SENTENCE_LETTER = "\u0102"
PAUSE_LETTER = "\u0103"
FIRST_LETTER = 0x3400

_DIGITS = "0123456789"
_DOUBLED = re.compile(r"([a-z])\1")


class WordTable(msgspec.Struct, frozen=True, array_like=True):
    """The words that stand in patterns, in order, each with its letter.

    Attributes:
        count: How many letters there are.
        width: How many bytes each word has; shorter ones are filled up with zeros.
        words: The words as UTF-8, one after the other.
        letters: Their letters, as little-endian int32.
    """

    count: int
    width: int
    words: bytes
    letters: bytes

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> "WordTable":
        """A table of the words of each letter, in the order of the letters."""
        numbered = {word.encode(): place for place, row in enumerate(rows) for word in row}
        words = np.array(sorted(numbered) or [b""], dtype=np.bytes_)
        letters = [FIRST_LETTER + numbered.get(word, 0) for word in words.tolist()]
        return cls(len(rows), words.itemsize, words.tobytes(), np.array(letters, "<i4").tobytes())


class Letters:
    """Finds the letters of words; a dictionary of 220,000 words would take four times the memory, and time to make.

    Args:
        table: The words.
    """

    def __init__(self, table: WordTable) -> None:
        self._words = np.frombuffer(table.words, dtype=f"S{table.width}")
        self._letters = np.frombuffer(table.letters, dtype="<i4")

    @property
    def words(self) -> list[str]:
        """All words, in order."""
        return [word.decode() for word in self._words.tolist()]

    def of(self, words: Iterable[str]) -> dict[str, str]:
        """The letters of those words that have one."""
        # What is longer would be cut off, and zeros at an end are not seen.
        coded = ((word, word.encode()) for word in words if word and word[-1] != "\0")
        short = [(word, code) for word, code in coded if len(code) <= self._words.itemsize]
        asked = np.array([code for _, code in short], dtype=self._words.dtype)
        places = np.minimum(np.searchsorted(self._words, asked), len(self._words) - 1)
        found = zip(short, self._words[places] == asked, self._letters[places], strict=True)
        return {word: chr(letter) for (word, _), known, letter in found if known}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Turns words into letters.

    Attributes:
        letters: The words that stand in patterns.
        bounds: The numbers that patterns name as bounds, in order.
        number_letters: A letter for each bound and for each space between two: below, first bound, between ...
        corrections: What is left of a word without one of its letters, to the word.
        shapes: First letter and length of the words that may be misspelt ones; other words are not looked at.
    """

    letters: Letters
    bounds: Sequence[float] = ()
    number_letters: str = ""
    corrections: Mapping[str, str] = field(default_factory=dict)
    shapes: frozenset[tuple[str, int]] = frozenset()

    def encode(self, words: Sequence[str]) -> str:
        """Turns plain words into letters."""
        once = set(words)
        letter_of = self.letters.of(once)
        for word in once.difference(letter_of):
            letter_of[word] = self._letter(word)
        return "".join([letter_of[word] for word in words])

    def _letter(self, word: str) -> str:
        if word == SENTENCE_END:
            return SENTENCE_LETTER
        if word == PAUSE:
            return PAUSE_LETTER
        if word[0] in _DIGITS:
            return self.number_letters[place_among(self.bounds, float(word))]
        return self._letter_of_misspelt(word)

    def _letter_of_misspelt(self, word: str) -> str:
        if _DOUBLED.search(word):
            single = _DOUBLED.sub(r"\1", word)
            if letter := self.letters.of([single]).get(single):
                return letter
        if (word[0], len(word)) not in self.shapes:
            return UNKNOWN
        for damaged in damages(word):
            if target := self.corrections.get(damaged):
                return self.letters.of([target]).get(target, UNKNOWN)
        return UNKNOWN


def place_among(bounds: Sequence[float], value: float) -> int:
    """The place of a number among the letters of numbers: odd on a bound, even between two."""
    below = bisect_left(bounds, value)
    return 2 * below + (below < len(bounds) and bounds[below] == value)


def damages(word: str) -> list[str]:
    """The word, and it with one letter left out but the first: words that share one are a slip apart."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))]
