"""The pattern language of the triage files.

    numb            the word
    numb*           the word with any usual ending (numbs, numbness, numbing ...)
    (a|b c)         one of these
    [my]            may be missing
    {leg}           one of a group of words that `words.yaml` names
    <100.4-109>     a number between these two
    a .. b          b follows within five words of the same sentence
    a ... b         b follows within ten words of the same sentence
    a ~ b           a and b within five words, in either order
    a ~~ b          a and b within ten words, in either order

Small words that change nothing (my, the, is, really) may stand between any two words of a pattern.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from ptassist.answering.triage.text import Splitter

SHORT_GAP = 5
LONG_GAP = 10
_DIGITS = "0123456789"
_TOKEN = re.compile(
    r"\.\.\.|\.\.|~~|~|[()\[\]|]|\{[^{}]+\}|<[0-9]+(?:\.[0-9]+)?-[0-9]+(?:\.[0-9]+)?>|[^\s()\[\]|~{}<>]+"
)


class PatternError(ValueError):
    """A pattern that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word; with a star, any of its endings."""

    text: str
    star: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two bounds, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to this many words of the same sentence."""

    words: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; `optional` when it may be missing altogether."""

    options: tuple["Node", ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """One after the other."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two things close to one another, in either order."""

    left: "Node"
    right: "Node"
    words: int


Node = Word | Number | Gap | Choice | Chain | Near
_GAPS = {"..": SHORT_GAP, "...": LONG_GAP, "~": SHORT_GAP, "~~": LONG_GAP}


class Grammar:
    """Reads patterns, with the groups of words that they may name."""

    def __init__(
        self,
        groups: Mapping[str, Iterable[str]],
        spellings: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._respelt = Splitter(spellings)
        self._typed = Splitter()
        self._sources = {name: tuple(options) for name, options in groups.items()}
        self._groups: dict[str, Choice] = {}
        self._open: list[str] = []
        self._read: dict[str, list[Node]] = {}

    def parse(self, pattern: str) -> Node:
        """Reads one pattern.

        Raises:
            PatternError: It cannot be read.
        """
        tokens = _TOKEN.findall(pattern.replace("'", ""))
        tokens.reverse()
        node = self._near(tokens)
        if tokens:
            raise PatternError(f"unexpected {tokens[-1]!r} in {pattern!r}")
        return node

    def _near(self, tokens: list[str]) -> Node:
        node = self._chain(tokens)
        while tokens and tokens[-1] in ("~", "~~"):
            words = _GAPS[tokens.pop()]
            node = Near(node, self._chain(tokens), words)
        return node

    def _chain(self, tokens: list[str]) -> Node:
        items: list[Node] = []
        while tokens and tokens[-1] not in ("~", "~~", "|", ")", "]"):
            items.extend(self._item(tokens.pop(), tokens))
        if not items or isinstance(items[0], Gap) or isinstance(items[-1], Gap):
            raise PatternError("a pattern must begin and end with a word")
        return items[0] if len(items) == 1 else Chain(tuple(items))

    def _item(self, token: str, tokens: list[str]) -> list[Node]:
        if token in ("(", "["):
            return [self._choice(tokens, ")" if token == "(" else "]")]
        if token in _GAPS:
            return [Gap(_GAPS[token])]
        if token.startswith("{"):
            return [self._group(token[1:-1].strip())]
        if token.startswith("<"):
            return [_number(token)]
        if token not in self._read:
            self._read[token] = self._words(token)
        return self._read[token]

    def _choice(self, tokens: list[str], closing: str) -> Choice:
        options = [self._near(tokens)]
        while tokens and tokens[-1] == "|":
            tokens.pop()
            options.append(self._near(tokens))
        if not tokens or tokens.pop() != closing:
            raise PatternError(f"{closing!r} is missing")
        return Choice(tuple(options), optional=closing == "]")

    def _group(self, name: str) -> Choice:
        if name in self._open:
            raise PatternError(f"the group {{{name}}} contains itself")
        if name not in self._sources:
            raise PatternError(f"no group of words is called {{{name}}}")
        if name not in self._groups:
            self._open.append(name)
            self._groups[name] = Choice(tuple(self.parse(option) for option in self._sources[name]))
            self._open.pop()
        return self._groups[name]

    def _words(self, token: str) -> list[Node]:
        star = token.endswith("*")
        splitter = self._typed if star else self._respelt
        plain = splitter.split(token.rstrip("*")).plain
        if not plain or not all(word.isalnum() or word[0] in "/%0123456789" for word in plain):
            raise PatternError(f"{token!r} holds no word, or a mark inside it")
        return [_atom(word, star and index == len(plain) - 1) for index, word in enumerate(plain)]


def _number(token: str) -> Number:
    low, high = (float(edge) for edge in token[1:-1].split("-"))
    if low > high:
        raise PatternError(f"{token} is empty: the lower bound comes first")
    return Number(low, high)


def _atom(word: str, star: bool) -> Node:
    return Number(float(word), float(word)) if word[0] in _DIGITS else Word(word, star)


class Denial:
    """Splits patterns by whether they hold a word that denies.

    Args:
        words: The words that deny, such as "no".
    """

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words
        self._holds: dict[int, bool] = {}
        self._kept: list[Node] = []  # keeps the nodes alive whose id is a key

    def split(self, node: Node) -> list[tuple[Node, bool]]:
        """Splits a pattern into the part whose matches hold no such word and the part whose matches all hold one.

        A group such as {numb} holds "numbness" and "no feeling"; only the second brings its own denial.
        """
        if not self._may_hold(node):
            return [(node, False)]
        match node:
            case Choice(options=options, optional=optional):
                parts = [part for option in options for part in self.split(option)]
                return [
                    (Choice(tuple(part for part, _ in kind), optional), held)
                    for held in (False, True)
                    if (kind := [part for part in parts if part[1] is held])
                ]
            case Chain(items=items):
                return [
                    (Chain(tuple(part for part, _ in row)), any(held for _, held in row))
                    for row in product(*(self.split(item) for item in items))
                ]
            case Near(left=left, right=right, words=gap):
                return [
                    (Near(one, other, gap), held or also)
                    for one, held in self.split(left)
                    for other, also in self.split(right)
                ]
            case _:
                return [(node, True)]

    def _may_hold(self, node: Node) -> bool:
        if isinstance(node, Word):
            return node.text in self._words
        if id(node) not in self._holds:
            self._kept.append(node)
            self._holds[id(node)] = any(self._may_hold(part) for part in parts_of(node))
        return self._holds[id(node)]


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a pattern is put together of; nothing for a word, a number or a gap."""
    match node:
        case Choice(options=inner) | Chain(items=inner):
            return inner
        case Near(left=left, right=right):
            return (left, right)
        case _:
            return ()


def atoms_of(nodes: Iterable[Node]) -> list[Word | Number]:
    """The words and numbers that patterns are made of, each once, in the order in which they are met."""
    atoms: dict[Word | Number, None] = {}
    seen: dict[int, Node] = {}  # groups are shared by many patterns
    for node in nodes:
        _gather(node, atoms, seen)
    return list(atoms)


def _gather(node: Node, atoms: dict[Word | Number, None], seen: dict[int, Node]) -> None:
    if isinstance(node, Word | Number):
        atoms[node] = None
    elif id(node) not in seen:
        seen[id(node)] = node
        for part in parts_of(node):
            _gather(part, atoms, seen)
