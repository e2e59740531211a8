"""Compiles trained weights into what ships: `python -m training.export FOLDER`.

An ONNX graph, its eight-bit weights, and the tokenizer. The graph is written as it runs: ONNX Runtime rewrites it here
and not at every start, and maps the weights into memory. Compares the outcome with torch.
"""

import argparse
import json
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from ptassist.answering.reader import GRAPH, NUMBERS, PIECES, CompiledReader, Window
from training.examples import Example
from training.lean import Lean
from training.model import Pieces, Reader, start_weights

WEIGHTS = Path(__file__).parents[1] / "src" / "ptassist" / "answering" / "weights"
_OPSET = 17
# Adding first and normalising then takes a tenth of the time of both in one (ONNX Runtime 1.32).
_NOT_FUSED = {"SkipLayerNormFusion"}
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
        traced, eight_bit = Path(workshop) / "traced.onnx", Path(workshop) / "eight-bit.onnx"
        trace(Lean(model).eval(), traced)
        quantize_dynamic(
            traced,
            eight_bit,
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )
        rewrite(eight_bit, given.out)
    tokenizer = pieces.tokenizer.backend_tokenizer
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(given.out / PIECES))
    print("farthest", compare(model, pieces, CompiledReader(given.out, threads=2)))
    print("MB", sum(path.stat().st_size for path in given.out.iterdir()) / 1e6)


def trace(model: Lean, path: Path) -> None:
    """Writes the graph of one text; its lengths are free."""
    ids, places = torch.arange(100, 112), torch.tensor([0, 6, 9])
    kinds = torch.tensor([0] * 5 + [1] * 7)
    free = {"ids": {0: "pieces"}, "kinds": {0: "pieces"}, "places": {0: "places"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (ids, kinds, places),
            str(path),
            input_names=["ids", "kinds", "places"],
            output_names=["passage", "marks"],
            dynamic_axes=free | {"marks": {0: "marks"}},
            opset_version=_OPSET,
            dynamo=False,
        )


def rewrite(path: Path, folder: Path) -> None:
    """Lets ONNX Runtime rewrite a graph for every processor, and puts its weights into a file of their own."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    rewritten = path.with_name("rewritten.onnx")
    options.optimized_model_filepath = str(rewritten)
    onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_NOT_FUSED
    )
    (folder / NUMBERS).unlink(missing_ok=True)  # else it would grow
    onnx.save_model(
        onnx.load(rewritten), folder / GRAPH, save_as_external_data=True, location=NUMBERS
    )
    (folder / NUMBERS).chmod(0o644)


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
