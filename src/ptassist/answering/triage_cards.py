"""Level, Action and Card, and the fixed texts of the cards in each language and region."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

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
