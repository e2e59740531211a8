"""Where a pasted sentence stands in the articles, told by its words alone: spaces, quotes, dashes and markers aside."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ptassist.articles.article import Article
from ptassist.index.passages import Passage

Span = tuple[int, int]

# Reference markers such as [1, 2] or ¹ are often lost when text is pasted from a page.
_MARKER = re.compile(r"\[\d[\d\s,;–-]*\]|[⁰¹²³⁴-⁹]+")
_WORD = re.compile(r"[^\W_]+")
_COMPARED = 30  # how many sentences with the most words in common are compared letter by letter


@dataclass(frozen=True, slots=True)
class Place:
    """Whole sentences that stand one after the other in an article.

    Attributes:
        spans: Where each of them begins and ends.
    """

    article_id: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """The sentence that is most like a pasted one.

    Attributes:
        text: As it stands in the article.
        similarity: The share of letters in common, by `difflib`; 1 for the same.
    """

    place: Place
    text: str
    similarity: float


def key_of(text: str) -> str:
    """The words of a text in lower case, without accents, markers and punctuation, with a space around each."""
    plain = unicodedata.normalize("NFKD", _MARKER.sub(" ", text)).casefold()
    shown = "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})
    return f" {' '.join(_WORD.findall(shown))} "


class Places:
    """The sentences of all articles.

    Args:
        articles: The articles.
        passages: Their passages, which hold the sentences.
    """

    def __init__(self, articles: Sequence[Article], passages: Sequence[Passage]) -> None:
        by_id = {article.id: article for article in articles}
        spans: dict[str, list[Span]] = {article.id: [] for article in articles}
        for passage in passages:
            spans[passage.article_id] += [(s.start, s.end) for s in passage.sentences]
        self._texts = {name: _Text(by_id[name].text, found) for name, found in spans.items()}

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._texts

    def find(self, pasted: str, article_id: str | None = None) -> list[Place]:
        """Every place of a pasted text; where it is a whole sentence somewhere, longer ones that hold it do not count.

        Args:
            pasted: One or more sentences that stand together, or a part of one.
            article_id: The only article to look in.
        """
        key = key_of(pasted)
        found = [
            (Place(name, text.sentences(first, last)), whole)
            for name, text in self._looked_at(article_id)
            for first, last, whole in text.occurrences(key)
        ]
        exact = [place for place, whole in found if whole]
        return list(dict.fromkeys(exact or [place for place, _ in found]))

    def nearest(self, pasted: str, article_id: str | None = None) -> Near | None:
        """The sentence that is most like a pasted one; None where no word is the same."""
        key = key_of(pasted)
        said = Counter(key.split())
        shared = [
            (_overlap(said, text.keys[number]), name, number)
            for name, text in self._looked_at(article_id)
            for number in range(len(text.spans))
        ]
        likely = sorted((s for s in shared if s[0] > 0), key=lambda s: -s[0])[:_COMPARED]
        matcher = SequenceMatcher(autojunk=False, b=key)
        near: list[Near] = []
        for _, name, number in likely:
            text = self._texts[name]
            matcher.set_seq1(text.keys[number])
            start, end = text.spans[number]
            place = Place(name, ((start, end),))
            near.append(Near(place, text.text[start:end], matcher.ratio()))
        return max(near, key=lambda one: one.similarity, default=None)

    def _looked_at(self, article_id: str | None) -> Iterator[tuple[str, "_Text"]]:
        if article_id is None:
            yield from self._texts.items()
        elif article_id in self._texts:
            yield article_id, self._texts[article_id]


class _Text:
    """The sentences of one article, as words in one row."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.text = text
        self.spans = spans
        self.keys = [key_of(text[start:end]) for start, end in spans]
        self._starts: list[int] = []
        self._row = " "
        for key in self.keys:
            self._starts.append(len(self._row) - 1)
            self._row += key.lstrip()

    def occurrences(self, key: str) -> Iterator[tuple[int, int, bool]]:
        """The first and the last sentence of each place, and whether both are there from end to end."""
        at = self._row.find(key) if key.strip() else -1
        while at >= 0:
            end = at + len(key) - 1
            first = bisect_right(self._starts, at) - 1
            last = bisect_right(self._starts, end - 1) - 1
            ends = [*self._starts[1:], len(self._row) - 1]
            yield first, last, self._starts[first] == at and ends[last] == end
            at = self._row.find(key, at + 1)

    def sentences(self, first: int, last: int) -> tuple[Span, ...]:
        """The spans of some sentences."""
        return tuple(self.spans[first : last + 1])


def _overlap(said: Counter[str], key: str) -> float:
    other = Counter(key.split())
    longest = max(said.total(), other.total())
    return (said & other).total() / longest if longest else 0.0
