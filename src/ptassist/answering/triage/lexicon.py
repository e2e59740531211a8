"""The lexicon: one letter for each set of words that no pattern tells apart; a text becomes a short string."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ptassist.answering.triage.patterns import Node, Number, Word, atoms_of
from ptassist.answering.triage.text import PAUSE, SENTENCE_END

UNKNOWN = "\u0101"
SENTENCE_LETTER = "\u0102"
PAUSE_LETTER = "\u0103"

_LETTERS_FROM = 0x3400
_DIGITS = "0123456789"
_ENDINGS = (
    "", "s", "es", "ed", "d", "ing", "ings", "ness", "y", "ly", "er", "ers", "en", "ened", "ening",
    "ish", "ier", "iness", "ful", "ic", "t", "a", "o", "as", "os", "e", "an", "ando", "iendo",
    "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "ar", "ir", "amos", "aba", "io",
    "ion", "iones", "imiento", "on", "aron", "ieron", "emos", "or", "ors", "sis", "xis", "tic",
    "ce", "ism", "ia", "ias", "ics", "ico", "ica", "icos", "icas", "al", "ous", "able", "ation",
    "ations", "ating", "ated", "ate", "ates", "ions", "ure", "ures", "sy", "ity", "less", "ie",
    "ies", "ively", "ive", "ment", "ments",
)  # fmt: skip
_DOUBLING = ("ing", "ed", "er", "y")
_MISSPELT_FROM = 6
_DOUBLED = re.compile(r"([a-z])\1")


@dataclass(slots=True)
class Lexicon:
    """The letters: which letter stands for which word, given all the patterns that must tell words apart."""

    letters: dict[str, str] = field(default_factory=dict)
    of_atom: dict[Node, str] = field(default_factory=dict)
    bounds: list[float] = field(default_factory=list)
    number_letters: list[str] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    _shapes: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def build(
        cls,
        nodes: Iterable[Node],
        targets: Iterable[str] = (),
        common: Iterable[str] = (),
        never: Iterable[str] = (),
    ) -> "Lexicon":
        """Gives a letter to every set of words that no pattern tells apart.

        Args:
            nodes: Every pattern that will be searched.
            targets: Words that are also recognised with one letter missing, added, changed or swapped.
            common: Words that nearly every text holds.
            never: Words that look like a form of a starred word and are none ("number").
        """
        atoms = dict.fromkeys(atom for node in nodes for atom in atoms_of(node))
        lexicon = cls()
        words = [atom for atom in atoms if isinstance(atom, Word)]
        lexicon._give_letters_to_words(words, frozenset(never))
        lexicon._give_letters_to_numbers([atom for atom in atoms if isinstance(atom, Number)])
        lexicon.common = frozenset(lexicon.letters.get(word, UNKNOWN) for word in common)
        for word in targets:
            lengths = (len(word) - 1, len(word), len(word) + 1)
            lexicon._shapes |= {(word[0], n) for n in lengths if n >= _MISSPELT_FROM}
            for damaged in _damages(word):
                if damaged not in lexicon.letters:
                    lexicon.corrections.setdefault(damaged, word)
        return lexicon

    def commonness(self, letters: frozenset[str]) -> int:
        """How often a set of letters is met in any text, roughly: small words weigh most."""
        return sum(1000 if letter in self.common else 1 for letter in letters)

    def encode(self, words: Sequence[str]) -> str:
        """Turns plain words into letters."""
        known = self.letters.get
        letter_of = {word: known(word) or self._letter(word) for word in set(words)}
        return "".join([letter_of[word] for word in words])

    def _give_letters_to_words(self, atoms: list[Word], never: frozenset[str]) -> None:
        atoms_of_word: dict[str, list[int]] = {}
        for number, atom in enumerate(atoms):
            for form in _forms(atom.text) - never if atom.star else {atom.text}:
                atoms_of_word.setdefault(form, []).append(number)
        letter_of: dict[tuple[int, ...], str] = {}
        for word, numbers in atoms_of_word.items():
            key = tuple(numbers)
            self.letters[word] = letter_of.setdefault(key, chr(_LETTERS_FROM + len(letter_of)))
        of_number = [""] * len(atoms)
        for key, letter in letter_of.items():
            for number in key:
                of_number[number] += letter
        self.of_atom.update(zip(atoms, of_number, strict=True))

    def _give_letters_to_numbers(self, atoms: list[Number]) -> None:
        first = _LETTERS_FROM + len(set(self.letters.values())) + 1
        self.bounds = sorted({edge for atom in atoms for edge in (atom.low, atom.high)})
        # One letter for each bound and one for each space between two bounds: bounds are included.
        self.number_letters = [chr(first + place) for place in range(2 * len(self.bounds) + 1)]
        for atom in atoms:
            low, high = self._place(atom.low), self._place(atom.high)
            self.of_atom[atom] = "".join(self.number_letters[low : high + 1])

    def _place(self, value: float) -> int:
        below = bisect_left(self.bounds, value)
        return 2 * below + (below < len(self.bounds) and self.bounds[below] == value)

    def _letter(self, word: str) -> str:
        if word == SENTENCE_END:
            return SENTENCE_LETTER
        if word == PAUSE:
            return PAUSE_LETTER
        if word[0] in _DIGITS:
            return self.number_letters[self._place(float(word))]
        return self._letter_of_misspelt(word)

    def _letter_of_misspelt(self, word: str) -> str:
        if _DOUBLED.search(word):
            single = _DOUBLED.sub(r"\1", word)
            if single in self.letters:
                return self.letters[single]
        if (word[0], len(word)) not in self._shapes:
            return UNKNOWN
        for damaged in _damages(word):
            if target := self.corrections.get(damaged):
                return self.letters.get(target, UNKNOWN)
        return UNKNOWN


def _forms(stem: str) -> set[str]:
    """The forms of a starred word: numb, numbness ...; drop, dropped, dropping."""
    doubled = stem + stem[-1]
    return {*(stem + ending for ending in _ENDINGS), *(doubled + end for end in _DOUBLING)}


def _damages(word: str) -> list[str]:
    """The word, and it with one letter left out but the first: words that share one are a slip apart."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))]
