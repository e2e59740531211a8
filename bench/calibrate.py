"""Fits the model of `answering/coverage.py`: do the articles answer a question at all?

    python -m bench.calibrate FOLDER...

Each folder holds questions.jsonl, with articles/ beside it or the served index. Prints the weights, the AUC of a
ten-fold cross-validation, and what each threshold refuses.
"""

import sys
from dataclasses import astuple
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from ptassist.answering.coverage import signals
from ptassist.answering.question import Turn, understand
from ptassist.answering.retriever import search
from ptassist.cli.evaluate import open_index_for
from ptassist.errors import QuestionError
from ptassist.evaluation.questions import Kind, read_questions
from ptassist.index.encoder import open_encoder
from ptassist.settings import load_settings


def rows(folder):
    settings = load_settings().settings
    encoder = open_encoder(settings.encoder.model)
    index = open_index_for(folder, settings, encoder)
    for judged in read_questions(folder):
        if judged.kind not in (
            Kind.ANSWERABLE,
            Kind.FOLLOW_UP,
            Kind.UNANSWERABLE_NEAR,
            Kind.UNANSWERABLE_FAR,
        ):
            continue
        if judged.language not in index.languages:
            continue
        try:
            question = understand(judged.turns[-1], [Turn(turn) for turn in judged.turns[:-1]])
        except QuestionError:
            continue
        vector = encoder.encode_questions([question.standalone])[0]
        found = signals(question, index, search(index, question.standalone, vector, 20))
        yield judged.kind, astuple(found)


def main():
    data = [row for folder in sys.argv[1:] for row in rows(Path(folder))]
    x = np.array([row[1] for row in data])
    kinds = np.array([row[0] for row in data])
    y = np.isin(kinds, [Kind.ANSWERABLE, Kind.FOLLOW_UP]).astype(int)
    model = LogisticRegression(C=10.0, class_weight="balanced")
    held_out = cross_val_predict(model, x, y, cv=10, method="predict_proba")[:, 1]
    for name, column in zip(("passage", "sentence", "said"), x.T, strict=True):
        near = kinds != Kind.UNANSWERABLE_FAR
        print(f"{name:14} alone, near: AUC {roc_auc_score(y[near], column[near]):.3f}")
    for kind in (Kind.UNANSWERABLE_NEAR, Kind.UNANSWERABLE_FAR):
        chosen = (y == 1) | (kinds == kind)
        print(f"{kind}: held-out AUC {roc_auc_score(y[chosen], held_out[chosen]):.3f}")
    model.fit(x, y)
    print(
        "bias",
        round(float(model.intercept_[0]), 2),
        "weights",
        np.round(model.coef_[0], 2).tolist(),
    )
    for threshold in np.arange(0.1, 0.7, 0.05):
        refused = held_out < threshold
        parts = {kind: f"{np.mean(refused[kinds == kind]):.2f}" for kind in sorted(set(kinds))}
        print(f"threshold {threshold:.2f}: refused {parts}")


main()
