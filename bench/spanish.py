"""Measures how well Spanish questions find English articles: as they are, through the glossary, and with both.

    python -m bench.spanish FOLDER...

Each folder holds articles/ and, beside it or in evaluation/, questions.jsonl. Only the English articles are indexed; a
question that a Spanish article answers is judged by the English article on the same subject. To these come the
questions of bench/spanish.jsonl that the folder's articles answer. Prints success@1 and success@3.
"""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from ptassist.answering.glossary import Glossary, load_glossary
from ptassist.answering.question import Turn, understand
from ptassist.answering.retriever import rank_articles, search
from ptassist.articles.library import load_articles
from ptassist.evaluation.questions import Kind, read_questions
from ptassist.index.encoder import Encoder, open_encoder
from ptassist.index.passages import split_article
from ptassist.index.store import Index
from ptassist.settings import load_settings
from ptassist.shipped import shipped

OURS = Path(__file__).with_suffix(".jsonl")
SAME_SUBJECT = {
    "es-dolor-lumbar": "low-back-pain",
    "es-osteoporosis-y-fuerza": "strength-training-and-osteoporosis",
}
DEPTH = 200
# The constant of reciprocal rank fusion, as its authors give it (Cormack et al. 2009).
_RRF = 60

Asked = tuple[str, frozenset[str]]
Ranking = Callable[[str], list[str]]


def english_index(folder: Path, encoder: Encoder) -> Index:
    articles = [a for a in load_articles(folder / "articles").articles if a.language == "en"]
    passages = [passage for article in articles for passage in split_article(article)]
    return Index.build(articles, passages, encoder)


def judged_in(folder: Path) -> list[Asked]:
    """The folder's own Spanish questions that an article answers."""
    beside = folder if (folder / "questions.jsonl").is_file() else folder / "evaluation"
    return [
        (
            understand(judged.turns[-1], [Turn(turn) for turn in judged.turns[:-1]]).standalone,
            frozenset(SAME_SUBJECT.get(name, name) for name in judged.relevant),
        )
        for judged in read_questions(beside)
        if judged.language == "es" and judged.kind in (Kind.ANSWERABLE, Kind.FOLLOW_UP)
    ]


def ours_about(index: Index) -> list[Asked]:
    rows = [json.loads(line) for line in OURS.read_text(encoding="utf-8").splitlines()]
    return [
        (row["question"], frozenset(row["relevant"]))
        for row in rows
        if set(row["relevant"]) <= set(index.articles)
    ]


def variants(index: Index, encoder: Encoder, glossary: Glossary) -> dict[str, Ranking]:
    def found(words: str, *meant: str) -> list[str]:
        vector = encoder.encode_questions(meant).sum(axis=0)
        vector /= (vector @ vector) ** 0.5
        return rank_articles(search(index, words, vector, DEPTH))

    def rendered(text: str) -> list[str]:
        return found(*[glossary.to_english(text)] * 2)

    def both(text: str) -> list[str]:
        english = glossary.to_english(text)
        return found(f"{text} {english}", text, english)

    return {
        "as it is": lambda text: found(text, text),
        "through the glossary": rendered,
        "both, vectors added": both,
        "both, ranks fused": lambda text: fused([found(text, text), rendered(text)]),
    }


def fused(rankings: Iterable[list[str]]) -> list[str]:
    points: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, 1):
            points[name] = points.get(name, 0.0) + 1 / (_RRF + rank)
    return sorted(points, key=lambda name: -points[name])


def report(asked: list[Asked], ways: dict[str, Ranking]) -> None:
    for name, way in ways.items():
        found = [(way(text), relevant) for text, relevant in asked]
        shares = (
            sum(bool(relevant & set(names[:top])) for names, relevant in found) / len(found)
            for top in (1, 3)
        )
        print(
            f"  {name:22}", "  ".join(f"S@{k} {v:.3f}" for k, v in zip((1, 3), shares, strict=True))
        )


def main():
    encoder = open_encoder(load_settings().settings.encoder.model)
    glossary = load_glossary(shipped("corpus/language"))
    for folder in map(Path, sys.argv[1:]):
        index = english_index(folder, encoder)
        ways = variants(index, encoder, glossary)
        for whose, asked in (
            ("its own", judged_in(folder)),
            ("bench/spanish.jsonl", ours_about(index)),
        ):
            shares = [glossary.known_share(text) for text, _ in asked]
            print(
                f"\n{folder}, {whose}: {len(asked)} questions, {sum(shares) / len(shares):.0%} of words known"
            )
            report(asked, ways)


if __name__ == "__main__":
    main()
