"""Red flags first: the level of a visitor's words and the card that goes with it, before any retrieval.

Deterministic and without memory: the same turns give the same level, which is the highest of all turns. What a
situation looks like stands in `corpus/triage`; this file only looks for it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptassist.answering.triage.cards import Card, CardTexts, Level, Numbers
from ptassist.answering.triage.context import Context, Status, read_context
from ptassist.answering.triage.lexicon import Lexicon
from ptassist.answering.triage.patterns import Grammar, Node, split_by
from ptassist.answering.triage.rules import Combination, RuleReader, Rules, Situation, WordLists
from ptassist.answering.triage.search import Compiler, Searcher
from ptassist.answering.triage.text import PAUSE, SENTENCE_END, Splitter, Words

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
class _Target:
    """What a matcher looks for: a sign, a cue, or the keyword of a situation."""

    kind: str
    name: str
    negator_inside: bool = False
    past_counts: bool = False


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
class _Watched:
    """A combination, with its signs as bits: the quick way to see that it cannot fire."""

    situation: Situation
    combination: Combination
    needed: tuple[int, ...]
    barred: int

    def may_fire(self, seen: int) -> bool:
        if seen & self.barred:
            return False
        for part in self.needed:  # noqa: SIM110 - a generator takes twice as long, a hundred times a text
            if not seen & part:
                return False
        return True


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


_Sightings = dict[str, _Sighting]
Spans = list[tuple[int, int]]


class Triage:
    """Assesses what visitors write.

    Attributes:
        rules: The rules in force.
        reviewed: Whether a therapist has signed every file as it stands.
        digest: The SHA-256 over all rule files.
    """

    def __init__(self, rules: Rules, region: str = "US") -> None:
        self.rules = rules
        self.reviewed = all(
            name in rules.signatures and rules.signatures[name].digest == digest
            for name, digest in rules.digests.items()
        )
        listing = "".join(f"{name} {digest}\n" for name, digest in sorted(rules.digests.items()))
        self.digest = hashlib.sha256(listing.encode()).hexdigest()
        self.numbers: Numbers = rules.regions.get(region, rules.regions[_OTHER_REGION])
        self._splitter = Splitter(rules.words.spellings, rules.words.joined)
        aims = list(_targets(rules))
        self._targets = [target for target, _ in aims]
        self._cue_of = [t.name if t.kind == "cue" else None for t in self._targets]
        patterns = [node for _, node in aims]
        self._lexicon = _lexicon(rules.words, patterns)
        compiler = Compiler(self._lexicon, rules.words.fillers, rules.words.barriers)
        self._searcher = Searcher(patterns, self._lexicon, compiler)
        self._bits = {name: 1 << place for place, name in enumerate(_sign_names(rules))}
        self._watched = _by_sign(rules.situations, self._bits)
        self._named = {_keyword(situation): situation for situation in rules.situations}

    def assess(self, turns: Sequence[str], language: str = "en") -> Assessment:
        """Works out the level of a conversation, anew from all of the visitor's turns.

        Args:
            turns: What the visitor wrote, oldest first.
            language: The language of the cards, such as "en" or "es".
        """
        seen = [self._sightings(turn) for turn in turns]
        fired: dict[str, _Fired] = {}
        declines: str | None = None
        for end in range(1, len(seen) + 1):
            # Together, because signs arrive in pieces; alone, so that no earlier turn explains one away.
            windows = [seen[end - 1]]
            if end > 1:
                windows.append(_merged(seen[max(0, end - _WINDOW) : end]))
            for window, sightings in enumerate(windows):
                for found in self._fire(sightings):
                    _keep_higher(fired, found)
                    if window == 0 and end == len(seen):
                        declines = declines or found.declines
        ranked = sorted(fired.values(), key=_urgency, reverse=True)
        return self._assessment(ranked, language, declines)

    def _sightings(self, turn: str) -> _Sightings:
        words = self._splitter.split(turn)
        cues: dict[str, Spans] = {name: [] for name in self.rules.cues}
        hits: list[tuple[_Target, Spans]] = []
        for number, spans in self._searcher.search(self._lexicon.encode(words.plain)):
            cue = self._cue_of[number]
            if cue is None:
                hits.append((self._targets[number], spans))
            else:
                cues[cue].extend(spans)
        context = _context(words, cues)
        sightings: _Sightings = {}
        for target, spans in hits:
            known = sightings.get(target.name)
            if known and known.status is Status.PRESENT:
                continue
            for start, end in spans:
                status = context.status(start, end, target.negator_inside, target.past_counts)
                if status and (known is None or known.status < status):
                    known = sightings[target.name] = _Sighting(status, words, start, end)
        return sightings

    def _fire(self, seen: _Sightings) -> Iterable[_Fired]:
        present = 0
        for name in seen:
            present |= self._bits[name]
        for name, sighting in seen.items():
            for watched in self._watched.get(name, ()):
                if watched.may_fire(present) and (found := _fired(watched, seen)):
                    yield found
            if situation := self._named.get(name):
                yield _Fired(situation.rule, situation.level, True, "", None, (sighting,))

    def _assessment(self, ranked: list[_Fired], language: str, declines: str | None) -> Assessment:
        findings = tuple(found.finding for found in ranked)
        level = max((f.level for f in findings if not f.compact), default=Level.NONE)
        compact = any(f.compact for f in findings) and level <= Level.CLINICIAN_FIRST
        known = language in self.rules.cards
        if compact or not known:
            level = max(level, Level.CLINICIAN_FIRST)
        texts = self.rules.cards[language if known else "en"]
        name = _card_name(ranked, level, compact=compact) if known else "numbers"
        card = texts.card(name, self.numbers) if level else None
        compact = compact or (not known and level < Level.SAFETY)
        return Assessment(level, card, findings, compact, declines)

    def card_texts(self, language: str) -> CardTexts:
        """The cards of a language, or English ones where it has none."""
        return self.rules.cards.get(language, self.rules.cards["en"])


def load_triage(folder: Path, region: str = "US") -> Triage:
    """Reads the triage files of a folder.

    Args:
        folder: The folder, such as `shipped("corpus/triage")`.
        region: The region whose help lines the cards show.

    Raises:
        ShippedFileError: A file is missing or malformed; the message names path and line.
    """
    return Triage(RuleReader(folder).read(), region)


def _lexicon(words: WordLists, patterns: list[Node]) -> Lexicon:
    others = Grammar({}).parse(" ".join([*words.fillers, *words.barriers, *words.misspelt]))
    return Lexicon.build([*patterns, others], words.misspelt, words.common, words.never)


def _targets(rules: Rules) -> Iterable[tuple[_Target, Node]]:
    negators = rules.words.negators
    for name, nodes in rules.cues.items():
        for node in nodes:
            yield _Target("cue", name), node
    for sign in rules.signs:
        for node in sign.patterns:
            for part, inside in split_by(node, negators):
                yield _Target("sign", sign.name, inside, sign.past_counts), part
    for situation in rules.situations:
        for node in situation.keywords:
            yield _Target("keyword", _keyword(situation)), node


def _keyword(situation: Situation) -> str:
    return f"{situation.rule}: (named)"


def _sign_names(rules: Rules) -> Iterable[str]:
    return [
        *(sign.name for sign in rules.signs),
        *(_keyword(situation) for situation in rules.situations),
    ]


def _by_sign(situations: Iterable[Situation], bits: Mapping[str, int]) -> dict[str, list[_Watched]]:
    """For each sign, the combinations to try when it is seen: those whose shortest part names it."""
    table: dict[str, list[_Watched]] = {}
    for situation in situations:
        for combination in situation.combinations:
            needed = tuple(_any_bit(names, bits) for names in combination.needed)
            watched = _Watched(situation, combination, needed, _any_bit(combination.barred, bits))
            for name in min(combination.needed, key=_spread):
                table.setdefault(name, []).append(watched)
    return table


def _any_bit(names: Iterable[str], bits: Mapping[str, int]) -> int:
    return sum({bits[name] for name in names})


def _spread(names: tuple[str, ...]) -> tuple[bool, int]:
    """Signs of the situation's own before shared ones, few before many."""
    return (not all(":" in name for name in names), len(names))


def _context(words: Words, cues: Mapping[str, Spans]) -> Context:
    ends = [place for place, word in enumerate(words.plain) if word == SENTENCE_END]
    pauses = [place for place, word in enumerate(words.plain) if word == PAUSE]
    return read_context(len(words.plain), ends, pauses, cues)


def _merged(turns: list[_Sightings]) -> _Sightings:
    merged: _Sightings = {}
    for turn in turns:
        for name, sighting in turn.items():
            if name not in merged or merged[name].status < sighting.status:
                merged[name] = sighting
    return merged


def _fired(watched: _Watched, seen: _Sightings) -> _Fired | None:
    situation, combination = watched.situation, watched.combination
    best = tuple(
        max((seen[name] for name in names if name in seen), key=lambda sighting: sighting.status)
        for names in combination.needed
    )
    asked = min(sighting.status for sighting in best) is Status.ASKED
    # A question about ending one's life counts as much as a statement.
    compact = asked and not situation.always
    if compact and combination.level < Level.SAFETY:
        return None
    return _Fired(
        situation.rule, combination.level, compact, combination.card, combination.declines, best
    )


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
