"""Fits the models of `answering/coverage.py`: do the articles answer a question at all?

    python -m bench.calibrate FOLDER[+questions.jsonl]... [--weights FOLDER_OF_A_READER]

Each folder holds questions.jsonl, with articles/ beside it or the served index; further questions over the same
articles may be named behind a plus. Prints, with and without the reader, the weights, the AUC of a ten-fold
cross-validation, what each threshold refuses, and how far the estimates can be believed.
"""

import argparse
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from ptassist.answering.coverage import Signals, signals
from ptassist.answering.phrasing import Phrasing
from ptassist.answering.question import Turn, understand
from ptassist.answering.reader import PIECES, WEIGHTS, CompiledReader
from ptassist.answering.reading import read_hits, worth_reading
from ptassist.answering.retriever import search
from ptassist.cli.evaluate import open_index_for
from ptassist.errors import QuestionError
from ptassist.evaluation.metrics import auc_metric
from ptassist.evaluation.questions import Kind, read_questions, read_questions_file
from ptassist.index.encoder import open_encoder
from ptassist.settings import load_settings
from ptassist.shipped import shipped

ANSWERED = (Kind.ANSWERABLE, Kind.FOLLOW_UP)
ADVERSARIAL = "unanswerable-near, written to be near"
DEPTH = 60
PHRASING = Phrasing(shipped("corpus/language"), WEIGHTS / PIECES)
SIGNALS = [field.name for field in fields(Signals)]
LOGISTIC = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
WRONG_COSTS = 5  # a wrong answer is five times as bad as a missed one


def rows(named, encoder, reader):
    folder, _, further = named.partition("+")
    index = open_index_for(Path(folder), load_settings().settings, encoder)
    judged = [(one, one.kind) for one in read_questions(Path(folder))]
    if further:
        judged += [(one, ADVERSARIAL) for one in read_questions_file(Path(further))]
    for one, kind in judged:
        unanswered = kind in (Kind.UNANSWERABLE_NEAR, Kind.UNANSWERABLE_FAR, ADVERSARIAL)
        if one.language != "en" or not (unanswered or kind in ANSWERED):
            continue
        try:
            question = understand(one.turns[-1], [Turn(turn) for turn in one.turns[:-1]])
        except QuestionError:
            continue
        (put,) = PHRASING.ways(index, question)
        question = put.question
        vector = encoder.encode_questions([question.standalone])[0]
        hits = search(index, question.words, vector, DEPTH, more=put.more, prefer=question.prefer)
        readings = read_hits(reader, index, question, worth_reading(hits))
        yield kind, astuple(signals(hits, readings))


def main():
    encoder = open_encoder(load_settings().settings.encoder.model)
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    reader = CompiledReader(given.weights)
    data = [row for named in given.folders for row in rows(named, encoder, reader)]
    kinds = np.array([str(kind) for kind, _ in data])
    x = np.array([found for _, found in data])
    y = np.isin(kinds, [str(kind) for kind in ANSWERED]).astype(int)
    for name, columns in (("without the reader", [0, 1]), ("with the reader", [0, 1, 2, 3])):
        print(f"\n{name}")
        fit(x[:, columns], y, kinds)


def fit(x, y, kinds):
    """Fits, leaving out what would count against an answer although it speaks for one."""
    kept = list(range(x.shape[1]))
    while min(weights := LOGISTIC.fit(x[:, kept], y).coef_[0]) < 0:
        kept.pop(int(np.argmin(weights)))
    print("signals kept", [SIGNALS[place] for place in kept])
    x = x[:, kept]
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    held_out = cross_val_predict(LOGISTIC, x, y, cv=folds, method="predict_proba")[:, 1]
    for kind in sorted(set(kinds[y == 0])):
        area = auc_metric(held_out[y == 1].tolist(), held_out[kinds == kind].tolist())
        print(f"{kind}: held-out AUC {area.value:.3f} [{area.low:.3f}, {area.high:.3f}] n {area.n}")
    model = LOGISTIC.fit(x, y)
    print(
        "bias",
        round(float(model.intercept_[0]), 2),
        "weights",
        np.round(model.coef_[0], 3).tolist(),
    )
    print("in sample AUC", round(roc_auc_score(y, model.decision_function(x)), 3))
    for threshold in np.arange(0.26, 0.48, 0.02):
        refused = held_out < threshold
        parts = {kind: f"{np.mean(refused[kinds == kind]):.2f}" for kind in sorted(set(kinds))}
        cost = WRONG_COSTS * np.sum(~refused & (y == 0)) + np.sum(refused & (y == 1))
        print(f"threshold {threshold:.2f}: refused {parts} cost {cost}")
    for low in np.arange(0.0, 1.0, 0.2):
        inside = (held_out >= low) & (held_out < low + 0.2)
        if inside.any():
            print(
                f"estimate {low:.1f} to {low + 0.2:.1f}: answered {np.mean(y[inside]):.2f} of {inside.sum()}"
            )


if __name__ == "__main__":
    main()
