"""Composer: evidence becomes segments, citations and frames. Everything said is a quote or a fixed sentence.

Above what is said to each of several questions the visitor's own question stands again, and nothing else of theirs.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from ptassist.answering.answer import Answer, AnswerKind, Citation, Frame, Handoff, Nearest, Segment
from ptassist.answering.approved import Reviewed
from ptassist.answering.citing import citations_of, number_citations, segment_of
from ptassist.answering.deep_link import article_url
from ptassist.answering.evidence import Evidence, Quoted
from ptassist.answering.framing import Framing
from ptassist.answering.nameable import MOST_NAMED
from ptassist.answering.notes import Note, Notes
from ptassist.answering.question import Question
from ptassist.answering.replies import NOT_COVERED, Reply
from ptassist.answering.triage import Action, Assessment
from ptassist.answering.wording import FALLBACK_LANGUAGE, Topic, Wording
from ptassist.articles.article import Article
from ptassist.index.store import Index
from ptassist.settings import ClinicSettings
from ptassist.shipped import shipped

_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts answers together in the clinic's name.

    Attributes:
        wording: The fixed sentences.
        clinic: Name, phone, booking link, practical facts.
        notes: What hard words mean; the shipped ones unless others are given.
    """

    wording: Wording
    clinic: ClinicSettings
    notes: Notes = field(default_factory=lambda: Notes(shipped("corpus/language")))

    def answer(
        self,
        question: Question,
        assessment: Assessment,
        evidence: Evidence,
        confidence: float,
        index: Index,
        unsaid: Sequence[str] = (),
    ) -> Answer:
        """The articles' own sentences, with their conditions and citations.

        Args:
            question: What was asked.
            assessment: Its level and card.
            evidence: What is quoted.
            confidence: The probability that it answers.
            index: What was searched.
            unsaid: What the question names that no article mentions.
        """
        return self._quoting(
            AnswerKind.ANSWER,
            question,
            assessment,
            index,
            evidence.quotes,
            frames=self._framing(question).around(question, evidence, unsaid),
            confidence=confidence,
        )

    def part_by_part(
        self,
        question: Question,
        assessment: Assessment,
        replies: Sequence[Reply],
        index: Index,
        nearest: Sequence[Article] = (),
    ) -> Answer:
        """What is said to each question of a message, one after another; as sure as the least sure of them.

        Args:
            question: The whole message.
            assessment: Its level and card.
            replies: What is said to each of its questions.
            index: What was searched.
            nearest: Articles to read where nothing is quoted.
        """
        sure = min(reply.sure for reply in replies)
        if all(reply.says == NOT_COVERED for reply in replies):
            unsaid = dict.fromkeys(name for reply in replies for name in reply.unsaid)
            few = [*unsaid][:MOST_NAMED]
            return self.not_covered(question, assessment, nearest, sure, index, unsaid=few)
        quotes = [quote for reply in replies for quote in reply.evidence.quotes]
        unanswered = any(reply.topic is None for reply in replies)
        nothing_quoted = AnswerKind.NOT_COVERED if unanswered else AnswerKind.CONVERSATION
        spoken_in = [reply.reviewed.spoken_in for reply in replies if reply.reviewed]
        return self._quoting(
            AnswerKind.ANSWER if quotes else nothing_quoted,
            question,
            assessment,
            index,
            quotes,
            frames=self._framing(question).part_by_part(replies),
            nearest=_nearest(nearest) if unanswered and not quotes else (),
            confidence=sure,
            spoken_in=spoken_in,
        )

    def reviewed(
        self, question: Question, assessment: Assessment, reviewed: Reviewed, index: Index
    ) -> Answer:
        """A therapist's answer: its quotes with their conditions and citations, the therapist's own words around them.

        One that quotes nothing needs no article: it is conversation.
        """
        quotes = reviewed.evidence.quotes
        return self._quoting(
            AnswerKind.ANSWER if quotes else AnswerKind.CONVERSATION,
            question,
            assessment,
            index,
            quotes,
            frames=self._framing(question).around_reviewed(question, reviewed),
            confidence=1.0,
            spoken_in=[reviewed.spoken_in],
        )

    def not_covered(
        self,
        question: Question,
        assessment: Assessment,
        nearest: Sequence[Article],
        confidence: float,
        index: Index,
        frame: str = "not_covered",
        unsaid: Sequence[str] = (),
    ) -> Answer:
        """An honest "our articles don't say", with the nearest articles.

        Args:
            question: What was asked.
            assessment: Its level and card.
            nearest: Articles to read instead, best first.
            confidence: The probability that the articles answer.
            index: What was searched.
            frame: The sentence that says why there is no answer.
            unsaid: What the question names that no article mentions.
        """
        framing = self._framing(question)
        return self._complete(
            AnswerKind.NOT_COVERED,
            question,
            assessment,
            index,
            frames=(framing.frame(frame), *framing.unsaid(unsaid)),
            nearest=_nearest(nearest),
            confidence=confidence,
        )

    def urgent(self, question: Question, assessment: Assessment, index: Index) -> Answer:
        """The card alone."""
        return self._complete(AnswerKind.URGENT, question, assessment, index)

    def conversation(
        self, question: Question, assessment: Assessment, topic: Topic, index: Index
    ) -> Answer:
        """What no article is needed for: the clinic's own words where it has set them."""
        return self._complete(
            AnswerKind.CONVERSATION,
            question,
            assessment,
            index,
            frames=(self._framing(question).topic(topic),),
            confidence=1.0,
        )

    def handoff(self, language: str, *, personal: bool = False) -> Handoff:
        """The way to a therapist; a stronger one for a visitor who told of an illness, a drug, an age."""
        own = self.clinic.handoff_text_es if language == "es" else self.clinic.handoff_text
        phrase = self.wording.phrase
        digits = "".join(c for c in self.clinic.phone if c.isdigit() or c == "+")
        if personal or not own:
            own = phrase(
                "handoff.personal" if personal else "handoff.text", language, name=self.clinic.name
            )
        return Handoff(
            own,
            (
                Action(phrase("handoff.call", language, phone=self.clinic.phone), f"tel:{digits}"),
                Action(phrase("handoff.book", language), self.clinic.booking_url),
            ),
        )

    def _framing(self, question: Question) -> Framing:
        return Framing(self.wording, self.clinic, question.language)

    def _quoting(
        self,
        kind: AnswerKind,
        question: Question,
        assessment: Assessment,
        index: Index,
        quotes: Sequence[Quoted],
        *,
        frames: tuple[Frame, ...],
        confidence: float,
        nearest: tuple[Nearest, ...] = (),
        spoken_in: Sequence[str] = (),
    ) -> Answer:
        """An answer of quotes, with their citations; without quotes where the frames say it all."""
        numbers = number_citations(quotes)
        segments = tuple(segment_of(index, quote, numbers) for quote in quotes)
        return self._complete(
            kind,
            question,
            assessment,
            index,
            frames=frames,
            segments=segments,
            citations=citations_of(quotes, numbers, segments),
            nearest=nearest,
            suggestions=_suggestions(quotes, question) if quotes else (),
            confidence=confidence,
            notices=self._notices(quotes, question, spoken_in),
            notes=self._notes(segments, quotes, question.language),
        )

    def _complete(
        self,
        kind: AnswerKind,
        question: Question,
        assessment: Assessment,
        index: Index,
        *,
        frames: tuple[Frame, ...] = (),
        segments: tuple[Segment, ...] = (),
        citations: tuple[Citation, ...] = (),
        nearest: tuple[Nearest, ...] = (),
        suggestions: tuple[str, ...] = (),
        confidence: float = 0.0,
        notices: tuple[Frame, ...] = (),
        notes: tuple[Note, ...] = (),
    ) -> Answer:
        return Answer(
            id=uuid.uuid4().hex,
            kind=kind,
            level=assessment.level,
            card=assessment.card,
            frames=frames,
            segments=segments,
            citations=citations,
            nearest=nearest,
            handoff=self.handoff(question.language, personal=question.tells_of_self),
            suggestions=suggestions,
            confidence=round(confidence, 4),
            language=question.language,
            index_version=index.version,
            notices=notices,
            notes=notes,
        )

    def _notes(
        self, segments: Sequence[Segment], quotes: Sequence[Quoted], language: str
    ) -> tuple[Note, ...]:
        """What hard words of the quotes mean, unless the quoted articles say it themselves."""
        articles = {quote.article.id: quote.article.text for quote in quotes}
        said = [segment.text for segment in segments]
        return self.notes.for_quotes(said, language, articles=articles.values())

    def _notices(
        self, quotes: Sequence[Quoted], question: Question, spoken_in: Sequence[str]
    ) -> tuple[Frame, ...]:
        framing, language = self._framing(question), question.language
        notices = []
        if any(quote.article.sample for quote in quotes):
            notices.append(framing.frame("sample"))
        languages = {*spoken_in, *(quote.article.language for quote in quotes)}
        english_alone = language != FALLBACK_LANGUAGE and languages <= {language, FALLBACK_LANGUAGE}
        if languages - {language} and not english_alone:
            notices.append(framing.frame("other_language"))
        return tuple(notices)


def _nearest(articles: Sequence[Article]) -> tuple[Nearest, ...]:
    return tuple(Nearest(a.id, a.title, article_url(a)) for a in articles)


def _suggestions(quotes: Sequence[Quoted], question: Question) -> tuple[str, ...]:
    """The first article's own headings that are questions, as what to ask next."""
    article = quotes[0].article
    if article.language != question.language:
        return ()
    quoted = {quote.section for quote in quotes if quote.article.id == article.id}
    headings = [
        section.heading
        for number, section in enumerate(article.sections)
        if section.heading and not section.is_references and number not in quoted
    ]
    asking = [heading for heading in headings if heading.endswith("?")]
    return tuple(heading for heading in asking if heading != question.text)[:_SUGGESTIONS]
