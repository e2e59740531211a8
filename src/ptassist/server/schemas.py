"""What comes in through the HTTP door, checked: unknown fields are refused, every length has a bound."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from ptassist.answering.question import MAX_CHARACTERS, Turn

# A question over MAX_CHARACTERS gets a kinder refusal than a length here would give; this only bounds the work.
_HARD_LIMIT = 20 * MAX_CHARACTERS
_MOST_TURNS = 50
_MOST_ARTICLES = 20
_MOST_HITS = 100

Text = Annotated[StrictStr, Field(max_length=_HARD_LIMIT)]


class Strict(BaseModel):
    """A body whose unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnIn(Strict):
    """An earlier turn of the same visitor, as the browser kept it."""

    question: Text
    article_ids: Annotated[
        list[Annotated[StrictStr, Field(max_length=500)]], Field(max_length=_MOST_ARTICLES)
    ] = []


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
