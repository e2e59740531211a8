"""The triage files, read and checked: situations, shared signs, words, cues, cards, numbers and signatures.

Each kind of file has a small schema; whatever does not fit it is reported with its path and line.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ptassist.answering.triage.cards import (
    CardTexts,
    Level,
    Numbers,
    read_card_texts,
    read_regions,
)
from ptassist.answering.triage.documents import Document, Place, read_document
from ptassist.answering.triage.patterns import Grammar, Node, PatternError
from ptassist.errors import ShippedFileError

SIGNATURES = "signatures.yaml"
_LEVELS = {level.code: level for level in Level if level}
_SITUATION_KEYS = frozenset(
    [
        "name",
        "level",
        "audience",
        "regions",
        "why",
        "guideline",
        "card",
        "keywords",
        "signs",
        "spanish",
        "past_counts",
        "always",
        "fires",
        "phrases",
        "decoys",
    ]
)
# What a tool may not answer; `frames.yaml` has the sentence "declined_..." for each.
DECLINED = ("dose", "diagnosis", "scan", "prognosis", "plan")
CUES = frozenset(
    "denies_list denies_next no_denial denial_stops past no_past clause_stops question person "
    "what_if no_what_if".split()
)
_SITUATION_NEEDS = frozenset(
    ["name", "level", "why", "guideline", "card", "signs", "fires", "phrases", "decoys"]
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign in lay words.

    Attributes:
        name: How combinations name it; shared signs have the bare name, a situation's own "situation: name".
        patterns: The patterns, parsed.
        past_counts: Whether it counts although it lies in the past (an operation, a past cancer).
    """

    name: str
    patterns: tuple[Node, ...]
    past_counts: bool


@dataclass(frozen=True, slots=True)
class Combination:
    """Signs that fire together: one of each of `needed`, none of `barred`.

    `declines` names what is then not answered at all (a dose, a diagnosis ...); None elsewhere.
    """

    level: Level
    card: str
    needed: tuple[tuple[str, ...], ...]
    barred: tuple[str, ...]
    declines: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation, as its file states it."""

    rule: str
    name: str
    level: Level
    combinations: tuple[Combination, ...]
    keywords: tuple[Node, ...]
    always: bool
    phrases: tuple[tuple[str, Level], ...]
    decoys: tuple[tuple[str, Level], ...]
    document: Document


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that the engine needs."""

    situations: tuple[Situation, ...]
    signs: tuple[Sign, ...]
    cues: Mapping[str, tuple[Node, ...]]
    words: "WordLists"
    cards: Mapping[str, CardTexts]
    regions: Mapping[str, Numbers]
    digests: Mapping[str, str]
    signatures: Mapping[str, "Signature"]

    @property
    def reviewed(self) -> bool:
        """Whether a therapist has signed every file as it stands."""
        return all(
            name in self.signatures and self.signatures[name].digest == digest
            for name, digest in self.digests.items()
        )


