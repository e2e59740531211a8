"""A visitor's words, made plain: one letter case, no accents, no marks inside words, one spelling for each word."""

import re
import unicodedata
from collections.abc import Mapping
from string import ascii_lowercase

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
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_THREE_ALIKE = tuple(3 * letter for letter in ascii_lowercase)
_TOKEN = re.compile(r"[a-z]+|[0-9]{1,6}(?:[.,][0-9]{1,2})?(?![0-9])|[0-9]+|[^\sa-z0-9]|\n")


class Words:
    """A text as a row of plain words.

    Attributes:
        plain: The words, with "." for the end of a sentence and "," for a pause.
        text: The text after folding.
    """

    __slots__ = ("_ends", "_first", "_last", "_tokens", "plain", "text")

    def __init__(
        self, plain: list[str], first: list[int], last: list[int], tokens: list[str], text: str
    ) -> None:
        self.plain = plain
        self.text = text
        # For each word, the first and the last token of the text that it stands for.
        self._first, self._last = first, last
        self._tokens = tokens
        self._ends: list[int] = []  # of the tokens, as far as they were asked for

    def shown(self, start: int, end: int) -> str:
        """Returns the folded words from `start` up to `end`, as a person would read them."""
        if start >= end:
            return ""
        first, last = self._first[start], self._last[end - 1]
        # Looked for when something fired, as far as needed, instead of kept for every word of every text.
        # Only spaces stand between two tokens, so that none is met too soon.
        ends, find = self._ends, self.text.find
        for token in self._tokens[len(ends) : last + 1]:
            ends.append(find(token, ends[-1] if ends else 0) + len(token))
        return self.text[ends[first] - len(self._tokens[first]) : ends[last]]


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
    plain = text.lower()
    if not text.isascii():
        plain = _NOT_ASCII.sub(lambda found: _FOLDING[ord(found.group())], plain)
    if "'" in plain:
        plain = _IS.sub(" is", plain).replace("'", "")
    plain = plain.replace("`", "")
    # Looking for the plain strings first is eight times faster than the expression alone.
    if any(three in plain for three in _THREE_ALIKE):
        plain = _REPEATED.sub(r"\1\1", plain)
    return plain


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
        self._special = self._seconds | self._spellings.keys()

    def split(self, text: str) -> Words:
        """Splits a text into plain words."""
        folded = fold(text)
        plain: list[str] = []
        places: list[int] = []
        joined: list[tuple[int, int]] = []
        special = self._special
        tokens = _TOKEN.findall(folded)
        for place, token in enumerate(tokens):
            if token.isalpha() and token not in special:
                plain.append(token)
                places.append(place)
                continue
            for word in self._spellings.get(token) or _mark(token):
                if word in self._seconds and plain and (plain[-1], word) in self._joined:
                    plain[-1] = self._joined[plain[-1], word]
                    joined.append((len(plain) - 1, place))
                else:
                    plain.append(word)
                    places.append(place)
        last = places.copy()
        for index, place in joined:
            last[index] = place
        return Words(plain, places, last, tokens, folded)


def _mark(token: str) -> tuple[str, ...]:
    """A word or number as it is, a mark as the end of a sentence or a pause, and nothing else."""
    if token[0] in _DIGITS:
        return (token.replace(",", "."),)
    if token.isalnum() or token in "/%":
        return (token,)
    if token in _SENTENCE_MARKS:
        return (SENTENCE_END,)
    return (PAUSE,) if token in _PAUSES else ()
