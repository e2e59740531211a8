"""Compiler: patterns become short regular expressions over letters, in which every repetition is bounded."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from ptassist.answering.triage.lexicon import PAUSE_LETTER, SENTENCE_LETTER
from ptassist.answering.triage.patterns import Chain, Choice, Gap, Near, Node, Number, Word

Needs = tuple[frozenset[str], ...]

_SHORTEST_RANGE = 3


class Compiler:
    """Turns parsed patterns into regular expressions.

    Args:
        of_atom: The letters that each word or number of a pattern stands for.
        fillers: The letters of small words that may stand between any two words of a pattern.
        barriers: The letters of words that no gap reaches across.
    """

    def __init__(self, of_atom: Mapping[Node, str], fillers: str, barriers: str) -> None:
        self._of_atom = of_atom
        self._fill = f"{_one_of(PAUSE_LETTER + fillers)}{{0,3}}"
        self._any = f"[^{_one_of(SENTENCE_LETTER + barriers)[1:]}"
        self._expressions: dict[int, str] = {}
        self._needs_of: dict[int, list[frozenset[str]]] = {}
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
                return _one_of(self._of_atom[node])
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
        single = "".join(self._of_atom[o] for o in options if isinstance(o, Word | Number))
        parts = [self.expression(o) for o in options if not isinstance(o, Word | Number)]
        parts += [_one_of(single)] if single else []
        return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"

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
        if id(node) not in self._needs_of:
            self._kept.append(node)
            self._needs_of[id(node)] = self._work_out_needs(node)
        return self._needs_of[id(node)]

    def _work_out_needs(self, node: Node) -> list[frozenset[str]]:
        match node:
            case Word() | Number():
                return [frozenset(self._of_atom[node])]
            case Choice(options=options, optional=False):
                needs = [self._needs(option) for option in options]
                return [frozenset().union(*(min(n, key=len) for n in needs))] if all(needs) else []
            case Chain(items=items):
                return [need for item in items for need in self._needs(item)]
            case Near(left=left, right=right):
                return self._needs(left) + self._needs(right)
            case _:
                return []


def options_of(node: Node) -> Iterator[Node]:
    """A pattern that is a choice, taken apart into its options; any other pattern as it is."""
    if isinstance(node, Choice) and not node.optional:
        for option in node.options:
            yield from options_of(option)
    else:
        yield node


def _one_of(letters: Iterable[str]) -> str:
    """A set of letters as an expression; neighbours are written as a range, which is read sooner."""
    codes = sorted({ord(letter) for letter in letters})
    starts = [code for before, code in pairwise([-2, *codes]) if code != before + 1]
    ends = [code for code, after in pairwise([*codes, -2]) if after != code + 1]
    return f"[{''.join(_range(first, last) for first, last in zip(starts, ends, strict=True))}]"


def _range(first: int, last: int) -> str:
    if last - first < _SHORTEST_RANGE - 1:
        return "".join(map(chr, range(first, last + 1)))
    return f"{chr(first)}-{chr(last)}"