@dataclass(frozen=True, slots=True)
class WordLists:
    """Spellings, words to join, small words, walls that no pattern crosses, and words recognised when misspelt."""

    spellings: Mapping[str, tuple[str, ...]]
    joined: Mapping[tuple[str, str], str]
    fillers: tuple[str, ...]
    barriers: tuple[str, ...]
    misspelt: tuple[str, ...]
    negators: frozenset[str]
    common: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a file, when, and the digest of what they read."""

    reviewer: str
    date: str
    digest: str


@dataclass(slots=True)
class RuleReader:
    """Reads the folder of triage files, one kind after the other."""

    folder: Path
    grammar: Grammar = field(init=False)
    signs: dict[str, Sign] = field(default_factory=dict)

    def read(self) -> Rules:
        """Reads every file.

        Raises:
            ShippedFileError: A file is missing or malformed; the message names path and line.
        """
        words = read_document(self.folder / "words.yaml")
        self.grammar = Grammar(words.word_lists("groups"), _word_lists(words).spellings)
        self._check_groups(words)
        cues = self._cues()
        self._shared_signs()
        files = sorted((self.folder / "situations").glob("*.yaml"))
        if not files:
            raise ShippedFileError(f"{self.folder / 'situations'}: no situation file found")
        situations = tuple(self._situation(read_document(path)) for path in files)
        cards = {
            path.stem.split("-")[1]: read_card_texts(read_document(path))
            for path in self._card_files()
        }
        self._check_cards(situations, cards)
        self._check_use(situations)
        return Rules(
            situations=situations,
            signs=tuple(self.signs.values()),
            cues=cues,
            words=_word_lists(words),
            cards=cards,
            regions=read_regions(read_document(self.folder / "numbers.yaml")),
            digests=digests(self.folder),
            signatures=_signatures(self.folder),
        )

    def _card_files(self) -> list[Path]:
        files = sorted(self.folder.glob("cards-*.yaml"))
        if not any(path.name == "cards-en.yaml" for path in files):
            raise ShippedFileError(f"{self.folder / 'cards-en.yaml'} is missing")
        return files

    def _check_groups(self, document: Document) -> None:
        for name in document.table("groups"):
            self._parse(document, "{" + name + "}", "groups", name)

    def _cues(self) -> dict[str, tuple[Node, ...]]:
        document = read_document(self.folder / "cues.yaml")
        for name in sorted(CUES - document.values.keys()):
            document.fail(f"the key {name!r} is missing")
        return {
            name: tuple(self._parse(document, text, name, i) for i, text in enumerate(texts))
            for name, texts in document.word_lists().items()
        }

    def _shared_signs(self) -> None:
        document = read_document(self.folder / "signs.yaml")
        for name, texts in document.word_lists("signs").items():
            self._sign(document, name, name, {"signs": texts})
        for index, name in enumerate(document.words("past_counts")):
            if name not in self.signs:
                document.fail(f"no sign is called {name!r}", "past_counts", index)
            self.signs[name] = _counting_past(self.signs[name])

    def _sign(
        self, document: Document, name: str, label: str, sources: Mapping[str, list[str]]
    ) -> None:
        patterns = tuple(
            self._parse(document, text, key, name, i)
            for key, texts in sources.items()
            for i, text in enumerate(texts)
        )
        self.signs[label] = Sign(label, patterns, past_counts=False)

    def _parse(self, document: Document, text: Any, *place: str | int) -> Node:
        if not isinstance(text, str):
            document.fail("expected words", *place)
        try:
            return self.grammar.parse(text)
        except PatternError as error:
            document.fail(str(error), *place)

    def _situation(self, document: Document) -> Situation:
        values, rule = document.values, document.path.stem
        for key in values.keys() - _SITUATION_KEYS:
            document.fail(f"unknown key {key!r}", key)
        for key in sorted(_SITUATION_NEEDS - values.keys()):
            document.fail(f"the key {key!r} is missing")
        level = _level(document, values["level"], "level")
        self._own_signs(document, rule)
        return Situation(
            rule=rule,
            name=values["name"],
            level=level,
            combinations=tuple(self._combinations(document, rule, level)),
            keywords=tuple(
                self._parse(document, text, "keywords", i)
                for i, text in enumerate(document.words("keywords"))
            ),
            always=values.get("always") == "yes",
            phrases=tuple(_examples(document, "phrases", level)),
            decoys=tuple(_examples(document, "decoys", Level.NONE)),
            document=document,
        )

    def _own_signs(self, document: Document, rule: str) -> None:
        english, spanish = document.word_lists("signs"), document.word_lists("spanish")
        for name in spanish.keys() - english.keys():
            document.fail(f"no sign is called {name!r}", "spanish", name)
        for name, texts in english.items():
            if name.startswith("not ") or " or " in name or " + " in name:
                document.fail(
                    f"{name!r} cannot name a sign: 'not', 'or' and '+' combine signs", "signs", name
                )
            sources = {"signs": texts, "spanish": spanish.get(name, [])}
            self._sign(document, name, f"{rule}: {name}", sources)
        for index, name in enumerate(document.words("past_counts")):
            label = self._label(document, rule, name, "past_counts", index)
            self.signs[label] = _counting_past(self.signs[label])

    def _label(self, document: Document, rule: str, name: str, *place: str | int) -> str:
        own = f"{rule}: {name}"
        if own not in self.signs and name not in self.signs:
            document.fail(f"no sign is called {name!r}", *place)
        return own if own in self.signs else name

    def _combinations(self, document: Document, rule: str, level: Level) -> Iterator[Combination]:
        for index, entry in enumerate(document.values["fires"]):
            place: Place = ("fires", index)
            line, own, card, declines = entry, level, document.values["card"], None
            if isinstance(entry, dict):
                line = entry.get("when", "")
                own = _level(document, entry.get("level", level.code), *place)
                card = entry.get("card", card)
                declines = entry.get("declines")
                if declines not in {None, *DECLINED}:
                    document.fail(f"declines must be one of {', '.join(DECLINED)}", *place)
            combination = self._combination(document, rule, line, own, card, place)
            yield replace(combination, declines=declines)

    def _combination(
        self, document: Document, rule: str, line: str, level: Level, card: str, place: Place
    ) -> Combination:
        needed: list[tuple[str, ...]] = []
        barred: list[str] = []
        for part in line.split(" + "):
            names = part.strip().removeprefix("not ").split(" or ")
            labels = [self._label(document, rule, name.strip(), *place) for name in names]
            if part.strip().startswith("not "):
                barred.extend(labels)
            else:
                needed.append(tuple(labels))
        if not needed:
            document.fail("a combination must name a sign", *place)
        return Combination(level, card, tuple(needed), tuple(barred))

    def _check_use(self, situations: tuple[Situation, ...]) -> None:
        """A sign that no combination names is most often a slip of the pen."""
        combinations = [c for situation in situations for c in situation.combinations]
        used = {name for c in combinations for names in (*c.needed, c.barred) for name in names}
        for situation in situations:
            for name in situation.document.table("signs"):
                if f"{situation.rule}: {name}" not in used:
                    situation.document.fail(f"no combination uses {name!r}", "signs", name)

    def _check_cards(
        self, situations: tuple[Situation, ...], cards: Mapping[str, CardTexts]
    ) -> None:
        for situation in situations:
            for card in {combination.card for combination in situation.combinations}:
                for language, texts in cards.items():
                    if card not in texts.cards:
                        situation.document.fail(f"no card is called {card!r} in {language}", "card")


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every triage file but the signatures, by its path below the folder."""
    files = sorted(path for path in folder.rglob("*.yaml") if path.name != SIGNATURES)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def _counting_past(sign: Sign) -> Sign:
    return Sign(sign.name, sign.patterns, past_counts=True)


