"""Synonyms: other words for what a question names, so that "pee when I sneeze" finds "stress incontinence".

Nobody reads them: they are searched with, beside the visitor's own words. They are data that a therapist can read and
sign, `corpus/language/synonyms.yaml`; its header says what a line means.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import Stemmer

from ptassist.answering.wording import read_yaml
from ptassist.errors import ShippedFileError
from ptassist.index.lexical import terms, words

_FILE = "synonyms.yaml"
_PAIN_WORDS, _PAIN = "pain words", "pain"
_NO_GROUPS = frozenset({_PAIN_WORDS, "reviewer"})
_GAP = "..."
# How many other words a gap takes, and how many stand between a pain and its place ("pain under my heel").
_MOST_BETWEEN, _NEAR_PAIN = 3, 1
# Small words that stand inside an expression without changing what it names. Not "to": "back to running" is no back.
_SMALL = frozenset(
    "a an the my your his her our their this that i im i'm i've me we you he she they is are was were am be been being"
    " of in at with when while whenever during really very so just bit always left right both".split()
)
# Forms that no ending tells.
_IRREGULAR = {
    "feet": "foot", "teeth": "tooth", "calves": "calf", "gone": "go", "went": "go", "ran": "run", "fell": "fall",
    "fallen": "fall", "gave": "give", "given": "give", "tore": "tear", "torn": "tear", "broke": "break",
    "broken": "break", "wore": "wear", "worn": "wear", "swollen": "swell", "slept": "sleep", "stuck": "stick",
    "felt": "feel", "bent": "bend", "sat": "sit", "stood": "stand", "lay": "lie", "lying": "lie", "woke": "wake",
    "peed": "pee",
}  # fmt: skip
# A word as it is looked up, and how many others may stand between it and the word before.
_Step = tuple[str, int]
# A word of a question: its stem, and in capitals, as an abbreviation is looked up.
_Heard = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Node:
    """What may follow the words so far, and what to search with when they are a whole expression."""

    following: dict[str, dict[int, "_Node"]] = field(default_factory=dict)
    others: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    Attributes:
        expressions: What is looked for in a question.
        others: What is then searched with.
        one_way: Whether `others` only name what the expressions are a sign of.
    """

    expressions: Sequence[str]
    others: Sequence[str]
    one_way: bool


@dataclass(frozen=True, slots=True)
class _Match:
    """An expression that was found: where its words stand, and what to search with, each with whether it is one-way."""

    places: tuple[int, ...]
    others: Mapping[str, bool]


class Synonyms:
    """Finds the expressions that a question holds, and gives what they are also called.

    Args:
        lines: The lines of the table.
        pain_words: What stands for "pain" in an expression, such as "hurts".
    """

    def __init__(self, lines: Iterable[Line], pain_words: Sequence[str]) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._pain = frozenset(self._stemmer.stemWords([*pain_words, _PAIN]))
        self._root = _Node()
        written: set[str] = set()
        for line in lines:
            written.update(*(one.split(f" {_GAP} ") for one in line.expressions), line.others)
            for expression in line.expressions:
                self._learn(expression, dict.fromkeys(line.others, line.one_way))
        self._expressions = frozenset(written)

    @property
    def expressions(self) -> frozenset[str]:
        """Every expression as it is written, such as the words that are spelt right."""
        return self._expressions

    def expansions(
        self, question: str, knows: Callable[[str], bool] | None = None
    ) -> tuple[str, ...]:
        """The other expressions for what a question names, each once: one for each thing that it names, then the rest.

        An expression that lies within longer ones is passed over: "runner's knee" says nothing about knees in general.
        What the question holds already is not given again.

        Args:
            question: In English.
            knows: Whether the articles hold a term, as `Lexical.knows` tells. With it, what means the same is given
                only for an expression with a word that the articles lack: words that they hold find them better alone.
        """
        spoken = _telling(question)
        heard = [(self._stem(word), word.upper()) for word in spoken]
        asked = frozenset(terms(question, "en"))
        found: list[list[str]] = []
        for match in _longest(_matches(self._root, heard)):
            held = knows is not None and _all_known(
                [spoken[place] for place in match.places], knows
            )
            given = [other for other, one_way in match.others.items() if one_way or not held]
            found.append([other for other in given if not frozenset(terms(other, "en")) <= asked])
        once: dict[frozenset[str], str] = {}
        for other in filter(None, chain.from_iterable(zip_longest(*found))):
            once.setdefault(frozenset(terms(other, "en")), other)
        return tuple(once.values())

    def named(
        self, question: str, knows: Callable[[str], bool], said_in: Callable[[str], int]
    ) -> str:
        """The question with what the articles never say put as they say it: "kegels" as "pelvic floor exercises".

        Only where both mean the same and the words of the expression stand side by side.

        Args:
            question: In English.
            knows: Whether the articles hold a term, as `Lexical.knows` tells.
            said_in: How many passages say an expression.
        """
        spoken = _telling(question)
        heard = [(self._stem(word), word.upper()) for word in spoken]
        named = question
        for match in _longest(_matches(self._root, heard)):
            said = [spoken[place] for place in match.places]
            if _all_known(said, knows):
                continue
            same = {other: said_in(other) for other, one_way in match.others.items() if not one_way}
            most = max(same, key=lambda other: same[other], default=None)
            if most is not None and same[most]:
                named = _put(named, said, most)
        return named

    def _learn(self, expression: str, others: Mapping[str, bool]) -> None:
        steps = [step for part in expression.split(_GAP) for step in self._steps(part)]
        self._grow(steps, others)
        *place, last = steps
        if place and last == (_PAIN, 0):
            self._grow([*place, (_PAIN, _NEAR_PAIN)], others)
            self._grow([(_PAIN, 0), (place[0][0], _NEAR_PAIN), *place[1:]], others)

    def _steps(self, part: str) -> list[_Step]:
        """The words of a part as they are looked up: what is in capitals as it stands, the others by their stems."""
        capitals = {word for word in part.split() if len(word) > 1 and word.isupper()}
        spoken = _telling(part)
        if not spoken:
            raise ShippedFileError(f"{_FILE}: {part!r} holds no telling word")
        forms = [word.upper() if word.upper() in capitals else self._stem(word) for word in spoken]
        return [(form, 0 if place else _MOST_BETWEEN) for place, form in enumerate(forms)]

    def _stem(self, word: str) -> str:
        stem = str(self._stemmer.stemWord(_IRREGULAR.get(word, word)))
        return _PAIN if stem in self._pain else stem

    def _grow(self, steps: Sequence[_Step], others: Mapping[str, bool]) -> None:
        node = self._root
        for form, between in steps:
            node = node.following.setdefault(form, {}).setdefault(between, _Node())
        for other, one_way in others.items():
            node.others[other] = one_way or node.others.get(other, False)


