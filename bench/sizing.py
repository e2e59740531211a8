"""Measures how long passages are and what is embedded in front of them, side by side, for finding articles.

    python -m bench.sizing FOLDER...

Each folder holds judged questions with their articles beside them (a link does). Prints what `bench.retrieval` prints,
against the shipped passages. Every variant is encoded anew: minutes on a small set, an hour on a large one.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.retrieval import encoded, judged_in, puts_of, report, worth_of
from ptassist.answering.retriever import MEASURED
from ptassist.articles.article import Article
from ptassist.articles.jsonl import load_jsonl
from ptassist.articles.library import load_articles
from ptassist.index.encoder import Encoder, Vectors, open_encoder
from ptassist.index.passages import TARGET_WORDS, split_article
from ptassist.index.store import Index
from ptassist.settings import load_settings

SIZES = (60, 80, 150, 200)
# The lines of what is embedded: title, headings, the line above a list, the passage.
PROMPTS: dict[str, Callable[[str], str]] = {
    "without the title": lambda text: text.split("\n", 1)[-1],
    "the passage alone": lambda text: text.rsplit("\n", 1)[-1],
    "the title twice": lambda text: f"{text.split(chr(10), 1)[0]}\n{text}",
}


class Prompting:
    """An encoder that reads something else of each passage; sentences, which come without a line break, as ever."""

    def __init__(self, encoder: Encoder, prompt: Callable[[str], str]) -> None:
        self._encoder, self._prompt = encoder, prompt

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)

    def encode_passages(self, texts: Sequence[str], *more: object, **options: object) -> Vectors:
        changed = [self._prompt(text) if "\n" in text else text for text in texts]
        return self._encoder.encode_passages(changed, *more, **options)


def articles_of(folder: Path) -> tuple[Article, ...]:
    if (folder / "articles").is_dir():
        return load_articles(folder / "articles").articles
    return load_jsonl(folder / "corpus.jsonl")


def main() -> None:
    encoder = open_encoder(load_settings().settings.encoder.model)
    for folder in map(Path, sys.argv[1:]):
        articles, judged = articles_of(folder), judged_in(folder)
        variants = {f"{size} words": (size, encoder) for size in (TARGET_WORDS, *SIZES)}
        variants |= {n: (TARGET_WORDS, Prompting(encoder, p)) for n, p in PROMPTS.items()}
        print(f"\n{folder.name}: {len(judged)} questions, {len(articles)} articles", flush=True)
        against = None
        for name, (size, reads) in variants.items():
            passages = [passage for article in articles for passage in split_article(article, size)]
            index = Index.build(articles, passages, reads)
            puts = puts_of(index, judged)[1]
            worth = worth_of(index, judged, puts, encoded(encoder, puts), MEASURED)
            against = against or worth
            report(f"{name}: {len(passages)}", worth, against)


if __name__ == "__main__":
    main()
