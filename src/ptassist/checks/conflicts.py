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

from ptassist.answering.claims import Claim, Quantity, claim_of, have_two_subjects, stems_of
from ptassist.index.encoder import Vectors
from ptassist.index.passages import headings_above
from ptassist.index.store import Index

# Planted conflicts are found from .45 on; below .5 the list fills with pairs that share a word and no subject.
_CLOSE = 0.5
_LEAST_SHARED = 0.25
_BLOCK = 512
_SCOPE = 0.6  # so much of what one article advises against must be in the other's sentence
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
_OPPOSITE_WORDS = frozenset().union(*_OPPOSITES)


@dataclass(frozen=True, slots=True)
class _Sentence:
    row: int
    place: int
    said: Said
    claim: Claim
    subject: frozenset[str]
    words: frozenset[str]


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
    return _Sentence(
        row=row,
        place=place,
        said=said,
        claim=claim_of(said.text, language),
        subject=stems_of(title, language),
        words=frozenset(re.findall(r"[a-zñáéíóú]+", said.text.casefold())) & _OPPOSITE_WORDS,
    )


def _rarity(sentences: Sequence[_Sentence]) -> dict[str, float]:
    counts = Counter(stem for sentence in sentences for stem in sentence.claim.stems)
    return {stem: math.log(1 + len(sentences) / count) for stem, count in counts.items()}


def _close_pairs(
    index: Index, sentences: Sequence[_Sentence]
) -> Iterator[tuple[_Sentence, _Sentence, float]]:
    """Pairs of different articles in one language that are close in meaning, block by block."""
    telling = [
        s for s in sentences if s.claim.quantities or s.claim.advises or s.claim.against or s.words
    ]
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
    shared = _weight(one.claim.stems & other.claim.stems, rarity)
    overlap = shared / (
        min(_weight(one.claim.stems, rarity), _weight(other.claim.stems, rarity)) or 1.0
    )
    if overlap < _LEAST_SHARED or have_two_subjects(one.claim.stems, other.claim.stems):
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
    return not (
        one.subject & (other.subject | other.claim.stems) or other.subject & one.claim.stems
    )


def _weight(stems: Iterable[str], rarity: dict[str, float]) -> float:
    return sum(rarity[stem] for stem in stems)


def _signs(
    one: _Sentence, other: _Sentence, rarity: dict[str, float]
) -> Iterator[tuple[Sign, str, float]]:
    if _advise_against_each_other(one, other, rarity) or _advise_against_each_other(
        other, one, rarity
    ):
        yield Sign.ADVICE, "", 1.0
    differing = _differing(one.claim.quantities, other.claim.quantities)
    if differing:
        yield Sign.NUMBERS, differing, 1.0
    for pair in _OPPOSITES:
        mine, theirs = one.words & pair, other.words & pair
        if len(mine) == 1 and len(theirs) == 1 and mine != theirs:
            yield Sign.OPPOSITES, f"{next(iter(mine))} / {next(iter(theirs))}", 0.8


def _advise_against_each_other(one: _Sentence, other: _Sentence, rarity: dict[str, float]) -> bool:
    """Whether the first advises what the second advises against."""
    if not one.claim.advises or not other.claim.against:
        return False
    return _weight(other.claim.against & one.claim.stems, rarity) >= _SCOPE * _weight(
        other.claim.against, rarity
    )


def _differing(mine: Iterable[Quantity], theirs: Sequence[Quantity]) -> str:
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
