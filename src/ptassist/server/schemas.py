"""What comes in through the HTTP door, checked: unknown fields are refused, every length has a bound."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from ptassist.answering.question import MAX_CHARACTERS, Turn
from ptassist.records.feedback import Reason, Vote

# A question over MAX_CHARACTERS gets a kinder refusal than a length here would give; this only bounds the work.
_HARD_LIMIT = 20 * MAX_CHARACTERS
_MOST_TURNS = 50
_MOST_ARTICLES = 20
_MOST_JUDGED = 10
_MOST_HITS = 100

Text = Annotated[StrictStr, Field(max_length=_HARD_LIMIT)]
ArticleId = Annotated[StrictStr, Field(max_length=500)]
AnswerId = Annotated[StrictStr, Field(pattern="^[0-9a-f]{32}$")]


class Strict(BaseModel):
    """A body whose unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnIn(Strict):
    """An earlier turn of the same visitor, as the browser kept it."""

    question: Text
    article_ids: Annotated[list[ArticleId], Field(max_length=_MOST_ARTICLES)] = []


class AskIn(Strict):
    """The body of POST /api/v1/ask."""

    question: Text
    history: Annotated[list[TurnIn], Field(max_length=_MOST_TURNS)] = []

    def turns(self) -> list[Turn]:
        """The history as the assistant takes it."""
        return [Turn(turn.question, tuple(turn.article_ids)) for turn in self.history]


class SearchIn(Strict):
    """The body of POST /api/v1/search."""

    question: Text
    top: Annotated[StrictInt, Field(ge=1, le=_MOST_HITS)] = 10


class FeedbackIn(Strict):
    """The body of POST /api/v1/feedback; there is no place for words in it."""

    answer_id: AnswerId
    helpful: StrictBool
    reason: Reason | None = None
    article_ids: Annotated[list[ArticleId], Field(max_length=_MOST_JUDGED)] = []

    def vote(self) -> Vote:
        """What was pressed, as it is counted."""
        return Vote(self.answer_id, self.helpful, self.reason, tuple(self.article_ids))
