"""The address of the very sentence: a text fragment on the clinic's page, or a marked sentence on ours.

A browser goes to the first text that a fragment fits. So a fragment is used only if it fits one place in the article:
its words are lengthened, or the words around it named as well, until that is so. Where it cannot be so, the link goes
to the section's heading.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from urllib.parse import quote

from ptassist.articles.article import Article

_EDGE_WORDS, _MOST_EDGE_WORDS = 6, 30
_MOST_WORDS = 60
_MOST_AROUND = 8
_KEPT_PAGES = 16  # each takes up to 150 times its words in memory
_WORD = re.compile(r"\S+")
_PLAIN_QUOTES = str.maketrans("‘’‚‛“”„‟", "''''\"\"\"\"")


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
    fragment = text_fragment(article.text, start, end)
    if fragment:
        return f"{base}#:~:text={fragment}"
    anchor = next((s.anchor for s in article.sections if s.start <= start < s.end), "")
    return f"{base}#{quote(anchor)}" if anchor else base


def text_fragment(text: str, start: int, end: int) -> str | None:
    """The text directive that fits `text[start:end]` and nothing else in the text; None when there is none."""
    page = _page_of(text)
    first, last = page.words_in(start, end)
    if first == last:
        return None
    if last - first > 2 * _EDGE_WORDS and (ends := _ends(page, first, last)):
        after, before = ends
        return f"{page.term(first, after)},{page.term(before, last)}"
    for before, behind in _around() if last - first <= _MOST_WORDS else ():
        whole = max(first - before, 0), min(last + behind, page.count)
        if page.is_unique(*whole):
            prefix = f"{page.term(whole[0], first)}-," if whole[0] < first else ""
            suffix = f",-{page.term(last, whole[1])}" if whole[1] > last else ""
            return f"{prefix}{page.term(first, last)}{suffix}"
    return None


def _ends(page: "_Page", first: int, last: int) -> tuple[int, int] | None:
    """Where the opening words of a long sentence end and its closing words begin, for both to be unmistakable."""
    most = min(_MOST_EDGE_WORDS, last - first - _EDGE_WORDS)
    afters = range(first + _EDGE_WORDS, first + most + 1)
    after = next((word for word in afters if page.is_unique(first, word)), None)
    if after is None:
        return None
    befores = range(last - _EDGE_WORDS, max(after, last - _MOST_EDGE_WORDS) - 1, -1)
    before = next((word for word in befores if page.is_next(word, last, after)), None)
    return None if before is None else (after, before)


def _around() -> Iterator[tuple[int, int]]:
    """How many words to name before and behind a sentence, the fewest first."""
    yield 0, 0
    for words in range(1, _MOST_AROUND + 1):
        yield from ((words, 0), (0, words), (words, words))


class _Page:
    """A text as a browser compares it, or more loosely: no case, no accents, one kind of quotation mark, no spaces.

    What fits once here fits at most once in the browser, which also asks for the borders of words.
    """

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self._words = [match.group() for match in found]
        self._starts = [match.start() for match in found]
        self._ends = [match.end() for match in found]
        folded = [_fold(word) for word in self._words]
        self._places = [0, *accumulate(map(len, folded))]
        self._folded = "".join(folded)
        self.count = len(found)

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """The first of the whole words in a stretch of the text, and one past the last."""
        first = bisect_left(self._starts, start)
        return first, max(first, bisect_right(self._ends, end))

    def is_unique(self, first: int, last: int) -> bool:
        """Whether these words stand nowhere else."""
        words, place = self._slice(first, last), self._places[first]
        return self._folded.find(words) == place and self._folded.find(words, place + 1) < 0

    def is_next(self, first: int, last: int, behind: int) -> bool:
        """Whether these words are met here first by whoever reads on behind a word."""
        return (
            self._folded.find(self._slice(first, last), self._places[behind]) == self._places[first]
        )

    def term(self, first: int, last: int) -> str:
        """These words as a part of a directive."""
        return _encode(self._words[first:last])

    def _slice(self, first: int, last: int) -> str:
        return self._folded[self._places[first] : self._places[last]]


@lru_cache(_KEPT_PAGES)
def _page_of(text: str) -> _Page:
    return _Page(text)


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.translate(_PLAIN_QUOTES))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def _encode(words: Iterable[str]) -> str:
    # Within a term the directive's own marks must be written as percent codes, the dash too.
    return quote(" ".join(words), safe="").replace("-", "%2D")
