"""Measures the weights of `answering/retriever.py` side by side, and what the phrasing of a question does for finding.

    python -m bench.retrieval FOLDER...

Each folder is one that `ptassist evaluate` reads; its English questions with an answer count. Prints success@1,
success@3, MRR@10 and nDCG@10; behind each the difference from the shipped ranking with its 95 % interval (paired
bootstrap), and a star where that leaves out zero.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ptassist.answering.phrasing import Phrasing, Put
from ptassist.answering.question import Turn, understand
from ptassist.answering.reader import PIECES, WEIGHTS
from ptassist.answering.retriever import MEASURED, Weights, rank_articles, search
from ptassist.cli.evaluate import open_index_for
from ptassist.evaluation.metrics import ndcg, reciprocal_rank, success_at
from ptassist.evaluation.questions import Judged, Kind, read_questions
from ptassist.index.encoder import Encoder, Vectors, open_encoder
from ptassist.index.store import Index
from ptassist.settings import load_settings
from ptassist.shipped import shipped

SHIPPED = "as shipped"
VARIANTS = {
    SHIPPED: MEASURED,
    "dense alone": Weights(1, 0, 0, article=0),
    "BM25 alone": Weights(0, 1, 0, article=0),
    "dense + BM25": Weights(sentence=0, article=0),
    "+ 0.5 best sentence": Weights(article=0),
    "article 0.1": Weights(article=0.1),
    "article 0.3": Weights(article=0.3),
    "sentence 1": Weights(sentence=1),
    "BM25 0.7": Weights(lexical=0.7),
    "BM25 1.3": Weights(lexical=1.3),
}
DEPTH, RESAMPLES, SEED = 200, 2000, 20261122
# What a ranking is worth to one question, by the measure's name.
Worth = Mapping[str, NDArray[np.float64]]


def judged_in(folder: Path) -> list[Judged]:
    """The English questions of a folder that its articles answer."""
    kinds = (Kind.ANSWERABLE, Kind.FOLLOW_UP)
    return [one for one in read_questions(folder) if one.kind in kinds and one.language == "en"]


def puts_of(index: Index, judged: Sequence[Judged]) -> tuple[list[Put], list[Put]]:
    """The questions as they were understood, and as they are put to the articles."""
    phrasing = Phrasing(shipped("corpus/language"), WEIGHTS / PIECES)
    asked = [
        understand(one.turns[-1], [Turn(turn) for turn in one.turns[:-1]], index.lexical.holds)
        for one in judged
    ]
    return [Put(one) for one in asked], [next(phrasing.ways(index, one)) for one in asked]


def encoded(encoder: Encoder, puts: Sequence[Put]) -> Vectors:
    """The vectors of the questions, in small batches: there may be long ones among them."""
    texts = [put.question.standalone for put in puts]
    return np.concatenate(
        [encoder.encode_questions(texts[at : at + 64]) for at in range(0, len(texts), 64)]
    )


def worth_of(
    index: Index, judged: Sequence[Judged], puts: Iterable[Put], vectors: Vectors, weights: Weights
) -> Worth:
    """What a ranking is worth to each question."""
    rows = []
    for one, put, vector in zip(judged, puts, vectors, strict=True):
        asked = put.question
        hits = search(index, asked.words, vector, DEPTH, weights, put.more, asked.prefer)
        ranked = rank_articles(hits)
        first, three = (success_at(ranked, one.relevant, k) for k in (1, 3))
        rows.append(
            (first, three, reciprocal_rank(ranked, one.relevant), ndcg(ranked, one.relevant))
        )
    return dict(zip(("S@1", "S@3", "MRR", "nDCG"), np.array(rows).T, strict=True))


def compared(found: NDArray[np.float64], shipped_: NDArray[np.float64]) -> str:
    """A mean, its difference from the shipped one, and the interval of that."""
    apart = found - shipped_
    picks = np.random.default_rng(SEED).integers(0, len(apart), (RESAMPLES, len(apart)))
    low, high = np.quantile(apart[picks].mean(axis=1), [0.025, 0.975])
    star = "*" if low > 0 or high < 0 else " "
    return f"{found.mean():.3f} ({apart.mean():+.3f} {low:+.3f} {high:+.3f}){star}"


def report(name: str, worth: Worth, against: Worth) -> None:
    cells = (f"{key} {compared(worth[key], against[key])}" for key in worth)
    print(f"{name:24}", "  ".join(cells), flush=True)


def measure(folder: Path, index: Index, encoder: Encoder) -> None:
    judged = judged_in(folder)
    written, puts = puts_of(index, judged)
    vectors = encoded(encoder, puts)
    print(f"\n{folder.name}: {len(judged)} questions, {len(index.passages)} passages")
    against = worth_of(index, judged, puts, vectors, MEASURED)
    for name, weights in VARIANTS.items():
        report(name, worth_of(index, judged, puts, vectors, weights), against)
    changed = sum(one != put for one, put in zip(written, puts, strict=True))
    plain = worth_of(index, judged, written, encoded(encoder, written), MEASURED)
    report(f"not mended: {changed}", plain, against)


def main() -> None:
    settings = load_settings().settings
    encoder = open_encoder(settings.encoder.model)
    for folder in map(Path, sys.argv[1:]):
        measure(folder, open_index_for(folder, settings, encoder), encoder)


if __name__ == "__main__":
    main()
