"""Claims: what a sentence measures, advises and advises against, as far as its words tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ptassist.index.lexical import terms

_NEAR_WORDS = 6
_FAR_APART = 20

_UNITS = {
    "second": r"s(?:ec(?:ond)?s?)?|segundos?",
    "minute": r"min(?:ute)?s?|minutos?",
    "hour": r"h(?:our)?s?|hrs?|horas?",
    "day": r"days?|d[ií]as?",
    "week": r"w(?:ee)?ks?|semanas?",
    "month": r"months?|mes(?:es)?",
    "year": r"years?|yrs?|a[nñ]os?",
    "percent": r"%|per ?cent|por ciento",
    "time": r"times?|veces|vez",
    "repetition": r"rep(?:etition)?s?|repeticiones",
    "set": r"sets?|series",
    "degree": r"degrees?|°|grados?",
    "pound": r"pounds?|lbs?|libras?",
    "kilogram": r"kg|kilo(?:gram)?s?",
}
_WORDS = {
    "one two three four five six seven eight nine ten eleven twelve": 1,
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce": 1,
}
_NUMBER_WORDS = {
    word: place
    for words, first in _WORDS.items()
    for place, word in enumerate(words.split(), first)
} | {"once": 1, "twice": 2, "una": 1, "un": 1}
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(_NUMBER_WORDS)})"
_QUANTITY = re.compile(
    rf"(?<![\w.])(?P<low>{_NUMBER})(?:\s?(?:-|–|to|or|and|a|o|y)\s?(?P<high>{_NUMBER}))?[\s-]?"
    rf"(?:more |full |whole )?(?:{'|'.join(f'(?P<{name}>{unit})' for name, unit in _UNITS.items())})(?!\w)",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(once|twice|(?:una|dos) ve(?:z|ces)) (?:a|per|every|al|por) (day|week|d[ií]a|semana)\b",
    re.I,
)
# Units of one kind are compared in the smallest of them.
_TIME = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2629800,
    "year": 31557600,
}

# Advice against what follows, and against what stands before.
_AGAINST_NEXT = re.compile(
    r"(?:^|[,;:.(–—] ?|\b(?:and|or|but|please|should|must|best|you|y|o) )(?:always )?"
    r"(?:avoid|never|do not|don't|should not|shouldn't|must not|mustn't|cannot|can't|stop|skip"
    r"|evit[ea]r?|nunca|no (?:debe|haga|use|levante|corra|salte|gire))\b(?! (?:need|have to|worry))",
    re.IGNORECASE,
)
_AGAINST_BEFORE = re.compile(
    r"\b(?:is|are|es|son) (?:not|no|never|un|in)? ?(?:safe|advised|recommended|unsafe|harmful|dangerous"
    r"|a good (?:idea|choice)|seguro|recomendable|peligroso)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|no|never|unsafe|harmful|dangerous|peligroso)\b", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:should(?! not)|must(?! not)|recommend(?:s|ed)?|try|helps?|safe|fine|okay|good|start|use|do(?! not)|keep"
    r"|benefits?|improves?|eases?|encouraged?|important|best|can(?! not)|may|debe|ayuda|pruebe"
    r"|es (?:seguro|bueno))\b",
    re.IGNORECASE,
)
_NO_CLAIM = re.compile(
    r"\?\s*$|\b(?:unless|except|a menos que|salvo)\b|^(?:if|si)\b", re.IGNORECASE
)
# Two sentences that each name a part of the body, and no common one, have two subjects.
_PARTS = frozenset(
    terms(
        "ankle wrist elbow knee kneecap shoulder hip neck back spine heel foot toe thumb finger hand shin calf thigh"
        " hamstring groin chest rib jaw head collarbone pelvis bunion meniscus quadriceps glute",
        "en",
    )
) | frozenset(
    terms(
        "tobillo muñeca codo rodilla hombro cadera cuello espalda columna talón pie pulgar dedo mano pantorrilla muslo"
        " pecho costilla mandíbula cabeza pelvis gemelos",
        "es",
    )
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with its unit.

    Attributes:
        kind: What can be compared with it: "duration", or the name of the unit.
        low: From; durations in seconds.
        high: To.
        text: As it is written.
        about: The stems of the words around it.
        start: Where it begins in its sentence.
        end: One past its end.
    """

    kind: str
    low: float
    high: float
    text: str
    about: frozenset[str]
    start: int
    end: int

    def agrees(self, other: "Quantity") -> bool:
        """Whether the ranges overlap, or are too far apart to measure the same thing."""
        overlap = self.low <= other.high and other.low <= self.high
        apart = max(self.low, other.low) / max(min(self.high, other.high), 1e-9)
        return overlap or apart > _FAR_APART


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says that another sentence may deny.

    Attributes:
        stems: The stems of its words, numbers left out.
        quantities: What it measures.
        advises: Whether it speaks for something and against nothing.
        against: The stems of what it advises against; none when it does not.
    """

    stems: frozenset[str]
    quantities: tuple[Quantity, ...]
    advises: bool
    against: frozenset[str]


def claim_of(text: str, language: str) -> Claim:
    """Reads a sentence.

    Args:
        text: The sentence.
        language: Its ISO 639-1 code.
    """
    plain = text.replace("’", "'")
    against = _against(plain, language)
    return Claim(
        stems=stems_of(plain, language),
        quantities=tuple(_quantities(plain, language)),
        advises=not against and not _NO_CLAIM.search(plain) and bool(_FOR.search(plain)),
        against=against,
    )


def have_two_subjects(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences, given by their stems, each name a part of the body and no common one."""
    mine, theirs = one & _PARTS, other & _PARTS
    return bool(mine and theirs) and not mine & theirs


def stems_of(text: str, language: str) -> frozenset[str]:
    """The stems of a text's words, numbers left out."""
    return frozenset(stem for stem in terms(text, language) if not stem[:1].isdigit())


def _against(text: str, language: str) -> frozenset[str]:
    """The stems of what a sentence advises against; none when it does not."""
    if _NO_CLAIM.search(text):
        return frozenset()
    follows = _AGAINST_NEXT.search(text)
    if follows:
        return stems_of(" ".join(text[follows.end() :].split()[:_NEAR_WORDS]), language)
    before = _AGAINST_BEFORE.search(text)
    if before and _DENIES.search(before[0]):
        return stems_of(" ".join(text[: before.start()].split()[-_NEAR_WORDS:]), language)
    return frozenset()


def _quantities(text: str, language: str) -> Iterator[Quantity]:
    """What is measured, from, to, and about which words."""
    for match in _QUANTITY.finditer(text):
        unit = next(name for name in _UNITS if match[name])
        low = _value(match["low"])
        high = _value(match["high"]) if match["high"] else low
        factor, kind = _TIME.get(unit, 1), "duration" if unit in _TIME else unit
        about = _around(text, match.start(), match.end(), language)
        yield Quantity(kind, low * factor, high * factor, match[0].strip(), about, *match.span())
    for match in _TWICE.finditer(text):
        times = 1.0 if match[1].lower().startswith(("once", "una")) else 2.0
        about = _around(text, *match.span(), language)
        yield Quantity("time", times, times, match[0], about, *match.span())


def _around(text: str, start: int, end: int, language: str) -> frozenset[str]:
    before, after = text[:start].split()[-_NEAR_WORDS:], text[end:].split()[:_NEAR_WORDS]
    return stems_of(" ".join([*before, *after]), language)


def _value(word: str) -> float:
    return float(_NUMBER_WORDS.get(word.lower(), 0) or word.replace(",", "."))
