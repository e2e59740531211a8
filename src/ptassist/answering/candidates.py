"""Candidates: the sentences of the found passages, each with what tells how well it answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter

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
from ptassist.index.passages import Sentence, headings_above
from ptassist.index.store import Index

_PLAIN_LENGTH = 25  # words; what is longer counts against a sentence
# So much of `asked` gets a sentence further on in the answer; .3 to .8 do about as well (`python -m bench.quoting`).
_FURTHER_ON = 0.6


@dataclass(frozen=True, slots=True)
class Features:
    """What tells how well a sentence answers.

    Attributes:
        read: The reader's probability for the sentence; 0 where it was not read.
        similarity: The inner product of question and sentence.
        beyond: The same without the subject of its article.
        covered: The share of the question's terms, by rarity, in the sentence, the headings and the line above it and
            the article's own question that it answers.
        passage: The passage's fused score.
        longer: Words above a plain length.
        fragment: 1 for a line without an end.
        sought: 1 where the sentence tells a kind of thing that the question seeks, such as a time or what helps.
        promised: 1 where the heading, the line or the article's own question above it promises such a thing.
        asked: How far the article's own question that it answers is the visitor's, 0 to 1; less where other sentences
            answer it before.
    """

    read: float
    similarity: float
    beyond: float
    covered: float
    passage: float
    longer: float
    fragment: float
    sought: float
    promised: float
    asked: float


# dataclasses.astuple copies deeply, which took a fifth of an answer's time.
_values = attrgetter(*(field.name for field in fields(Features)))


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
    vector: Vectors,
    hits: Sequence[Hit],
    rules: Mapping[str, SentenceRules],
    readings: Mapping[int, Read],
    cues: Mapping[str, Cues],
    weights: Features,
) -> Iterator[Candidate]:
    """Yields the sentences of the hits that may answer.

    Args:
        index: Where the hits are from.
        question: What is asked.
        vector: Its unit vector, float32, shape (dimension,).
        hits: The found passages, best first.
        rules: Each article's rules.
        readings: What the reader made of the passages, by row.
        cues: The cues by language.
        weights: How much each feature counts.
    """
    asked = frozenset(terms(question.words, question.language))
    sought = cues_for(cues, question.language).sought_by(question.text)
    measure = _Measure(index, asked, sought, vector, cues)
    for hit in hits:
        article = index.articles[hit.passage.article_id]
        titled, said = _subject(index, asked, hit, article)
        found = measure.of(hit, article, rules[article.id], readings.get(hit.row))
        for place, sentence, features in found:
            score = sum(w * f for w, f in zip(_values(weights), _values(features), strict=True))
            yield Candidate(hit, place, sentence.start, sentence.end, features, score, titled, said)


@dataclass(frozen=True)
class _Measure:
    """Tells how well sentences answer one question: its terms, the kinds of thing that it seeks, its vector."""

    index: Index
    asked: frozenset[str]
    sought: frozenset[str]
    vector: Vectors
    cues: Mapping[str, Cues]

    def of(
        self, hit: Hit, article: Article, rules: SentenceRules, read: Read | None
    ) -> Iterator[tuple[int, Sentence, Features]]:
        """The sentences of a passage that may answer, each with its place in the article's rules and its features."""
        headings = headings_above(article, hit.passage.section)
        above = " ".join(headings)
        alike = np.array(hit.sentences, dtype=np.float32)
        beyond = beyond_subject(self.index, article.id, hit.row, self.vector, alike)
        for number, sentence in enumerate(hit.passage.sentences):
            place = rules.place_of(sentence.start)
            if not rules.may_answer(place):
                continue
            text, first = rules.text(place), rules.question_before(place)
            own, line = first or rules.question_over(place), rules.line_over(place)
            promise = f"{' '.join(headings[-1:])} {line} {own}"
            yield (
                place,
                sentence,
                Features(
                    read=read.sentences[number] if read else 0.0,
                    similarity=hit.sentences[number],
                    beyond=float(beyond[number]),
                    covered=self._covered(f"{above} {own} {line} {text}", article.language),
                    passage=hit.score,
                    longer=float(max(0, len(text.split()) - _PLAIN_LENGTH)),
                    fragment=float(rules.is_fragment(place)),
                    sought=self._seeks(Cues.told, text, article.language),
                    promised=self._seeks(Cues.promised, promise, article.language),
                    asked=self._alike(own, article.language) * (1.0 if first else _FURTHER_ON),
                ),
            )

    def _seeks(
        self, held: Callable[[Cues, str], frozenset[str]], text: str, language: str
    ) -> float:
        """1 where a text of an article holds a kind of thing that the question seeks."""
        if not self.sought:
            return 0.0
        # Dozens of patterns over a hundred sentences: worked out once a version, not once a question.
        cues = cues_for(self.cues, language)
        kinds = self.index.kept.get((held, language, text), lambda: held(cues, text))
        return float(bool(kinds & self.sought))

    @cached_property
    def _rarity(self) -> Mapping[str, float]:
        return {term: self.index.lexical.rarity(term) for term in self.asked}

    @cached_property
    def _all_asked(self) -> float:
        return self._weigh(self.asked)

    def _weigh(self, held: Iterable[str]) -> float:
        return sum(map(self._rarity.__getitem__, held))

    def _covered(self, text: str, language: str) -> float:
        held = self.asked & _terms(self.index, text, language)
        return self._weigh(held) / (self._all_asked or 1.0)

    def _alike(self, own: str, language: str) -> float:
        """How far the article's own question asks with the same terms, by rarity (the harmonic mean of both shares)."""
        theirs = _terms(self.index, own, language) if own else frozenset()
        if not theirs or not self.asked:
            return 0.0
        all_theirs = sum(map(self.index.lexical.rarity, theirs))
        return 2 * self._weigh(self.asked & theirs) / (self._all_asked + all_theirs)


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
