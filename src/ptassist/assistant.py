"""The online main path: a visitor's question becomes an answer.

question ->  triage  ->  understanding  ->  retrieval  ->  evidence  ->  Answer
"""

import copy
import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from ptassist.answering.answer import Answer, Handoff
from ptassist.answering.calibration import LiveModels, made_with
from ptassist.answering.choosing import MOST_ANSWERS
from ptassist.answering.compose import Composer
from ptassist.answering.coverage import SHIPPED, Models
from ptassist.answering.cues import load_cues
from ptassist.answering.finding import Finder, Found, Weight
from ptassist.answering.language import OTHER
from ptassist.answering.nameable import Nameable
from ptassist.answering.phrasing import Phrasing
from ptassist.answering.question import Question, Turn, parts_of, understand
from ptassist.answering.reader import PIECES, WEIGHTS, CompiledReader, Reader
from ptassist.answering.replies import MOST_ANSWERS as MOST_IN_REPLY
from ptassist.answering.replies import (
    Reply,
    answering,
    most_answers,
    reply_of_found,
    reply_of_reviewed,
    reply_of_topic,
)
from ptassist.answering.retriever import Hit, rank_articles
from ptassist.answering.triage import Assessment, Level, Triage, load_triage
from ptassist.answering.wording import Topic, Wording, load_wording
from ptassist.articles.article import Article
from ptassist.index.encoder import Encoder
from ptassist.index.serving import open_serving_encoder
from ptassist.index.store import Index
from ptassist.index.versions import LiveIndex
from ptassist.settings import ClinicSettings, Settings
from ptassist.shipped import shipped

_LOOKED_AT = 20
_NEAREST = 3
_MOST_LINES_WHEN_URGENT = 2
# Of 24 questions to the front desk to which something was quoted (the made-up articles of `training/`, a reader that
# had not met them), the quote answered 3; the surest of the others was at .88.
_SURE_OF_ERRAND = 0.9


