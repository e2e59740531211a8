"""What the reader reads of the hits: a window of each of the best passages, and what it made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ptassist.answering.question import Question
from ptassist.answering.reader import Reader, Window
from ptassist.answering.retriever import Hit, rank_articles
from ptassist.articles.article import Article
from ptassist.index.passages import headings_above
from ptassist.index.store import Index

# Sentences are looked for in the best passages, and in what else was found of the best articles: in long articles the
# answer often stands a few passages away from the one that is most like the question.
_BEST_PASSAGES, _BEST_ARTICLES, _MOST_PASSAGES = 8, 2, 20
# What reading more would bring and cost stands in docs/answers.md.
READ_PASSAGES = 3
WINDOW_WORDS = 80


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader made of one passage.

    Attributes:
        answers: The estimated probability, 0 to 1, that it answers.
        sentences: The same for each sentence of the passage; 0 for those outside the window.
    """

    answers: float
    sentences: tuple[float, ...]


def worth_reading(hits: Sequence[Hit]) -> list[Hit]:
    """The best passages, and the others of the best articles, best first."""
    articles = rank_articles(hits)[:_BEST_ARTICLES]
    others = [hit for hit in hits[_BEST_PASSAGES:] if hit.passage.article_id in articles]
    return [*hits[:_BEST_PASSAGES], *others][:_MOST_PASSAGES]


def most_promising(hits: Sequence[Hit], most: int = READ_PASSAGES) -> list[Hit]:
    """The hits that are read, by their score and their best sentence."""
    return sorted(hits, key=_promise, reverse=True)[:most]


def read_hits(
    reader: Reader,
    index: Index,
    question: Question,
    hits: Sequence[Hit],
    most: int = READ_PASSAGES,
    words: int = WINDOW_WORDS,
) -> Mapping[int, Read]:
    """Reads the best hits.

    Args:
        reader: What reads.
        index: Where the hits are from.
        question: What is asked.
        hits: The found passages, best first.
        most: How many of them are read.
        words: How many words of each.

    Returns:
        What it made of each, by the passage's row.
    """
    chosen = most_promising(hits, most)
    windows = [window_of(index, hit, words) for hit in chosen]
    readings = reader.read(question.standalone, [window for window, _ in windows])
    found = {}
    for hit, (window, first), reading in zip(chosen, windows, readings, strict=True):
        after = len(hit.passage.sentences) - first - len(window.sentences)
        sentences = (*(0.0,) * first, *reading.sentences, *(0.0,) * after)
        found[hit.row] = Read(reading.answers, sentences)
    return found


def window_of(index: Index, hit: Hit, words: int) -> tuple[Window, int]:
    """The sentences around a passage's most similar one, and the place of the first of them."""
    article = index.articles[hit.passage.article_id]
    texts = [article.text[s.start : s.end] for s in hit.passage.sentences]
    low = high = max(range(len(texts)), key=lambda place: hit.sentences[place])
    left = words - len(texts[low].split())
    while True:
        beside = [place for place in (low - 1, high + 1) if 0 <= place < len(texts)]
        fitting = [place for place in beside if len(texts[place].split()) <= left]
        if not fitting:
            break
        place = max(fitting, key=lambda place: hit.sentences[place])
        left -= len(texts[place].split())
        low, high = min(low, place), max(high, place)
    return Window(above_of(article, hit.passage.section), tuple(texts[low : high + 1])), low


def _promise(hit: Hit) -> float:
    return hit.score + max(hit.sentences, default=0.0)


def above_of(article: Article, section: int) -> str:
    """The title and the headings that a section stands under, as one line."""
    return ". ".join([article.title, *headings_above(article, section)])
