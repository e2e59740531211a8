"""Red flags first: the level of a visitor's words and the card that goes with it, before any retrieval.

Deterministic and without memory: the same turns give the same level, which is the highest of all turns. What a
situation looks like stands in `corpus/triage`; this file only looks for it.
"""

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np

from ptassist.answering.triage.alphabet import lexicon_of
from ptassist.answering.triage.cards import Card, CardTexts, Level, Numbers
from ptassist.answering.triage.combinations import Combinations
from ptassist.answering.triage.context import Context, Status, read_context
from ptassist.answering.triage.kept import load_program
from ptassist.answering.triage.lexicon import PAUSE_LETTER, SENTENCE_LETTER
from ptassist.answering.triage.program import Firing, Program, Topic
from ptassist.answering.triage.rules import RuleReader, Rules
from ptassist.answering.triage.search import Look, Mask, Searcher, Span, places_of
from ptassist.answering.triage.text import Splitter, Words

_WINDOW = 6  # signs are gathered over this many turns: they arrive in pieces
_OTHER_REGION = "other"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired.

    Attributes:
        rule: The situation's file name without its suffix.
        level: How urgent the situation is.
        words: The visitor's words that it fired on.
        compact: Whether it was only named or asked about.
    """

    rule: str
    level: Level
    words: tuple[str, ...]
    compact: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """What triage makes of a visitor's turns.

    Attributes:
        level: The highest level of all turns.
        card: The card to show; None only for the level NONE.
        findings: The rules that fired, the most urgent first.
        compact: A situation was only named: a small card stands above the answer.
        declines: What the last turn asks that no tool may answer, such as "dose"; None when nothing.
    """

    level: Level
    card: Card | None
    findings: tuple[Finding, ...]
    compact: bool
    declines: str | None = None


@dataclass(frozen=True, slots=True)
class _Sighting:
    """A sign in a turn: how it is meant, and where its words stand."""

    status: Status
    turn: Words
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.turn.shown(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn, after a first look.

    Attributes:
        words: Its words.
        look: What may be found in it.
        possible: For each sign, whether it may be there.
    """

    words: Words
    look: Look
    possible: Mask


@dataclass(frozen=True, slots=True)
class _Fired:
    """A rule that fired, before its words are looked up."""

    rule: str
    level: Level
    compact: bool
    card: str
    declines: str | None
    sightings: tuple[_Sighting, ...]

    @property
    def finding(self) -> Finding:
        words = tuple(dict.fromkeys(sighting.words for sighting in self.sightings))
        return Finding(self.rule, self.level, words, self.compact)


_Sightings = dict[int, _Sighting]


