"""Program: the rules compiled, which is all that the engine needs; `compile_program` makes one of the rules read.

Compiling takes most of a second, reading a program a tenth of that. It holds texts, numbers and tables, and no code.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from ptassist.answering.triage.alphabet import Alphabet, corrections_of
from ptassist.answering.triage.cards import CardTexts, Level, Numbers
from ptassist.answering.triage.compiler import Compiler, Needs, options_of
from ptassist.answering.triage.lexicon import FIRST_LETTER, WordTable
from ptassist.answering.triage.patterns import Denial, Grammar, Node, Number, Word
from ptassist.answering.triage.rules import Rules, Situation
from ptassist.answering.triage.search import ALWAYS, Rows, SearchTables, packed


class Target(msgspec.Struct, frozen=True, array_like=True):
    """What a pattern looks for.

    Attributes:
        name: The number of a cue, a sign or the keyword of a situation.
        negator_inside: Whether a "no" or "not" is part of it ("not breathing").
        past_counts: Whether it counts although it is past.
    """

    name: int
    negator_inside: bool = False
    past_counts: bool = False


class Firing(msgspec.Struct, frozen=True, array_like=True):
    """A combination: one sign of each part of `needed`, none of `barred`."""

    situation: int
    level: Level
    card: str
    declines: str | None
    needed: tuple[tuple[int, ...], ...]
    barred: tuple[int, ...]


class Topic(msgspec.Struct, frozen=True, array_like=True):
    """A situation, as far as the engine needs it.

    Attributes:
        rule: Its file name without the suffix.
        level: How urgent it is.
        always: Whether it counts as much when it is only asked about.
        keyword: The number of its keyword.
    """

    rule: str
    level: Level
    always: bool
    keyword: int


class Program(msgspec.Struct, frozen=True, array_like=True):
    """The rules, compiled.

    Attributes:
        spellings: One word as people type it, to the words that it stands for.
        joined: Two words, and the one that they are the same as.
        words: The words of the lexicon, with their letters.
        bounds: The numbers that patterns name as bounds.
        corrections: A word with one letter left out, to the word that may be meant.
        shapes: First letter and length of words that may be misspelt.
        cues: The names of the cues, which are the first numbers; the signs and keywords follow.
        names: How many cues, signs and keywords there are.
        targets: What patterns look for.
        tables: The patterns.
        firings: The combinations, in the order of the files.
        topics: The situations.
        cards: The cards of each language.
        regions: The help lines of each region.
        reviewed: Whether a therapist has signed every file as it stands.
        digest: The SHA-256 over all rule files.
    """

    spellings: dict[str, tuple[str, ...]]
    joined: tuple[tuple[str, str, str], ...]
    words: WordTable
    bounds: list[float]
    corrections: dict[str, str]
    shapes: tuple[tuple[str, int], ...]
    cues: tuple[str, ...]
    names: int
    targets: tuple[Target, ...]
    tables: SearchTables
    firings: tuple[Firing, ...]
    topics: tuple[Topic, ...]
    cards: dict[str, CardTexts]
    regions: dict[str, Numbers]
    reviewed: bool
    digest: str


def compile_program(rules: Rules) -> Program:
    """Compiles the rules."""
    numbers = {name: number for number, name in enumerate(_names(rules))}
    aims = list(_aims(rules, numbers))
    targets = {target: number for number, target in enumerate(dict.fromkeys(t for t, _ in aims))}
    patterns = [(targets[target], node) for target, node in aims]
    words = rules.words
    others = Grammar({}).parse(" ".join([*words.fillers, *words.barriers, *words.misspelt]))
    nodes = [*(node for _, node in patterns), others]
    alphabet = Alphabet.of(nodes, words.common, words.never)
    compiler = Compiler(
        alphabet.of_atom,
        fillers=alphabet.letters_of(words.fillers),
        barriers=alphabet.letters_of(words.barriers),
    )
    known = chain.from_iterable(alphabet.words)
    corrections, shapes = corrections_of(words.misspelt, known)
    return Program(
        spellings=dict(words.spellings),
        joined=tuple((*pair, one) for pair, one in words.joined.items()),
        words=WordTable.of(alphabet.words),
        bounds=alphabet.bounds,
        corrections=corrections,
        shapes=tuple(shapes),
        cues=tuple(rules.cues),
        names=len(numbers),
        targets=tuple(targets),
        tables=search_tables(patterns, alphabet, compiler),
        firings=tuple(_firings(rules.situations, numbers)),
        topics=tuple(
            Topic(s.rule, s.level, s.always, numbers[_keyword(s)]) for s in rules.situations
        ),
        cards=dict(rules.cards),
        regions=dict(rules.regions),
        reviewed=rules.reviewed,
        digest=_digest(rules),
    )


def _names(rules: Rules) -> Iterator[str]:
    """Cues, signs and keywords, each told apart from the others by a mark that no name holds."""
    yield from (_cue(name) for name in rules.cues)
    yield from (sign.name for sign in rules.signs)
    yield from map(_keyword, rules.situations)


def _cue(name: str) -> str:
    return f"(cue) {name}"


def _keyword(situation: Situation) -> str:
    return f"(named) {situation.rule}"


def _aims(rules: Rules, numbers: Mapping[str, int]) -> Iterator[tuple[Target, Node]]:
    """Each pattern with what it looks for."""
    for name, nodes in rules.cues.items():
        for node in nodes:
            yield Target(numbers[_cue(name)]), node
    denial = Denial(rules.words.negators)
    for sign in rules.signs:
        for node in sign.patterns:
            for part, inside in denial.split(node):
                yield Target(numbers[sign.name], inside, sign.past_counts), part
    for situation in rules.situations:
        for node in situation.keywords:
            yield Target(numbers[_keyword(situation)]), node


def _firings(situations: Iterable[Situation], numbers: Mapping[str, int]) -> Iterator[Firing]:
    for place, situation in enumerate(situations):
        for combination in situation.combinations:
            yield Firing(
                situation=place,
                level=combination.level,
                card=combination.card,
                declines=combination.declines,
                needed=tuple(tuple(numbers[name] for name in p) for p in combination.needed),
                barred=tuple(numbers[name] for name in combination.barred),
            )


def _digest(rules: Rules) -> str:
    listing = "".join(f"{name} {digest}\n" for name, digest in sorted(rules.digests.items()))
    return hashlib.sha256(listing.encode()).hexdigest()


def search_tables(
    patterns: Iterable[tuple[int, Node]], alphabet: Alphabet, compiler: Compiler
) -> SearchTables:
    """The tables that patterns are searched with.

    A pattern that is a choice is taken apart: its single words are looked up, each longer option is searched by itself.

    Args:
        patterns: Each pattern with the number of its target.
        alphabet: The letters, given to the same patterns.
        compiler: What turns a pattern into a regular expression.
    """
    single: list[dict[int, None]] = [{} for _ in range(alphabet.count + 1)]
    longer: dict[tuple[int, str], Needs] = {}
    for target, pattern in patterns:
        for option in options_of(pattern):
            if isinstance(option, Word | Number):
                for letter in alphabet.of_atom[option]:
                    single[_place(letter)][target] = None
            elif needs := compiler.needs(option):
                longer[target, compiler.expression(option)] = needs
    first, meets, others = _filed(list(longer.values()), alphabet)
    return SearchTables(
        single=Rows.of(single),
        first=first,
        meets=meets,
        others=others,
        expressions=tuple(expression for _, expression in longer),
        aims=packed([target for target, _ in longer]),
    )


def _filed(patterns: list[Needs], alphabet: Alphabet) -> tuple[Rows, Rows, tuple[bytes, ...]]:
    """Files each pattern under the letters of its rarest need, with the others in columns, rarest first."""
    commonness = {n: alphabet.commonness(n) for n in {need for row in patterns for need in row}}
    rows = [sorted(needs, key=commonness.__getitem__) for needs in patterns]
    counted = Counter(need for row in rows for need in row[1:])
    numbers = {need: number for number, need in enumerate(counted, ALWAYS + 1)}
    first: list[list[int]] = [[] for _ in range(alphabet.count + 1)]
    meets: list[list[int]] = [[] for _ in range(alphabet.count + 1)]
    for pattern, row in enumerate(rows):
        for letter in row[0]:
            first[_place(letter)].append(pattern)
    for need, number in numbers.items():
        for letter in need:
            meets[_place(letter)].append(number)
    width = max((len(row) for row in rows), default=1) - 1
    filled = [[*(numbers[n] for n in row[1:]), *(width + 1 - len(row)) * [ALWAYS]] for row in rows]
    columns = tuple(packed(column) for column in zip(*filled, strict=True))
    return Rows.of(first), Rows.of(meets), columns


def _place(letter: str) -> int:
    return ord(letter) - FIRST_LETTER
