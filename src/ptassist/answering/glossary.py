"""Glossary: a Spanish question in English words, so that it finds the articles that are written in English.

No translation that anybody reads: the sentence encoder and BM25 get it, and both forgive word order. The words are data
that a therapist can read and sign, `corpus/language/glossary-es.yaml`; its header says what a line means.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ptassist.answering.spanish import (
    Stems,
    cognate,
    is_infinitive,
    singulars,
    without_accents,
    without_diminutive,
)
from ptassist.answering.wording import read_yaml
from ptassist.errors import ShippedFileError

_FILE = "glossary-es.yaml"
_SKIPPED, _REVIEWER = "skipped", "reviewer"
# The groups whose order of words differs between the languages; "small" words and questions have no subject.
_NOUNS = frozenset({"body", "conditions", "symptoms", "exercise", "treatment", "devices", "life"})
_ADJECTIVES, _SMALL, _QUESTIONS, _COGNATE = "adjectives", "small", "questions", "cognate"
_TOKEN = re.compile(r"[^\W_]+|[.,;:?!¿¡()]")
# Written together, or short.
_SHORT = {"al": "a", "del": "de", "q": "que", "k": "que", "xq": "porque", "tmb": "tambien"}
# These ask with an accent or in front; within a sentence they join.
_JOINING = {"que": "", "como": "like"}
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Rendering:
    """A question in English words.

    Attributes:
        text: The English.
        known_share: The share of the words with a subject that could be rendered, 0 to 1.
    """

    text: str
    known_share: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """The English of some words, and the group that it belongs to; without a group it is not known."""

    english: str
    group: str
    words: int = 1

    @property
    def is_noun(self) -> bool:
        return self.group in _NOUNS

    @property
    def has_subject(self) -> bool:
        return self.group not in (_SMALL, _QUESTIONS)


@dataclass(frozen=True, slots=True)
class _Word:
    bare: str
    stem: str
    asks: bool
    written: str


_OF = _Piece("", _SMALL)
_Longer = list[tuple[tuple[str, ...], _Piece]]


class Glossary:
    """Renders Spanish questions in English; several words that stand there together win over their parts.

    Args:
        lines: The meanings by group: what stands left and right of each colon.
        skipped: Words to pass over.

    Raises:
        ShippedFileError: A word has two meanings, or only skipped words stand left of a colon.
    """

    def __init__(self, lines: Mapping[str, Mapping[str, str]], skipped: Sequence[str]) -> None:
        self._stems = Stems()
        self._skipped = frozenset(skipped)
        self._exact: dict[str, _Piece] = {}
        self._verbs: dict[str, _Piece] = {}
        self._others: dict[str, _Piece] = {}
        self._longer: dict[tuple[str, str], _Longer] = {}  # by the first two stems
        for group, meanings in lines.items():
            for spanish, english in meanings.items():
                piece = _Piece(english.partition(",")[0].strip(), group)
                for form in spanish.split(","):
                    self._learn(form.strip(), piece)
        for longer in self._longer.values():
            longer.sort(key=lambda entry: -len(entry[0]))

    def to_english(self, text: str) -> str:
        """The question in English words; what is not known stays as it is."""
        return self.render(text).text

    def known_share(self, text: str) -> float:
        """The share of the words with a subject that could be rendered, 0 to 1; 0 without such a word."""
        return self.render(text).known_share

    def render(self, text: str) -> Rendering:
        """The question in English words, with the share that is known."""
        pieces = list(self._pieces(self._words(text)))
        counted = [piece for piece in pieces if piece.has_subject]
        known = sum(piece.words for piece in counted if piece.group)
        every = sum(piece.words for piece in counted)
        english = (piece.english for piece in _nouns_turned(_adjectives_first(pieces)))
        return Rendering(" ".join(filter(None, english)), known / every if every else 0.0)

    def _learn(self, form: str, piece: _Piece) -> None:
        words = self._words(form)
        if not words:
            raise ShippedFileError(f"{_FILE}: {form!r} holds only words that are skipped")
        first = words[0]
        if len(words) > 1:
            stems = tuple(word.stem for word in words)
            longer = self._longer.setdefault((stems[0], stems[1]), [])
            longer.append((stems, replace(piece, words=len(words))))
        elif self._exact.setdefault(first.bare, piece).english != piece.english:
            raise ShippedFileError(f"{_FILE}: {form!r} stands there twice")
        elif is_infinitive(first.bare):
            self._verbs.setdefault(first.stem, piece)
        elif len(first.stem) >= _SHORTEST_STEM:
            self._others.setdefault(first.stem, piece)

    def _words(self, text: str) -> list[_Word]:
        """The words that count, each with what it is looked up by."""
        found: list[_Word] = []
        read: dict[
            tuple[str, bool], _Word
        ] = {}  # for this text alone: a visitor's words are not kept
        opens = True
        for written in _TOKEN.findall(unicodedata.normalize("NFC", text.casefold())):
            if not written[0].isalnum():
                opens = True
            elif written not in self._skipped:
                if (written, opens) not in read:
                    read[written, opens] = self._word(written, opens)
                found.append(read[written, opens])
                opens = False
        return found

    def _word(self, written: str, opens: bool) -> _Word:
        plain = without_accents(written)
        bare = _SHORT.get(plain, plain)
        asks = bare in _JOINING and (opens or written != plain)
        return _Word(bare, self._stems.of(bare), asks, written)

    def _pieces(self, words: Sequence[_Word]) -> Iterator[_Piece]:
        place = 0
        while place < len(words):
            piece = self._together(words, place) or self._alone(words, place)
            yield piece
            place += piece.words

    def _together(self, words: Sequence[_Word], place: int) -> _Piece | None:
        """The longest entry of several words that begins here."""
        if place + 1 == len(words):
            return None
        first_two = words[place].stem, words[place + 1].stem
        for stems, piece in self._longer.get(first_two, ()):
            if tuple(word.stem for word in words[place : place + len(stems)]) == stems:
                return piece
        return None

    def _alone(self, words: Sequence[_Word], place: int) -> _Piece:
        word = words[place]
        if word.bare in _JOINING and not word.asks:
            return _Piece(_JOINING[word.bare], _SMALL)
        if word.bare == "de":
            return _OF
        if word.bare == "a":
            follows = words[place + 1].bare if place + 1 < len(words) else ""
            return _Piece("when" if word.written == "al" and is_infinitive(follows) else "", _SMALL)
        return self._known(word) or _learned_or_unknown(word.bare)

    def _known(self, word: _Word) -> _Piece | None:
        """The meaning of one word: as it stands, else by its stem.

        A stem stands for a verb first, which has many forms. A noun has few, and they are found as they stand.
        """
        for form in singulars(word.bare):
            if form in self._exact:
                return self._exact[form]
        for stem in (word.stem, self._stems.of(without_diminutive(word.bare))):
            if piece := self._verbs.get(stem) or self._others.get(stem):
                return piece
        return None


def load_glossary(folder: Path) -> Glossary:
    """Reads the glossary.

    Args:
        folder: `corpus/language`.

    Raises:
        ShippedFileError: The file is missing or malformed, or gives one word two meanings.
    """
    path = folder / _FILE
    groups = read_yaml(path)
    try:
        skipped = groups.pop(_SKIPPED).split()
        groups.pop(_REVIEWER, None)
        return Glossary(groups, skipped)
    except (KeyError, TypeError, AttributeError) as error:
        raise ShippedFileError(f"{path}: malformed: {error}") from None


def _learned_or_unknown(word: str) -> _Piece:
    if word.isdigit():
        return _Piece(word, _SMALL)
    english = cognate(word)
    return _Piece(english or word, _COGNATE if english else "")


def _adjectives_first(pieces: Sequence[_Piece]) -> list[_Piece]:
    """An adjective before its noun: "rodilla hinchada" is a swollen knee."""
    ordered: list[_Piece] = []
    for piece in pieces:
        behind_noun = piece.group == _ADJECTIVES and ordered and ordered[-1].is_noun
        ordered.insert(len(ordered) - bool(behind_noun), piece)
    return ordered


def _nouns_turned(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Nouns that "de" joins the other way round: "ejercicios de hombro" are shoulder exercises."""
    turned: list[_Piece] = []
    first = 0  # where the nouns joined so far begin
    for place, piece in enumerate(pieces):
        if piece is _OF:
            continue
        joined = place >= 2 and pieces[place - 1] is _OF and pieces[place - 2].is_noun
        if not (joined and piece.is_noun):
            first = len(turned)
        turned.insert(first, piece)
    return turned