def load_synonyms(folder: Path) -> Synonyms:
    """Reads the synonyms.

    Args:
        folder: `corpus/language`.

    Raises:
        ShippedFileError: The file is missing or malformed, or an expression holds no telling word.
    """
    path = folder / _FILE
    groups: Mapping[str, Any] = read_yaml(path)
    try:
        pain_words = _expressions(groups[_PAIN_WORDS])
        listed = [group for name, group in groups.items() if name not in _NO_GROUPS]
        return Synonyms([_line(entry) for group in listed for entry in group], pain_words)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ShippedFileError(f"{path}: malformed: {error}") from None


def _line(entry: Mapping[str, Any]) -> Line:
    if set(entry) == {"same"}:
        same = _expressions(entry["same"])
        if len(same) < 2 or any(_GAP in expression for expression in same):
            raise ValueError(f"expected two or more whole expressions that mean the same: {same}")
        return Line(same, same, one_way=False)
    if set(entry) != {"lay", "means"}:
        raise ValueError(f"expected `same`, or `lay` and `means`: {entry}")
    return Line(_expressions(entry["lay"]), _expressions(entry["means"]), one_way=True)


def _expressions(listed: Any) -> list[str]:
    if not isinstance(listed, list) or not listed or not all(isinstance(e, str) for e in listed):
        raise ValueError(f"expected a list of expressions: {listed!r}")
    return listed


def _telling(text: str) -> list[str]:
    """The words of a text without the small ones."""
    return [word for word in words(text) if word not in _SMALL]


def _put(text: str, said: Sequence[str], other: str) -> str:
    """A text with another expression in the place of words that stand side by side."""
    beside = r"\W+".join(rf"{re.escape(word)}(?:['’]s)?" for word in said)
    return re.sub(rf"\b{beside}\b", lambda _: other, text, count=1, flags=re.IGNORECASE)


def _all_known(spoken: Sequence[str], knows: Callable[[str], bool]) -> bool:
    """Whether the articles hold every word that is searched with."""
    return all(knows(term) for term in terms(" ".join(spoken), "en"))


def _matches(root: _Node, heard: Sequence[_Heard]) -> Iterator[_Match]:
    """Every expression that stands in what was heard."""
    for place, forms in enumerate(heard):
        for form in forms:
            for node in root.following.get(form, {}).values():
                yield from _ends(node, heard, (place,))


def _ends(node: _Node, heard: Sequence[_Heard], places: tuple[int, ...]) -> Iterator[_Match]:
    """The expressions that go on from the words at some places."""
    if node.others:
        yield _Match(places, node.others)
    if not node.following:
        return
    after = places[-1] + 1
    for passed, forms in enumerate(heard[after : after + _MOST_BETWEEN + 1]):
        for form in forms:
            for between, following in node.following.get(form, {}).items():
                if passed <= between:
                    yield from _ends(following, heard, (*places, after + passed))


def _longest(matches: Iterable[_Match]) -> Iterator[_Match]:
    """The matches that are not wholly covered by longer ones."""
    covered: set[int] = set()
    for match in sorted(matches, key=lambda match: -len(match.places)):
        if not covered.issuperset(match.places):
            covered.update(match.places)
            yield match
