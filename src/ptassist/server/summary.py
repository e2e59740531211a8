"""The sheet that a visitor takes to a therapist: what was asked, what the articles say, room for more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ptassist.articles.article import Article
from ptassist.server.contexts import Site, SummaryPage

MOST_CHARACTERS = 8000
# Longer addresses are cut or refused by some mail programs.
_MOST_IN_MAIL = 1800


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quoted sentence stands."""

    article_id: str
    start: int
    end: int


def summary_of(
    site: Site, turns: Sequence[str], places: Sequence[Place], articles: Mapping[str, Article]
) -> str:
    """The summary before the visitor has changed it.

    Args:
        site: The clinic, and the words of the page's language.
        turns: What the visitor asked.
        places: What was quoted; what the articles do not have is left out.
        articles: The articles, by id.
    """
    words = site.words
    parts = [f"{words['for_visit']} {site.clinic}"]
    if turns:
        parts.append("\n".join([words["i_asked"], *(f"- {turn.strip()}" for turn in turns)]))
    if quotes := list(_quotes(places, articles)):
        parts.append("\n".join([words["articles_say"], *quotes]))
    parts.append(f"{words['to_talk']}\n- ")
    return "\n\n".join(parts)[:MOST_CHARACTERS]


def summary_page(site: Site, text: str) -> SummaryPage:
    """The page that shows a summary, and the links that take it along."""
    text = text.replace("\r\n", "\n")[:MOST_CHARACTERS]
    subject = f"{site.words['for_visit']} {site.clinic}"
    body = _for_mail(text)
    mail = f"mailto:?subject={quote(subject, safe='')}&body={body}"
    return SummaryPage(site, text, mail, body != _encoded(text), MOST_CHARACTERS)


def _quotes(places: Sequence[Place], articles: Mapping[str, Article]) -> Iterator[str]:
    for place in places:
        article = articles.get(place.article_id)
        said = article.text[place.start : place.end].strip() if article else ""
        if article and said:
            yield f"- “{said}” ({article.title})"


def _for_mail(text: str) -> str:
    """As much of a text as a mail's address may hold."""
    if len(_encoded(text)) <= _MOST_IN_MAIL:
        return _encoded(text)
    while len(_encoded(f"{text}…")) > _MOST_IN_MAIL:
        text = text[: len(text) * 9 // 10]
    return _encoded(f"{text.rstrip()}…")


def _encoded(text: str) -> str:
    return quote(text.replace("\n", "\r\n"), safe="", errors="replace")
