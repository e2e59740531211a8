"""A visitor's words, made plain: one letter case, no accents, no marks inside words, one spelling for each word."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

SENTENCE_END = "."
PAUSE = ","

_SENTENCE_MARKS = frozenset(".!?;\n\r")
_PAUSES = frozenset(",:()\"*\u2013\u2014\u2026")
_APOSTROPHE = re.compile("(?<=[^\\W\\d_])['`\u00b4\u2018\u2019\u02bc\uff07](?=[^\\W\\d_])")
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
        plain = "".join(
            mark
            for mark in unicodedata.normalize("NFKD", chr(code)).casefold()
            if not unicodedata.combining(mark) and unicodedata.category(mark) != "Cf"
        )
        return self.setdefault(code, plain)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Folds case, accents, apostrophes, look-alike forms and invisible characters away."""
    plain = text.translate(_FOLDING) if not text.isascii() else text.lower()
    return _REPEATED.sub(r"\1\1", _APOSTROPHE.sub("", plain))


def split_words(
    text: str,
    spellings: Mapping[str, tuple[str, ...]] | None = None,
    joined: Mapping[tuple[str, str], str] | None = None,
) -> Words:
    """Splits a text into plain words.

    Args:
        text: What the visitor wrote.
        spellings: One word as people type it, to the words that it stands for ("preg": pregnant).
        joined: Two words to the one that they are the same as ("can not": cant).
    """
    folded = fold(text)
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(folded):
        for word in _respell(_mark(match.group()), spellings or {}):
            if plain and joined and (pair := joined.get((plain[-1], word))):
                plain[-1] = pair
                spans[-1] = (spans[-1][0], match.end())
            elif word:
                plain.append(word)
                spans.append(match.span())
    return Words(tuple(plain), tuple(spans), folded)


def _mark(token: str) -> str:
    if token in _SENTENCE_MARKS:
        return SENTENCE_END
    if token in _PAUSES:
        return PAUSE
    if token[0] in "0123456789":
        return token.replace(",", ".")
    return token if token.isalnum() or token in "/%" else ""


def _respell(word: str, spellings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if word in spellings:
        return spellings[word]
    return (word,) if word else ()
