"""Framing: our fixed sentences around the quotes, each with the quote that it stands before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ptassist.answering.answer import Frame, Role
from ptassist.answering.approved import Reviewed
from ptassist.answering.dates import in_words
from ptassist.answering.evidence import Evidence, Quoted
from ptassist.answering.question import Question
from ptassist.answering.replies import Reply
from ptassist.answering.wording import FALLBACK_LANGUAGE, Topic, Wording
from ptassist.settings import ClinicSettings

# How much of a question is said again above its reply.
_MOST_ASKED = 90


@dataclass(frozen=True, slots=True)
class Framing:
    """Frames one answer.

    Attributes:
        wording: The fixed sentences.
        clinic: What the clinic says about itself.
        language: The language of the answer.
    """

    wording: Wording
    clinic: ClinicSettings
    language: str

    def frame(self, code: str, before: int | None = None, **values: str) -> Frame:
        """A fixed sentence with its values filled in."""
        text = self.wording.frame(code, self.language)
        return Frame(code, text.format(**values) if values else text, before)

    def topic(self, topic: Topic) -> Frame:
        """What needs no article, in the clinic's own words where it has set them."""
        given = getattr(self.clinic, topic.setting, None) if topic.setting else None
        text = given or topic.texts.get(self.language, topic.texts[FALLBACK_LANGUAGE])
        return Frame(topic.code, text, None)

    def unsaid(self, names: Iterable[str]) -> tuple[Frame, ...]:
        """What the question names that no article mentions."""
        return tuple(self.frame("partly_covered", term=name) for name in names)

    def around(
        self, question: Question, evidence: Evidence, unsaid: Iterable[str] = ()
    ) -> tuple[Frame, ...]:
        """The frames of an answer to one question."""
        inside = self._inside(question, evidence)
        return (*self._help(evidence.quotes), *inside, *self.unsaid(unsaid))

    def around_reviewed(self, question: Question, reviewed: Reviewed) -> tuple[Frame, ...]:
        """The frames of a therapist's answer: who signed it, the therapist's own words, and the usual ones."""
        helped = self._help(reviewed.evidence.quotes)
        return self._in_order(question, reviewed, helped)

    def part_by_part(self, replies: Sequence[Reply]) -> tuple[Frame, ...]:
        """The frames of an answer to several questions: what was asked stands above what is said to it."""
        quotes = [quote for reply in replies for quote in reply.evidence.quotes]
        frames = list(self._help(quotes))
        start = 0
        for reply in replies:
            end = start + len(reply.evidence.quotes)
            for frame in self._of_part(reply):
                place = end if frame.before is None else start + frame.before
                frames.append(replace(frame, before=place if place < len(quotes) else None))
            start = end
        return tuple(frames)

    def _of_part(self, reply: Reply) -> Iterator[Frame]:
        """The frames of one reply, placed as if it stood alone."""
        first = 0 if reply.evidence.quotes else None
        yield self.frame("part", first, asked=shortened(reply.question.text))
        if reply.says:
            yield self.frame(reply.says, first)
        if reply.topic:
            yield self.topic(reply.topic)
        if reply.reviewed:
            yield from self._in_order(reply.question, reply.reviewed)
        else:
            yield from self._inside(reply.question, reply.evidence)
        yield from self.unsaid(reply.unsaid)

    def _in_order(
        self, question: Question, reviewed: Reviewed, helped: Iterable[Frame] = ()
    ) -> tuple[Frame, ...]:
        """The frames of a therapist's answer, by the quote that they stand before."""
        end = len(reviewed.evidence.quotes)
        frames = [*self._signed(reviewed), *helped, *self._inside(question, reviewed.evidence)]
        return tuple(sorted(frames, key=lambda frame: _place_of(frame, end)))

    def _signed(self, reviewed: Reviewed) -> Iterator[Frame]:
        """Who signed an answer, and what they say in their own words."""
        first = 0 if reviewed.evidence.quotes else None
        answer = reviewed.answer
        signed = {"reviewer": answer.reviewer, "date": in_words(answer.reviewed, self.language)}
        yield self.frame("reviewed_by", first, **signed)
        for text, before in reviewed.words:
            yield self.frame("therapist_says", before, words=text)

    def _inside(self, question: Question, evidence: Evidence) -> Iterator[Frame]:
        """What the quotes that answer one question need around them."""
        quotes = evidence.quotes
        if not quotes:
            return
        if question.asks_permission:
            yield self.frame("cannot_say_for_you", 0)
        for place, quote in enumerate(quotes):
            opens_article = place == 0 or quotes[place - 1].article.id != quote.article.id
            if place == evidence.differs:
                yield self.frame("articles_differ", place)
            if opens_article and self._is_foreign(quote):
                yield self.frame("in_english", place)
            if opens_article and quote.role is Role.CONDITION:
                yield self.frame("first", place)
            elif _introduces_after_condition(quotes, place):
                yield self.frame("then_under", place)
        if question.asks_permission and not evidence.excludes:
            yield self.frame("exclusions_not_found")

    def _help(self, quotes: Iterable[Quoted]) -> Iterator[Frame]:
        """Before quotes that a visitor may not be able to read: whom to call."""
        if any(self._is_foreign(quote) for quote in quotes):
            yield self.frame("call_in_your_language", 0)

    def _is_foreign(self, quote: Quoted) -> bool:
        """Whether an English quote stands in an answer in another language."""
        return quote.article.language == FALLBACK_LANGUAGE != self.language


def shortened(text: str) -> str:
    """A question as it is said again: its beginning, to the end of a word."""
    text = text.strip()
    if len(text) <= _MOST_ASKED:
        return text
    kept = text[:_MOST_ASKED]
    whole = kept.rsplit(maxsplit=1)[0] if not text[_MOST_ASKED].isspace() else kept
    return whole.rstrip(" ,;:.-") + "…"


def _place_of(frame: Frame, end: int) -> int:
    return end if frame.before is None else frame.before


def _introduces_after_condition(quotes: Sequence[Quoted], place: int) -> bool:
    """A heading or the line above a list, right after the article's precautions."""
    if place == 0 or quotes[place].role is not Role.CONTEXT:
        return False
    before = quotes[place - 1]
    return before.role is Role.CONDITION and before.article.id == quotes[place].article.id
