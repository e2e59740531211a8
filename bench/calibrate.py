"""Fits the models of `answering/coverage.py`: do the articles answer a question at all?

    python -m bench.calibrate FOLDER[+questions.jsonl]... [--weights FOLDER_OF_A_READER] [--worst N] [--plot SVG]

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
from ptassist.answering.nameable import Nameable
from ptassist.answering.phrasing import Phrasing
from ptassist.answering.question import Turn, understand
from ptassist.answering.reader import PIECES, WEIGHTS, CompiledReader
from ptassist.answering.reading import read_hits, worth_reading
from ptassist.answering.retriever import search
from ptassist.cli.evaluate import open_index_for
from ptassist.errors import QuestionError
from ptassist.evaluation.metrics import auc_metric, share
from ptassist.evaluation.questions import Kind, read_questions, read_questions_file
from ptassist.index.encoder import open_encoder
from ptassist.settings import load_settings
from ptassist.shipped import shipped

ANSWERED = (Kind.ANSWERABLE, Kind.FOLLOW_UP)
ADVERSARIAL = "unanswerable-near, written to be near"
DEPTH = 60
PHRASING = Phrasing(shipped("corpus/language"), WEIGHTS / PIECES)
NAMEABLE = Nameable(shipped("corpus/language"))
SIGNALS = [field.name for field in fields(Signals)]
SIGNS = np.array(
    [-1 if name == "missing" else 1 for name in SIGNALS]
)  # what speaks against an answer
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
        worth = worth_reading(hits)
        readings = read_hits(reader, index, question, worth)
        missing = NAMEABLE.missing(question.text, "en", index, worth)
        yield kind, astuple(signals(hits, readings, missing=missing)), one.turns[-1]


def main():
    encoder = open_encoder(load_settings().settings.encoder.model)
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--worst", type=int, default=0, help="how many of the worst to print")
    parser.add_argument("--plot", type=Path, help="where to draw the reliability diagram (SVG)")
    given = parser.parse_args()
    reader = CompiledReader(given.weights)
    data = [row for named in given.folders for row in rows(named, encoder, reader)]
    kinds = np.array([str(kind) for kind, _, _ in data])
    x = np.array([found for _, found, _ in data]) * SIGNS
    y = np.isin(kinds, [str(kind) for kind in ANSWERED]).astype(int)
    for name, columns in (("without the reader", [0, 1, 4]), ("with the reader", [0, 1, 2, 3, 4])):
        print(f"\n{name}")
        held_out = fit(x[:, columns], y, kinds)
    if given.plot:
        draw(held_out, y, given.plot)
    if given.worst:
        for place in np.argsort(-np.abs(y - held_out))[: given.worst]:
            print(f"{held_out[place]:.2f} {kinds[place]}: {data[place][2]}")


def fit(x, y, kinds):
    """Fits, leaving out what would count the wrong way; the weights are those of what `SIGNS` made of the signals."""
    kept = list(range(x.shape[1]))
    while min(weights := LOGISTIC.fit(x[:, kept], y).coef_[0]) < 0:
        kept.pop(int(np.argmin(weights)))
    print("signals kept, by number", kept)
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
    for estimate, answered in bins(held_out, y):
        print(f"estimate {estimate:.2f}: answered {answered.value:.2f} of {answered.n}")
    return held_out


def bins(held_out, y):
    """For each tenth of the scale that holds a question: the mean estimate, and the share that is answered."""
    tenths = np.minimum((held_out * 10).astype(int), 9)
    for tenth in sorted(set(tenths)):
        inside = tenths == tenth
        yield float(held_out[inside].mean()), share(y[inside].astype(bool).tolist())


def draw(held_out, y, path):
    """The reliability diagram: what was estimated, across; what is answered, with its 95 % interval, upwards."""
    size, edge = 320, 44

    def at(across, upwards):
        return f"{edge + across * size:.1f}", f"{edge + (1 - upwards) * size:.1f}"

    (left, bottom), (right, top) = at(0, 0), at(1, 1)
    drawn = []
    for estimate, answered in bins(held_out, y):
        (x, middle), (_, low), (_, high) = (
            at(estimate, value) for value in (answered.value, answered.low, answered.high)
        )
        drawn.append(f'<path d="M{x} {low}V{high}"/><circle cx="{x}" cy="{middle}" r="4"/>')
    whole = size + 2 * edge
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" '
        f'font-size="12"><title>Reliability</title><rect width="{whole}" height="{whole}" fill="#fff"/>'
        f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#333"/>'
        f'<path d="M{left} {bottom}L{right} {top}" stroke="#999" stroke-dasharray="4"/>'
        f'<g stroke="#0b5c8a" fill="#0b5c8a" stroke-width="2">{"".join(drawn)}</g>'
        f'<text x="{left}" y="{whole - 14}">estimated probability, 0 to 1 (held out)</text>'
        f'<text x="{left}" y="{edge - 16}">share that the articles answer, 0 to 1</text></svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
