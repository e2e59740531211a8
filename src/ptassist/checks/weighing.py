"""Weighing: what the shipped models make of each golden question, for `ptassist calibrate`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ptassist.answering.finding import Weight
from ptassist.assistant import Assistant
from ptassist.checks.addresses import Addresses
from ptassist.errors import QuestionError
from ptassist.evaluation.calibrating import Way, Weighed
from ptassist.evaluation.golden import Golden


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A golden question that cannot be weighed.

    Attributes:
        row: Its row in the spreadsheet.
        reason: Why.
    """

    row: int
    reason: str


def weigh_all(
    golden: Sequence[Golden], assistant: Assistant, progress: Callable[[int], None] | None = None
) -> tuple[list[Weighed], list[LeftOut]]:
    """Puts every golden question to the articles.

    Args:
        golden: The golden questions.
        assistant: An assistant over the published index.
        progress: Called with 1 after each.

    Returns:
        The questions that were weighed, and those that could not be.
    """
    held = assistant.of_the_moment()
    addresses = Addresses(held.articles.values())
    weighed, left_out = [], []
    for item in golden:
        outcome = _weigh(item, held, addresses)
        if isinstance(outcome, str):
            left_out.append(LeftOut(item.row, outcome))
        else:
            weighed.append(outcome)
        if progress:
            progress(1)
    return weighed, left_out


def _weigh(golden: Golden, assistant: Assistant, addresses: Addresses) -> Weighed | str:
    """What became of a golden question, or why it cannot be weighed."""
    article_id = addresses.find(golden.article) if golden.article is not None else None
    if golden.article is not None and article_id is None:
        return f'the index has no article "{golden.article}"'
    try:
        weights = assistant.weigh(golden.question)
    except QuestionError:
        return "it cannot be asked"
    if not weights:
        return "a card, the front desk or a therapist answers it, or it is several questions"
    language = assistant.articles[article_id].language if article_id is not None else ""
    return Weighed(article_id is not None, tuple(_ways(weights, language)))


def _ways(weights: Iterable[Weight], language: str) -> Iterable[Way]:
    """The ways, each with whether the articles that it was put to answer.

    Args:
        weights: What the models made of them.
        language: The language of the article that answers; empty where none does.
    """
    for weight in weights:
        answers = bool(language) and weight.language in ("", language)
        yield Way(weight.log_odds, weight.read, weight.quotable, answers)