class Assistant:
    """Answers questions out of the clinic's articles.

    It holds no state of its own: what a visitor said before comes with each question.

    Args:
        index: Gives the index of the moment; one question is answered from one index.
        triage: The red flags.
        wording: The fixed sentences.
        finder: Finds what the articles say.
        clinic: What the clinic says about itself.
        today: Gives the day, on which a reviewed answer has expired or not.
    """

    def __init__(
        self,
        index: Callable[[], Index],
        triage: Triage,
        wording: Wording,
        finder: Finder,
        clinic: ClinicSettings,
        today: Callable[[], dt.date] = lambda: dt.datetime.now(dt.UTC).date(),
    ) -> None:
        self._index = index
        self._triage = triage
        self._wording = wording
        self._finder = finder
        self._today = today
        self._composer = Composer(wording, clinic)

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """Answers one question.

        Args:
            text: What the visitor wrote.
            history: The visitor's turns before, oldest first.

        Raises:
            QuestionError: The question is empty, unreadable or too long.
        """
        index = self._index()
        question = understand(text, history, index.lexical.holds)
        assessment = self._assess(question)
        if assessment.level.replaces_answer:
            return self._composer.urgent(question, assessment, index)
        if not question.readable:
            return self._composer.not_covered(question, assessment, (), 0.0, index, "language_help")
        parts = parts_of(text, question, history, index.lexical.holds)
        if len(parts) == 1:
            return self._answer(question, assessment, index)
        if assessment.declines:
            return self._declined(question, assessment, index)
        return self._answer_parts(question, parts, assessment, index)

    def assess(self, text: str, history: Sequence[Turn] = ()) -> Assessment:
        """What triage makes of a visitor's turns: the level and card of the answer, before anything is looked up.

        Raises:
            QuestionError: The question is empty, unreadable or too long.
        """
        return self._assess(understand(text, history, self._index().lexical.holds))

    def search(self, text: str, history: Sequence[Turn] = (), top: int = 10) -> list[Hit]:
        """The passages that a question is about, best first.

        Raises:
            QuestionError: The question is empty, unreadable or too long.
        """
        index = self._index()
        return self._finder.search(index, understand(text, history, index.lexical.holds), top)

    def weigh(self, text: str) -> tuple[Weight, ...]:
        """How far each way to put a question speaks for an answer, by the shipped models.

        None where something else decides: triage, the front desk, a therapist's answer, several questions at once.

        Raises:
            QuestionError: The question is empty, unreadable or too long.
        """
        index = self._index()
        question = understand(text, (), index.lexical.holds)
        assessment = self._assess(question)
        if assessment.level.replaces_answer or assessment.declines or not question.readable:
            return ()
        several = len(parts_of(text, question, (), index.lexical.holds)) > 1
        if several or self._wording.topic_of(question.text) is not None:
            return ()
        if self._finder.reviewed(index, question, self._today()) is not None:
            return ()
        return tuple(self._finder.weigh(index, question))

    def of_the_moment(self) -> "Assistant":
        """This assistant held to one version of the index, for a request that looks at it more than once."""
        index = self._index()
        held = copy.copy(self)
        held._index = lambda: index
        return held

    def handoff(self, language: str = "en") -> Handoff:
        """The way to a therapist, for pages that show no answer."""
        return self._composer.handoff(language)

    def disclosure(self, code: str, language: str) -> str:
        """A fixed text with the region's emergency and crisis numbers, such as "pinned"."""
        said = self._triage.numbers.said
        return self._wording.phrase(
            code, language, emergency=said["emergency"], crisis=said["crisis"]
        )

    @property
    def articles(self) -> Mapping[str, Article]:
        """The articles of the index of the moment, by id."""
        return self._index().articles

    @property
    def index_version(self) -> str:
        """The version of the index of the moment."""
        return self._index().version

    @property
    def wording(self) -> Wording:
        """The fixed sentences."""
        return self._wording

    @property
    def reviewed(self) -> bool:
        """Whether a therapist has signed the red flags, the frames and the notes."""
        signed = self._wording.reviewer is not None and self._composer.notes.reviewer is not None
        return self._triage.reviewed and signed

    def _answer(self, question: Question, assessment: Assessment, index: Index) -> Answer:
        """The answer to one question."""
        topic = self._wording.topic_of(question.text)
        if topic is not None:
            return self._composer.conversation(question, assessment, topic, index)
        if assessment.declines:
            return self._declined(question, assessment, index)
        reviewed = self._finder.reviewed(index, question, self._today())
        if reviewed is not None:
            return self._composer.reviewed(question, assessment, reviewed, index)
        most = _MOST_LINES_WHEN_URGENT if assessment.level is Level.URGENT_TODAY else MOST_ANSWERS
        found = self._finder.find(index, question, most)
        errand = self._errand(question, found)
        if errand is not None:
            return self._composer.conversation(question, assessment, errand, index)
        sure, unsaid = found.sure, found.unsaid
        if found.covered:
            return self._composer.answer(question, assessment, found.evidence, sure, index, unsaid)
        nearest = _nearest(index, found.hits, question.language)
        return self._composer.not_covered(question, assessment, nearest, sure, index, unsaid=unsaid)

    def _declined(self, question: Question, assessment: Assessment, index: Index) -> Answer:
        """What no tool may answer, with the nearest articles."""
        hits = self._finder.search(index, question, _LOOKED_AT)
        nearest = _nearest(index, hits, question.language)
        frame = f"declined_{assessment.declines}"
        return self._composer.not_covered(question, assessment, nearest, 0.0, index, frame)

    def _answer_parts(
        self, question: Question, parts: Sequence[Question], assessment: Assessment, index: Index
    ) -> Answer:
        """The answer to a message that holds several questions, one after another."""
        urgent = assessment.level is Level.URGENT_TODAY
        most = _MOST_LINES_WHEN_URGENT // len(parts) if urgent else MOST_IN_REPLY
        replies: list[Reply] = []
        for part in parts:
            allowed = most_answers(replies, len(parts), most)
            replies.append(self._reply(part, replies, allowed, index))
        best_first = sorted((hit for reply in replies for hit in reply.hits), key=_rank)
        nearest = _nearest(index, best_first, question.language)
        return self._composer.part_by_part(question, assessment, replies, index, nearest)

    def _reply(self, part: Question, before: Sequence[Reply], most: int, index: Index) -> Reply:
        """What is said to one question of several."""
        topic = self._wording.topic_of(part.text)
        if topic is not None:
            return reply_of_topic(part, topic)
        reviewed = self._finder.reviewed(index, part, self._today())
        if reviewed is not None:
            return reply_of_reviewed(part, reviewed, before)
        shown = answering(before)
        found = self._finder.find(index, part, most, shown)
        errand = self._errand(part, found)
        return reply_of_topic(part, errand) if errand else reply_of_found(part, found, before)

    def _errand(self, question: Question, found: Found) -> Topic | None:
        """What the front desk is asked, unless the articles surely answer it."""
        surely = found.covered and found.sure >= _SURE_OF_ERRAND
        return None if surely else self._wording.errand_of(question.text)

    def _assess(self, question: Question) -> Assessment:
        written_in = question.language if question.readable else OTHER
        return self._triage.assess(question.turns, written_in)


