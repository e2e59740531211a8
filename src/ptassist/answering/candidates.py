"""Candidates: the sentences of the found passages, each with what tells how well it answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from ptassist.answering.beyond import beyond_subject
from ptassist.answering.conditions import SentenceRules
from ptassist.answering.cues import Cues, cues_for
from ptassist.answering.question import Question
from ptassist.answering.reading import Read
from ptassist.answering.retriever import Hit
from ptassist.articles.article import Article
from ptassist.index.encoder import Vectors
from ptassist.index.lexical import terms
from ptassist.index.passages import headings_above
from ptassist.index.store import Index

_PLAIN_LENGTH = 25  # words; what is longer counts against a sentence


@dataclass(frozen=True, slots=True)
class Features:
    """What tells how well a sentence answers.

    Attributes:
        read: The reader's probability for the sentence; 0 where it was not read.
        similarity: The inner product of question and sentence.
        beyond: The same without the subject of its article.
        covered: The share of the question's terms, by rarity, in the sentence and the headings above it.
        passage: The passage's fused score.
        longer: Words above a plain length.
        fragment: 1 for a line without an end.
        sought: 1 where the question seeks a time or a number, and the sentence holds one.
        asked: How far the article's own question that it answers is the visitor's, 0 to 1.
    """

    read: float
    similarity: float
    beyond: float
    covered: float
    passage: float
    longer: float
    fragment: float
    sought: float
    asked: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted.

    Attributes:
        hit: The passage that it stands in.
        place: Its place in its article's rules.
        start: Its first character.
        end: One past its last.
        features: What tells how well it answers.
        score: How well it answers, higher is better; comparable within one question only.
        titled: The question's terms that its article's title holds.
        said: Those that its title or its passage holds.
    """

    hit: Hit
    place: int
    start: int
    end: int
    features: Features
    score: float
    titled: frozenset[str]
    said: frozenset[str]


def candidates(
    index: Index,
    question: Question,
    hits: Sequence[Hit],
    rules: Mapping[str, SentenceRules],
    readings: Mapping[int, Read],
    weights: Features,
    vector: Vectors,
    cues: Mapping[str, Cues],
) -> Iterable[Candidate]:
    """Yields the sentences of the hits that may answer.

    Args:
        index: Where the hits are from.
        question: What is asked.
        hits: The found passages, best first.
        rules: Each article's rules.
        readings: What the reader made of the passages, by row.
        weights: How much each feature counts.
        vector: The question's unit vector, float32, shape (dimension,).
        cues: The cues by language.
    """
    asked = frozenset(terms(question.words, question.language))
    kinds = cues_for(cues, question.language).sought_by(question.text)
    rarity = {term: index.lexical.rarity(term) for term in asked}
    for hit in hits:
        article = index.articles[hit.passage.article_id]
        of_article = rules[article.id]
        speaks = cues_for(cues, article.language)
        above = _terms(
            index, " ".join(headings_above(article, hit.passage.section)), article.language
        )
        titled, said_near = _subject(index, asked, hit, article)
        alike = np.array(hit.sentences, dtype=np.float32)
        beyond = beyond_subject(index, article.id, hit.row, vector, alike)
        read = readings.get(hit.row)
        for number, sentence in enumerate(hit.passage.sentences):
            place = of_article.place_of(sentence.start)
            if not of_article.may_answer(place):
                continue
            text = of_article.text(place)
            said = _terms(index, text, article.language)
            features = Features(
                read=read.sentences[number] if read else 0.0,
                similarity=hit.sentences[number],
                beyond=float(beyond[number]),
                covered=_share(asked, said | above, rarity),
                passage=hit.score,
                longer=float(max(0, len(text.split()) - _PLAIN_LENGTH)),
                fragment=float(of_article.is_fragment(place)),
                sought=float(bool(kinds) and speaks.tells(text, kinds)),
                asked=_alike(index, asked, of_article.question_before(place), article.language),
            )
            score = sum(w * f for w, f in zip(astuple(weights), astuple(features), strict=True))
            yield Candidate(
                hit, place, sentence.start, sentence.end, features, score, titled, said_near
            )


def _share(wanted: frozenset[str], held: frozenset[str], rarity: Mapping[str, float]) -> float:
    """How much of some terms is held, by rarity."""
    whole = sum(rarity[term] for term in wanted)
    return sum(rarity[term] for term in wanted & held) / whole if whole else 0.0


def _terms(index: Index, text: str, language: str) -> frozenset[str]:
    """The terms of something that stands in the index; a visitor's words are never kept."""
    return index.kept.get((terms, text, language), lambda: frozenset(terms(text, language)))


def _alike(index: Index, asked: frozenset[str], own: str, language: str) -> float:
    """How far two questions ask with the same terms, by rarity (the harmonic mean of both shares)."""
    theirs = _terms(index, own, language) if own else frozenset()
    if not theirs or not asked:
        return 0.0
    weigh = index.lexical.rarity
    common = sum(map(weigh, asked & theirs))
    return 2 * common / (sum(map(weigh, asked)) + sum(map(weigh, theirs)))


def _subject(
    index: Index, asked: frozenset[str], hit: Hit, article: Article
) -> tuple[frozenset[str], frozenset[str]]:
    """The question's terms in the article's title, and those in the passage or the title."""
    title = asked & _terms(index, article.title, article.language)
    passage = article.text[hit.passage.start : hit.passage.end]
    return title, title | (asked & _terms(index, passage, article.language))
