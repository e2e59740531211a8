"""Candidates: the sentences of the found passages, each with what tells how well it answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

from ptassist.answering.conditions import SentenceRules
from ptassist.answering.question import Question
from ptassist.answering.reading import Read
from ptassist.answering.retriever import Hit
from ptassist.articles.article import Article
from ptassist.index.lexical import terms
from ptassist.index.passages import headings_above
from ptassist.index.store import Index

_PLAIN_LENGTH = 25  # words; what is longer counts against a sentence


@dataclass(frozen=True, slots=True)
class Features:
    """What tells how well a sentence answers.

    Attributes:
        read: The reader's probability for the sentence; 0 where it was not read.
        answers: Its probability for the passage.
        similarity: The inner product of question and sentence.
        covered: The share of the question's terms, by rarity, in the sentence and the headings above it.
        passage: The passage's fused score.
        longer: Words above a plain length.
        fragment: 1 for a line without an end.
    """

    read: float
    answers: float
    similarity: float
    covered: float
    passage: float
    longer: float
    fragment: float


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
) -> Iterable[Candidate]:
    """Yields the sentences of the hits that may answer.

    Args:
        index: Where the hits are from.
        question: What is asked.
        hits: The found passages, best first.
        rules: Each article's rules.
        readings: What the reader made of the passages, by row.
        weights: How much each feature counts.
    """
    asked = frozenset(terms(question.words, question.language))
    rarity = {term: index.lexical.rarity(term) for term in asked}
    whole = sum(rarity.values()) or 1.0
    for hit in hits:
        article = index.articles[hit.passage.article_id]
        of_article = rules[article.id]
        above = _terms(
            index, " ".join(headings_above(article, hit.passage.section)), article.language
        )
        titled, said_near = _subject(index, asked, hit, article)
        read = readings.get(hit.row)
        for number, sentence in enumerate(hit.passage.sentences):
            place = of_article.place_of(sentence.start)
            if not of_article.may_answer(place):
                continue
            text = of_article.text(place)
            said = _terms(index, text, article.language) | above
            features = Features(
                read=read.sentences[number] if read else 0.0,
                answers=read.answers if read else 0.0,
                similarity=hit.sentences[number],
                covered=sum(rarity[term] for term in asked & said) / whole,
                passage=hit.score,
                longer=float(max(0, len(text.split()) - _PLAIN_LENGTH)),
                fragment=float(of_article.is_fragment(place)),
            )
            score = sum(w * f for w, f in zip(astuple(weights), astuple(features), strict=True))
            yield Candidate(
                hit, place, sentence.start, sentence.end, features, score, titled, said_near
            )


def _terms(index: Index, text: str, language: str) -> frozenset[str]:
    """The terms of something that stands in the index; a visitor's words are never kept."""
    return index.kept.get((terms, text, language), lambda: frozenset(terms(text, language)))


def _subject(
    index: Index, asked: frozenset[str], hit: Hit, article: Article
) -> tuple[frozenset[str], frozenset[str]]:
    """The question's terms in the article's title, and those in the passage or the title."""
    title = asked & _terms(index, article.title, article.language)
    passage = article.text[hit.passage.start : hit.passage.end]
    return title, title | (asked & _terms(index, passage, article.language))
