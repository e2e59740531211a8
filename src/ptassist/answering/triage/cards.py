"""Level, Action and Card, and the fixed texts of the cards in each language and region."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from ptassist.answering.triage.documents import Document

_PLACE = re.compile(r"\{([a-z_]+)\}")


class Level(IntEnum):
    """How urgent a visitor's words are; a higher value wins."""

    NONE = 0
    CLINICIAN_FIRST = 1
    URGENT_TODAY = 2
    SAFETY = 3
    CRISIS = 4
    EMERGENCY = 5

    @property
    def code(self) -> str:
        """The name that other programs read, such as "urgent_today"."""
        return self.name.lower()

    @property
    def replaces_answer(self) -> bool:
        """Whether the card stands instead of an answer."""
        return self >= Level.SAFETY


@dataclass(frozen=True, slots=True)
class Action:
    """A link that a visitor can press: a label, and an address (http, https, tel, sms, mailto or a path)."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """A fixed text about one kind of urgency, with what to press."""

    title: str
    text: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class CardText:
    """A card before the region's numbers are filled in.

    Attributes:
        title: Its title.
        lines: Its sentences; one that names a number which the region lacks is left out.
        press: The names of the region's numbers that can be pressed, in order.
    """

    title: str
    lines: tuple[str, ...]
    press: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The help lines of one region.

    Attributes:
        said: Name of a line to how a sentence says it ("911").
        links: Name of a line to its address ("tel:911").
    """

    said: Mapping[str, str]
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CardTexts:
    """All cards of one language.

    Attributes:
        cards: Name to text.
        labels: Name of a help line to what its link says, with {number} for the number.
        unknown: What a sentence says for a line of help whose number the region does not give.
        translator: Who signed the translation, None while it awaits one.
    """

    cards: Mapping[str, CardText]
    labels: Mapping[str, str]
    unknown: Mapping[str, str]
    translator: str | None

    def card(self, name: str, numbers: Numbers) -> Card:
        """Fills one card with a region's numbers."""
        text = self.cards[name]
        nameless = {name: say for name, say in self.unknown.items() if name not in numbers.links}
        said = {**numbers.said, **nameless}
        lines = [_filled(line, said) for line in text.lines]
        actions = [self._action(line, numbers) for line in text.press if line in numbers.links]
        title = _filled(text.title, said) or text.title
        return Card(title, " ".join(line for line in lines if line), tuple(actions))

    def _action(self, line: str, numbers: Numbers) -> Action:
        label = self.labels[line].replace("{number}", numbers.said.get(line, ""))
        return Action(label, numbers.links[line])


def _filled(line: str, said: Mapping[str, str]) -> str:
    if not set(_PLACE.findall(line)) <= set(said):
        return ""
    return _PLACE.sub(lambda place: said[place.group(1)], line)


def read_card_texts(document: Document) -> CardTexts:
    """Reads the cards of one language.

    Raises:
        ShippedFileError: A card lacks its title or its lines, or presses a line that has no label.
    """
    labels = {name: document.text("labels", name) for name in document.table("labels")}
    cards = {name: _card_text(document, name, labels) for name in document.table("cards")}
    unknown = {name: document.text(name) for name in ("emergency", "crisis")}
    return CardTexts(cards, labels, unknown, document.values.get("translator") or None)


def _card_text(document: Document, name: str, labels: Mapping[str, str]) -> CardText:
    press = document.words("cards", name, "press")
    for line in press:
        if line not in labels:
            document.fail(f"no label is called {line!r}", "cards", name, "press")
    lines = document.words("cards", name, "lines")
    if not lines:
        document.fail("a card must have lines", "cards", name)
    return CardText(document.text("cards", name, "title"), tuple(lines), tuple(press))


def read_regions(document: Document) -> dict[str, Numbers]:
    """Reads the help lines of every region.

    Raises:
        ShippedFileError: A line does not say its number, or a region has no emergency or crisis line.
    """
    return {region: _numbers(document, region) for region in document.table()}


def _numbers(document: Document, region: str) -> Numbers:
    lines = document.table(region)
    for needed in ("emergency", "crisis"):
        if needed not in lines:
            document.fail(f"the line {needed!r} is missing", region)
    links = {name: document.table(region, name).get("link") for name in lines}
    return Numbers(
        said={name: document.text(region, name, "say") for name in lines},
        links={name: link for name, link in links.items() if link},
    )
