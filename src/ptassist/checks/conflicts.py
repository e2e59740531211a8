"""Sentences of different articles that may say opposite things about one subject, for a person to read.

Three signs are looked for in sentences that are close in meaning and share telling words: numbers of one unit about the
same words that do not agree ("rest for 2 weeks", "rest for 6 weeks"); advice for what another article advises against
("avoid", "do not"); and words that are each other's opposite ("heat", "ice"; "more", "less"). No sign proves a
conflict: conditions differ, ranges belong to other stages. So nothing is decided here; the likeliest stand first.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ptassist.index.encoder import Vectors
from ptassist.index.lexical import terms
from ptassist.index.passages import headings_above
from ptassist.index.store import Index

# Planted conflicts are found from .45 on; below .5 the list fills with pairs that share a word and no subject.
_CLOSE = 0.5
_LEAST_SHARED = 0.25
_BLOCK = 512
_SCOPE = 0.6  # so much of what one article advises against must be in the other's sentence
_NEAR_WORDS = 6
_FAR_APART = 20
_OTHER_SUBJECT = 0.4


class Sign(StrEnum):
    """Why two sentences may be in conflict."""

    NUMBERS = "numbers"
    ADVICE = "for and against"
    OPPOSITES = "opposites"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, with where it stands."""

    article_id: str
    passage_id: str
    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sentences to read side by side.

    Attributes:
        sign: Why.
        detail: What differs, such as "2 weeks / 6 weeks".
        score: How likely it is worth reading; higher is likelier.
    """

    sign: Sign
    detail: str
    score: float
    first: Said
    second: Said


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
_OPPOSITES = tuple(
    frozenset(pair.split("/"))
    for pair in (
        "heat/ice heat/cold warm/cold rest/move rest/exercise rest/activity increase/decrease"
        " increase/reduce raise/lower raise/reduce more/less more/fewer always/never safe/unsafe"
        " safe/dangerous safe/harmful strengthen/weaken strengthens/weakens morning/evening"
        " common/rare often/rarely better/worse high/low daily/weekly front/back inside/outside"
        " bend/straighten tighten/loosen push/pull fast/slow hard/soft"
        " calor/frio frio/hielo calor/hielo siempre/nunca mas/menos aumenta/reduce"
    ).split()
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
_OPPOSITE_WORDS = frozenset().union(*_OPPOSITES)


@dataclass(frozen=True, slots=True)
class _Quantity:
    kind: str
    low: float
    high: float
    text: str
    about: frozenset[str]

    def agrees(self, other: "_Quantity") -> bool:
        """Whether the ranges overlap, or are too far apart to measure the same thing."""
        overlap = self.low <= other.high and other.low <= self.high
        apart = max(self.low, other.low) / max(min(self.high, other.high), 1e-9)
        return overlap or apart > _FAR_APART


@dataclass(frozen=True, slots=True)
class _Sentence:
    row: int
    place: int
    said: Said
    stems: frozenset[str]
    subject: frozenset[str]
    words: frozenset[str]
    quantities: tuple["_Quantity", ...]
    advises: bool
    against: frozenset[str]


def find_conflicts(index: Index, most: int = 100) -> list[Conflict]:
    """The pairs of sentences that may say opposite things, likeliest first.

    Args:
        index: The index whose articles are compared.
        most: How many pairs at most.
    """
    sentences = _sentences(index)
    rarity = _rarity(sentences)
    around = _passage_vectors(index)
    found = []
    for one, other, closeness in _close_pairs(index, sentences):
        both = closeness * max(0.0, float(around[one.place] @ around[other.place]))
        if _have_other_titles(one, other):
            both *= _OTHER_SUBJECT
        conflict = _judge(one, other, both, rarity)
        if conflict:
            found.append(conflict)
    found.sort(key=lambda conflict: (-conflict.score, conflict.first.passage_id))
    return _without_repeats(found)[:most]


def _sentences(index: Index) -> list[_Sentence]:
    found, row = [], 0
    for place, passage in enumerate(index.passages):
        article = index.articles[passage.article_id]
        heading = next(iter(headings_above(article, passage.section)[-1:]), None)
        for sentence in passage.sentences:
            text = article.text[sentence.start : sentence.end]
            said = Said(article.id, passage.id, heading, text)
            found.append(_read(row, place, said, article.title, article.language))
            row += 1
    return found


def _read(row: int, place: int, said: Said, title: str, language: str) -> _Sentence:
    plain = said.text.replace("’", "'")
    against = _against(plain, language)
    return _Sentence(
        row=row,
        place=place,
        said=said,
        stems=_stems(plain, language),
        subject=_stems(title, language),
        words=frozenset(re.findall(r"[a-zñáéíóú]+", plain.casefold())) & _OPPOSITE_WORDS,
        quantities=tuple(_quantities(plain, language)),
        advises=not against and not _NO_CLAIM.search(plain) and bool(_FOR.search(plain)),
        against=against,
    )


def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stem for stem in terms(text, language) if not stem[:1].isdigit())


def _against(text: str, language: str) -> frozenset[str]:
    """The stems of what a sentence advises against; none when it does not."""
    if _NO_CLAIM.search(text):
        return frozenset()
    follows = _AGAINST_NEXT.search(text)
    if follows:
        return _stems(" ".join(text[follows.end() :].split()[:_NEAR_WORDS]), language)
    before = _AGAINST_BEFORE.search(text)
    if before and _DENIES.search(before[0]):
        return _stems(" ".join(text[: before.start()].split()[-_NEAR_WORDS:]), language)
    return frozenset()


def _quantities(text: str, language: str) -> Iterator[_Quantity]:
    """What is measured, from, to, and about which words."""
    for match in _QUANTITY.finditer(text):
        unit = next(name for name in _UNITS if match[name])
        low = _value(match["low"])
        high = _value(match["high"]) if match["high"] else low
        factor, kind = _TIME.get(unit, 1), "duration" if unit in _TIME else unit
        about = _around(text, match.start(), match.end(), language)
        yield _Quantity(kind, low * factor, high * factor, match[0].strip(), about)
    for match in _TWICE.finditer(text):
        times = 1.0 if match[1].lower().startswith(("once", "una")) else 2.0
        yield _Quantity("time", times, times, match[0], _around(text, *match.span(), language))


def _around(text: str, start: int, end: int, language: str) -> frozenset[str]:
    before, after = text[:start].split()[-_NEAR_WORDS:], text[end:].split()[:_NEAR_WORDS]
    return _stems(" ".join([*before, *after]), language)


def _value(word: str) -> float:
    return float(_NUMBER_WORDS.get(word.lower(), 0) or word.replace(",", "."))


def _rarity(sentences: Sequence[_Sentence]) -> dict[str, float]:
    counts = Counter(stem for sentence in sentences for stem in sentence.stems)
    return {stem: math.log(1 + len(sentences) / count) for stem, count in counts.items()}


def _close_pairs(
    index: Index, sentences: Sequence[_Sentence]
) -> Iterator[tuple[_Sentence, _Sentence, float]]:
    """Pairs of different articles in one language that are close in meaning, block by block."""
    telling = [s for s in sentences if s.quantities or s.advises or s.against or s.words]
    vectors = (
        np.asarray(index.sentence_vectors)[[s.row for s in telling]]
        if telling
        else np.zeros((0, 1))
    )
    names = np.array([s.said.article_id for s in telling])
    for start in range(0, len(telling), _BLOCK):
        close = vectors[start : start + _BLOCK] @ vectors[start:].T
        close[names[start : start + _BLOCK, None] == names[None, start:]] = -1
        for row, column in zip(*np.nonzero(close >= _CLOSE), strict=True):
            if column > row:
                yield telling[start + row], telling[start + column], float(close[row, column])


def _passage_vectors(index: Index) -> Vectors:
    """A unit vector for each passage: the mean of its sentences'."""
    rows = [np.mean(index.sentences_of(row), axis=0) for row in range(len(index.passages))]
    stacked = np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
    return np.asarray(stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-9))


