"""The address of the very sentence: a text fragment on the clinic's page, or a marked sentence on ours."""

import re
from urllib.parse import quote

from ptassist.articles.article import Article

_EDGE_WORDS = 6


def article_url(article: Article) -> str:
    """Where an article can be read: its address on the clinic's site, else ptassist's own page."""
    return article.url or f"/articles/{quote(article.id)}"


def deep_link(article: Article, start: int, end: int) -> str:
    """The address of `article.text[start:end]`.

    Args:
        article: The article; one without an address of its own is shown by ptassist with the sentence marked.
        start: The first character.
        end: One past the last.
    """
    if not article.url:
        return f"{article_url(article)}?s={start}-{end}#q"
    base, _, _ = article.url.partition("#")
    return f"{base}#:~:text={_fragment(article.text[start:end])}"


def _fragment(text: str) -> str:
    """A text directive; a long sentence is named by its first and last words."""
    spaced = text.split()
    if len(spaced) <= 2 * _EDGE_WORDS:
        return _encode(" ".join(spaced))
    first, last = spaced[:_EDGE_WORDS], spaced[-_EDGE_WORDS:]
    return f"{_encode(' '.join(first))},{_encode(' '.join(last))}"


def _encode(term: str) -> str:
    # Within a term the directive's own marks must be written as percent codes, the dash too.
    return re.sub("-", "%2D", quote(term, safe=""))
