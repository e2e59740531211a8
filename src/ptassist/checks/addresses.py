"""Which article a person or a link means: by id, by file name, by title or by address."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from ptassist.articles.article import Article


class Addresses:
    """Finds articles by what people write for them.

    Args:
        articles: The articles that can be meant.
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self._by_name: dict[str, str] = {}
        self._sites: set[str] = set()
        for article in articles:
            site, place = split_address(article.url)
            if site:
                self._sites.add(site)
            for name in (article.id.casefold(), _words(article.title), site + place):
                if name:
                    self._by_name.setdefault(name, article.id)

    def find(self, written: str) -> str | None:
        """The id of the article that someone means; None when no article is meant.

        Args:
            written: An id, a file name such as "knee/pain.md", a title, or an address.
        """
        if "://" in written or written.startswith("/"):
            return self._by_name.get("".join(split_address(written)))
        name = written.casefold()
        stem = name.rpartition(".")[0] or name
        for candidate in (name, stem, _words(written)):
            if candidate in self._by_name:
                return self._by_name[candidate]
        return None

    def is_of_the_clinic(self, address: str) -> bool:
        """Whether an address lies on a site that articles are published on."""
        return split_address(address)[0] in self._sites


def split_address(address: str) -> tuple[str, str]:
    """The host and the path of an address, without what does not tell pages apart: scheme, www, query, last slash."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # such as "http://[broken"
        return "", ""
    return host, unquote(parts.path).rstrip("/").casefold()


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
