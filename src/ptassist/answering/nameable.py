"""Nameable: what a question names and no article mentions, by a name that a therapist has read.

"Does dry needling help my heel?" may be answered with what articles say of the heel; then the answer also says that
they do not mention dry needling. Only what `corpus/language/nameable.yaml` lists is ever named, and only where no
article holds any of its spellings: a wrong "we do not mention it" is worse than none.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from ptassist.answering.reading import above_of, most_promising
from ptassist.answering.retriever import Hit
from ptassist.answering.wording import LANGUAGES, read_yaml
from ptassist.errors import ShippedFileError
from ptassist.index.lexical import terms, words
from ptassist.index.store import Index

_FILE, _REVIEWER = "nameable.yaml", "reviewer"
# Of what clinic-dev's answerable questions name of these, a third stands in no passage that answers; of the rest, 4 %.
_CIRCUMSTANCES = frozenset({"sports and exercises", "people"})
_WORD = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
_JOINING = re.compile(r"[-‐‑]")
# What the plural adds behind an s, and which words only look like one.
_HISSING = ("sse", "xe", "ze", "che", "she")
_NO_PLURAL = ("ss", "us", "is")
_SHORTEST_PLURAL = 4
_LONG_STEM, _ENDINGS = 5, ("", "s", "es", "a", "as", "o", "os", "ed", "er", "ers", "ing", "ar", "e")
# More of a message is not looked through, and more of what is missing is not said.
_MOST_CHARACTERS, MOST_NAMED = 2000, 2

# A word without its plural, and as it is written.
_Word = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """Something that a visitor may name.

    Attributes:
        names: What it is called in an answer, by language.
        spellings: Everything under which it may stand in a question or an article.
        telling: Whether an answer must speak of it; a sport or a toddler may just be how somebody came by a complaint.
    """

    names: Mapping[str, str]
    spellings: tuple[str, ...]
    telling: bool = True

    def is_known(self, knows: Callable[[str], bool]) -> bool:
        """Whether every telling word of any of its spellings is known.

        Args:
            knows: Tells it of a stem.
        """
        return any(
            all(map(knows, stems))
            for spelling in self.spellings
            for language in LANGUAGES
            if (stems := terms(spelling, language))
        )

    def is_in(self, index: Index) -> bool:
        """Whether any article speaks of it, in any form, be it in a title or among its references."""
        if self.is_known(index.lexical.knows):
            return True
        every = index.kept.get(Nameable, lambda: _every_word(index))
        return self.is_known(lambda stem: _begins(every, stem))


class Nameable:
    """The terms; the file is read when the first question needs it.

    Args:
        folder: `corpus/language`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def unsaid(self, text: str, language: str, index: Index) -> tuple[str, ...]:
        """The names of what a question speaks of and no article does, in reading order, at most two.

        Args:
            text: The question, in the visitor's own words.
            language: Its language, and that of the names.
            index: The articles.
        """
        named = self._terms.named_in(text, language)
        unsaid = (term.names[language] for term in named if not term.is_in(index))
        return tuple(islice(unsaid, MOST_NAMED))

    def missing(self, text: str, language: str, index: Index, hits: Sequence[Hit]) -> bool:
        """Whether a question names something telling that none of the best passages speaks of.

        Args:
            text: The question, in the visitor's own words.
            language: Its language.
            index: The articles.
            hits: The found passages.
        """
        named = [term for term in self._terms.named_in(text, language) if term.telling]
        if not named:
            return False
        # The words of one name stand together: shoes here and barefoot there are no barefoot shoes.
        read = [_stems_of(index, hit) for hit in most_promising(hits)]
        return not all(any(term.is_known(one.__contains__) for one in read) for term in named)

    @cached_property
    def _terms(self) -> "FieldTerms":
        return FieldTerms(load_nameable(self._folder))


class FieldTerms:
    """Finds terms in a question.

    Args:
        listed: The terms.
    """

    def __init__(self, listed: Sequence[Term]) -> None:
        self._by_first = {language: _by_first(listed, language) for language in LANGUAGES}

    def named_in(self, text: str, language: str) -> tuple[Term, ...]:
        """The terms that a question names, each once, in reading order; the longest spelling wins.

        Args:
            text: The question.
            language: Its language.
        """
        heard = _heard(text[:_MOST_CHARACTERS], language)
        found: list[Term] = []
        place = 0
        while place < len(heard):
            length, term = self._longest(heard, place, language)
            if term is not None and term not in found:
                found.append(term)
            place += length
        return tuple(found)

    def _longest(
        self, heard: Sequence[_Word], place: int, language: str
    ) -> tuple[int, Term | None]:
        """The longest spelling that begins at a word, and its term; one word of nothing where there is none."""
        for spelled, term in self._by_first[language].get(heard[place][0], ()):
            said = heard[place : place + len(spelled)]
            if len(said) == len(spelled) and all(map(_is_said, spelled, said)):
                return len(spelled), term
        return 1, None


