"""Hit and Retriever: the passages that a question is about, found by meaning and by words, in one ranking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ptassist.index.encoder import Vectors
from ptassist.index.passages import Passage
from ptassist.index.store import Index

# Each list's scores are scaled by the best and the worst of its first CANDIDATES. The weights are measured by
# `python -m bench.retrieval FOLDER...`; the table is in docs/answers.md.
CANDIDATES = 60
# How far an article of many passages is held back: it holds more words by its length alone.
_LENGTH = 0.25

Row = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each list counts in the ranking.

    Attributes:
        dense: The passage's similarity in meaning.
        lexical: Its BM25 score.
        sentence: The similarity of its best single sentence.
        more: How much other names for what is asked count beside its own words, in BM25.
        article: What is added to the passages of the article that holds most of the words, all its passages together.
    """

    dense: float = 1.0
    lexical: float = 1.0
    sentence: float = 0.5
    more: float = 0.5
    article: float = 0.15


MEASURED = Weights()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    Attributes:
        passage: The passage.
        row: Its place in the index.
        score: Its fused similarity, higher is better; around 0 to 1.2, comparable within one question only.
        rank: Counted from 1.
        similarity: The inner product of question and passage, -1 to 1.
        lexical: Its BM25 score.
        sentences: The inner product of the question with each sentence.
    """

    passage: Passage
    row: int
    score: float
    rank: int
    similarity: float
    lexical: float
    sentences: tuple[float, ...]


def search(
    index: Index,
    question: str,
    vector: Vectors,
    top: int = 10,
    weights: Weights = MEASURED,
    more: str = "",
    prefer: Mapping[str, float] | None = None,
) -> list[Hit]:
    """Finds the passages for a question.

    Args:
        index: Where to look.
        question: Its words, for BM25.
        vector: Its unit vector, float32, shape (dimension,).
        top: How many passages.
        weights: How much each list counts.
        more: Other names for what is asked, for BM25.
        prefer: What to add to the scores of some articles' passages, by article id.

    Returns:
        At most `top` hits, best first; ties in reading order.
    """
    depth = max(CANDIDATES, top)
    all_words, added = _words_of(index, question, more, weights)
    for article_id, bonus in (prefer or {}).items():
        added[index.rows_of(article_id)] += bonus
    nearest = [row for row, _ in index.nearest(vector, depth)]
    rows = sorted({*nearest, *_best_rows(all_words, depth)})
    similarity = index.similarities(vector, rows)
    words = all_words[rows]
    sentences = index.sentence_similarities(vector, rows)
    best_sentence = np.array([max(scores, default=0.0) for scores in sentences], dtype=np.float32)
    fused = (
        weights.dense * _scaled(similarity)
        + weights.lexical * _scaled(words)
        + weights.sentence * _scaled(best_sentence)
    ) / (weights.dense + weights.lexical + weights.sentence) + added[rows]
    order = np.argsort(-fused, kind="stable")[:top]
    return [
        Hit(
            passage=index.passages[rows[place]],
            row=rows[place],
            score=float(fused[place]),
            rank=rank,
            similarity=float(similarity[place]),
            lexical=float(words[place]),
            sentences=tuple(float(score) for score in sentences[place]),
        )
        for rank, place in enumerate(order, 1)
    ]


def rank_articles(hits: Iterable[Hit]) -> list[str]:
    """The articles of the hits, each at the place of its best passage."""
    return list(dict.fromkeys(hit.passage.article_id for hit in hits))


@dataclass(frozen=True, slots=True)
class _Articles:
    """The number of each passage's article, in the order of the passages, and what its scores are divided by."""

    numbers: NDArray[np.intp]
    lengths: Row


def _words_of(index: Index, question: str, more: str, weights: Weights) -> tuple[Row, Row]:
    """The BM25 score of every passage, and what is added to its fused score for its article's words."""
    lexical = index.lexical
    articles = index.kept.get(_Articles, lambda: _articles_of(index))
    words, held = lexical.scores(question), lexical.group_scores(question, articles.numbers)
    if more:
        share = np.float32(weights.more)
        words = words + share * lexical.scores(more)
        held = held + share * lexical.group_scores(more, articles.numbers)
    scaled = _scaled(held / articles.lengths)[articles.numbers]
    return words, np.float32(weights.article) * scaled


def _articles_of(index: Index) -> _Articles:
    numbered: dict[str, int] = {}
    found = [numbered.setdefault(passage.article_id, len(numbered)) for passage in index.passages]
    numbers = np.array(found, dtype=np.intp)
    counts = np.bincount(numbers).astype(np.float32)
    mean = max(float(counts.sum()) / max(len(counts), 1), 1.0)
    return _Articles(numbers, np.float32(1 - _LENGTH) + np.float32(_LENGTH / mean) * counts)


def _best_rows(scores: Row, count: int) -> Sequence[int]:
    """The rows with the highest positive scores."""
    count = min(count, int(np.count_nonzero(scores > 0)))
    if count == 0:
        return []
    return [int(row) for row in np.argpartition(-scores, count - 1)[:count]]


def _scaled(scores: Row) -> Row:
    """Scales by the first and the last of the list's best candidates, so that 1 is the best; never below 0."""
    if len(scores) == 0:
        return scores
    best = np.sort(scores)[::-1][:CANDIDATES]
    low, high = float(best[-1]), float(best[0])
    if high <= low:
        return np.zeros_like(scores)
    scaled: Row = np.clip((scores - low) / (high - low), 0.0, None)
    return scaled
