"""Finder: what the articles say to one question: the hits, how sure they answer, the evidence."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ptassist.answering.approved import Reviewed, find_reviewed, show_reviewed
from ptassist.answering.choosing import MOST_ANSWERS
from ptassist.answering.coverage import SHIPPED, Models, signals
from ptassist.answering.cues import Cues
from ptassist.answering.evidence import Evidence, find_evidence
from ptassist.answering.language import ENGLISH
from ptassist.answering.nameable import Nameable
from ptassist.answering.phrasing import Phrasing, Put
from ptassist.answering.question import Question
from ptassist.answering.reader import Reader
from ptassist.answering.reading import Read, read_hits, worth_reading
from ptassist.answering.retriever import Hit, search
from ptassist.index.encoder import Encoder
from ptassist.index.store import Index

DEPTH = 60
# Spanish articles are searched without the reader. Below this the English ones are asked too; the surer ones answer.
_SURE_IN_SPANISH = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """What the articles say to a question.

    Attributes:
        hits: The found passages, best first.
        sure: The estimated probability, 0 to 1, that they answer.
        evidence: The sentences that would be quoted.
        covered: Whether that is enough to answer.
        unsaid: What the question names that no article mentions.
    """

    hits: Sequence[Hit]
    sure: float
    evidence: Evidence
    covered: bool
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weight:
    """How far one way to put a question speaks for an answer.

    Attributes:
        log_odds: The shipped model's, that the articles answer; no clinic's correction is in them.
        read: Whether the reader read the best passages, so that the model is the one with the reader.
        quotable: Whether there is a sentence to quote.
        language: Only the articles in this language were meant; empty for all.
    """

    log_odds: float
    read: bool
    quotable: bool
    language: str


@dataclass(frozen=True, slots=True)
class Finder:
    """Searches, reads and judges.

    Attributes:
        encoder: Turns questions into vectors.
        cues: The words that tell what a sentence does, by language.
        phrasing: How a question is put to the articles.
        reader: Reads the best passages beside the question; without one similarity alone decides.
        nameable: What a question may name that no article mentions.
        models: Gives the models that tell whether the articles answer; one question is judged by one pair of them.
    """

    encoder: Encoder
    cues: Mapping[str, Cues]
    phrasing: Phrasing
    reader: Reader | None
    nameable: Nameable
    models: Callable[[], Models] = lambda: SHIPPED

    def reviewed(self, index: Index, question: Question, today: dt.date) -> Reviewed | None:
        """The answer that a therapist has given to this question; None without one, or when it has expired."""
        if not index.approved.decisions.answers:
            return None
        vector = self.encoder.encode_questions([question.standalone])[0]
        answer = find_reviewed(index, question, vector, today)
        if answer is None:
            return None
        return show_reviewed(index, answer, self.cues, warn=question.asks_permission)

    def search(self, index: Index, question: Question, top: int) -> list[Hit]:
        """The passages that a question is about, best first."""
        hits: list[Hit] = []
        models = self.models()
        for put in self.phrasing.ways(index, question):
            hits = self._hits(index, put, top)
            missing = self._missing(index, question, hits)
            if (
                put.language
                and hits
                and models.confidence(hits, missing=missing) >= _SURE_IN_SPANISH
            ):
                break
        return hits

    def find(
        self,
        index: Index,
        question: Question,
        most: int = MOST_ANSWERS,
        shown: Collection[tuple[str, int]] = (),
    ) -> Found:
        """What the articles say to a question.

        Args:
            index: Where to look.
            question: What is asked.
            most: How many answering sentences at most.
            shown: The sentences that answer another question of the message, by article and first character.
        """
        models = self.models()
        found = Found((), 0.0, Evidence((), excludes=False), covered=False)
        for put in self.phrasing.ways(index, question):
            asked, hits = put.question, self._hits(index, put, DEPTH)
            readings = self._read(index, asked, hits)
            evidence = self._evidence(index, asked, hits, most, readings, shown)
            missing = self._missing(index, question, hits)
            covered = bool(evidence.quotes) and models.is_sure(hits, readings, missing=missing)
            sure = models.confidence(hits, readings, missing=missing)
            # The first way that is sure; of ways that are not, the one that can be quoted and is surest.
            one = Found(hits, sure, evidence, covered)
            found = max(found, one, key=_worth) if found.covered else one
            if covered and (not put.language or sure >= _SURE_IN_SPANISH):
                break
        unsaid = self.nameable.unsaid(question.text, question.language, index)
        return replace(found, unsaid=unsaid)

    def weigh(self, index: Index, question: Question) -> Iterator[Weight]:
        """How far each way to put a question speaks for an answer, whichever of them would have been enough."""
        for put in self.phrasing.ways(index, question):
            asked, hits = put.question, self._hits(index, put, DEPTH)
            if not hits:
                continue
            readings = self._read(index, asked, hits)
            evidence = self._evidence(index, asked, hits, MOST_ANSWERS, readings)
            missing = self._missing(index, question, hits)
            log_odds = SHIPPED.model_for(readings).log_odds(
                signals(hits, readings, missing=missing)
            )
            yield Weight(log_odds, bool(readings), bool(evidence.quotes), put.language)

    def _evidence(
        self,
        index: Index,
        asked: Question,
        hits: Sequence[Hit],
        most: int,
        readings: Mapping[int, Read] | None,
        shown: Collection[tuple[str, int]] = (),
    ) -> Evidence:
        # The encoder remembers the question from the search.
        vector = self.encoder.encode_questions([asked.standalone])[0]
        near = worth_reading(hits)
        return find_evidence(index, asked, near, vector, self.cues, most, readings, above=shown)

    def _missing(self, index: Index, question: Question, hits: Sequence[Hit]) -> bool:
        return self.nameable.missing(question.text, question.language, index, worth_reading(hits))

    def _hits(self, index: Index, put: Put, top: int) -> list[Hit]:
        asked, depth = put.question, max(top, DEPTH)
        vector = self.encoder.encode_questions([asked.standalone])[0]
        hits = search(index, asked.words, vector, depth, more=put.more, prefer=asked.prefer)
        if not put.language:
            return hits[:top]
        spoken = [hit for hit in hits if _language(index, hit) == put.language][:top]
        return [replace(hit, rank=rank) for rank, hit in enumerate(spoken, 1)]

    def _read(
        self, index: Index, asked: Question, hits: Sequence[Hit]
    ) -> Mapping[int, Read] | None:
        """What the reader makes of the best passages; None without one, or in a language that it cannot read."""
        if self.reader is None or asked.language != ENGLISH:
            return None
        return read_hits(self.reader, index, asked, worth_reading(hits))


def _worth(found: Found) -> tuple[bool, float]:
    return found.covered, found.sure


def _language(index: Index, hit: Hit) -> str:
    return index.articles[hit.passage.article_id].language