def _stems_of(index: Index, hit: Hit) -> frozenset[str]:
    """The stems of a passage, of the headings above it and of its article's title."""
    article, passage = index.articles[hit.passage.article_id], hit.passage
    above = above_of(article, passage.section)
    text = f"{above} {article.text[passage.start : passage.end]}"
    return index.kept.get((_stems_of, passage.id), lambda: frozenset(terms(text, article.language)))


def _every_word(index: Index) -> list[str]:
    """The words of all articles with their titles and references, in the order of a dictionary."""
    found: set[str] = set()
    for article in index.articles.values():
        found.update(words(article.title), words(article.text))
    return sorted(found)


def _begins(every: Sequence[str], stem: str) -> bool:
    """Whether a word begins with a stem; a short stem must be nearly the whole word ("ski" is no "skin")."""
    if len(stem) < _LONG_STEM:
        return any(_holds(every, stem + ending) for ending in _ENDINGS)
    place = bisect_left(every, stem)
    return place < len(every) and every[place].startswith(stem)


def _holds(every: Sequence[str], word: str) -> bool:
    place = bisect_left(every, word)
    return place < len(every) and every[place] == word


def load_nameable(folder: Path) -> list[Term]:
    """Reads what may be named.

    Args:
        folder: `corpus/language`.

    Raises:
        ShippedFileError: The file is missing, not YAML, or not as its first lines say.
    """
    path = folder / _FILE
    try:
        kinds = {kind: of for kind, of in read_yaml(path).items() if kind != _REVIEWER}
        return [_term(*line, kind=kind) for kind, lines in kinds.items() for line in lines]
    except (TypeError, AttributeError, ValueError) as error:
        raise ShippedFileError(f"{path} is malformed: {error}") from None


def _term(english: str, spanish: str, *others: str, kind: str) -> Term:
    spellings = (english, spanish, *others)
    if not all(isinstance(spelling, str) and words(spelling) for spelling in spellings):
        raise ValueError(f"a spelling of {english!r} is no text")
    names, telling = {"en": english, "es": spanish}, kind not in _CIRCUMSTANCES
    return Term(names, tuple(dict.fromkeys(spellings)), telling)


def _by_first(
    listed: Iterable[Term], language: str
) -> dict[str, list[tuple[Sequence[_Word], Term]]]:
    """The spellings by their first word, the longest first; without the name in the other language."""
    table: dict[str, list[tuple[Sequence[_Word], Term]]] = {}
    for term in listed:
        foreign = {name for code, name in term.names.items() if code != language}
        for spelling in (*set(term.spellings) - foreign, term.names[language]):
            spelled = _heard(spelling, language)
            table.setdefault(spelled[0][0], []).append((spelled, term))
    for spellings in table.values():
        spellings.sort(key=lambda entry: -len(entry[0]))
    return table


def _heard(text: str, language: str) -> list[_Word]:
    """The words of a text without accents and without 's behind; what a hyphen joins is one."""
    plain = _bare(text).replace("’", "'").replace("'s", "")
    written = (_JOINING.sub("", word) for word in _WORD.findall(plain))
    return [(_one(word.casefold(), language), word) for word in written]


def _bare(text: str) -> str:
    """A text without accents."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _one(word: str, language: str) -> str:
    """One of what a word names several of: "statins", "pessaries", "tacones"."""
    if not word.endswith("s") or word.endswith(_NO_PLURAL) or len(word) < _SHORTEST_PLURAL:
        return word
    stem = word[:-1]
    if language == "es":
        return stem[:-1] if stem.endswith("e") and stem[-2] in "lnrdzj" else stem
    if stem.endswith("ie"):
        return stem[:-2] + "y"
    return stem[:-1] if stem.endswith(_HISSING) else stem


def _is_said(spelled: _Word, said: _Word) -> bool:
    """Whether a word is the one of a spelling: an abbreviation in capitals as it stands, another in any form."""
    if spelled[1].isupper() and len(spelled[1]) > 1:
        return spelled[1] == said[1]
    return spelled[0] == said[0]
