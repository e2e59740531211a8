"""Trains the reader: `python -m training.train --data FOLDER --out FOLDER`.

FOLDER holds the public sets under the names squad2, medquad, selqa, conditionalqa, mtrag (MODEL_CARD.md says where each
is published). Prints the loss, and at the end the figures on questions that were held out.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from training import sources
from training.examples import Example
from training.measure import figures
from training.model import Batch, Pieces, Reader, loss_of, save, start_weights

SEED = 20
OURS = Path(__file__).parent
_POOL = 40  # batches that are sorted by length together
_BATCH = 24
_WARM_UP = 0.06


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", default="0,1,3,5", help="which of MiniLM's six are kept")
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--from", dest="start", type=Path, help="weights to go on from")
    parser.add_argument("--sets", default="squad,medquad,selqa,conditionalqa,mtrag,visitors")
    parser.add_argument("--share", type=float, default=1.0, help="of the sets of others")
    parser.add_argument(
        "--own-times", type=int, default=3, help="how often each visitor's question counts"
    )
    given = parser.parse_args()
    torch.manual_seed(SEED)
    training, held_out = gather(given.data, given.sets.split(","), given.own_times, given.share)
    print("training", dict(Counter(e.source for e in training)), flush=True)
    print("held out", dict(Counter(e.source for e in held_out)), flush=True)
    weights = start_weights()
    layers = [int(place) for place in given.layers.split(",")]
    model, pieces = Reader(weights, layers), Pieces(weights)
    if given.start:
        model.load_state_dict(torch.load(given.start / "reader.pt", weights_only=True))
    train(model, pieces, training, given)
    facts = {"layers": layers, "examples": len(training), "epochs": given.epochs}
    save(model, given.out, facts)
    print(figures(model, pieces, held_out), flush=True)


def gather(
    data: Path, names: Sequence[str], own_times: int, share: float = 1.0
) -> tuple[list[Example], list[Example]]:
    """All examples, those held out (by whole questions) apart."""
    chance = random.Random(SEED)
    read: dict[str, Iterator[Example]] = {
        "squad": sources.squad(data / "squad2", chance),
        "medquad": sources.medquad(data / "medquad", chance),
        "selqa": sources.selqa(data / "selqa", chance),
        "conditionalqa": sources.conditionalqa(data / "conditionalqa", chance),
        "mtrag": sources.mtrag(data / "mtrag", chance),
        "visitors": sources.visitors(OURS, data / "medquad", chance),
    }
    training, held_out = [], []
    for name in names:
        examples = list(read[name])
        asked = sorted({example.question for example in examples})
        apart = set(random.Random(SEED).sample(asked, min(len(asked) // 12, 250)))
        held_out += [example for example in examples if example.question in apart]
        kept = [example for example in examples if example.question not in apart]
        if name == "visitors":
            training += kept * own_times
        else:
            training += chance.sample(kept, int(share * len(kept)))
    return training, held_out


def train(
    model: Reader, pieces: Pieces, examples: Sequence[Example], given: argparse.Namespace
) -> None:
    """Goes through the examples in batches of like length; the rate rises, then falls to nothing."""
    model.train()
    moving = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(moving, lr=given.rate, weight_decay=0.01)
    steps = int(len(examples) * given.epochs / _BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate_at(step / steps))
    began, losses = time.perf_counter(), []
    for step, batch in zip(range(steps), batches(pieces, examples), strict=False):
        loss = loss_of(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(moving, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        rate.step()
        losses.append(loss.item())
        if step % 50 == 49:
            seconds = time.perf_counter() - began
            print(
                f"{step + 1}/{steps} loss {sum(losses[-50:]) / 50:.3f}"
                f" {(step + 1) * _BATCH / seconds:.1f} examples/s {seconds / 60:.1f} min",
                flush=True,
            )
        if step % 500 == 499:
            layers = [int(place) for place in given.layers.split(",")]
            save(model, given.out, {"layers": layers, "step": step + 1})


def batches(pieces: Pieces, examples: Sequence[Example]) -> Iterator[Batch]:
    """Batches without end, each of examples of about the same length."""
    chance = random.Random(SEED)
    while True:
        order = list(examples)
        chance.shuffle(order)
        for start in range(0, len(order), _BATCH * _POOL):
            pool = sorted(order[start : start + _BATCH * _POOL], key=_length)
            cut = [pool[k : k + _BATCH] for k in range(0, len(pool), _BATCH)]
            chance.shuffle(cut)
            yield from (pieces.batch(one) for one in cut)


def _length(example: Example) -> int:
    return len(example.question) + len(example.above) + sum(map(len, example.sentences))


def _rate_at(done: float) -> float:
    return done / _WARM_UP if done < _WARM_UP else max(0.0, (1 - done) / (1 - _WARM_UP))


if __name__ == "__main__":
    main()