def _level(document: Document, code: str, *place: str | int) -> Level:
    if code not in _LEVELS:
        document.fail(f"{code!r} is no level; use one of: {', '.join(_LEVELS)}", *place)
    return _LEVELS[code]


def _examples(document: Document, key: str, usual: Level) -> Iterator[tuple[str, Level]]:
    for index, entry in enumerate(document.values.get(key) or []):
        if isinstance(entry, str):
            yield entry, usual
            continue
        if not isinstance(entry, dict) or len(entry) != 1:
            document.fail("expected a sentence, or a level and a sentence", key, index)
        [(code, text)] = entry.items()
        yield text, _level(document, code, key, index)


def _word_lists(document: Document) -> WordLists:
    spellings = {typed: document.text("spellings", typed) for typed in document.table("spellings")}
    joined = {pair: document.text("joined", pair) for pair in document.table("joined")}
    return WordLists(
        spellings={typed: tuple(meant.split()) for typed, meant in spellings.items()},
        joined={(pair.split()[0], pair.split()[-1]): one for pair, one in joined.items()},
        fillers=tuple(" ".join(document.words("fillers")).split()),
        barriers=tuple(" ".join(document.words("barriers")).split()),
        misspelt=tuple(" ".join(document.words("misspelt")).split()),
        negators=frozenset(" ".join(document.words("negators")).split()),
        common=tuple(" ".join(document.words("common")).split()),
        never=tuple(" ".join(document.words("never")).split()),
    )


def _signatures(folder: Path) -> dict[str, Signature]:
    path = folder / SIGNATURES
    if not path.exists():
        return {}
    document = read_document(path)
    return {
        name: Signature(
            *(document.text("signed", name, key) for key in ("reviewer", "date", "digest"))
        )
        for name in document.table("signed")
    }
