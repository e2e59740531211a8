"""The online main path: a visitor's question becomes an answer.

question ->  triage  ->  understanding  ->  retrieval  ->  evidence  ->  Answer
"""

import copy
from collections.abc import Callable, Mapping, Sequence

from ptassist.answering.answer import Answer, Handoff
from ptassist.answering.compose import Composer
from ptassist.answering.coverage import THRESHOLD, confidence
from ptassist.answering.cues import Cues, load_cues
from ptassist.answering.evidence import MOST_ANSWERS, find_evidence
from ptassist.answering.language import OTHER
from ptassist.answering.question import Question, Turn, understand
from ptassist.answering.retriever import Hit, rank_articles, search
from ptassist.answering.triage import Level, Triage, load_triage
from ptassist.answering.wording import Wording, load_wording
from ptassist.articles.article import Article
from ptassist.index.encoder import Encoder
from ptassist.index.serving import open_serving_encoder
from ptassist.index.store import Index
from ptassist.index.versions import LiveIndex
from ptassist.settings import ClinicSettings, Settings
from ptassist.shipped import shipped

_DEPTH = 20
_NEAREST = 3
_MOST_LINES_WHEN_URGENT = 2


class Assistant:
    """Answers questions out of the clinic's articles.

    It holds no state of its own: what a visitor said before comes with each question.

    Args:
        index: Gives the index of the moment; one question is answered from one index.
        encoder: Turns questions into vectors.
        triage: The red flags.
        wording: The fixed sentences.
        cues: The words that tell what a sentence does, by language.
        clinic: What the clinic says about itself.
    """

    def __init__(
        self,
        index: Callable[[], Index],
        encoder: Encoder,
        triage: Triage,
        wording: Wording,
        cues: Mapping[str, Cues],
        clinic: ClinicSettings,
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._triage = triage
        self._wording = wording
        self._cues = cues
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
        question = understand(text, history)
        written_in = question.language if question.readable else OTHER
        assessment = self._triage.assess(question.turns, written_in)
        if assessment.level.replaces_answer:
            return self._composer.urgent(question, assessment, index)
        if not question.readable:
            return self._composer.not_covered(question, assessment, (), 0.0, index, "language_help")
        topic = self._wording.topic_of(question.text)
        if topic is not None:
            return self._composer.conversation(question, assessment, topic, index)
        hits = self._search(index, question, _DEPTH)
        if assessment.declines:
            nearest = _nearest(index, hits, question.language)
            frame = f"declined_{assessment.declines}"
            return self._composer.not_covered(question, assessment, nearest, 0.0, index, frame)
        sure = confidence(question, index, hits)
        most = _MOST_LINES_WHEN_URGENT if assessment.level is Level.URGENT_TODAY else MOST_ANSWERS
        evidence = find_evidence(index, question, hits, self._cues, most)
        if sure < THRESHOLD or not evidence.quotes:
            nearest = _nearest(index, hits, question.language)
            return self._composer.not_covered(question, assessment, nearest, sure, index)
        return self._composer.answer(question, assessment, evidence, sure, index)

    def search(self, text: str, history: Sequence[Turn] = (), top: int = 10) -> list[Hit]:
        """The passages that a question is about, best first.

        Raises:
            QuestionError: The question is empty, unreadable or too long.
        """
        return self._search(self._index(), understand(text, history), top)

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
        """Whether a therapist has signed the red flags and the frames."""
        return self._triage.reviewed and self._wording.reviewer is not None

    def _search(self, index: Index, question: Question, top: int) -> list[Hit]:
        vector = self._encoder.encode_questions([question.standalone])[0]
        return search(index, question.standalone, vector, top)


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
    return assistant_of(live.get, encoder, settings.clinic, triage)


def assistant_of(
    index: Callable[[], Index],
    encoder: Encoder,
    clinic: ClinicSettings,
    triage: Triage | None = None,
) -> Assistant:
    """An assistant over a given index, with the shipped wording.

    Args:
        index: Gives the index of the moment.
        encoder: Turns questions into vectors.
        clinic: What the clinic says about itself.
        triage: Rules that are already loaded; None loads the shipped ones.
    """
    language = shipped("corpus/language")
    return Assistant(
        index=index,
        encoder=encoder,
        triage=triage or load_triage(shipped("corpus/triage"), clinic.region),
        wording=load_wording(language),
        cues=load_cues(language),
        clinic=clinic,
    )
