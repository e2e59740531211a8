"""Red flags first: the level of a visitor's words and the card that goes with it, before any retrieval.

Deterministic and without memory: the same turns give the same level, which is the highest of all turns. What a
situation looks like stands in `corpus/triage`; this file only looks for it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptassist.answering.triage_cards import Action, Card, CardTexts, Level, Numbers
from ptassist.answering.triage_context import Status, read_context
from ptassist.answering.triage_patterns import (
    Chain,
    Choice,
    Compiler,
    Grammar,
    Lexicon,
    Matcher,
    Near,
    Node,
    Word,
    sentences,
)
from ptassist.answering.triage_rules import Combination, RuleReader, Rules, Situation
from ptassist.answering.triage_text import PAUSE, SENTENCE_END, Words, split_words

__all__ = ["Action", "Assessment", "Card", "Finding", "Level", "Triage", "load_triage"]

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
    """

    level: Level
    card: Card | None
    findings: tuple[Finding, ...]
    compact: bool


@dataclass(frozen=True, slots=True)
class _Target:
    """What a matcher looks for: a sign, a cue, or the keyword of a situation."""

    kind: str
    name: str
    negator_inside: bool = False
    past_counts: bool = False


@dataclass(frozen=True, slots=True)
class _Sighting:
    status: Status
    words: str


@dataclass(frozen=True, slots=True)
class _Fired:
    finding: Finding
    card: str


_Sightings = dict[str, _Sighting]


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
        self._always = {situation.rule for situation in rules.situations if situation.always}
        self._matchers: list[tuple[_Target, Matcher]] = []
        self._lexicon = self._add_matchers()
        self._index = _index(self._matchers, self._lexicon)

    def _add_matchers(self) -> Lexicon:
        words = self.rules.words
        targets = list(_targets(self.rules))
        plain = Grammar({}).parse(" ".join([*words.fillers, *words.barriers, *words.misspelt]))
        lexicon = Lexicon.build([*(node for _, node in targets), plain], words.misspelt, words.common)
        compiler = Compiler(lexicon, words.fillers, words.barriers)
        self._matchers = [(target, compiler.matcher(node)) for target, node in targets]
        return lexicon

    def assess(self, turns: Sequence[str], language: str = "en") -> Assessment:
        """Works out the level of a conversation, anew from all of the visitor's turns.

        Args:
            turns: What the visitor wrote, oldest first.
            language: The language of the cards, such as "en" or "es".
        """
        seen = [self._sightings(turn) for turn in turns]
        fired: dict[str, _Fired] = {}
        for end in range(1, len(seen) + 1):
            for found in self._fire(_merged(seen[max(0, end - _WINDOW) : end])):
                _keep_higher(fired, found)
        ranked = sorted(fired.values(), key=_urgency, reverse=True)
        return self._assessment(ranked, language)

    def _sightings(self, turn: str) -> _Sightings:
        words = split_words(turn, self.rules.words.spellings, self.rules.words.joined)
        letters = self._lexicon.encode(words.plain)
        hits = self._hits(letters)
        cues: dict[str, list[tuple[int, int]]] = {name: [] for name in self.rules.cues}
        for target, spans in hits:
            if target.kind == "cue":
                cues[target.name].extend(spans)
        ends = [place for place, word in enumerate(words.plain) if word == SENTENCE_END]
        pauses = [place for place, word in enumerate(words.plain) if word == PAUSE]
        context = read_context(len(words.plain), ends, pauses, cues)
        sightings: _Sightings = {}
        for target, spans in hits:
            if target.kind == "cue":
                continue
            for start, end in spans:
                status = context.status(
                    start,
                    end,
                    negator_inside=target.negator_inside,
                    past_counts=target.past_counts,
                )
                status = self._raised(target, status)
                _see(sightings, target.name, status, words, (start, end))
        return sightings

    def _raised(self, target: _Target, status: Status) -> Status:
        """A question about ending one's life counts as a complaint; a bare keyword never does."""
        if target.kind == "keyword":
            return min(status, Status.ASKED)
        always = target.name.split(":")[0] in self._always
        return Status.PRESENT if always and status else status

    def _hits(self, letters: str) -> list[tuple[_Target, list[tuple[int, int]]]]:
        """What is found where. Patterns stay inside a sentence, so each is searched by itself: far fewer are tried."""
        hits = []
        for start, part in sentences(letters):
            present = frozenset(part)
            candidates = {i for letter in present for i in self._index.get(letter, ())}
            for index in candidates:
                target, matcher = self._matchers[index]
                if not any(need.isdisjoint(present) for need in matcher.needs):
                    if spans := matcher.find(part):
                        hits.append((target, [(start + s, start + e) for s, e in spans]))
        return hits

    def _fire(self, seen: _Sightings) -> Iterable[_Fired]:
        for situation in self.rules.situations:
            for combination in situation.combinations:
                if found := _fired(situation, combination, seen):
                    yield found
            if sighting := seen.get(_keyword(situation)):
                finding = Finding(situation.rule, situation.level, (sighting.words,), compact=True)
                yield _Fired(finding, "")

    def _assessment(self, ranked: list[_Fired], language: str) -> Assessment:
        findings = tuple(found.finding for found in ranked)
        level = max((f.level for f in findings if not f.compact), default=Level.NONE)
        compact = any(f.compact for f in findings) and level <= Level.CLINICIAN_FIRST
        known = language in self.rules.cards
        if compact or not known:
            level = max(level, Level.CLINICIAN_FIRST)
        texts = self.rules.cards[language if known else "en"]
        name = _card_name(ranked, level, compact=compact) if known else "numbers"
        card = texts.card(name, self.numbers) if level else None
        return Assessment(level, card, findings, compact or (not known and level < Level.SAFETY))

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


