import datetime as dt

from ptassist.checks.stale import ages_of
from tests.checks.articles import article

TODAY = dt.date(2026, 6, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


ARTICLES = [
    article("fresh", reviewed=day("2026-05-31"), published=day("2001-01-01")),
    article("old", published=day("2020-01-01")),
    article("due", reviewed=day("2026-01-01"), review_due=day("2026-05-31")),
    article("due-today", reviewed=day("2026-02-01"), review_due=TODAY),
    article("undated"),
]


def test_what_is_past_due_stands_first_and_then_the_oldest():
    ages = ages_of(ARTICLES, TODAY, None)
    assert [age.article_id for age in ages] == ["due", "undated", "old", "due-today", "fresh"]
    assert [age.is_past_due for age in ages] == [True, False, False, False, False]
    assert [age.days for age in ages] == [151, None, 2343, 120, 1]
    assert {age.cited for age in ages} == {None}


def test_citations_are_those_that_are_known():
    cited = {age.article_id: age.cited for age in ages_of(ARTICLES, TODAY, {"old": 3})}
    assert cited == {"fresh": 0, "old": 3, "due": 0, "due-today": 0, "undated": 0}
