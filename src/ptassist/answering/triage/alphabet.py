"""The alphabet: works out from all patterns which words need a letter of their own.

Two words get the same letter when the very same patterns name them, so that no pattern can tell them apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ptassist.answering.triage.lexicon import (
    FIRST_LETTER,
    Letters,
    Lexicon,
    WordTable,
    damages,
    place_among,
)
from ptassist.answering.triage.patterns import Node, Number, Word, atoms_of

_ENDINGS = (
    "", "s", "es", "ed", "d", "ing", "ings", "ness", "y", "ly", "er", "ers", "en", "ened", "ening",
    "ish", "ier", "iness", "ful", "ic", "t", "a", "o", "as", "os", "e", "an", "ando", "iendo",
    "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "ar", "ir", "amos", "aba", "io",
    "ion", "iones", "imiento", "on", "aron", "ieron", "emos", "or", "ors", "sis", "xis", "tic",
    "ce", "ism", "ia", "ias", "ics", "ico", "ica", "icos", "icas", "al", "ous", "able", "ation",
    "ations", "ating", "ated", "ate", "ates", "ions", "ure", "ures", "sy", "ity", "less", "ie",
    "ies", "ively", "ive", "ment", "ments",
    "arme", "arse", "arlo", "arla", "arle", "arles", "erme", "erse", "irme", "irse", "andome",
    "andose", "iendome", "iendose", "aste", "iste", "aban", "ian",
)  # fmt: skip
_DOUBLING = ("ing", "ed", "er", "y")
_MISSPELT_FROM = 6
_COMMON_WEIGHT = 1000


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Which letters stand for what.

    Attributes:
        words: The words of each letter, in the order of the letters.
        bounds: The numbers that patterns name as bounds, in order.
        of_atom: The letters that each word or number of a pattern stands for.
        common: The letters of words that nearly every text holds.
    """

    words: list[list[str]]
    bounds: list[float]
    of_atom: dict[Node, str]
    common: frozenset[str]

    @classmethod
    def of(
        cls, nodes: Iterable[Node], common: Iterable[str] = (), never: Iterable[str] = ()
    ) -> "Alphabet":
        """Gives a letter to every set of words that no pattern tells apart.

        Args:
            nodes: Every pattern that will be searched.
            common: Words that nearly every text holds.
            never: Words that look like a form of a starred word and are none ("number").
        """
        atoms = atoms_of(nodes)
        plain = [atom for atom in atoms if isinstance(atom, Word)]
        numbers = [atom for atom in atoms if isinstance(atom, Number)]
        words, of_atom = _letters_of_words(plain, frozenset(never))
        bounds = sorted({edge for atom in numbers for edge in (atom.low, atom.high)})
        letters = number_letters(len(words), bounds)
        for atom in numbers:
            low, high = place_among(bounds, atom.low), place_among(bounds, atom.high)
            of_atom[atom] = letters[low : high + 1]
        wanted = frozenset(common)
        met = (chr(FIRST_LETTER + n) for n, row in enumerate(words) if not wanted.isdisjoint(row))
        return cls(words, bounds, of_atom, frozenset(met))

    @property
    def count(self) -> int:
        """How many letters there are, one between those of words and those of numbers included."""
        return len(self.words) + 1 + len(number_letters(0, self.bounds))

    def letters_of(self, words: Iterable[str]) -> str:
        """The letters of some words; none for a word that stands in no pattern."""
        return "".join(self.of_atom.get(Word(word), "") for word in words)

    def commonness(self, letters: Iterable[str]) -> int:
        """How often a set of letters is met in any text, roughly: small words weigh most."""
        return sum(_COMMON_WEIGHT if letter in self.common else 1 for letter in letters)


def lexicon_of(
    table: WordTable,
    bounds: list[float],
    corrections: dict[str, str],
    shapes: Iterable[tuple[str, int]],
) -> Lexicon:
    """The lexicon of an alphabet, with what mends misspelt words.

    Args:
        table: All words with their letters.
        bounds: The numbers that patterns name as bounds.
        corrections: A word with one letter left out, to the word that may be meant.
        shapes: First letter and length of words that may be misspelt.
    """
    numbers = number_letters(table.count, bounds)
    return Lexicon(Letters(table), bounds, numbers, corrections, frozenset(shapes))


def number_letters(words: int, bounds: list[float]) -> str:
    """The letters of numbers, which follow those of `words` sets of words."""
    first = FIRST_LETTER + words + 1
    # One letter for each bound and one for each space between two bounds: bounds are included.
    return "".join(chr(first + place) for place in range(2 * len(bounds) + 1))


def corrections_of(
    misspelt: Iterable[str], known: Iterable[str]
) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """What mends words with one letter missing, added, changed or swapped.

    Args:
        misspelt: The words that are recognised so.
        known: The words that have a letter already; none of them is taken for a slip.

    Returns:
        A word without one letter to the word that is meant; and the first letters and lengths to look at.
    """
    corrections: dict[str, str] = {}
    shapes: set[tuple[str, int]] = set()
    for word in misspelt:
        lengths = (len(word) - 1, len(word), len(word) + 1)
        shapes |= {(word[0], n) for n in lengths if n >= _MISSPELT_FROM}
        for damaged in damages(word):
            corrections.setdefault(damaged, word)
    for word in corrections.keys() & known:
        del corrections[word]
    return corrections, sorted(shapes)


def _letters_of_words(
    atoms: list[Word], never: frozenset[str]
) -> tuple[list[list[str]], dict[Node, str]]:
    only: dict[str, int] = {}
    shared: dict[str, list[int]] = {}
    for number, atom in enumerate(atoms):
        for form in _forms(atom.text, never) if atom.star else (atom.text,):
            first = only.setdefault(form, number)
            if first != number:
                row = shared.setdefault(form, [first])
                if row[-1] != number:
                    row.append(number)
    words_of: dict[int | tuple[int, ...], list[str]] = {}
    for word, number in only.items():
        numbers = tuple(shared[word]) if word in shared else number
        words_of.setdefault(numbers, []).append(word)
    of_number = [""] * len(atoms)
    for place, numbers in enumerate(words_of):
        for number in (numbers,) if isinstance(numbers, int) else numbers:
            of_number[number] += chr(FIRST_LETTER + place)
    return list(words_of.values()), dict(zip(atoms, of_number, strict=True))


def _forms(stem: str, never: frozenset[str]) -> list[str]:
    """The forms of a starred word, some of them twice: numb, numbness ...; drop, dropped, dropping."""
    doubled = stem + stem[-1]
    forms = [stem + ending for ending in _ENDINGS]
    forms += [doubled + ending for ending in _DOUBLING]
    return [form for form in forms if form not in never]
