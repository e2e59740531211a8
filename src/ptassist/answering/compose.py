"""compose_answer: evidence becomes segments, citations and frames. Everything said is a quote or a fixed sentence."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from ptassist.answering.answer import (
    Answer,
    AnswerKind,
    Citation,
    Frame,
    Handoff,
    Nearest,
    Quote,
    ReferenceLink,
    Role,
    Segment,
)
from ptassist.answering.deep_link import article_url, deep_link
from ptassist.answering.evidence import Evidence, Quoted
from ptassist.answering.question import Question
from ptassist.answering.triage import Action, Assessment
from ptassist.answering.wording import Topic, Wording
from ptassist.articles.article import Article
from ptassist.index.store import Index
from ptassist.settings import ClinicSettings

_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts answers together in the clinic's name.

    Attributes:
        wording: The fixed sentences.
        clinic: Name, phone, booking link, practical facts.
    """

    wording: Wording
    clinic: ClinicSettings

    def answer(
        self,
        question: Question,
        assessment: Assessment,
        evidence: Evidence,
        confidence: float,
        index: Index,
    ) -> Answer:
        """The articles' own sentences, with their conditions and citations."""
        numbers = _number_citations(evidence.quotes)
        segments = tuple(_segment(index, quote, numbers) for quote in evidence.quotes)
        return self._complete(
            AnswerKind.ANSWER,
            question,
            assessment,
            index,
            frames=self._frames(question, evidence),
            segments=segments,
            citations=_citations(evidence.quotes, numbers, segments),
            suggestions=_suggestions(evidence.quotes, question),
            confidence=confidence,
            notices=self._notices(evidence, question.language),
        )

    def not_covered(
        self,
        question: Question,
        assessment: Assessment,
        nearest: Sequence[Article],
        confidence: float,
        index: Index,
        frame: str = "not_covered",
    ) -> Answer:
        """An honest "our articles don't say", with the nearest articles.

        Args:
            question: What was asked.
            assessment: Its level and card.
            nearest: Articles to read instead, best first.
            confidence: The probability that the articles answer.
            index: What was searched.
            frame: The sentence that says why there is no answer.
        """
        return self._complete(
            AnswerKind.NOT_COVERED,
            question,
            assessment,
            index,
            frames=(self._frame(frame, question.language),),
            nearest=tuple(Nearest(a.id, a.title, article_url(a)) for a in nearest),
            confidence=confidence,
        )

    def urgent(self, question: Question, assessment: Assessment, index: Index) -> Answer:
        """The card alone."""
        return self._complete(AnswerKind.URGENT, question, assessment, index)

    def conversation(
        self, question: Question, assessment: Assessment, topic: Topic, index: Index
    ) -> Answer:
        """What no article is needed for: the clinic's own words where it has set them."""
        given = getattr(self.clinic, topic.setting, None) if topic.setting else None
        text = given or topic.texts.get(question.language, topic.texts["en"])
        return self._complete(
            AnswerKind.CONVERSATION,
            question,
            assessment,
            index,
            frames=(Frame(topic.code, text, None),),
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
        )

    def _frame(self, code: str, language: str, before: int | None = None) -> Frame:
        return Frame(code, self.wording.frame(code, language), before)

    def _frames(self, question: Question, evidence: Evidence) -> tuple[Frame, ...]:
        language = question.language
        frames = (
            [self._frame("cannot_say_for_you", language, 0)] if question.asks_permission else []
        )
        quotes = evidence.quotes
        for place, quote in enumerate(quotes):
            opens_article = place == 0 or quotes[place - 1].article.id != quote.article.id
            if opens_article and quote.role is Role.CONDITION:
                frames.append(self._frame("first", language, place))
            elif _introduces_after_condition(quotes, place):
                frames.append(self._frame("then_under", language, place))
        if question.asks_permission and not evidence.excludes:
            frames.append(self._frame("exclusions_not_found", language))
        return tuple(frames)

    def _notices(self, evidence: Evidence, language: str) -> tuple[Frame, ...]:
        notices = []
        if any(quote.article.sample for quote in evidence.quotes):
            notices.append(self._frame("sample", language))
        if any(quote.article.language != language for quote in evidence.quotes):
            notices.append(self._frame("other_language", language))
        return tuple(notices)


def _introduces_after_condition(quotes: Sequence[Quoted], place: int) -> bool:
    """A heading or the line above a list, right after the article's precautions."""
    if place == 0 or quotes[place].role is not Role.CONTEXT:
        return False
    before = quotes[place - 1]
    return before.role is Role.CONDITION and before.article.id == quotes[place].article.id


def _number_citations(quotes: Sequence[Quoted]) -> dict[tuple[str, int], int]:
    """A number for each section quoted, in reading order."""
    places = dict.fromkeys((quote.article.id, quote.section) for quote in quotes)
    return {place: number for number, place in enumerate(places, 1)}


def _segment(index: Index, quote: Quoted, numbers: dict[tuple[str, int], int]) -> Segment:
    article = quote.article
    return Segment(
        text=article.text[quote.start : quote.end],
        citation=numbers[(article.id, quote.section)],
        role=quote.role,
        quote=Quote(article.id, index.passages[quote.row].id, quote.start, quote.end),
        references=tuple(_reference(article, number) for number in quote.references),
    )


def _reference(article: Article, number: int) -> ReferenceLink:
    entry = article.references[number]
    return ReferenceLink(entry.label, entry.text, entry.doi, entry.url)


def _citations(
    quotes: Sequence[Quoted], numbers: dict[tuple[str, int], int], segments: Sequence[Segment]
) -> tuple[Citation, ...]:
    citations = []
    for (article_id, section), number in numbers.items():
        of_section = [q for q in quotes if (q.article.id, q.section) == (article_id, section)]
        article = of_section[0].article
        # The link goes to the sentence that answers; a section quoted for its condition alone links to that.
        target = next((q for q in of_section if q.role is Role.ANSWER), of_section[0])
        shown = {reference for segment in segments for reference in segment.references}
        rest = (_reference(article, entry) for entry in range(len(article.references)))
        citations.append(
            Citation(
                number=number,
                article_id=article_id,
                title=article.title,
                heading=article.sections[section].heading,
                author=article.author,
                published=article.published,
                reviewed=article.reviewed,
                url=article_url(article),
                deep_link=deep_link(article, target.start, target.end),
                language=article.language,
                sample=article.sample,
                further_reading=tuple(entry for entry in rest if entry not in shown),
            )
        )
    return tuple(citations)


def _suggestions(quotes: Sequence[Quoted], question: Question) -> tuple[str, ...]:
    """The first article's own headings that are questions, as what to ask next."""
    article = quotes[0].article
    quoted = {quote.section for quote in quotes if quote.article.id == article.id}
    headings = [
        section.heading
        for number, section in enumerate(article.sections)
        if section.heading and not section.is_references and number not in quoted
    ]
    asking = [heading for heading in headings if heading.endswith("?")]
    return tuple(heading for heading in asking if heading != question.text)[:_SUGGESTIONS]
