"""compose_answer: evidence becomes segments, citations and frames. Everything said is a quote or a fixed sentence."""

import uuid
from collections.abc import Iterator, Sequence
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
from ptassist.answering.approved import Reviewed
from ptassist.answering.dates import in_words
from ptassist.answering.deep_link import article_url, deep_link
from ptassist.answering.evidence import Evidence, Quoted
from ptassist.answering.question import Question
from ptassist.answering.triage import Action, Assessment
from ptassist.answering.wording import FALLBACK_LANGUAGE, Topic, Wording
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

    def reviewed(
        self, question: Question, assessment: Assessment, reviewed: Reviewed, index: Index
    ) -> Answer:
        """A therapist's answer: its quotes with their conditions and citations, the therapist's own words around them.

        One that quotes nothing needs no article: it is conversation.
        """
        quotes = reviewed.evidence.quotes
        numbers = _number_citations(quotes)
        segments = tuple(_segment(index, quote, numbers) for quote in quotes)
        usual = self._frames(question, reviewed.evidence) if quotes else ()
        frames = (*self._signed(reviewed, question.language), *usual)
        return self._complete(
            AnswerKind.ANSWER if quotes else AnswerKind.CONVERSATION,
            question,
            assessment,
            index,
            frames=tuple(sorted(frames, key=lambda frame: _place_of(frame, len(quotes)))),
            segments=segments,
            citations=_citations(quotes, numbers, segments),
            suggestions=_suggestions(quotes, question) if quotes else (),
            confidence=1.0,
            notices=self._notices(reviewed.evidence, question.language, reviewed.spoken_in),
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

    def _frame(self, code: str, language: str, before: int | None = None, **values: str) -> Frame:
        text = self.wording.frame(code, language)
        return Frame(code, text.format(**values) if values else text, before)

    def _signed(self, reviewed: Reviewed, language: str) -> Iterator[Frame]:
        """Who signed an answer, and what they say in their own words."""
        first = 0 if reviewed.evidence.quotes else None
        answer = reviewed.answer
        signed = {"reviewer": answer.reviewer, "date": in_words(answer.reviewed, language)}
        yield self._frame("reviewed_by", language, first, **signed)
        for text, before in reviewed.words:
            yield self._frame("therapist_says", language, before, words=text)

    def _frames(self, question: Question, evidence: Evidence) -> tuple[Frame, ...]:
        language = question.language
        quotes = evidence.quotes
        frames = list(self._help_in_language(quotes, language))
        if question.asks_permission:
            frames.append(self._frame("cannot_say_for_you", language, 0))
        for place, quote in enumerate(quotes):
            opens_article = place == 0 or quotes[place - 1].article.id != quote.article.id
            if opens_article and _is_english_for_others(quote, language):
                frames.append(self._frame("in_english", language, place))
            if opens_article and quote.role is Role.CONDITION:
                frames.append(self._frame("first", language, place))
            elif _introduces_after_condition(quotes, place):
                frames.append(self._frame("then_under", language, place))
        if question.asks_permission and not evidence.excludes:
            frames.append(self._frame("exclusions_not_found", language))
        return tuple(frames)

    def _help_in_language(self, quotes: Sequence[Quoted], language: str) -> Iterator[Frame]:
        """Before quotes that a visitor may not be able to read: whom to call."""
        if any(_is_english_for_others(quote, language) for quote in quotes):
            yield self._frame("call_in_your_language", language, 0)

    def _notices(self, evidence: Evidence, language: str, *spoken_in: str) -> tuple[Frame, ...]:
        notices = []
        if any(quote.article.sample for quote in evidence.quotes):
            notices.append(self._frame("sample", language))
        languages = {*spoken_in, *(quote.article.language for quote in evidence.quotes)}
        english_alone = language != FALLBACK_LANGUAGE and languages <= {language, FALLBACK_LANGUAGE}
        if languages - {language} and not english_alone:
            notices.append(self._frame("other_language", language))
        return tuple(notices)


def _is_english_for_others(quote: Quoted, language: str) -> bool:
    """Whether an English quote stands in an answer in another language."""
    return quote.article.language == FALLBACK_LANGUAGE != language


def _place_of(frame: Frame, end: int) -> int:
    return end if frame.before is None else frame.before


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
