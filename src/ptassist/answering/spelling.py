"""Spelling: a word that nobody knows becomes the one that was meant, so that the articles can be found with it.

For English questions only. What is right but rare is worse to mend than a slip is to leave: in doubt a word stays.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ptassist.answering.vocabulary import SHORTEST, Meant, Vocabulary

# What a slip may cost by the length of the word. A neighbour that belongs to the word ("recti") allows more.
_ALLOWED = ((12, 2.2), (8, 1.8), (6, 1.3), (5, 1.05), (0, 0.7))
_BESIDE = 0.7
# What it may cost that a right word of everyday English stands where a term has another, by the length of the word.
_ALLOWED_IN_TERM = ((6, 1.0), (0, 0.8))
# A name within a sentence is left alone unless the slip is a small one.
_ALLOWED_IN_NAME = 0.7
# More unknown words than these are no slips but another language or nonsense.
_MOST_UNKNOWN, _MOST_SHARE = 12, 0.6

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NO_WORDS = ("@", "://", "www.")
_GAP = re.compile(r"[ \t]+|-")
_ENDS = frozenset(".!?:;\n•")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    plain: str
    is_name: bool


class Speller:
    """Mends what visitors misspell.

    Args:
        vocabulary: All words that are right.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def correct(self, text: str) -> str:
        """The text with its misspelt words mended; all else as it was written."""
        spoken = [*_words_of(text)]
        unknown = {place for place, word in enumerate(spoken) if self._is_unknown(word.plain)}
        if _are_no_slips(unknown, spoken):
            return text
        meant, dropped = self._joined(text, spoken, unknown)
        for place in sorted(unknown):
            if place not in meant and place not in dropped:
                self._mend(spoken, place, meant)
        for place in range(len(spoken)):
            if place not in dropped:
                self._fit_to_neighbours(spoken, place, meant, place in unknown)
        return _written(text, spoken, meant, dropped)

    def _is_unknown(self, word: str) -> bool:
        spelt = len(word) >= SHORTEST and word.isascii() and word.isalpha()
        return spelt and not self._vocabulary.knows(word)

    def _joined(
        self, text: str, spoken: list[_Word], unknown: set[int]
    ) -> tuple[dict[int, str], set[int]]:
        """Words that were torn apart ("osteo porosis"), each at the place of its first part; and the other parts."""
        meant: dict[int, str] = {}
        dropped: set[int] = set()
        for place in range(len(spoken) - 1):
            one, other = spoken[place], spoken[place + 1]
            whole = one.plain + other.plain
            if (
                place not in dropped
                and (place in unknown or place + 1 in unknown)
                and self._vocabulary.is_of_the_field(whole)
                and _GAP.fullmatch(text, one.end, other.start)
            ):
                meant[place] = whole
                dropped.add(place + 1)
        return meant, dropped

    def _mend(self, spoken: list[_Word], place: int, meant: dict[int, str]) -> None:
        word = spoken[place]
        most = _ALLOWED_IN_NAME if word.is_name else _allowed(word.plain, _ALLOWED)
        parts = self._vocabulary.parts(word.plain)
        found = None if parts else self._vocabulary.nearest(word.plain, most)
        if parts:
            meant[place] = " ".join(parts)
        elif found:
            meant[place] = found.word

    def _fit_to_neighbours(
        self, spoken: list[_Word], place: int, meant: dict[int, str], is_unknown: bool
    ) -> None:
        """Takes the word that makes a term with a neighbour: "shin splits", "pelvic flor"."""
        word = spoken[place]
        is_right = word.is_name or self._vocabulary.is_of_the_field(word.plain)
        if len(word.plain) < SHORTEST or (is_right and not is_unknown):
            return
        before, after = (
            meant.get(near, spoken[near].plain) if 0 <= near < len(spoken) else ""
            for near in (place - 1, place + 1)
        )
        fitting = self._vocabulary.beside(before, after)
        if word.plain in fitting or meant.get(place) in fitting:
            return
        most = _allowed(word.plain, _ALLOWED) + _BESIDE
        if not is_unknown:
            most = _allowed(word.plain, _ALLOWED_IN_TERM)
        judged = (self._vocabulary.judge(word.plain, other, most) for other in fitting)
        found = min(filter(None, judged), key=_by_score, default=None)
        if found is not None and self._is_better(word.plain, found, meant.get(place)):
            meant[place] = found.word

    def _is_better(self, word: str, found: Meant, alone: str | None) -> bool:
        """Whether the word beside its neighbour is likelier than the word that was found without looking there."""
        if alone is None or " " in alone:
            return True
        other = self._vocabulary.judge(word, alone, _ALLOWED[0][1])
        return other is None or found.score - _BESIDE < other.score


def _by_score(meant: Meant) -> tuple[float, str]:
    return meant.score, meant.word


def _allowed(word: str, table: tuple[tuple[int, float], ...]) -> float:
    return next(most for least, most in table if len(word) >= least)


def _are_no_slips(unknown: set[int], spoken: list[_Word]) -> bool:
    many = sum(len(word.plain) >= SHORTEST for word in spoken)
    return len(unknown) > _MOST_UNKNOWN or (len(unknown) > 4 and len(unknown) > _MOST_SHARE * many)


def _words_of(text: str) -> Iterator[_Word]:
    """The words of a text, addresses left out."""
    found = [
        match
        for chunk in re.finditer(r"\S+", text)
        if not any(mark in chunk[0] for mark in _NO_WORDS)
        for match in _WORD.finditer(text, chunk.start(), chunk.end())
    ]
    # Who writes Most Words Like This names nobody with it.
    shouts = 2 * sum(match[0][0].isupper() for match in found) > len(found)
    for match in found:
        begins = text[: match.start()].rstrip(" \"'“‘(-¿¡")[-1:]
        is_name = match[0].istitle() and not shouts and bool(begins) and begins not in _ENDS
        yield _Word(match.start(), match.end(), _plain(match[0]), is_name)


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.removesuffix("'s")


def _written(text: str, spoken: list[_Word], meant: dict[int, str], dropped: set[int]) -> str:
    """The text with the meant words, capital where the typed ones were."""
    parts: list[str] = []
    done = 0
    for place, word in enumerate(spoken):
        if place in dropped:
            done = word.end
        elif place in meant:
            typed = text[word.start : word.end]
            parts += [text[done : word.start], _like(typed, meant[place])]
            done = word.end
    return "".join([*parts, text[done:]])


def _like(typed: str, word: str) -> str:
    if typed.isupper():
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word
