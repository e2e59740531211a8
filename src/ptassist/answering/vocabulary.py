"""Vocabulary: which words are right, and which of them are nearest to one that is not."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import Stemmer
from numpy.typing import NDArray

from ptassist.answering.slips import cost, is_another_word, signature, sounded
from ptassist.answering.wording import read_yaml
from ptassist.errors import ShippedFileError
from ptassist.index.lexical import words
from ptassist.index.stop_words import stopwords

# Shorter words are never mended.
SHORTEST = 4

_TERMS = "terms.yaml"
# By the length of a word: how many bits of its signature may differ, and how many letters it may be longer or shorter.
_NEAR = ((12, 6, 3), (8, 4, 2), (6, 3, 2), (0, 2, 2))
# Another first letter is a rare slip. A word that only everyday English knows is meant less often than one of the
# field or of the articles, a word that the articles use often more often than one that they use once.
_FIRST_LETTER, _EVERYDAY, _FREQUENT = 0.4, 0.1, 0.04
_MOST_EVERYDAY = 10_000
# The shortest word that is told apart from one it ran together with.
_PART = 3
# What stands in front of a right word and makes another right one.
_FRONTS = frozenset(
    "anti auto bio co counter de dis endo extra fore hyper hypo im in inter intra macro mal micro mid mini mis mono"
    " multi neuro non off on out over para peri photo physio post pre pro pseudo psycho re retro self semi sub super"
    " supra tele thermo trans tri ultra un under uni up".split()
)
_COUNT_OF_TERM = 3

_CONTRACTIONS = """can't don't won't isn't aren't wasn't weren't doesn't didn't hasn't haven't hadn't shouldn't couldn't
wouldn't mustn't needn't i'm i've i'd i'll you're you've you'd you'll he'd he'll she'd she'll she's he's it's it'd it'll
we're we've we'd we'll they're they've they'd they'll that's that'll what's where's who's how's when's why's there's
here's let's y'all ain't"""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of the field.

    Attributes:
        words: Every right word, lower case and without accents.
        pairs: Words that stand side by side in a term.
        left_alone: Right words that nothing is mended to.
    """

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    left_alone: frozenset[str]

    @classmethod
    def of(cls, terms: Iterable[str], left_alone: Iterable[str] = ()) -> "Terms":
        """Terms of one or more words, as they are written."""
        spoken = [words(term) for term in terms]
        return cls(
            frozenset(word for term in spoken for word in term),
            frozenset(pair for term in spoken for pair in pairwise(term)),
            frozenset(word for term in left_alone for word in words(term)),
        )

    def plus(self, terms: Iterable[str]) -> "Terms":
        """These terms and others, such as the expressions of the table of synonyms."""
        more = Terms.of(terms)
        return Terms(self.words | more.words, self.pairs | more.pairs, self.left_alone)


def load_terms(folder: Path) -> Terms:
    """Reads the words of the field.

    Args:
        folder: `corpus/language`.

    Raises:
        ShippedFileError: The file is missing, not YAML, or not as its first lines say.
    """
    read = read_yaml(folder / _TERMS)
    try:
        listed = [term for terms in read["words"].values() for term in terms.split(",")]
        return Terms.of(listed, read["left_alone"].split(","))
    except (KeyError, TypeError, AttributeError) as error:
        raise ShippedFileError(f"{folder / _TERMS} is malformed: {error}") from None


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in some texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(words(text))
    return counts


def whole_words(vocabulary: Mapping[str, int]) -> list[str]:
    """The English words among an encoder's word pieces, the most frequent first.

    Args:
        vocabulary: The number of each word piece, as a tokenizer gives it; small numbers are frequent pieces.
    """
    pieces = sorted(vocabulary, key=vocabulary.__getitem__)
    return [piece for piece in pieces if piece.isascii() and piece.isalpha() and piece.islower()]


class Meant(NamedTuple):
    """A word that may be meant.

    Attributes:
        word: The word.
        cost: What the slip costs.
        score: The same with how likely the word is; lower is better.
    """

    word: str
    cost: float
    score: float


# What a word is written or sounds like, and the word.
_Heard = tuple[str, str]


class _Shelf(NamedTuple):
    """The words with one first sound."""

    words: list[str]
    lengths: NDArray[np.int64]
    signatures: NDArray[np.uint64]