class Triage:
    """Assesses what visitors write.

    Attributes:
        reviewed: Whether a therapist has signed every file as it stands.
        digest: The SHA-256 over all rule files.
        numbers: The region's help lines.

    Args:
        program: The rules, compiled.
        region: The region whose help lines the cards show.
        read_rules: Reads the rules themselves, for those who print or test them.
    """

    def __init__(self, program: Program, region: str, read_rules: Callable[[], Rules]) -> None:
        self._program = program
        self._read_rules = read_rules
        self.reviewed = program.reviewed
        self.digest = program.digest
        self.numbers: Numbers = program.regions.get(region, program.regions[_OTHER_REGION])
        joined = {(one, other): word for one, other, word in program.joined}
        self._splitter = Splitter(program.spellings, joined)
        self._lexicon = lexicon_of(
            program.words,
            program.bounds,
            program.corrections,
            program.shapes,
        )
        self._searcher = Searcher(program.tables)
        self._name_of = np.array([target.name for target in program.targets], dtype=np.int32)
        self._targets = [(t.name, t.negator_inside, t.past_counts) for t in program.targets]
        self._is_cue = self._name_of < len(program.cues)
        self._keywords = np.zeros(program.names, dtype=np.bool_)
        self._keywords[[topic.keyword for topic in program.topics]] = True
        self._combinations = Combinations(
            [firing.needed for firing in program.firings],
            [firing.barred for firing in program.firings],
            program.names,
        )

    @cached_property
    def rules(self) -> Rules:
        """The rules as their files state them, read when first asked for.

        Raises:
            ShippedFileError: A file is missing or malformed.
        """
        return self._read_rules()

    def assess(self, turns: Sequence[str], language: str = "en") -> Assessment:
        """Works out the level of a conversation, anew from all of the visitor's turns.

        Args:
            turns: What the visitor wrote, oldest first.
            language: The language of the cards, such as "en" or "es".
        """
        seen = self._seen([self._turn(turn) for turn in turns])
        fired: dict[str, _Fired] = {}
        declines: str | None = None
        for end in range(1, len(seen) + 1):
            for window, sightings in enumerate(_windows(seen[max(0, end - _WINDOW) : end])):
                for found in self._fire(sightings):
                    _keep_higher(fired, found)
                    if window == 0 and end == len(seen):
                        declines = declines or found.declines
        ranked = sorted(fired.values(), key=_urgency, reverse=True)
        return self._assessment(ranked, language, declines)

    def _turn(self, text: str) -> _Turn:
        words = self._splitter.split(text)
        look = self._searcher.look(self._lexicon.encode(words.plain))
        possible = np.zeros(self._program.names, dtype=np.bool_)
        possible[self._name_of[look.single_targets]] = True
        possible[self._name_of[look.aims]] = True
        return _Turn(words, look, possible)

    def _seen(self, turns: list[_Turn]) -> list[list[_Sightings]]:
        """What the parts of each turn say, as far as something may fire on it in this conversation."""
        if not turns:
            return []
        possible = np.logical_or.reduce([turn.possible for turn in turns])
        wanted = self._combinations.wanted(possible) | (possible & self._keywords)
        return [self._sightings(turn, wanted) for turn in turns]

    def _sightings(self, turn: _Turn, wanted: Mask) -> list[_Sightings]:
        """What each sentence of a turn says, and each clause of a sentence."""
        if not (turn.possible & wanted).any():
            return []
        context, parts = self._context(turn), _Parts(turn.look.letters)
        for target, spans in self._searcher.find(turn.look, wanted[self._name_of]):
            name, inside, past_counts = self._targets[target]
            for start, end in spans:
                if status := context.status(start, end, inside, past_counts):
                    parts.note(name, _Sighting(status, turn.words, start, end))
        return parts.sightings

    def _context(self, turn: _Turn) -> Context:
        cues: dict[str, list[tuple[int, int]]] = {name: [] for name in self._program.cues}
        for target, spans in self._searcher.find(turn.look, self._is_cue):
            cues[self._program.cues[self._targets[target][0]]].extend(spans)
        letters = turn.look.letters
        ends, pauses = places_of(SENTENCE_LETTER, letters), places_of(PAUSE_LETTER, letters)
        return read_context(len(letters), ends, pauses, cues)

    def _fire(self, seen: _Sightings) -> Iterator[_Fired]:
        if not seen:
            return
        present = np.zeros(self._program.names, dtype=np.bool_)
        present[list(seen)] = True
        for number in self._combinations.firing(present):
            firing = self._program.firings[number]
            if found := _fired(firing, self._program.topics[firing.situation], seen):
                yield found
        for topic in self._program.topics:
            if topic.keyword in seen:
                yield _Fired(topic.rule, topic.level, True, "", None, (seen[topic.keyword],))

    def _assessment(self, ranked: list[_Fired], language: str, declines: str | None) -> Assessment:
        findings = tuple(found.finding for found in ranked)
        level = max((f.level for f in findings if not f.compact), default=Level.NONE)
        compact = any(f.compact for f in findings) and level <= Level.CLINICIAN_FIRST
        known = language in self._program.cards
        if compact or not known:
            level = max(level, Level.CLINICIAN_FIRST)
        texts = self._program.cards[language if known else "en"]
        name = _card_name(ranked, level, compact=compact) if known else "numbers"
        card = texts.card(name, self.numbers) if level else None
        compact = compact or (not known and level < Level.SAFETY)
        return Assessment(level, card, findings, compact, declines)

    def card_texts(self, language: str) -> CardTexts:
        """The cards of a language, or English ones where it has none."""
        return self._program.cards.get(language, self._program.cards["en"])


