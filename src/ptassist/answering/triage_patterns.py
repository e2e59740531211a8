"""The pattern language of the triage files, and how patterns are found in a text in linear time.

    numb            the word
    numb*           the word with any usual ending (numbs, numbness, numbing ...)
    (a|b c)         one of these
    [my]            may be missing
    {leg}           one of a group of words that `words.yaml` names
    <100.4-109>     a number between these two
    a .. b          b follows within four words of the same sentence
    a ... b         b follows within nine words of the same sentence
    a ~ b           a and b within four words, in either order
    a ~~ b          a and b within nine words, in either order

Small words that change nothing (my, the, is, really) may stand between any two words of a pattern.

Each word of a text becomes one letter, the same for all words that no pattern tells apart. A pattern becomes a short
regular expression over these letters. Every repetition in it is bounded and none is nested, so that the time is linear
in the length of the text, and a pattern is tried only when a letter of each of its parts stands in the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ptassist.answering.triage_text import PAUSE, SENTENCE_END, split_words

SHORT_GAP = 4
LONG_GAP = 9
_MAX_HITS = 40
_PIECE = 96  # words searched at once; no pattern spans more than the overlap
_OVERLAP = 48
_LETTERS_FROM = 0x3400
_UNKNOWN = "\u0101"
_SENTENCE_LETTER = "\u0102"
_PAUSE_LETTER = "\u0103"
_ENDINGS = (
    "", "s", "es", "ed", "d", "ing", "ings", "ness", "y", "ly", "er", "ers", "en", "ened", "ening", "ish", "ier",
    "iness", "ful", "t", "a", "o", "as", "os", "e", "an", "ando", "iendo", "ado", "ada", "ados", "adas", "ido", "ida", "idos",
    "idas", "ar", "ir", "amos", "aba", "io", "ion", "iones", "imiento", "on", "aron", "ieron", "emos",
)  # fmt: skip
_DIGITS = "0123456789"
_DOUBLING = ("ing", "ed", "er", "y")
_TOKEN = re.compile(r"\.\.\.|\.\.|~~|~|[()\[\]|]|\{[^{}]+\}|<[\d.]+-[\d.]+>|[^\s()\[\]|~{}<>]+")


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
        self._spellings = spellings or {}
        self._sources = {name: tuple(options) for name, options in groups.items()}
        self._groups: dict[str, Choice] = {}
        self._open: list[str] = []

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
            low, high = token[1:-1].split("-")
            return [Number(float(low), float(high))]
        return self._words(token)

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
        plain = split_words(token.rstrip("*"), None if star else self._spellings).plain
        if not plain:
            raise PatternError(f"{token!r} holds no word")
        return [_atom(word, star and index == len(plain) - 1) for index, word in enumerate(plain)]


def _atom(word: str, star: bool) -> Node:
    return Number(float(word), float(word)) if word[0] in _DIGITS else Word(word, star)


@dataclass(slots=True)
class Lexicon:
    """The letters: which letter stands for which word, given all the patterns that must tell words apart."""

    letters: dict[str, str] = field(default_factory=dict)
    of_atom: dict[Node, str] = field(default_factory=dict)
    bounds: list[float] = field(default_factory=list)
    number_letters: list[str] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()

    @classmethod
    def build(
        cls, nodes: Iterable[Node], targets: Iterable[str] = (), common: Iterable[str] = ()
    ) -> "Lexicon":
        """Gives a letter to every set of words that no pattern tells apart.

        Args:
            nodes: Every pattern that will be searched.
            targets: Words that are also recognised with one letter missing, added, changed or swapped.
            common: Words that nearly every text holds.
        """
        atoms = dict.fromkeys(atom for node in nodes for atom in _atoms(node))
        lexicon = cls()
        lexicon._give_letters_to_words([atom for atom in atoms if isinstance(atom, Word)])
        lexicon._give_letters_to_numbers([atom for atom in atoms if isinstance(atom, Number)])
        lexicon.common = frozenset(lexicon.letters.get(word, _UNKNOWN) for word in common)
        for word in targets:
            for damaged in _damages(word):
                if damaged not in lexicon.letters:
                    lexicon.corrections.setdefault(damaged, word)
        return lexicon

    def commonness(self, letters: frozenset[str]) -> int:
        """How often a set of letters is met in any text, roughly: small words weigh most."""
        return sum(1000 if letter in self.common else 1 for letter in letters)

    def encode(self, words: Iterable[str]) -> str:
        """Turns plain words into letters."""
        return "".join(map(self._letter, words))

    def _give_letters_to_words(self, atoms: list[Word]) -> None:
        atoms_of_word: dict[str, list[Word]] = {}
        for atom in atoms:
            for form in _forms(atom):
                atoms_of_word.setdefault(form, []).append(atom)
        letter_of: dict[tuple[Word, ...], str] = {}
        for word, its_atoms in atoms_of_word.items():
            key = tuple(dict.fromkeys(its_atoms))
            letter = letter_of.setdefault(key, chr(_LETTERS_FROM + len(letter_of)))
            self.letters[word] = letter
        for key, letter in letter_of.items():
            for atom in key:
                self.of_atom[atom] = self.of_atom.get(atom, "") + letter

    def _give_letters_to_numbers(self, atoms: list[Number]) -> None:
        first = _LETTERS_FROM + len(set(self.letters.values())) + 1
        self.bounds = sorted({edge for atom in atoms for edge in (atom.low, atom.high)})
        # One letter for each bound and one for each space between two bounds: bounds are included.
        self.number_letters = [chr(first + place) for place in range(2 * len(self.bounds) + 1)]
        for atom in atoms:
            low, high = self._place(atom.low), self._place(atom.high)
            self.of_atom[atom] = "".join(self.number_letters[low : high + 1])

    def _place(self, value: float) -> int:
        below = sum(edge < value for edge in self.bounds)
        return 2 * below + (1 if value in self.bounds else 0)

    def _letter(self, word: str) -> str:
        if letter := self.letters.get(word):
            return letter
        if word == SENTENCE_END:
            return _SENTENCE_LETTER
        if word == PAUSE:
            return _PAUSE_LETTER
        if word[0] in _DIGITS:
            return self.number_letters[self._place(float(word))]
        return self._letter_of_misspelt(word)

    def _letter_of_misspelt(self, word: str) -> str:
        single = re.sub(r"([a-z])\1", r"\1", word)
        if single != word and single in self.letters:
            return self.letters[single]
        for damaged in _damages(word) if self.corrections and len(word) > 5 else ():
            if target := self.corrections.get(damaged):
                return self.letters.get(target, _UNKNOWN)
        return _UNKNOWN


def _forms(atom: Word) -> Iterable[str]:
    """The word, or with a star its forms: numb, numbness ...; drop, dropped, dropping."""
    if not atom.star:
        return (atom.text,)
    doubled = atom.text + atom.text[-1]
    return [*(atom.text + ending for ending in _ENDINGS), *(doubled + end for end in _DOUBLING)]


def _damages(word: str) -> list[str]:
    """The word, and it with one letter left out (the first letter stays): two words that share one are one slip apart."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))]


