"""What comes in: strict types, no unknown field, a bound on every length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from ptassist.answering.question import Turn
from ptassist.server.schemas import AskIn, SearchIn, TurnIn


def test_a_question_with_its_history_becomes_turns():
    body = AskIn.model_validate_json(
        '{"question": "and why?", "history": [{"question": "hop", "article_ids": ["a", "b/c"]},'
        ' {"question": "heel"}]}'
    )
    assert body.question == "and why?"
    assert body.turns() == [Turn("hop", ("a", "b/c")), Turn("heel", ())]


def test_the_history_may_be_missing():
    assert AskIn(question="hop").turns() == []


def test_a_search_asks_for_ten_hits_unless_told():
    assert SearchIn(question="hop").top == 10


@pytest.mark.parametrize("kind", [AskIn, SearchIn, TurnIn])
def test_an_unknown_field_is_refused(kind: type[BaseModel]):
    with pytest.raises(ValidationError, match="extra_forbidden"):
        kind.model_validate({"question": "hop", "level": "none"})


@pytest.mark.parametrize("kind", [AskIn, SearchIn, TurnIn])
@pytest.mark.parametrize("question", [None, 5, True, b"hop", ["hop"], {"text": "hop"}])
def test_a_question_is_text_and_nothing_that_could_be_made_text(kind: type[BaseModel], question):
    with pytest.raises(ValidationError):
        kind.model_validate({"question": question})


@pytest.mark.parametrize(
    ("top", "fine"), [(1, True), (100, True), (0, False), (101, False), (2.0, False), ("2", False)]
)
def test_the_number_of_hits_has_bounds(top, fine):
    body = {"question": "hop", "top": top}
    if fine:
        assert SearchIn.model_validate(body).top == top
    else:
        with pytest.raises(ValidationError):
            SearchIn.model_validate(body)


def allowed(**body: object) -> bool:
    try:
        AskIn.model_validate({"question": "hop"} | body)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("most", "body_of"),
    [
        (40_000, lambda n: {"question": "x" * n}),
        (50, lambda n: {"history": [{"question": "x"}] * n}),
        (40_000, lambda n: {"history": [{"question": "x" * n}]}),
        (20, lambda n: {"history": [{"question": "x", "article_ids": ["a"] * n}]}),
        (500, lambda n: {"history": [{"question": "x", "article_ids": ["a" * n]}]}),
    ],
)
def test_every_length_has_a_bound(most, body_of):
    assert allowed(**body_of(most))
    assert not allowed(**body_of(most + 1))


def test_a_body_cannot_be_changed_afterwards():
    body = AskIn(question="hop")
    with pytest.raises(ValidationError, match="frozen"):
        body.question = "skip"  # type: ignore[misc]


@given(text=st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_the_words_come_in_unchanged(text):
    # A lone half character cannot travel as UTF-8; every other text comes in as it was sent.
    sendable = text.encode("utf-8", "ignore").decode()
    body = AskIn.model_validate_json(AskIn(question=sendable).model_dump_json())
    assert body.question == sendable
