"""Measures: what a number in a sentence counts, and from where to where it allows."""

import math
import re
from dataclasses import dataclass

from ptassist.answering.claims import Quantity

# A range that begins half as far again as the other one ends is no matter of rounding: "10 to 15 minutes" and "20"
# say about the same, "2 weeks" and "3" do not.
_GAP = 1.5
_FAR_APART = 20  # "hold 30 seconds", "3 weeks": not the same thing

_ABOUT = r"(?:(?:about|around|roughly|approximately|some|for|unos|unas|cerca de|durante|por) )*"
_AT_LEAST = (
    r"(?:at least|no less than|not less than|(?:a )?minimum of|more than|over|longer than|beyond"
    r"|al menos|por lo menos|como m[ií]nimo|m[aá]s de)"
)
_AT_MOST = (
    r"(?:up to|at most|(?:no|not) (?:more|longer) than|(?:a )?maximum of|less than|fewer than|under"
    r"|hasta|como m[aá]ximo|no m[aá]s de|menos de)"
)
_FROM = (
    r"(?:after|until|till|before|wait(?:s|ing)?|since|at|by|following"
    r"|despu[eé]s de|tras|hasta pasad[oa]s|antes de|esper[ae]r?)"
)
_BEFORE = re.compile(
    rf"(?:\b(?P<none>first|last|past|next|initial|early|aged?|ages?|primer[oa]s?|[uú]ltim[oa]s|pr[oó]xim[oa]s) "
    rf"|\b(?P<every>every|each|cada) "
    rf"|\b(?P<start>{_FROM}) )?{_ABOUT}(?:\b(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})) )?{_ABOUT}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<least>,? (?:or|and|o) (?:more|longer|m[aá]s)\b| minimum\b| at least\b)?(?:"
    r"(?P<per>(?:,? (?:a|per|each|every|al|por|a la|cada)|/) ?(?P<unit>day|night|week|month|hour|session|set"
    r"|d[ií]a|semana|mes|hora|sesi[oó]n|serie)\b|,? (?P<often>daily|nightly|weekly)\b)"
    r"|(?P<start> (?:after|before|later|ago|following|post|despu[eé]s|antes)\b)"
    r"|(?P<none>[- ](?:old|of age|de edad)\b"
    r"| (?:more|higher|greater|less|lower|as|likel|stronger|faster|your|body|the)\w*))?",
    re.IGNORECASE,
)
_RATE = re.compile(r"\b(?:a|per|every|al|por) (\w+)$", re.IGNORECASE)
_OFTEN = {"daily": "day", "nightly": "night", "weekly": "week"}
_NEGATION = re.compile(
    r"\b(?:not|never|avoid|no(?! (?:more|less|longer) than)|nunca|evit[ea]r?|without|sin)\b|n't\b",
    re.IGNORECASE,
)
# What share of people something happens to differs from study to study, and what it is a share of is seldom said near.
_NOT_MEASURED = frozenset({"percent"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts.

    Attributes:
        counts: The unit's kind and how it is meant: for so long, every so often, from then on, so much a day.
        low: From; 0 where only an end is given.
        high: To; infinite where only a beginning is given.
        denied: Whether its sentence denies or forbids.
        about: The stems of the words around it.
        start: Where the words begin that say how it is meant.
        end: One past their end.
    """

    counts: str
    low: float
    high: float
    denied: bool
    about: frozenset[str]
    start: int
    end: int

    def compares_with(self, other: "Measure") -> bool:
        """Whether both count the same, in sentences that both say so or both deny it."""
        same = (self.counts, self.denied) == (other.counts, other.denied)
        return same and bool(self.about & other.about)

    def is_apart_from(self, other: "Measure") -> bool:
        """Whether one range begins well above the other's end, and both are of one size."""
        return _GAP <= self._ratio(other) <= _FAR_APART

    def is_near(self, other: "Measure") -> bool:
        """Whether both count the same, and about as much."""
        return self.counts == other.counts and self._ratio(other) < _GAP

    def _ratio(self, other: "Measure") -> float:
        """How far above one's end the other begins; of two limits on one side, how far one is above the other."""
        if self.low == other.low == 0:
            above, below = max(self.high, other.high), min(self.high, other.high)
        elif self.high == other.high == math.inf:
            above, below = max(self.low, other.low), min(self.low, other.low)
        else:
            above, below = max(self.low, other.low), min(self.high, other.high)
        return above / below if below else math.inf


def measure_of(text: str, quantity: Quantity) -> Measure | None:
    """What a quantity of a sentence counts; None for an age, a "first week", a share, "three times more".

    Args:
        text: The sentence.
        quantity: A quantity read from it.
    """
    before = _BEFORE.search(text[: quantity.start])
    after = _AFTER.match(text[quantity.end :])
    if before is None or after is None or before["none"] or after["none"]:
        return None
    if quantity.kind in _NOT_MEASURED:
        return None
    return Measure(
        counts=f"{quantity.kind} {_how(quantity.text, before, after)}",
        low=0.0 if before["most"] else quantity.low,
        high=math.inf if before["least"] or after["least"] else quantity.high,
        denied=bool(_NEGATION.search(text)),
        about=quantity.about,
        start=before.start(),
        end=quantity.end + after.end(),
    )


def _how(text: str, before: re.Match[str], after: re.Match[str]) -> str:
    """Whether it is so much a day, every so often, from then on, or for so long."""
    rate = _RATE.search(text)  # "twice a week" is read as one quantity
    if after["per"] or rate:
        unit = after["unit"] or after["often"] or (rate[1] if rate else "")
        return f"a {_OFTEN.get(unit.lower(), unit.lower())}"
    if before["every"]:
        return "every"
    return "from" if before["start"] or after["start"] else "for"