def _targets(rules: Rules) -> Iterable[tuple[_Target, Node]]:
    negators = rules.words.negators
    for name, nodes in rules.cues.items():
        for node in nodes:
            yield _Target("cue", name), node
    for sign in rules.signs:
        for node in sign.patterns:
            inside = _holds(node, negators)
            yield _Target("sign", sign.name, inside, sign.past_counts), node
    for situation in rules.situations:
        for node in situation.keywords:
            yield _Target("keyword", _keyword(situation)), node


def _keyword(situation: Situation) -> str:
    return f"{situation.rule}: (named)"


def _holds(node: Node, words: frozenset[str]) -> bool:
    match node:
        case Word(text=text):
            return text in words
        case Choice(options=inner) | Chain(items=inner):
            return any(_holds(part, words) for part in inner)
        case Near(left=left, right=right):
            return _holds(left, words) or _holds(right, words)
        case _:
            return False


def _index(matchers: list[tuple[_Target, Matcher]], lexicon: Lexicon) -> Mapping[str, list[int]]:
    """For each letter, the matchers whose rarest part it can be: only those need be tried."""
    index: dict[str, list[int]] = {}
    for number, (_, matcher) in enumerate(matchers):
        for letter in min(matcher.needs, key=lexicon.commonness, default=frozenset()):
            index.setdefault(letter, []).append(number)
    return index


def _see(
    sightings: _Sightings, name: str, status: Status, words: Words, span: tuple[int, int]
) -> None:
    if status and (name not in sightings or sightings[name].status < status):
        sightings[name] = _Sighting(status, words.shown(*span))


def _merged(turns: list[_Sightings]) -> _Sightings:
    merged: _Sightings = {}
    for turn in turns:
        for name, sighting in turn.items():
            if name not in merged or merged[name].status < sighting.status:
                merged[name] = sighting
    return merged


def _fired(situation: Situation, combination: Combination, seen: _Sightings) -> _Fired | None:
    if any(name in seen for name in combination.barred):
        return None
    best: list[_Sighting] = []
    for names in combination.needed:
        found = [seen[name] for name in names if name in seen]
        if not found:
            return None
        best.append(max(found, key=lambda sighting: sighting.status))
    compact = min(sighting.status for sighting in best) is Status.ASKED
    if compact and combination.level < Level.SAFETY:
        return None
    words = tuple(dict.fromkeys(sighting.words for sighting in best))
    return _Fired(Finding(situation.rule, combination.level, words, compact), combination.card)


def _keep_higher(fired: dict[str, _Fired], found: _Fired) -> None:
    rule = found.finding.rule
    if rule not in fired or _urgency(fired[rule]) < _urgency(found):
        fired[rule] = found


def _urgency(found: _Fired) -> tuple[bool, Level]:
    return (not found.finding.compact, found.finding.level)


def _card_name(ranked: list[_Fired], level: Level, *, compact: bool) -> str:
    if compact:
        crisis = any(found.finding.level is Level.CRISIS for found in ranked)
        return "compact_crisis" if crisis else "compact"
    full = [found for found in ranked if not found.finding.compact]
    levels = {found.finding.level for found in full}
    if {Level.EMERGENCY, Level.CRISIS} <= levels:
        return "emergency_and_crisis"
    cards = {found.card for found in full if found.finding.level is level}
    return cards.pop() if len(cards) == 1 else level.code
