"""Differing: whether two sentences of different articles cannot both be followed.

Only strong signs count, since a wrong "our articles differ" costs more trust than a missed one:

* both measure the same thing in the same unit, and their ranges lie well apart ("rest 2 weeks", "rest 6 to 8 weeks");
* one advises what the other advises against.

Either way the two are close in meaning, made of the same telling words, and limited alike: the same stage, group and
severity, the same "if", "until", "some". Nothing in either's passage may side with the other: an article that tells
both the short and the long course does not differ from one that tells the long one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from ptassist.answering.candidates import Candidate
from ptassist.answering.claims import Claim, claim_of, have_two_subjects, stems_of
from ptassist.answering.measures import Measure, measure_of
from ptassist.articles.article import Article
from ptassist.index.encoder import Vectors
from ptassist.index.lexical import terms
from ptassist.index.passages import headings_above
from ptassist.index.store import Index

# With both, 17 of 20 planted pairs that differ are found (tests/answering/differing.py) and none of the 20 that do not;
# of all pairs of sentences of two of 184 articles that nobody wrote to differ, none (at .4 and .2: six).
_CLOSE = 0.6
_ALIKE = 0.5  # share of the telling words of the richer sentence that the other one has too

# Words that limit a sentence to some cases.
_IN_CASE = re.compile(
    r"\b(?:if|when|whenever|while|where|unless|until|till|except|only|without|too|instead|some|few|many|others?|another|after|before"
    r"|during|since|once|above|below|si|cuando|mientras|salvo|hasta|solo|s[oó]lo|sin|demasiado|algun[oa]s|poc[oa]s|much[oa]s|otr[oa]s"
    r"|despu[eé]s|antes|durante)\b"
)
_STAGE_OR_GROUP = frozenset(
    terms(
        "acute subacute chronic persistent early late later first initial final phase stage flare surgery surgical"
        " operation operative postoperative replacement repair reconstruction injection cast brace boot splint"
        " fracture tear rupture dislocation child children kid teen teenager adolescent youth baby toddler adult"
        " older elderly senior athlete runner dancer player pregnant pregnancy postpartum women woman men male"
        " female diabetes osteoporosis smoker beginner trained worker mild moderate severe serious grade minor"
        " partial complete study trial",
        "en",
    )
) | frozenset(
    terms(
        "agudo crónico temprano tarde primero fase etapa cirugía operación prótesis inyección yeso férula fractura"
        " desgarro niño niña adolescente bebé adulto mayor anciano deportista corredor embarazada embarazo posparto"
        " mujer hombre diabetes osteoporosis leve moderado grave grado parcial completo estudio",
        "es",
    )
)
_MANNER = frozenset(
    terms(
        "light heavy deep gentle bent straight standing stand sitting sit lying seated single double left right"
        " upper lower front back inner outer slow fast static dynamic warm cold hot ice heat night day morning"
        " evening bed",
        "en",
    )
) | frozenset(
    terms(
        "ligero pesado profundo suave doblado recto pie sentado acostado izquierdo derecho lento rápido frío calor"
        " hielo noche día mañana tarde",
        "es",
    )
)
# Two titles that share no more than these are about two conditions.
_GENERAL = frozenset(
    terms(
        "pain exercise exercises exercising treatment treat physiotherapy physical therapy therapist rehab guide"
        " patient patients leaflet information question answer plain word words week day myth tip fact injury"
        " relief care help cause symptom sign recover recovery heal healing home moving move life living live sore"
        " ache work safe best start",
        "en",
    )
) | frozenset(
    terms(
        "dolor ejercicio ejercicios tratamiento fisioterapia terapia guía paciente información pregunta semana día"
        " consejo lesión alivio ayuda causa síntoma recuperación casa vida vivir mover mejor",
        "es",
    )
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence of an article, read once a version.

    Attributes:
        claim: What it says.
        measures: What its numbers count.
        limits: The words that limit it, the stages and groups above it among them.
    """

    claim: Claim
    measures: tuple[Measure, ...]
    limits: frozenset[str]


def differing_pairs(
    index: Index, quoted: Sequence[Candidate], near: Sequence[Candidate]
) -> Iterator[tuple[Candidate, Candidate]]:
    """Yields a quoted sentence with one of another article, where both cannot be followed.

    Args:
        index: Where all stand.
        quoted: The sentences that are quoted, best first.
        near: Those that answer nearly as well, best first.
    """
    if len({candidate.hit.passage.article_id for candidate in (*quoted, *near)}) < 2:
        return
    # One product for all: hardly any pair is close, and only close ones are read.
    close = _vectors(index, quoted) @ _vectors(index, near).T >= _CLOSE
    for row, column in zip(*np.nonzero(close), strict=True):
        if _differ(index, quoted[row], near[column]):
            yield quoted[row], near[column]