def _atoms(node: Node) -> Iterable[Word | Number]:
    match node:
        case Word() | Number():
            yield node
        case Choice(options=inner) | Chain(items=inner):
            for part in inner:
                yield from _atoms(part)
        case Near(left=left, right=right):
            yield from _atoms(left)
            yield from _atoms(right)


def sentences(letters: str) -> Iterator[tuple[int, str]]:
    """Cuts encoded text into its sentences, and very long ones into overlapping pieces.

    Yields:
        Where the piece begins, and the piece.
    """
    start = 0
    for sentence in letters.split(_SENTENCE_LETTER):
        for first in range(0, max(1, len(sentence) - _OVERLAP), _PIECE - _OVERLAP):
            yield start + first, sentence[first : first + _PIECE]
        start += len(sentence) + 1


class Matcher:
    """Finds one pattern in encoded text; compiled when it is first tried."""

    __slots__ = ("_compiled", "_compiler", "needs", "node")

    def __init__(self, node: Node, compiler: "Compiler") -> None:
        self.node = node
        self.needs = compiler.needs(node)
        self._compiler = compiler
        self._compiled: re.Pattern[str] | None = None

    def find(self, letters: str) -> list[tuple[int, int]]:
        """Returns where the pattern stands, as first word and the word after the last; matches may overlap."""
        if self._compiled is None:
            self._compiled = re.compile(self._compiler.expression(self.node))
        found: list[tuple[int, int]] = []
        match = self._compiled.search(letters)
        while match and len(found) < _MAX_HITS:
            found.append(match.span())
            match = self._compiled.search(letters, match.start() + 1)
        return found


