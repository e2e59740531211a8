"""A visitor's words, made plain: one letter case, no accents, no marks inside words, one spelling for each word."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

SENTENCE_END = "."
PAUSE = ","

_DIGITS = "0123456789"
_SENTENCE_MARKS = frozenset(".!?;")
_PAUSES = frozenset('\n,:()"*\u2013\u2014\u2026')
_APOSTROPHES = frozenset("\u00b4\u2018\u2019\u02bc\uff07")
_IS = re.compile(
    r"(?<=[a-z])'s\b"
)  # "foot's numb" is "foot is numb"; a small word where it shows who owns
_REPEATED = re.compile(r"([a-z])\1{2,}")
_TOKEN = re.compile(r"[a-z]+|[0-9]{1,6}(?:[.,][0-9]{1,2})?(?![0-9])|[0-9]+|[^\sa-z0-9]|\n")


@dataclass(frozen=True, slots=True)
class Words:
    """A text as a row of plain words.

    Attributes:
        plain: The words, with "." for the end of a sentence and "," for a pause.
        spans: For each of them, where it stands in `text`.
        text: The text after folding (the spans count in it).
    """

    plain: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    text: str

    def shown(self, start: int, end: int) -> str:
        """Returns the folded words from `start` up to `end`, as a person would read them."""
        if start >= end:
            return ""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]


class _Folding(dict[int, str]):
    """Each character to its plain form, worked out once."""

    def __missing__(self, code: int) -> str:
        if chr(code) in _APOSTROPHES:
            return self.setdefault(code, "'")
        plain = "".join(
            mark
            for mark in unicodedata.normalize("NFKD", chr(code)).casefold()
            if not unicodedata.combining(mark) and unicodedata.category(mark) != "Cf"
        )
        return self.setdefault(code, plain)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Folds case, accents, apostrophes, look-alike forms and invisible characters away."""
    plain = text.lower() if text.isascii() else text.translate(_FOLDING)
    plain = _IS.sub(" is", plain).replace("'", "").replace("`", "")
    return _REPEATED.sub(r"\1\1", plain)


class Splitter:
    """Splits texts into plain words, spelt one way.

    Args:
        spellings: One word as people type it, to the words that it stands for ("preg": pregnant).
        joined: Two words to the one that they are the same as ("can not": cant).
    """

    def __init__(
        self,
        spellings: Mapping[str, tuple[str, ...]] | None = None,
        joined: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self._spellings = spellings or {}
        self._joined = joined or {}
        self._seconds = {second for _, second in self._joined}

    def split(self, text: str) -> Words:
        """Splits a text into plain words."""
        folded = fold(text)
        plain: list[str] = []
        spans: list[tuple[int, int]] = []
        for match in _TOKEN.finditer(folded):
            token, span = match.group(), match.span()
            if token.isalpha() and token not in self._spellings and token not in self._seconds:
                plain.append(token)
                spans.append(span)
                continue
            for word in self._spellings.get(token) or _mark(token):
                if word in self._seconds and plain and (plain[-1], word) in self._joined:
                    plain[-1] = self._joined[plain[-1], word]
                    spans[-1] = (spans[-1][0], span[1])
                else:
                    plain.append(word)
                    spans.append(span)
        return Words(tuple(plain), tuple(spans), folded)


def _mark(token: str) -> tuple[str, ...]:
    """A word or number as it is, a mark as the end of a sentence or a pause, and nothing else."""
    if token[0] in _DIGITS:
        return (token.replace(",", "."),)
    if token.isalnum() or token in "/%":
        return (token,)
    if token in _SENTENCE_MARKS:
        return (SENTENCE_END,)
    return (PAUSE,) if token in _PAUSES else ()
