"""Which articles are due for a review: by date, the oldest first, with how often they are cited."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ptassist.articles.article import Article


@dataclass(frozen=True, slots=True)
class Age:
    """How old an article is.

    Attributes:
        as_of: The day of its review, or of its publishing; None when it names neither.
        days: How many days ago that was.
        review_due: The day by which it is to be reviewed again.
        is_past_due: Whether that day is over.
        cited: In how many answers to the golden and judged questions it is cited; None when none were asked.
    """

    article_id: str
    title: str
    as_of: dt.date | None
    days: int | None
    review_due: dt.date | None
    is_past_due: bool
    cited: int | None


def ages_of(
    articles: Iterable[Article], today: dt.date, cited: Mapping[str, int] | None
) -> list[Age]:
    """The articles, those past their review first, then the oldest; without any date is oldest of all.

    Args:
        articles: The articles.
        today: The day from which ages count.
        cited: How many answers cite each article; None when that is not known.
    """
    ages = [_age(article, today, cited) for article in articles]
    return sorted(ages, key=_by_need)


def _age(article: Article, today: dt.date, cited: Mapping[str, int] | None) -> Age:
    as_of = article.reviewed or article.published
    due = article.review_due
    return Age(
        article_id=article.id,
        title=article.title,
        as_of=as_of,
        days=(today - as_of).days if as_of else None,
        review_due=due,
        is_past_due=due is not None and due < today,
        cited=None if cited is None else cited.get(article.id, 0),
    )


def _by_need(age: Age) -> tuple[bool, dt.date, str]:
    return not age.is_past_due, age.as_of or dt.date.min, age.article_id
