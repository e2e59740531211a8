"""The triage files, read and checked: situations, shared signs, words, cues, cards, numbers and signatures.

Each kind of file has a small schema; whatever does not fit it is reported with its path and line.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from ptassist.answering.triage_cards import CardText, CardTexts, Level, Numbers
from ptassist.answering.triage_patterns import Grammar, Node, PatternError
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
_SITUATION_NEEDS = frozenset(
    ["name", "level", "why", "guideline", "card", "signs", "fires", "phrases", "decoys"]
)
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file with the line of each of its values."""

    path: Path
    values: dict[str, Any]
    lines: Mapping[Path_, int]

    def fail(self, message: str, *place: str | int) -> NoReturn:
        """Raises the error that names this file and the line of a place in it."""
        while place and place not in self.lines:
            place = place[:-1]
        line = self.lines.get(place, 1)
        raise ShippedFileError(f"{self.path}:{line}: {message}", f"Mend {self.path}.")


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
    """Signs that fire together: one of each of `needed`, none of `barred`."""

    level: Level
    card: str
    needed: tuple[tuple[str, ...], ...]
    barred: tuple[str, ...]


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


def read_document(path: Path) -> Document:
    """Reads a YAML file, keeping the line of each value.

    Raises:
        ShippedFileError: It is missing or no YAML mapping.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)
    except (yaml.MarkedYAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise ShippedFileError(f"{path}:{line}: {problem}", f"Mend {path}.") from None
    lines: dict[Path_, int] = {}
    values = _plain(root, (), lines, path) if root else {}
    if not isinstance(values, dict):
        raise ShippedFileError(f"{path}:1: expected keys with values", f"Mend {path}.")
    return Document(path, values, lines)


def _plain(node: yaml.Node, place: Path_, lines: dict[Path_, int], path: Path) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, i), lines, path) for i, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    values: dict[str, Any] = {}
    for key, value in node.value:
        if key.value in values:
            message = f"{path}:{key.start_mark.line + 1}: {key.value!r} stands twice"
            raise ShippedFileError(message, f"Mend {path}.")
        values[key.value] = _plain(value, (*place, key.value), lines, path)
        lines[(*place, key.value)] = key.start_mark.line + 1
    return values


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
        self.grammar = Grammar(_groups(words), _word_lists(words).spellings)
        self._check_groups(words)
        cues = self._cues()
        self._shared_signs()
        files = sorted((self.folder / "situations").glob("*.yaml"))
        if not files:
            raise ShippedFileError(f"{self.folder / 'situations'}: no situation file found")
        situations = tuple(self._situation(read_document(path)) for path in files)
        cards = {
            path.stem.split("-")[1]: _card_texts(read_document(path)) for path in self._card_files()
        }
        self._check_cards(situations, cards)
        return Rules(
            situations=situations,
            signs=tuple(self.signs.values()),
            cues=cues,
            words=_word_lists(words),
            cards=cards,
            regions=_regions(read_document(self.folder / "numbers.yaml")),
            digests=digests(self.folder),
            signatures=_signatures(self.folder),
        )

    def _card_files(self) -> list[Path]:
        files = sorted(self.folder.glob("cards-*.yaml"))
        if not any(path.name == "cards-en.yaml" for path in files):
            raise ShippedFileError(f"{self.folder / 'cards-en.yaml'} is missing")
        return files

    def _check_groups(self, document: Document) -> None:
        for name in _groups(document):
            self._parse(document, "{" + name + "}", "groups", name)

    def _cues(self) -> dict[str, tuple[Node, ...]]:
        document = read_document(self.folder / "cues.yaml")
        return {
            name: tuple(self._parse(document, text, name, i) for i, text in enumerate(texts))
            for name, texts in document.values.items()
        }

    def _shared_signs(self) -> None:
        document = read_document(self.folder / "signs.yaml")
        for name, texts in _strings(document, "signs").items():
            self._sign(document, name, name, {"signs": texts})
        for name in _list(document, "past_counts"):
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
                for i, text in enumerate(_list(document, "keywords"))
            ),
            always=values.get("always") == "yes",
            phrases=tuple(_examples(document, "phrases", level)),
            decoys=tuple(_examples(document, "decoys", Level.NONE)),
            document=document,
        )

    def _own_signs(self, document: Document, rule: str) -> None:
        english, spanish = _strings(document, "signs"), _strings(document, "spanish")
        for name in spanish.keys() - english.keys():
            document.fail(f"no sign is called {name!r}", "spanish", name)
        for name, texts in english.items():
            sources = {"signs": texts, "spanish": spanish.get(name, [])}
            self._sign(document, name, f"{rule}: {name}", sources)
        for index, name in enumerate(_list(document, "past_counts")):
            label = self._label(document, rule, name, "past_counts", index)
            self.signs[label] = _counting_past(self.signs[label])

    def _label(self, document: Document, rule: str, name: str, *place: str | int) -> str:
        for label in (f"{rule}: {name}", name):
            if label in self.signs:
                return label
        document.fail(f"no sign is called {name!r}", *place)

    def _combinations(self, document: Document, rule: str, level: Level) -> Iterator[Combination]:
        for index, entry in enumerate(document.values["fires"]):
            place: Path_ = ("fires", index)
            line, own, card = entry, level, document.values["card"]
            if isinstance(entry, dict):
                line = entry.get("when", "")
                own = _level(document, entry.get("level", level.code), *place)
                card = entry.get("card", card)
            yield self._combination(document, rule, line, own, card, place)

    def _combination(
        self, document: Document, rule: str, line: str, level: Level, card: str, place: Path_
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


def _groups(document: Document) -> dict[str, list[str]]:
    return _strings(document, "groups")


def _strings(document: Document, key: str) -> dict[str, list[str]]:
    table = document.values.get(key) or {}
    if not isinstance(table, dict):
        document.fail(f"{key!r} must be names with lists", key)
    for name, texts in table.items():
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            document.fail(f"{name!r} must be a list of words", key, name)
    return table


def _list(document: Document, key: str) -> list[str]:
    entries = document.values.get(key) or []
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        document.fail(f"{key!r} must be a list", key)
    return entries


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
    spellings = document.values.get("spellings") or {}
    joined = document.values.get("joined") or {}
    return WordLists(
        spellings={typed: tuple(meant.split()) for typed, meant in spellings.items()},
        joined={(pair.split()[0], pair.split()[1]): one for pair, one in joined.items()},
        fillers=tuple(" ".join(_list(document, "fillers")).split()),
        barriers=tuple(" ".join(_list(document, "barriers")).split()),
        misspelt=tuple(" ".join(_list(document, "misspelt")).split()),
        negators=frozenset(" ".join(_list(document, "negators")).split()),
        common=tuple(" ".join(_list(document, "common")).split()),
        never=tuple(" ".join(_list(document, "never")).split()),
    )


def _card_texts(document: Document) -> CardTexts:
    cards = {
        name: CardText(
            title=card["title"], lines=tuple(card["lines"]), press=tuple(card.get("press", []))
        )
        for name, card in document.values["cards"].items()
    }
    values = document.values
    unknown = {name: values[name] for name in ("emergency", "crisis")}
    return CardTexts(cards, values["labels"], unknown, values.get("translator") or None)


def _regions(document: Document) -> dict[str, Numbers]:
    return {
        region: Numbers(
            said={name: line["say"] for name, line in lines.items()},
            links={name: line["link"] for name, line in lines.items() if line.get("link")},
        )
        for region, lines in document.values.items()
    }


def _signatures(folder: Path) -> dict[str, Signature]:
    path = folder / SIGNATURES
    if not path.exists():
        return {}
    document = read_document(path)
    return {
        name: Signature(entry["reviewer"], entry["date"], entry["digest"])
        for name, entry in (document.values.get("signed") or {}).items()
        if isinstance(entry, dict)
    }
