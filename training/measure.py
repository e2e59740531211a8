"""What a reader does on examples that it has not seen: AUC of passages, the right sentence first."""

from collections import defaultdict
from collections.abc import Sequence

import torch
from sklearn.metrics import roc_auc_score

from training.examples import Example
from training.model import Pieces, Reader


def figures(model: Reader, pieces: Pieces, examples: Sequence[Example]) -> dict[str, float]:
    """AUC of answering passages and the share of right first sentences, by source."""
    model.eval()
    truth, scores = defaultdict(list), defaultdict(list)
    first = defaultdict(list)
    ordered = sorted(examples, key=lambda e: sum(map(len, e.sentences)))
    with torch.inference_mode():
        for start in range(0, len(ordered), 32):
            chosen = ordered[start : start + 32]
            batch = pieces.batch(chosen)
            passages, marks = model(batch.ids, batch.mask, batch.kinds)
            for row, example in enumerate(chosen):
                if example.answers in (0, 1):
                    truth[example.source].append(example.answers)
                    scores[example.source].append(float(passages[row]))
                judged = batch.marks[row] >= 0
                if bool((batch.marks[row] == 1).any()):
                    best = marks[row].masked_fill(~judged, -99.0).argmax()
                    first[example.source].append(int(batch.marks[row, best] == 1))
    model.train()
    found = {
        f"{source} auc": round(float(roc_auc_score(truth[source], scores[source])), 3)
        for source in truth
        if len(set(truth[source])) == 2
    }
    return found | {f"{s} first": round(sum(v) / len(v), 3) for s, v in first.items()}