def _vectors(index: Index, found: Sequence[Candidate]) -> Vectors:
    rows = []
    for candidate in found:
        starts = [sentence.start for sentence in candidate.hit.passage.sentences]
        rows.append(index.sentences_of(candidate.hit.row)[starts.index(candidate.start)])
    return np.stack(rows)


def _differ(index: Index, one: Candidate, other: Candidate) -> bool:
    first, second = _article(index, one), _article(index, other)
    if first.id == second.id or first.language != second.language:
        return False
    mine, theirs = _statement(index, first, one), _statement(index, second, other)
    return (
        _is_denied(mine, theirs)
        and _are_comparable(index, mine, theirs)
        and _have_one_subject(first, mine, second, theirs)
        and not _sides(index, other, mine, theirs)
        and not _sides(index, one, theirs, mine)
    )


def _article(index: Index, candidate: Candidate) -> Article:
    return index.articles[candidate.hit.passage.article_id]


def _statement(index: Index, article: Article, candidate: Candidate) -> _Statement:
    text = article.text[candidate.start : candidate.end]
    above = headings_above(article, candidate.hit.passage.section)
    around = " ".join([article.title, *above])
    return _read_once(index, text, around, article.language)


def _read_once(index: Index, text: str, around: str, language: str) -> _Statement:
    key = (_Statement, text, around, language)
    return index.kept.get(key, partial(_read, text, around, language))


def _read(text: str, around: str, language: str) -> _Statement:
    claim = claim_of(text, language)
    measures = tuple(filter(None, (measure_of(text, quantity) for quantity in claim.quantities)))
    unmeasured = text.casefold()
    for measure in reversed(measures):
        unmeasured = f"{unmeasured[: measure.start]} {unmeasured[measure.end :]}"
    limits = {
        *_IN_CASE.findall(unmeasured),
        *(stems_of(unmeasured, language) & (_STAGE_OR_GROUP | _MANNER)),
        *(stems_of(around, language) & _STAGE_OR_GROUP),
    }
    return _Statement(claim, measures, frozenset(limits))


def _is_denied(one: _Statement, other: _Statement) -> bool:
    return (
        _measure_apart(one, other) or _advises_against(one, other) or _advises_against(other, one)
    )


def _measure_apart(one: _Statement, other: _Statement) -> bool:
    """Whether each counts one thing of a kind, and one kind lies apart."""
    return any(mine.is_apart_from(theirs) for mine, theirs in _comparable(one, other))


def _comparable(one: _Statement, other: _Statement) -> Iterator[tuple[Measure, Measure]]:
    """Measures of one kind, where neither sentence has two of it."""
    for mine in one.measures:
        same = [theirs for theirs in other.measures if theirs.counts == mine.counts]
        alone = len(same) == 1 == sum(m.counts == mine.counts for m in one.measures)
        if alone and mine.compares_with(same[0]):
            yield mine, same[0]


def _advises_against(one: _Statement, other: _Statement) -> bool:
    """Whether the first advises all that the second advises against."""
    against = other.claim.against
    return one.claim.advises and bool(against) and against <= one.claim.stems


def _are_comparable(index: Index, one: _Statement, other: _Statement) -> bool:
    """Whether both are limited alike and made of the same telling words."""
    if one.limits != other.limits or have_two_subjects(one.claim.stems, other.claim.stems):
        return False
    weigh = index.lexical.rarity
    mine, theirs, shared = (
        sum(map(weigh, stems))
        for stems in (one.claim.stems, other.claim.stems, one.claim.stems & other.claim.stems)
    )
    return shared >= _ALIKE * max(mine, theirs)


def _have_one_subject(first: Article, one: _Statement, second: Article, other: _Statement) -> bool:
    """Whether a word that tells what one article is about stands in the other's title or sentence."""
    mine = stems_of(first.title, first.language) - _GENERAL
    theirs = stems_of(second.title, second.language) - _GENERAL
    return bool(mine & (theirs | other.claim.stems) or theirs & one.claim.stems)


def _sides(index: Index, candidate: Candidate, mine: _Statement, theirs: _Statement) -> bool:
    """Whether something else in the passage of a candidate says what the other sentence says.

    Args:
        index: Where it stands.
        candidate: The sentence whose passage is read.
        mine: The other sentence.
        theirs: The candidate's own statement.
    """
    article = _article(index, candidate)
    for sentence in candidate.hit.passage.sentences:
        text = article.text[sentence.start : sentence.end]
        said = _read_once(index, text, "", article.language)
        if sentence.start != candidate.start and _says_the_same(said, mine, theirs.claim.against):
            return True
    return False


def _says_the_same(said: _Statement, mine: _Statement, denied: frozenset[str]) -> bool:
    measured = any(one.is_near(other) for one in mine.measures for other in said.measures)
    warned = bool(said.claim.against & mine.claim.against)
    advised = said.claim.advises and bool(denied) and denied <= said.claim.stems
    return measured or warned or advised
