"""Compiles trained weights into what ships: `python -m training.export FOLDER`.

One ONNX graph with eight-bit weights, and the tokenizer. Compares the outcome with torch before it writes.
"""

import argparse
import json
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from ptassist.answering.reader import GRAPH, PIECES, CompiledReader, Window
from training.examples import Example
from training.model import Pieces, Reader, start_weights

WEIGHTS = Path(__file__).parents[1] / "src" / "ptassist" / "answering" / "weights"
_OPSET = 17
_FARTHEST = 0.12  # eight-bit weights move a probability by at most this much
_PROBES = (
    (
        "is walking good for a sore knee",
        "Knees",
        ("Walk a little every day.", "Rest if it swells."),
    ),
    ("how long does it last?", "", ("It takes about six weeks.", "Some need longer.", "Call us.")),
    ("what is a sprain", "Ankles", ("A sprain is a stretched ligament.",) * 5),
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    facts = json.loads((given.folder / "facts.json").read_text(encoding="utf-8"))
    model = Reader(start_weights(), facts["layers"])
    model.load_state_dict(torch.load(given.folder / "reader.pt", weights_only=True))
    model.eval()
    pieces = Pieces(start_weights())
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as workshop:
        traced = Path(workshop) / "traced.onnx"
        trace(model, pieces, traced)
        quantize_dynamic(
            traced,
            given.out / GRAPH,
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )
    pieces.tokenizer.backend_tokenizer.save(str(given.out / PIECES))
    print("farthest", compare(model, pieces, CompiledReader(given.out, threads=2)))
    print("MB", sum(path.stat().st_size for path in given.out.iterdir()) / 1e6)


def trace(model: Reader, pieces: Pieces, path: Path) -> None:
    """Writes the graph; two texts of different lengths, so that ids and mask differ."""
    batch = pieces.batch([Example(q, a, s, (0,) * len(s), 0, "") for q, a, s in _PROBES[:2]])
    free = {0: "texts", 1: "pieces"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (batch.ids, batch.mask, batch.kinds),
            str(path),
            input_names=["ids", "mask", "kinds"],
            output_names=["passages", "marks"],
            dynamic_axes=dict.fromkeys(("ids", "mask", "kinds", "marks"), free)
            | {"passages": {0: "texts"}},
            opset_version=_OPSET,
            dynamo=False,
        )


def compare(model: Reader, pieces: Pieces, compiled: CompiledReader) -> float:
    """The farthest that a compiled probability lies from torch's."""
    farthest = 0.0
    for question, above, sentences in _PROBES:
        batch = pieces.batch([Example(question, above, sentences, (0,) * len(sentences), 0, "")])
        with torch.inference_mode():
            passages, marks = model(batch.ids, batch.mask, batch.kinds)
        expected = torch.sigmoid(torch.cat([passages, marks[0][batch.marks[0] == 0]])).numpy()
        (found,) = compiled.read(question, [Window(above, sentences)])
        given = np.array([found.answers, *found.sentences])
        farthest = max(farthest, float(np.abs(expected - given).max()))
    if farthest > _FARTHEST:
        raise SystemExit(f"the compiled reader differs by {farthest:.3f}")
    return farthest


if __name__ == "__main__":
    main()
