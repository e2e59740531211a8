"""Reviewed answers: a question that a therapist has answered gets that answer, before anything is searched.

A wrong match is worse than none. A question matches when its words are those of a variant; or when it is close to one
in meaning, says nothing that no variant of that answer says, asks in the same way and negates the same. So "can I run
with heel pain after surgery" does not get the answer to "can I run with heel pain": no variant names an operation.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ptassist.answering.answer import Role
from ptassist.answering.conditions import rules_of
from ptassist.answering.cues import Cues, cues_for
from ptassist.answering.evidence import Evidence, Quoted, quoted
from ptassist.answering.question import Question
from ptassist.index.approved import ReviewedAnswer
from ptassist.index.encoder import Vectors
from ptassist.index.lexical import terms, words
from ptassist.index.places import Place, Span
from ptassist.index.store import Index

# `python -m bench.approved`: of 84 paraphrases of 20 answers 61 match, and of the 158 questions beside them (another
# joint, a pregnancy, "after surgery", "not", "when" for "can") none; of the 141 of corpus/evaluation one, which asks
# the same. At .80 it is 63 and none, at .90 it is 52 and none. Without the rules on words 50 of the 158 would match at
# .85, and 25 at .90.
CLOSE = 0.85
# A question of so few terms must have the very terms of a variant; a longer one at least this share of them.
_FEW_TERMS = 3
_LEAST_COVERED = 0.5
# What kind of question it is stands at its beginning; further on "when" and "cuando" say no more than "if".
_ASKING = frozenset(
    "what which who whose where when why how que cual cuales quien quienes donde cuando como cuanto cuanta cuantos"
    " cuantas".split()
)
_OPENING = 2  # words, as in "por que" and "and when"
_IF = frozenset({"when"})
_NEGATIONS = frozenset({"not", "no", "never", "without", "nor", "cannot", "sin", "nunca", "ni"})


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A reviewed answer as it is shown.

    Attributes:
        answer: The answer.
        evidence: Its quotes, in the therapist's order, each with what belongs to it.
        words: The therapist's own paragraphs, each with the index of the quote that it stands before; None for the end.
    """

    answer: ReviewedAnswer
    evidence: Evidence
    words: tuple[tuple[str, int | None], ...]

    @property
    def spoken_in(self) -> str:
        """The language of the therapist's own words; that of the first quote where there are none."""
        quotes = self.evidence.quotes
        return self.answer.language if self.words or not quotes else quotes[0].article.language


def find_reviewed(
    index: Index, question: Question, vector: Vectors, today: dt.date
) -> ReviewedAnswer | None:
    """The reviewed answer to a question; None where there is none, or none that is sure.

    Args:
        index: Where the reviewed answers are.
        question: What is asked.
        vector: The vector of `question.standalone`.
        today: The day; an answer is shown up to the day on which it expires.
    """
    asked = words(question.standalone)
    variants = list(index.approved.variants())
    shown = [row for row, (answer, _) in enumerate(variants) if not answer.is_expired(today)]
    for answer, text in (variants[row] for row in shown):
        if words(text) == asked:
            return answer
    if not shown:
        return None
    similarities = index.approved.vectors @ vector
    closest: dict[ReviewedAnswer, str] = {}
    for row in sorted(shown, key=lambda row: -similarities[row]):
        if similarities[row] >= CLOSE:
            closest.setdefault(*variants[row])
    # The closest variant of an answer decides: a further one may differ in the very word that matters.
    same = (one for one, text in closest.items() if _says_the_same(index, question, one, text))
    return next(same, None)


def show_reviewed(
    index: Index, answer: ReviewedAnswer, cues: Mapping[str, Cues], *, warn: bool
) -> Reviewed:
    """Puts what belongs to each quote beside it.

    Args:
        index: Where the quotes stand.
        answer: The answer.
        cues: The cues by language.
        warn: Whether the visitor asks if something is safe: who should not comes along.
    """
    chosen = {
        (part.place.article_id, span)
        for part in answer.parts
        if part.place
        for span in part.place.spans
    }
    quotes: dict[tuple[str, Span], Quoted] = {}
    own: list[tuple[str, int]] = []
    for part in answer.parts:
        if part.place is None:
            own.append((part.words, len(quotes)))
            continue
        for span, role in _roles(index, part.place, cues, warn=warn):
            key = (part.place.article_id, span)
            quotes.setdefault(key, quoted(index, *key, Role.ANSWER if key in chosen else role))
    excludes = any(
        cues_for(cues, quote.article.language).excludes(quote.article.text[quote.start : quote.end])
        for quote in quotes.values()
    )
    placed = tuple((text, at if at < len(quotes) else None) for text, at in own)
    return Reviewed(answer, Evidence(tuple(quotes.values()), excludes), placed)


def _says_the_same(index: Index, question: Question, answer: ReviewedAnswer, variant: str) -> bool:
    """Whether a question that is close to a variant asks no more, no less and nothing else."""
    said = frozenset(terms(question.standalone, question.language)) - _IF
    of_variants = [_terms(index, text, question.language) - _IF for text in answer.questions]
    of_this = _terms(index, variant, question.language) - _IF
    if not said <= frozenset().union(*of_variants):
        return False
    if _negations(question.standalone) != _negations(variant):
        return False
    if _asking(question.standalone) not in {_asking(text) for text in answer.questions}:
        return False
    if len(said) <= _FEW_TERMS:
        return said in of_variants
    return len(said & of_this) >= _LEAST_COVERED * len(of_this)


def _negations(text: str) -> frozenset[str]:
    """The negating words of a text; "don't" and "not" are one."""
    spoken = ("not" if word.endswith("n't") else word for word in words(text))
    return frozenset(word for word in spoken if word in _NEGATIONS)


def _asking(text: str) -> frozenset[str]:
    """The words at the beginning that tell what kind of question it is; none where it asks for yes or no."""
    return frozenset(words(text)[:_OPENING]) & _ASKING


def _terms(index: Index, text: str, language: str) -> frozenset[str]:
    """The terms of a variant; a visitor's words are never kept."""
    return index.kept.get((terms, text, language), lambda: frozenset(terms(text, language)))


def _roles(
    index: Index, place: Place, cues: Mapping[str, Cues], *, warn: bool
) -> list[tuple[Span, Role]]:
    """The sentences of a place with what belongs to them, in reading order."""
    language = index.articles[place.article_id].language
    rules = rules_of(index, place.article_id, cues_for(cues, language))
    companions = [rules.companions(rules.place_of(start), warn=warn) for start, _ in place.spans]
    roles: dict[Span, Role] = {}
    for of_one in companions:
        roles |= dict.fromkeys(of_one.contexts, Role.CONTEXT)
    for of_one in companions:
        roles |= dict.fromkeys(of_one.conditions, Role.CONDITION)
    roles |= dict.fromkeys(place.spans, Role.ANSWER)
    return sorted(roles.items())