class Compiler:
    """Turns parsed patterns into regular expressions over the letters of a lexicon."""

    def __init__(self, lexicon: Lexicon, fillers: Iterable[str], barriers: Iterable[str]) -> None:
        self._lexicon = lexicon
        small = "".join(lexicon.letters.get(word, "") for word in fillers)
        walls = "".join(lexicon.letters.get(word, "") for word in barriers)
        self._fill = f"[{_PAUSE_LETTER}{small}]{{0,3}}"
        self._any = f"[^{_SENTENCE_LETTER}{walls}]"
        self._expressions: dict[int, str] = {}
        self._kept: list[Node] = []  # keeps the nodes alive whose id is a key

    def matcher(self, node: Node) -> Matcher:
        """Makes the matcher of one pattern."""
        return Matcher(node, self)

    def expression(self, node: Node) -> str:
        """The regular expression of a node."""
        if id(node) not in self._expressions:
            self._kept.append(node)
            self._expressions[id(node)] = self._expression(node)
        return self._expressions[id(node)]

    def _expression(self, node: Node) -> str:
        match node:
            case Word() | Number():
                return f"[{self._lexicon.of_atom[node]}]"
            case Gap(words=words):
                return f"{self._any}{{0,{words}}}?"
            case Choice(options=options):
                return self._choice(options)
            case Chain(items=items):
                return self._chain(items)
            case Near(left=left, right=right, words=words):
                one, other = self.expression(left), self.expression(right)
                between = f"{self._any}{{0,{words}}}?"
                return f"(?:{one}{between}{other}|{other}{between}{one})"

    def _choice(self, options: tuple[Node, ...]) -> str:
        single = "".join(self._lexicon.of_atom[o] for o in options if isinstance(o, Word | Number))
        longer = [self.expression(o) for o in options if not isinstance(o, Word | Number)]
        parts = ([f"[{single}]"] if single else []) + longer
        return parts[0] if len(parts) == 1 else f"(?:{'|'.join(longer + parts[: len(parts) - len(longer)])})"

    def _chain(self, items: tuple[Node, ...]) -> str:
        text = ""
        fill_next = False
        for item in items:
            if isinstance(item, Gap):
                text, fill_next = text + self.expression(item), False
                continue
            lead = self._fill if fill_next else ""
            if isinstance(item, Choice) and item.optional:
                text += f"(?:{lead}{self.expression(item)})?"
            else:
                text += lead + self.expression(item)
            fill_next = True
        return text

    def needs(self, node: Node) -> tuple[frozenset[str], ...]:
        """What a text must hold for this node to match: a letter of each of these sets."""
        return tuple(dict.fromkeys(self._needs(node)))

    def _needs(self, node: Node) -> list[frozenset[str]]:
        match node:
            case Word() | Number():
                return [frozenset(self._lexicon.of_atom[node])]
            case Choice(options=options, optional=False):
                needs = [self._needs(option) for option in options]
                return [frozenset().union(*(min(n, key=len) for n in needs))] if all(needs) else []
            case Chain(items=items):
                return [need for item in items for need in self._needs(item)]
            case Near(left=left, right=right):
                return self._needs(left) + self._needs(right)
            case _:
                return []