class Vocabulary:
    """All words that are right.

    What only a misspelt word needs is worked out when the first one comes: most questions hold none.

    Args:
        terms: The words of the field.
        written: How often each word stands in the articles.
        everyday: The words of everyday English, the most frequent first.
    """

    def __init__(
        self, terms: Terms, written: Mapping[str, int], everyday: Iterable[str] = ()
    ) -> None:
        common = list(dict.fromkeys(everyday))
        self._counts = {**dict.fromkeys(terms.words, _COUNT_OF_TERM), **written}
        self._known = frozenset({*self._counts, *common, *terms.left_alone, *_function_words()})
        targets = {*self._counts, *common[:_MOST_EVERYDAY]} - terms.left_alone
        self._targets = frozenset(w for w in targets if len(w) >= SHORTEST and w.isalpha())
        self._shelves: dict[str, _Shelf] = {}
        self._after, self._before = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        for first, second in terms.pairs:
            self._after[first].add(second)
            self._before[second].add(first)

    def knows(self, word: str) -> bool:
        """Whether a word is right, or made of right ones: a form, a compound, one with a syllable in front."""
        if word in self._known or _stemmer().stemWord(word) in self._stems:
            return True
        return not self.parts(word) and any(
            word[cut:] in self._targets and (word[:cut] in _FRONTS or word[:cut] in self._targets)
            for cut in range(2, len(word) - SHORTEST + 1)
        )

    def parts(self, word: str) -> tuple[str, str] | None:
        """The two words of a term that ran together, "backpain"; none when it is right as it is."""
        if word in self._known:
            return None
        cuts = ((word[:cut], word[cut:]) for cut in range(_PART, len(word) - _PART + 1))
        return next((pair for pair in cuts if self.belong_together(*pair)), None)

    def is_of_the_field(self, word: str) -> bool:
        """Whether the articles or the terms hold a word."""
        return word in self._counts

    def count(self, word: str) -> int:
        """How often the articles use a word."""
        return self._counts.get(word, 0)

    def beside(self, before: str, after: str) -> Set[str]:
        """The words that belong beside one of two neighbours, as "recti" does beside "diastasis"."""
        return self._after.get(before, set()) | self._before.get(after, set())

    def belong_together(self, first: str, second: str) -> bool:
        """Whether two words stand side by side in a term."""
        return second in self._after.get(first, ())

    def nearest(self, word: str, most: float) -> Meant | None:
        """The word of the field that is meant most likely by a misspelt one.

        None when all would cost too much, or when a word of everyday English is nearer: the articles have none of it.
        """
        near = self._with_same_first_letter(word) | self._with_another_first_letter(word)
        judged = (self.judge(word, other, most) for other in near)
        best = min(filter(None, judged), key=lambda meant: (meant.score, meant.word), default=None)
        return best if best and self.is_of_the_field(best.word) else None

    def judge(self, word: str, other: str, most: float) -> Meant | None:
        """What it means to take one word for another; None when it costs too much or is another word."""
        extra = 0.0 if other in self._counts else _EVERYDAY
        slip = extra + _cost_by_sight_or_sound(word, other, most - extra)
        if slip > most or is_another_word(word, other):
            return None
        return Meant(other, slip, slip - _FREQUENT * math.log10(1 + self.count(other)))

    def _with_same_first_letter(self, word: str) -> set[str]:
        found: set[str] = set()
        for typed in {word, sounded(word)}:
            if shelf := self._shelf(typed[0]):
                bits, longer = next(
                    (bits, more) for least, bits, more in _NEAR if len(typed) >= least
                )
                differing = np.bitwise_count(shelf.signatures ^ np.uint64(signature(typed)))
                near = (differing <= bits) & (np.abs(shelf.lengths - len(typed)) <= longer)
                found.update(shelf.words[row] for row in np.flatnonzero(near))
        return found

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(_stemmer().stemWords(sorted(self._known)))

    @cached_property
    def _by_first(self) -> Mapping[str, Sequence[_Heard]]:
        """What the targets are written or sound like, by the first letter."""
        grouped = defaultdict[str, list[_Heard]](list)
        for word in sorted(self._targets):
            for form in {word, sounded(word)}:
                grouped[form[0]].append((form, word))
        return grouped

    def _shelf(self, letter: str) -> _Shelf | None:
        """The words that begin with a letter, or sound as if they did."""
        if letter not in self._shelves and letter in self._by_first:
            self._shelves[letter] = _shelf_of(self._by_first[letter])
        return self._shelves.get(letter)

    def _with_another_first_letter(self, word: str) -> set[str]:
        """The words that are right when only the beginning is wrong."""
        letters = "abcdefghijklmnopqrstuvwxyz".replace(word[0], "")
        made = {letter + rest for letter in letters for rest in (word, word[1:])}
        made |= {word[1:], word[1] + word[0] + word[2:]}
        return {other for other in made if other in self._targets}


def _cost_by_sight_or_sound(word: str, other: str, most: float) -> float:
    pairs = {(word, other), (sounded(word), sounded(other))}
    first_letters = {pair: 0.0 if pair[0][0] == pair[1][0] else _FIRST_LETTER for pair in pairs}
    return min(extra + cost(*pair, most - extra) for pair, extra in first_letters.items())


def _shelf_of(heard: Sequence[_Heard]) -> _Shelf:
    return _Shelf(
        [word for _, word in heard],
        np.array([len(form) for form, _ in heard]),
        np.array([signature(form) for form, _ in heard], dtype=np.uint64),
    )


@cache
def _function_words() -> frozenset[str]:
    """English function words and contractions, these also as people type them ("dont")."""
    listed = {
        word for text in (*stopwords.STOPWORDS_EN_PLUS, _CONTRACTIONS) for word in words(text)
    }
    return frozenset(listed | {word.replace("'", "") for word in listed})


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