def load_triage(folder: Path, region: str = "US", cache: Path | None = None) -> Triage:
    """Loads the triage rules of a folder.

    Args:
        folder: The folder, such as `shipped("corpus/triage")`.
        region: The region whose help lines the cards show.
        cache: Where the compiled rules are kept from start to start; None keeps nothing.

    Raises:
        ShippedFileError: A file is missing or malformed; the message names path and line.
    """
    return Triage(load_program(folder, cache), region, RuleReader(folder).read)


class _Parts:
    """The sentences of a turn and their clauses, with what was seen in each.

    Args:
        letters: The turn, encoded.
    """

    def __init__(self, letters: str) -> None:
        self._ends = places_of(SENTENCE_LETTER, letters)
        self._cuts = sorted([*self._ends, *places_of(PAUSE_LETTER, letters)])
        self._seen: dict[Span, _Sightings] = {}

    @property
    def sightings(self) -> list[_Sightings]:
        """What was seen in each part in which anything was."""
        return list(self._seen.values())

    def note(self, name: int, sighting: _Sighting) -> None:
        """Keeps what was seen for its sentence, and for its clause if it stays in one."""
        clause = _around(self._cuts, sighting.start)
        in_one = _around(self._cuts, sighting.end - 1) == clause
        for part in {_around(self._ends, sighting.start), *([clause] if in_one else [])}:
            seen = self._seen.setdefault(part, {})
            if name not in seen or seen[name].status < sighting.status:
                seen[name] = sighting


def _around(marks: list[int], place: int) -> Span:
    """The marks before and after a place; a turn's own ends where there is none."""
    after = bisect_left(marks, place)
    return marks[after - 1] if after else -1, marks[after] if after < len(marks) else sys.maxsize


def _windows(turns: list[list[_Sightings]]) -> Iterator[_Sightings]:
    """What is looked at together: the last turn, with those before it, and each of its parts.

    Together, because signs arrive in pieces; alone, so that nothing said elsewhere explains one away.
    """
    yield _merged(turns[-1])
    if len(turns) > 1:
        yield _merged(chain.from_iterable(turns))
    if len(turns[-1]) > 1:
        yield from turns[-1]


def _merged(parts: Iterable[_Sightings]) -> _Sightings:
    merged: _Sightings = {}
    for part in parts:
        for name, sighting in part.items():
            if name not in merged or merged[name].status < sighting.status:
                merged[name] = sighting
    return merged


def _fired(firing: Firing, topic: Topic, seen: _Sightings) -> _Fired | None:
    best = tuple(
        max((seen[name] for name in names if name in seen), key=lambda sighting: sighting.status)
        for names in firing.needed
    )
    asked = min(sighting.status for sighting in best) is Status.ASKED
    # A question about ending one's life counts as much as a statement.
    compact = asked and not topic.always
    if compact and firing.level < Level.SAFETY:
        return None
    return _Fired(topic.rule, firing.level, compact, firing.card, firing.declines, best)


def _keep_higher(fired: dict[str, _Fired], found: _Fired) -> None:
    known = fired.get(found.rule)
    if known is None or _urgency(known) < _urgency(found):
        fired[found.rule] = found


def _urgency(found: _Fired) -> tuple[bool, Level]:
    return (not found.compact, found.level)


def _card_name(ranked: list[_Fired], level: Level, *, compact: bool) -> str:
    if compact:
        crisis = any(found.level is Level.CRISIS for found in ranked)
        return "compact_crisis" if crisis else "compact"
    full = [found for found in ranked if not found.compact]
    levels = {found.level for found in full}
    if {Level.EMERGENCY, Level.CRISIS} <= levels:
        return "emergency_and_crisis"
    cards = {found.card for found in full if found.level is level}
    return cards.pop() if len(cards) == 1 else level.code
