"""BM25 over passages: exact words where vectors are vague. Stems and stop words by language, with bm25s."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS, STOPWORDS_SPANISH
from numpy.typing import NDArray

Scores = NDArray[np.float32]

# The library's usual values; not tuned yet.
_K1, _B = 1.5, 0.75
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STEMMERS = {"en": "english", "es": "spanish"}
# Words that carry meaning in a health question, though lists of stop words hold them.
_KEPT = frozenset({"not", "no", "without", "before", "after", "during", "how", "when", "why"})


def words(text: str) -> list[str]:
    """The words of a text, lower case, without accents."""
    return [_bare(word) for word in _written(text)]


def terms(text: str, language: str) -> list[str]:
    """The stems of a text's words without stop words, as BM25 counts them."""
    kept = [word for word in words(text) if word not in _stop_words(language)]
    return list(_stemmer(language).stemWords(kept))


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


class Lexical:
    """BM25 over a fixed list of texts."""

    def __init__(self, model: bm25s.BM25, size: int, languages: Iterable[str]) -> None:
        self._model = model
        self._size = size
        self._languages = tuple(sorted(languages))

    @classmethod
    def build(cls, texts: Sequence[str], languages: Sequence[str]) -> "Lexical":
        """Counts the terms of the texts.

        Args:
            texts: What can be found.
            languages: The language of each text.
        """
        model = bm25s.BM25(k1=_K1, b=_B)
        known = {language: _Terms(language) for language in set(languages)}
        tokens = [known[language].of(text) for text, language in zip(texts, languages, strict=True)]
        if not any(tokens):
            # bm25s fails on stop words alone; no question holds this term.
            tokens = [[""] for _ in tokens]
        model.index(tokens, show_progress=False)
        return cls(model, len(texts), set(languages))

    def save(self, folder: Path) -> None:
        """Writes the model into a folder."""
        self._model.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int, languages: Iterable[str]) -> "Lexical":
        """Reads a saved model; its arrays are memory-mapped."""
        return cls(bm25s.BM25.load(folder, mmap=True), size, languages)

    def knows(self, term: str) -> bool:
        """Whether any text holds a term."""
        return term in self._model.vocab_dict

    def holds(self, word: str) -> bool:
        """Whether any text holds a word, in any of its forms."""
        return any(self.knows(t) for language in self._languages for t in terms(word, language))

    def rarity(self, term: str) -> float:
        """How telling a term is: its inverse document frequency (Robertson & Zaragoza 2009, with 1 added inside).

        A term that no text holds is the most telling one.
        """
        place = self._model.vocab_dict.get(term)
        starts = self._model.scores["indptr"]
        count = int(starts[place + 1] - starts[place]) if place is not None else 0
        return math.log(1 + (self._size - count + 0.5) / (count + 0.5))

    def scores(self, question: str) -> Scores:
        """The BM25 score of every text for a question; float32 of shape (texts,), 0 without a common term."""
        known = self._model.vocab_dict
        asked = {term for language in self._languages for term in terms(question, language)}
        found = sorted(term for term in asked if term in known)
        if not found:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._model.get_scores(found), dtype=np.float32)


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS.get(language, "english"))


@cache
def _stop_words(language: str) -> frozenset[str]:
    listed = STOPWORDS_SPANISH if language == "es" else STOPWORDS_EN_PLUS
    return frozenset(word for text in listed for word in words(text)) - _KEPT
