"""What a visitor is shown for a question: the articles and the quotes, and whether each quote is word for word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ptassist.answering.answer import Answer, AnswerKind, Segment
from ptassist.answering.question import Turn
from ptassist.articles.article import Article
from ptassist.assistant import Assistant
from ptassist.errors import QuestionError
from ptassist.index.encoder import Encoder, Progress, Vectors


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A sentence that a visitor is shown.

    Attributes:
        verbatim: Whether it stands word for word in its article.
    """

    text: str
    article_id: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a visitor is shown for a question.

    Attributes:
        kind: The kind of the answer, or "refused" for a question that cannot be asked.
        article_ids: The cited articles; the nearest ones when nothing answers.
        quotes: In reading order.
    """

    kind: str
    article_ids: tuple[str, ...] = ()
    quotes: tuple[ShownQuote, ...] = ()

    @property
    def cited(self) -> frozenset[str]:
        """The articles that are quoted."""
        return frozenset(quote.article_id for quote in self.quotes)


def show(assistant: Assistant, turns: Sequence[str]) -> Shown:
    """What a visitor is shown for the last of their turns."""
    try:
        answer = assistant.ask(turns[-1], [Turn(turn) for turn in turns[:-1]])
    except QuestionError:
        return Shown("refused")
    return Shown(
        kind=str(answer.kind),
        article_ids=_articles_of(answer),
        quotes=tuple(
            ShownQuote(
                segment.text,
                segment.quote.article_id,
                _is_verbatim(segment, assistant.articles[segment.quote.article_id]),
            )
            for segment in answer.segments
        ),
    )


def _is_verbatim(segment: Segment, article: Article) -> bool:
    return article.text[segment.quote.start : segment.quote.end] == segment.text


def _articles_of(answer: Answer) -> tuple[str, ...]:
    if answer.kind is AnswerKind.NOT_COVERED:
        return tuple(nearest.article_id for nearest in answer.nearest)
    return tuple(dict.fromkeys(citation.article_id for citation in answer.citations))


class RememberingEncoder:
    """Encodes each question once, though two indexes are asked it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """The encoder's name."""
        return self._encoder.name

    @property
    def digest(self) -> str:
        """The encoder's digest."""
        return self._encoder.digest

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return self._encoder.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encodes passages; they are not remembered."""
        return self._encoder.encode_passages(texts, progress)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encodes the questions that it has not met."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode_questions([text])[0]
        return np.stack([self._known[text] for text in texts])
