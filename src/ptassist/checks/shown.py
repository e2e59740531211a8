"""What a visitor is shown for a question: the articles and the quotes, and whether each quote is word for word."""

from collections.abc import Sequence
from dataclasses import dataclass

from ptassist.answering.answer import Answer, AnswerKind, Segment
from ptassist.answering.question import Turn
from ptassist.articles.article import Article
from ptassist.assistant import Assistant
from ptassist.errors import QuestionError


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