def _judge(
    one: _Sentence, other: _Sentence, closeness: float, rarity: dict[str, float]
) -> Conflict | None:
    shared = _weight(one.stems & other.stems, rarity)
    overlap = shared / (min(_weight(one.stems, rarity), _weight(other.stems, rarity)) or 1.0)
    if overlap < _LEAST_SHARED or _have_two_subjects(one, other):
        return None
    for sign, detail, strength in _signs(one, other, rarity):
        return Conflict(
            sign, detail, round(closeness * overlap * strength, 4), one.said, other.said
        )
    return None


def _have_other_titles(one: _Sentence, other: _Sentence) -> bool:
    """Whether their articles are about two conditions: alike sentences about each are seldom a conflict."""
    if not one.subject or not other.subject:
        return False
    return not (one.subject & (other.subject | other.stems) or other.subject & one.stems)


def _have_two_subjects(one: _Sentence, other: _Sentence) -> bool:
    mine, theirs = one.stems & _PARTS, other.stems & _PARTS
    return bool(mine and theirs) and not mine & theirs


def _weight(stems: Iterable[str], rarity: dict[str, float]) -> float:
    return sum(rarity[stem] for stem in stems)


def _signs(
    one: _Sentence, other: _Sentence, rarity: dict[str, float]
) -> Iterator[tuple[Sign, str, float]]:
    if _advise_against_each_other(one, other, rarity) or _advise_against_each_other(
        other, one, rarity
    ):
        yield Sign.ADVICE, "", 1.0
    differing = _differing(one.quantities, other.quantities)
    if differing:
        yield Sign.NUMBERS, differing, 1.0
    for pair in _OPPOSITES:
        mine, theirs = one.words & pair, other.words & pair
        if len(mine) == 1 and len(theirs) == 1 and mine != theirs:
            yield Sign.OPPOSITES, f"{next(iter(mine))} / {next(iter(theirs))}", 0.8


def _advise_against_each_other(one: _Sentence, other: _Sentence, rarity: dict[str, float]) -> bool:
    """Whether the first advises what the second advises against."""
    if not one.advises or not other.against:
        return False
    return _weight(other.against & one.stems, rarity) >= _SCOPE * _weight(other.against, rarity)


def _differing(mine: Iterable[_Quantity], theirs: Sequence[_Quantity]) -> str:
    """Quantities of one kind about the same words that never agree; empty when any does."""
    for quantity in mine:
        same = [q for q in theirs if q.kind == quantity.kind and q.about & quantity.about]
        if same and not any(quantity.agrees(q) for q in same):
            return f"{quantity.text} / {same[0].text}"
    return ""


def _without_repeats(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Each pair of passages once, with its likeliest pair of sentences."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for conflict in conflicts:
        pair = (conflict.first.passage_id, conflict.second.passage_id)
        if pair not in seen:
            seen.add(pair)
            kept.append(conflict)
    return kept
