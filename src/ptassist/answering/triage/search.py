"""Finding patterns in a text, in time linear in its length.

Each pattern becomes a short regular expression over the letters of the lexicon, in which every repetition is bounded
and none is nested. Patterns stay inside a sentence, so each sentence is searched by itself, and a pattern is tried
only when a letter of each of its parts stands in it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ptassist.answering.triage.lexicon import PAUSE_LETTER, SENTENCE_LETTER, Lexicon
from ptassist.answering.triage.patterns import Chain, Choice, Gap, Near, Node, Number, Word

_MAX_HITS = 40
_PIECE = 96  # words of a run-on sentence searched at once; no pattern spans more than the overlap
_OVERLAP = 48

Spans = list[tuple[int, int]]
Needs = tuple[frozenset[str], ...]


class Searcher:
    """Finds many patterns at once.

    A pattern that is a choice is taken apart: its single words are looked up, each longer option is searched by itself.

    Args:
        patterns: The patterns; a find names them by their place in this row.
        lexicon: The letters, built of the same patterns.
        compiler: What turns a pattern into a regular expression.
    """

    def __init__(self, patterns: Sequence[Node], lexicon: Lexicon, compiler: "Compiler") -> None:
        self._compiler = compiler
        self._single: dict[str, tuple[int, ...]] = {}
        self._bits_of_letter: dict[str, int] = {}
        self._first_tried: dict[str, list[tuple[int, _Longer]]] = {}
        longer: list[tuple[_Longer, Needs]] = []
        for number, pattern in enumerate(patterns):
            for option in _options(pattern):
                if isinstance(option, Word | Number):
                    for letter in lexicon.of_atom[option]:
                        self._single[letter] = (*self._single.get(letter, ()), number)
                else:
                    longer.append((_Longer(number, option), compiler.needs(option)))
        self._give_bits(longer, lexicon)

    def _give_bits(self, longer: list[tuple["_Longer", "Needs"]], lexicon: Lexicon) -> None:
        """Turns what each pattern needs into bits, and files it under its rarest need.

        What most patterns need gets the lowest bits: short numbers are compared fastest.
        """
        counted = Counter(need for _, needs in longer for need in needs)
        bit_of_need = {need: 1 << place for place, (need, _) in enumerate(counted.most_common())}
        for need, bit in bit_of_need.items():
            for letter in need:
                self._bits_of_letter[letter] = self._bits_of_letter.get(letter, 0) | bit
        commonness = {need: lexicon.commonness(need) for need in bit_of_need}
        for pattern, needs in longer:
            rarest = min(needs, key=commonness.__getitem__, default=frozenset[str]())
            others = sum(bit_of_need[need] for need in needs if need != rarest)
            for letter in rarest:
                self._first_tried.setdefault(letter, []).append((others, pattern))

    def search(self, letters: str) -> Iterator[tuple[int, Spans]]:
        """Finds every pattern in encoded text.

        Yields:
            A pattern's number, and where it stands: the first word, and the word after the last.
        """
        spans_of: dict[str, Spans] = {}
        for place, letter in enumerate(letters):
            if letter in self._single:
                spans_of.setdefault(letter, []).append((place, place + 1))
        for letter, spans in spans_of.items():
            for number in self._single[letter]:
                yield number, spans
        for start, part in sentences(letters):
            for longer in self._worth_trying(part):
                if spans := self._find(longer, part):
                    yield longer.number, [(start + first, start + end) for first, end in spans]

    def _worth_trying(self, part: str) -> list["_Longer"]:
        present = 0
        tried: list[tuple[int, _Longer]] = []
        for letter in self._bits_of_letter.keys() & set(part):
            present |= self._bits_of_letter[letter]
            tried.extend(self._first_tried.get(letter, ()))
        # A pattern stands in the row once for each letter of its rarest need; one try is enough.
        return list(dict.fromkeys([found for others, found in tried if others & present == others]))

    def _find(self, longer: "_Longer", letters: str) -> Spans:
        """Where one pattern stands; matches may overlap, so that a denied one does not hide the next."""
        if longer.compiled is None:
            longer.compiled = re.compile(self._compiler.expression(longer.node))
        search = longer.compiled.search
        found: Spans = []
        match = search(letters)
        while match and len(found) < _MAX_HITS:
            found.append(match.span())
            match = search(letters, match.start() + 1)
        return found


class _Longer:
    """A pattern of more than one word, or one option of a pattern that is a choice."""

    __slots__ = ("compiled", "node", "number")

    def __init__(self, number: int, node: Node) -> None:
        self.number = number
        self.node = node
        self.compiled: re.Pattern[str] | None = None


def _options(node: Node) -> Iterator[Node]:
    if isinstance(node, Choice) and not node.optional:
        for option in node.options:
            yield from _options(option)
    else:
        yield node


def sentences(letters: str) -> Iterator[tuple[int, str]]:
    """Cuts encoded text into its sentences, and very long ones into overlapping pieces.

    Yields:
        Where the piece begins, and the piece.
    """
    start = 0
    for sentence in letters.split(SENTENCE_LETTER):
        for first in range(0, max(1, len(sentence) - _OVERLAP), _PIECE - _OVERLAP):
            yield start + first, sentence[first : first + _PIECE]
        start += len(sentence) + 1


class Compiler:
    """Turns parsed patterns into regular expressions over the letters of a lexicon."""

    def __init__(self, lexicon: Lexicon, fillers: Iterable[str], barriers: Iterable[str]) -> None:
        self._lexicon = lexicon
        small = "".join(lexicon.letters.get(word, "") for word in fillers)
        walls = "".join(lexicon.letters.get(word, "") for word in barriers)
        self._fill = f"[{PAUSE_LETTER}{small}]{{0,3}}"
        self._any = f"[^{SENTENCE_LETTER}{walls}]"
        self._expressions: dict[int, str] = {}
        self._kept: list[Node] = []  # keeps the nodes alive whose id is a key

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
        return (
            parts[0]
            if len(parts) == 1
            else f"(?:{'|'.join(longer + parts[: len(parts) - len(longer)])})"
        )

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

    def needs(self, node: Node) -> Needs:
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
