"""The lexicon: one letter for each set of words that no pattern tells apart; a text becomes a short string."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ptassist.answering.triage.text import PAUSE, SENTENCE_END

UNKNOWN = "\u0101"
SENTENCE_LETTER = "\u0102"
PAUSE_LETTER = "\u0103"
FIRST_LETTER = 0x3400

_DIGITS = "0123456789"
_DOUBLED = re.compile(r"([a-z])\1")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Turns words into letters.

    Attributes:
        letters: Each word that stands in a pattern, to its letter.
        bounds: The numbers that patterns name as bounds, in order.
        number_letters: A letter for each bound and for each space between two: below, first bound, between ...
        corrections: What is left of a word without one of its letters, to the word.
        shapes: First letter and length of the words that may be misspelt ones; other words are not looked at.
    """

    letters: Mapping[str, str] = field(default_factory=dict)
    bounds: Sequence[float] = ()
    number_letters: str = ""
    corrections: Mapping[str, str] = field(default_factory=dict)
    shapes: frozenset[tuple[str, int]] = frozenset()

    def encode(self, words: Sequence[str]) -> str:
        """Turns plain words into letters."""
        known = self.letters.get
        letter_of = {word: known(word) or self._letter(word) for word in set(words)}
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
            if single in self.letters:
                return self.letters[single]
        if (word[0], len(word)) not in self.shapes:
            return UNKNOWN
        for damaged in damages(word):
            if target := self.corrections.get(damaged):
                return self.letters.get(target, UNKNOWN)
        return UNKNOWN


def place_among(bounds: Sequence[float], value: float) -> int:
    """The place of a number among the letters of numbers: odd on a bound, even between two."""
    below = bisect_left(bounds, value)
    return 2 * below + (below < len(bounds) and bounds[below] == value)


def damages(word: str) -> list[str]:
    """The word, and it with one letter left out but the first: words that share one are a slip apart."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))]