def _rank(hit: Hit) -> int:
    return hit.rank


def _nearest(index: Index, hits: Sequence[Hit], language: str) -> list[Article]:
    """The articles of the best hits, those in the visitor's language first."""
    articles = [index.articles[article_id] for article_id in rank_articles(hits)]
    return sorted(articles, key=lambda article: article.language != language)[:_NEAREST]


def open_assistant(settings: Settings, encoder: Encoder | None = None) -> Assistant:
    """Opens the published index and everything that an answer needs.

    Args:
        settings: Where the index is, which encoder, what the clinic says about itself.
        encoder: An encoder that is already open; without it the one that the index carries is opened.

    Raises:
        IndexStoreError: There is no index, or it cannot be used.
        EncoderError: The encoder cannot be loaded.
        ShippedFileError: The triage rules or the wording are missing or malformed.
    """
    encoder = encoder or open_serving_encoder(
        settings.index_dir, settings.encoder.model, settings.encoder.threads
    )
    live = LiveIndex(settings.index_dir, encoder)
    triage = load_triage(
        shipped("corpus/triage"), settings.clinic.region, settings.index_dir / "cache"
    )
    reader = CompiledReader(threads=settings.encoder.threads)
    models = LiveModels(settings.index_dir, lambda: made_with(encoder.digest, reads=True))
    return assistant_of(live.get, encoder, settings.clinic, triage, reader, models.get)


def assistant_of(
    index: Callable[[], Index],
    encoder: Encoder,
    clinic: ClinicSettings,
    triage: Triage | None = None,
    reader: Reader | None = None,
    models: Callable[[], Models] = lambda: SHIPPED,
) -> Assistant:
    """An assistant over a given index, with the shipped wording.

    Args:
        index: Gives the index of the moment.
        encoder: Turns questions into vectors.
        clinic: What the clinic says about itself.
        triage: Rules that are already loaded; None loads the shipped ones.
        reader: Reads the best passages beside the question; None goes without.
        models: Gives the models that tell whether the articles answer; those with the clinic's calibration, or the
            shipped ones.
    """
    language = shipped("corpus/language")
    return Assistant(
        index=index,
        triage=triage or load_triage(shipped("corpus/triage"), clinic.region),
        wording=load_wording(language),
        finder=Finder(
            encoder,
            load_cues(language),
            Phrasing(language, WEIGHTS / PIECES),
            reader,
            Nameable(language),
            models,
        ),
        clinic=clinic,
    )
