"""Replies: what is said to each question of a message, nothing of it twice."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.answer import Role
from ptassist.answering.evidence import Evidence, Quoted
from ptassist.answering.finding import Found
from ptassist.answering.question import understand
from ptassist.answering.replies import (
    ABOVE,
    FIRST_ABOVE,
    NOT_COVERED,
    Reply,
    most_answers,
    reply_of_found,
)
from tests.answering.made import article_of

ARTICLES = [article_of("Hop high. " * 60, name) for name in ("a", "b")]
QUESTION = understand("how do I hop?")
ANSWER, CONDITION, CONTEXT = Role.ANSWER, Role.CONDITION, Role.CONTEXT


def quote(place: int, role: Role = ANSWER, article: int = 0) -> Quoted:
    """A sentence of two words."""
    return Quoted(ARTICLES[article], 0, 10 * place, 10 * place + 9, role, (), 0)


def found(*quotes: Quoted, covered: bool = True, excludes: bool = False) -> Found:
    return Found((), 0.7, Evidence(quotes, excludes), covered, ("yoga",))


def reply(*quotes: Quoted) -> Reply:
    return Reply(QUESTION, 0.9, Evidence(quotes, excludes=False))


def test_what_no_article_answers_is_told_without_quotes() -> None:
    said = reply_of_found(QUESTION, found(quote(1), covered=False), [])
    assert (said.says, said.evidence.quotes, said.sure) == (NOT_COVERED, (), 0.7)
    assert said.unsaid == ("yoga",)


def test_a_first_reply_quotes_everything() -> None:
    quotes = (quote(1, CONTEXT), quote(2), quote(3, CONDITION))
    said = reply_of_found(QUESTION, found(*quotes, excludes=True), [])
    assert (said.says, said.evidence) == ("", Evidence(quotes, excludes=True))


def test_a_sentence_is_not_quoted_again_nor_the_line_that_introduces_it_alone() -> None:
    quotes = (quote(1, CONTEXT), quote(2), quote(4, CONTEXT), quote(5), quote(6, ANSWER, 1))
    said = reply_of_found(QUESTION, found(*quotes), [reply(quote(2))])
    assert said.evidence.quotes == (quote(4, CONTEXT), quote(5), quote(6, ANSWER, 1))
    assert said.says == ""


def test_a_line_that_introduces_is_shown_again_for_another_sentence() -> None:
    quotes = (quote(1, CONTEXT), quote(2), quote(3))
    said = reply_of_found(QUESTION, found(*quotes), [reply(quote(1, CONTEXT), quote(2))])
    assert said.evidence.quotes == (quote(1, CONTEXT), quote(3))


def test_a_condition_that_stands_above_is_pointed_at() -> None:
    quotes = (quote(1, CONDITION), quote(3))
    said = reply_of_found(QUESTION, found(*quotes), [reply(quote(1, CONDITION), quote(2))])
    assert (said.says, said.evidence.quotes) == (FIRST_ABOVE, (quote(3),))


@pytest.mark.parametrize("role", [ANSWER, CONDITION])
def test_where_all_of_it_stands_above_that_is_said(role: Role) -> None:
    quotes = (quote(1, CONTEXT), quote(2), quote(3, CONDITION))
    said = reply_of_found(QUESTION, found(*quotes), [reply(quote(9)), reply(quote(2, role))])
    assert (said.says, said.evidence.quotes) == (ABOVE, ())


def test_a_reply_may_be_short_where_those_before_it_were_long() -> None:
    def long(words: int) -> Reply:
        return reply(*(quote(place) for place in range(words // 2)), quote(0, CONDITION))

    assert most_answers([], 3, 2) == 2
    assert most_answers([long(40)], 3, 2) == 2
    assert most_answers([long(42)], 3, 2) == 1
    assert most_answers([long(42)], 2, 2) == 2
    assert most_answers([], 3, 0) == 1


PLACES = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from(Role), st.integers(0, 1)), min_size=1, max_size=8
)


@given(st.lists(PLACES, min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_nothing_is_said_twice_and_every_answer_keeps_its_conditions(
    asked: list[list[tuple[int, Role, int]]],
) -> None:
    said: list[Reply] = []
    for spans in asked:
        quotes = tuple(quote(place, role, article) for place, role, article in dict.fromkeys(spans))
        said.append(reply_of_found(QUESTION, found(*quotes), said))
        kept = said[-1].evidence.quotes
        assert [q for q in quotes if q in kept] == list(kept)
        if kept:
            above = [q for r in said for q in r.evidence.quotes if q.role is not CONTEXT]
            starts = {(q.article.id, q.start) for q in above}
            limits = [(q.article.id, q.start) for q in quotes if q.role is CONDITION]
            assert set(limits) <= starts
    for one, other in pairwise(said):
        mine = {(q.article.id, q.start) for q in one.evidence.quotes if q.role is not CONTEXT}
        theirs = {(q.article.id, q.start) for q in other.evidence.quotes if q.role is not CONTEXT}
        assert not mine & theirs
