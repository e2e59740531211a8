"""Measures the weights of `answering/retriever.py` side by side.

    python -m bench.retrieval FOLDER...

Each folder is one that `ptassist evaluate` reads. Prints success@1, success@3, MRR@10, nDCG@10 and recall@100.
"""

import sys
from pathlib import Path

from ptassist.answering.question import Turn, understand
from ptassist.answering.retriever import Weights, rank_articles, search
from ptassist.cli.evaluate import open_index_for
from ptassist.evaluation.questions import Kind, read_questions
from ptassist.evaluation.runner import Asked, Outcome, measure
from ptassist.index.encoder import open_encoder
from ptassist.settings import load_settings

VARIANTS = {
    "dense alone": Weights(1, 0, 0),
    "BM25 alone": Weights(0, 1, 0),
    "dense + BM25": Weights(1, 1, 0),
    "+ 0.25 best sentence": Weights(1, 1, 0.25),
    "+ 0.5 best sentence": Weights(1, 1, 0.5),
    "+ 1 best sentence": Weights(1, 1, 1),
    "less BM25 (0.7)": Weights(1, 0.7, 0.5),
    "more BM25 (1.3)": Weights(1, 1.3, 0.5),
}
DEPTH = 600


def main():
    settings = load_settings().settings
    encoder = open_encoder(settings.encoder.model)
    for folder in map(Path, sys.argv[1:]):
        index = open_index_for(folder, settings, encoder)
        asked = [
            judged
            for judged in read_questions(folder)
            if judged.kind in (Kind.ANSWERABLE, Kind.FOLLOW_UP) and judged.language == "en"
        ]
        questions = [
            understand(judged.turns[-1], [Turn(turn) for turn in judged.turns[:-1]]).standalone
            for judged in asked
        ]
        vectors = encoder.encode_questions(questions)
        print(f"\n{folder}: {len(asked)} questions")
        for name, weights in VARIANTS.items():
            outcomes = [
                Asked(
                    judged,
                    Outcome(
                        tuple(rank_articles(search(index, text, vector, DEPTH, weights))),
                        quoting=False,
                    ),
                )
                for judged, text, vector in zip(asked, questions, vectors, strict=True)
            ]
            figures = measure(outcomes)
            print(
                f"{name:22}",
                "  ".join(f"{key} {figure.value:.3f}" for key, figure in figures.items()),
            )


main()
