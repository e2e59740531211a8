"""BM25 over passages: exact words where vectors are vague. Stems and stop words by language, counted by bm25s.

A build counts with bm25s; what it counted is read and added up with numpy alone, because bm25s takes long to import.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path

import msgspec
import numpy as np
import Stemmer
from numpy.typing import NDArray

from ptassist.errors import DamagedIndexError
from ptassist.index.stop_words import stopwords

Scores = NDArray[np.float32]

# The library's usual values; not tuned yet.
_K1, _B = 1.5, 0.75
# The files that bm25s would write, less its own settings.
_TERMS = "vocab.index.json"
_ARRAYS = "indptr.csc.index.npy", "indices.csc.index.npy", "data.csc.index.npy"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STEMMERS = {"en": "english", "es": "spanish"}
# Words that carry meaning in a health question, though lists of stop words hold them.
_KEPT = frozenset({"not", "no", "without", "before", "after", "during", "how", "when", "why"})
# Words that tell what kind of answer is wanted, and not in which passage it stands; nothing is searched for by them.
_ASKING = frozenset({"how", "when", "why"})


def words(text: str) -> list[str]:
    """The words of a text, lower case, without accents."""
    return [_bare(word) for word in _written(text)]


def terms(text: str, language: str) -> list[str]:
    """The stems of a text's words without stop words, as BM25 counts them."""
    kept = [word for word in words(text) if word not in _stop_words(language)]
    return list(_stemmer(language).stemWords(kept))


def stems(text: str, language: str) -> list[str]:
    """The stems of all words of a text, stop words too, in reading order."""
    return list(_stemmer(language).stemWords(words(text)))


def _written(text: str) -> list[str]:
    plain = text.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _WORD.findall(plain)


def _bare(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s")


class _Terms(dict[str, str]):
    """The term of each word of a language as it is written, worked out once; empty for a stop word."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, written: str) -> str:
        word = _bare(written)
        stop = word in _stop_words(self._language)
        term = "" if stop else str(_stemmer(self._language).stemWord(word))
        self[written] = term
        return term

    def of(self, text: str) -> list[str]:
        """What `terms` gives for a text."""
        return [term for word in _written(text) if (term := self[word])]


@dataclass(frozen=True, slots=True)
class Counted:
    """The scores of all terms, term by term, as bm25s lays them out.

    Attributes:
        places: The place of each term.
        starts: Where the scores of a term begin; those of the next begin where they end.
        texts: For each score the text that it is for.
        scores: The scores.
    """

    places: Mapping[str, int]
    starts: NDArray[np.int32]
    texts: NDArray[np.int32]
    scores: Scores

    def span(self, term: str) -> slice:
        """Where the scores of a term stand; nowhere for one that no text holds."""
        place = self.places.get(term)
        return slice(0, 0) if place is None else slice(*self.starts[place : place + 2].tolist())


class Lexical:
    """BM25 over a fixed list of texts."""

    def __init__(self, counted: Counted, size: int, languages: Iterable[str]) -> None:
        self._counted = counted
        self._size = size
        self._languages = tuple(sorted(languages))

    @classmethod
    def build(cls, texts: Sequence[str], languages: Sequence[str]) -> "Lexical":
        """Counts the terms of the texts.

        Args:
            texts: What can be found.
            languages: The language of each text.
        """
        import bm25s

        model = bm25s.BM25(k1=_K1, b=_B)
        known = {language: _Terms(language) for language in set(languages)}
        tokens = [known[language].of(text) for text, language in zip(texts, languages, strict=True)]
        if not any(tokens):
            # bm25s fails on stop words alone; no question holds this term.
            tokens = [[""] for _ in tokens]
        model.index(tokens, show_progress=False)
        found = model.scores
        counted = Counted(model.vocab_dict, found["indptr"], found["indices"], found["data"])
        return cls(counted, len(texts), set(languages))

    def save(self, folder: Path) -> None:
        """Writes what was counted into a folder, in the files of bm25s."""
        folder.mkdir(parents=True, exist_ok=True)
        counted = self._counted
        (folder / _TERMS).write_bytes(msgspec.json.encode(counted.places))
        for name, array in zip(
            _ARRAYS, (counted.starts, counted.texts, counted.scores), strict=True
        ):
            np.save(folder / name, array)

    @classmethod
    def load(cls, folder: Path, size: int, languages: Iterable[str]) -> "Lexical":
        """Reads what was saved; its arrays are memory-mapped.

        Raises:
            DamagedIndexError: A file is missing or cannot be read.
        """
        try:
            places = msgspec.json.decode((folder / _TERMS).read_bytes(), type=dict[str, int])
            mapped = [np.load(folder / name, mmap_mode="r") for name in _ARRAYS]
            starts, texts, scores = map(np.asarray, mapped)
        except (OSError, EOFError, ValueError, msgspec.DecodeError) as error:
            raise DamagedIndexError(f"{folder}: cannot be read: {error}") from None
        return cls(Counted(places, starts, texts, scores), size, languages)

    def knows(self, term: str) -> bool:
        """Whether any text holds a term."""
        return term in self._counted.places

    def holds(self, word: str) -> bool:
        """Whether any text holds a word, in any of its forms."""
        return any(self.knows(t) for language in self._languages for t in terms(word, language))

    def holding(self, expression: str, language: str) -> NDArray[np.int32]:
        """The texts that hold every term of an expression, wherever they stand in it; int32, ascending."""
        spans = [self._counted.span(term) for term in set(terms(expression, language))]
        found = [
            self._counted.texts[span] for span in sorted(spans, key=lambda s: s.stop - s.start)
        ]
        return reduce(np.intersect1d, found, found[0]) if found else np.empty(0, dtype=np.int32)

    def rarity(self, term: str) -> float:
        """How telling a term is: its inverse document frequency (Robertson & Zaragoza 2009, with 1 added inside).

        A term that no text holds is the most telling one.
        """
        span = self._counted.span(term)
        count = span.stop - span.start
        return math.log(1 + (self._size - count + 0.5) / (count + 0.5))

    def scores(self, question: str) -> Scores:
        """The BM25 score of every text for a question; float32 of shape (texts,), 0 without a common term."""
        total = np.zeros(self._size, dtype=np.float32)
        for term in self._found(question):
            span = self._counted.span(term)
            total[self._counted.texts[span]] += self._counted.scores[span]
        return total

    def group_scores(self, question: str, groups: NDArray[np.intp]) -> Scores:
        """How well groups of texts hold a question's terms together, each where it stands best.

        Args:
            question: What is asked.
            groups: The group of each text, counted from 0.

        Returns:
            For every group the sum over the terms of the best score that one of its texts has for it.
        """
        counted = self._counted
        total = np.zeros(int(groups.max(initial=-1)) + 1, dtype=np.float32)
        for term in self._found(question):
            span = counted.span(term)
            best = np.zeros_like(total)
            np.maximum.at(best, groups[counted.texts[span]], counted.scores[span])
            total += best
        return total

    def _found(self, question: str) -> list[str]:
        """The terms of a question that any text holds, each once."""
        said = " ".join(word for word in words(question) if word not in _ASKING)
        asked = {term for language in self._languages for term in terms(said, language)}
        return sorted(term for term in asked if self.knows(term))


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS.get(language, "english"))


@cache
def _stop_words(language: str) -> frozenset[str]:
    listed = stopwords.STOPWORDS_SPANISH if language == "es" else stopwords.STOPWORDS_EN_PLUS
    return frozenset(word for text in listed for word in words(text)) - _KEPT
