"""Notes: what a hard word of the field means, in plain words of ours, for the words that stand in quoted sentences.

`corpus/language/notes.yaml` holds the words, the hardest first, for a therapist to read and sign. A word that an
article explains itself gets no note: the clinic's own words come before ours.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from ptassist.answering.explained import is_explained
from ptassist.answering.wording import FALLBACK_LANGUAGE, LANGUAGES, read_yaml
from ptassist.errors import ShippedFileError

_FILE, _REVIEWER, _TRANSLATOR = "notes.yaml", "reviewer", "translator_es"
MOST_NOTES = 2
# What stands behind an apostrophe belongs to the word before it: "don't score" holds no T-score.
_WORD = re.compile(r"(?<![^\W_])(?<![^\W_]['’])[^\W_]+")
_JOINING = frozenset({"-", "‐", "‑"})
# Letters with an accent as they are without it, one for one, so that places in a text stay where they are.
_PLAIN = {
    code: base
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFKD", chr(code))[0]).isascii() and base.isalpha()
}
_SHORTEST_PLURAL = 3
_PLURALS = ("y", "ies"), ("is", "es"), ("z", "ces")


@dataclass(frozen=True, slots=True)
class Note:
    """What a hard word means.

    Attributes:
        term: The word as it stands in the quoted sentence.
        text: Its meaning, in the visitor's language.
    """

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A hard word of the field.

    Attributes:
        rank: Its place in the file: the hardest first.
        spellings: Everything under which it stands in an article, in any language.
        texts: What it means, by language.
    """

    rank: int
    spellings: tuple[str, ...]
    texts: Mapping[str, str]

    def text_in(self, language: str) -> str:
        """What it means, in a language; in English where there is none."""
        return self.texts.get(language, self.texts[FALLBACK_LANGUAGE])


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A spelling as it is looked for: each of its words in every form, or as it stands for one in capitals."""

    entry: Entry
    words: tuple[frozenset[str], ...]
    capitals: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    entry: Entry
    text: str
    start: int
    end: int

    @property
    def term(self) -> str:
        return self.text[self.start : self.end]


class Notes:
    """The notes; the file is read when the first answer needs it.

    Args:
        folder: `corpus/language`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def for_quotes(
        self,
        texts: Sequence[str],
        language: str,
        most: int = MOST_NOTES,
        articles: Iterable[str] = (),
    ) -> tuple[Note, ...]:
        """The notes for the hardest words of quoted sentences that nobody has explained yet, each once.

        Args:
            texts: The quoted sentences.
            language: That of the visitor, in which the notes are.
            most: How many at most.
            articles: The articles that are quoted, which may explain a word elsewhere.
        """
        waiting = self._unexplained(texts)
        lowered = [article.lower() for article in articles] if waiting else []
        unsaid = (one for one in waiting if not any(is_explained(a, one.term) for a in lowered))
        return tuple(Note(one.term, one.entry.text_in(language)) for one in islice(unsaid, most))

    @cached_property
    def reviewer(self) -> str | None:
        """Who signed the notes; None while nobody has."""
        signed: str | None = read_yaml(self._folder / _FILE).get(_REVIEWER)
        return signed

    def _unexplained(self, texts: Iterable[str]) -> list[_Found]:
        """The hard words of the quotes that these do not explain, the hardest first."""
        found = [one for text in texts for one in self._table.found_in(text)]
        explained = {one.entry.rank for one in found if is_explained(one.text.lower(), one.term)}
        first = {one.entry.rank: one for one in reversed(found)}
        return [first[rank] for rank in sorted(first.keys() - explained)]

    @cached_property
    def _table(self) -> "_Table":
        return _Table(load_notes(self._folder))


class _Table:
    """Finds the spellings in a text, by their first word, the longest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[_Spelling]] = {}
        spellings = (_spelling(entry, text) for entry in entries for text in entry.spellings)
        for spelling in sorted(spellings, key=lambda one: -len(one.words)):
            for form in spelling.words[0]:
                self._by_first.setdefault(form, []).append(spelling)

    def found_in(self, text: str) -> Iterator[_Found]:
        """What stands in a text, in reading order; no word belongs to two."""
        words = list(_WORD.finditer(_plain(text)))
        place = 0
        while place < len(words):
            length = 1
            for spelling in self._by_first.get(words[place][0], ()):
                said = words[place : place + len(spelling.words)]
                if _is_said(spelling, said, text):
                    length = len(said)
                    yield _Found(spelling.entry, text, said[0].start(), said[-1].end())
                    break
            place += length


def load_notes(folder: Path) -> list[Entry]:
    """Reads the hard words, the hardest first.

    Args:
        folder: `corpus/language`.

    Raises:
        ShippedFileError: The file is missing, not YAML, or not as its first lines say.
    """
    path = folder / _FILE
    try:
        groups = read_yaml(path).items()
        lines = [
            line for group, of in groups if group not in (_REVIEWER, _TRANSLATOR) for line in of
        ]
        return [_entry(rank, line) for rank, line in enumerate(lines)]
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        raise ShippedFileError(f"{path} is malformed: {error}") from None


def _entry(rank: int, line: Mapping[str, Any]) -> Entry:
    spellings = [one.strip() for language in LANGUAGES for one in line[language].split(",")]
    if not all(_WORD.search(one) for one in spellings):
        raise ValueError(f"a spelling of {line[LANGUAGES[0]]!r} has no letter")
    texts = {language: line[f"{language}_note"].strip() for language in LANGUAGES}
    if not all(texts.values()):
        raise ValueError(f"{spellings[0]!r} has an empty note")
    return Entry(rank, tuple(dict.fromkeys(spellings)), texts)


def _spelling(entry: Entry, text: str) -> _Spelling:
    words = _WORD.findall(_plain(text))
    capitals = text if text.isupper() and len(text) > 1 else None
    return _Spelling(entry, tuple(_forms(word) for word in words), capitals)


def _forms(word: str) -> frozenset[str]:
    """A word and what it may be where there are several: "tendons", "biopsies", "stenoses", "tendones", "raices"."""
    if len(word) < _SHORTEST_PLURAL:
        return frozenset({word})
    changed = {word.removesuffix(one) + more for one, more in _PLURALS if word.endswith(one)}
    return frozenset({word, f"{word}s", f"{word}es", *changed})


def _plain(text: str) -> str:
    """A text in small letters without accents, every letter where it was."""
    plain = text.lower()
    if plain.isascii():
        return plain
    # A few letters become two when they are made small: such a text is taken as it is.
    return (plain if len(plain) == len(text) else text).translate(_PLAIN)


def _is_said(spelling: _Spelling, said: Sequence[re.Match[str]], text: str) -> bool:
    """Whether these words are a spelling's, with nothing but a space or a hyphen between two."""
    if len(said) < len(spelling.words):
        return False
    if spelling.capitals and text[said[0].start() : said[-1].end()] != spelling.capitals:
        return False
    between = (text[one.end() : two.start()] for one, two in pairwise(said))
    joined = all(gap.isspace() or gap in _JOINING for gap in between)
    return joined and all(w[0] in forms for w, forms in zip(said, spelling.words, strict=True))
