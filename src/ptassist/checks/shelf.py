"""The shelf: what a build made of each article is kept beside the index, so that the next build makes only what is new.

It holds what depends on one file alone: its article, its passages, and what there is to note about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ptassist.articles.article import Article
from ptassist.articles.cache import ReadingCache
from ptassist.articles.library import Corpus, load_articles
from ptassist.articles.readers import Reading, read_content, read_path
from ptassist.checks.survey import Note, notes_on, unlinked
from ptassist.index.passages import Passage, split_article
from ptassist.shipped import code_digest

_FILE = Path("cache") / "articles.jsonl"


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of one article.

    Attributes:
        count: How many passages there are, so that a dry run need not read them.
    """

    passages: msgspec.Raw
    count: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What one file gave, with one of `made` for each of its articles."""

    reading: Reading
    made: tuple[_Made, ...]


class Shelf:
    """What earlier builds made of the files that have not changed since.

    Args:
        index_dir: The index folder, where it is kept.
    """

    def __init__(self, index_dir: Path) -> None:
        recipe = code_digest(
            "articles",
            "index/passages.py",
            "answering/deep_link.py",
            "checks/survey.py",
            "checks/hostile.py",
        )
        self._cache = ReadingCache(index_dir / _FILE, _Kept, recipe)
        self._made: dict[str, _Made] = {}

    def load(self, folder: Path) -> Corpus:
        """Reads every article of a folder, as `load_articles` does.

        Raises:
            CorpusError: One or more files cannot be read.
        """
        return load_articles(folder, self._read)

    def passages_of(self, article: Article) -> Sequence[Passage]:
        """The passages of an article that was loaded."""
        return msgspec.json.decode(self._made[article.id].passages, type=tuple[Passage, ...])

    def count_of(self, article: Article) -> int:
        """How many passages an article has that was loaded."""
        return self._made[article.id].count

    def notes_of(self, article: Article) -> Sequence[Note]:
        """What there is to note about an article that was loaded."""
        return self._made[article.id].notes

    def save(self) -> None:
        """Keeps what was loaded for the next build."""
        self._cache.save()

    def _read(self, path: Path, article_id: str) -> Reading:
        key = f"{article_id} {path}"
        try:
            kept = self._cache.get(key, path, lambda content: _make(content, path, article_id))
        except OSError:
            return read_path(path, article_id)
        if kept.reading.faults:
            self._cache.forget(key)
        for article, made in zip(kept.reading.articles, kept.made, strict=True):
            self._made[article.id] = made
        return kept.reading


def _make(content: bytes, path: Path, article_id: str) -> _Kept:
    reading = read_content(content, path, article_id)
    return _Kept(reading, tuple(_made_of(article) for article in reading.articles))


def _made_of(article: Article) -> _Made:
    passages = split_article(article)
    raw = msgspec.Raw(msgspec.json.encode(passages))
    notes = (*notes_on(article), *unlinked(article, passages))
    return _Made(raw, len(passages), notes)
