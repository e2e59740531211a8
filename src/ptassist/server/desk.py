"""The desk: what every route of the server works with, and the one place where an answer is asked for and counted."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from ptassist.answering.answer import Answer
from ptassist.answering.question import Turn
from ptassist.assistant import Assistant
from ptassist.records.feedback import Feedback, Vote
from ptassist.records.metrics import Metrics
from ptassist.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """The collaborators of the routes.

    Attributes:
        assistant: Answers the questions.
        settings: The clinic's facts.
        feedback: What visitors press under answers.
        metrics: What a monitor may know.
    """

    assistant: Assistant
    settings: Settings
    feedback: Feedback
    metrics: Metrics

    def ask(self, question: str, turns: Sequence[Turn]) -> Answer:
        """Answers a question, and counts how long that took."""
        start = time.perf_counter()
        answer = self.assistant.ask(question, turns)
        seconds = time.perf_counter() - start
        self.metrics.answered(answer.kind.value, answer.level.code, seconds)
        return answer

    def vote(self, vote: Vote) -> None:
        """Counts what a visitor pressed; articles that we do not have are left out."""
        assistant = self.assistant.of_the_moment()
        known = tuple(name for name in vote.article_ids if name in assistant.articles)
        counted = Vote(vote.answer_id, vote.helpful, vote.reason, known)
        self.feedback.add(counted, assistant.index_version)
        self.metrics.voted(vote.helpful)
