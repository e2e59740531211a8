"""export_encoder: the build compiles its encoder once, and the index carries the outcome.

The model is traced into one graph (transformer, pooling, normalisation), ONNX Runtime folds its constants, and what
came out is compared with the model on texts of many lengths before anyone relies on it. A model that cannot be
compiled, or whose compiled vectors differ, leaves a note with the reason instead.
"""

import hashlib
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ptassist.errors import PtassistError
from ptassist.index.bulk import PROBES, least_cosine
from ptassist.index.compiled import (
    COMPILED_FORMAT,
    ENCODER,
    FACTS,
    MODEL,
    TOKENIZER,
    WEIGHTS,
    CompiledEncoder,
    CompiledFacts,
    read_facts,
)
from ptassist.index.encoder import Encoder, SentenceTransformerEncoder, passage_prompt

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_OPSET = 17
_LEAST_COSINE = 0.9999


def carry_encoder(encoder: Encoder, version: Path) -> str:
    """Puts the encoder into the folder of a version, taken from another version where one has it.

    Args:
        encoder: What made the version's vectors.
        version: The version's folder; its neighbours are the other versions.

    Returns:
        Why there is only a note; empty when the version can be served without sentence-transformers.
    """
    if not isinstance(encoder, SentenceTransformerEncoder):
        return ""
    folder = version / ENCODER
    for other in sorted(version.parent.glob(f"*/{ENCODER}"), reverse=True):
        if other != folder and _is_whole(other, encoder.digest):
            shutil.copytree(other, folder, copy_function=_link)
            return ""
    return export_encoder(encoder, folder)


def export_encoder(encoder: SentenceTransformerEncoder, folder: Path) -> str:
    """Compiles an encoder into a new folder.

    Returns:
        Why it could not be done; empty when it was.
    """
    folder.mkdir(parents=True)
    try:
        _compile(encoder, folder)
        _compare(encoder, CompiledEncoder(folder, threads=1))
    except Exception as error:  # noqa: BLE001 - tracing runs the model's own code: anything can come out
        shutil.rmtree(folder)
        folder.mkdir()
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        _write(folder, CompiledFacts(COMPILED_FORMAT, encoder.name, encoder.digest, reason))
        return reason
    return ""


def _compile(encoder: SentenceTransformerEncoder, folder: Path) -> None:
    model = encoder.model()
    with tempfile.TemporaryDirectory(dir=folder) as workshop:
        traced = Path(workshop) / "traced.onnx"
        _trace(model, traced)
        _optimise(traced, folder)
    tokenizer: Any = model.tokenizer
    (folder / TOKENIZER).write_text(tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
    facts = CompiledFacts(
        format=COMPILED_FORMAT,
        name=encoder.name,
        digest=encoder.digest,
        dimension=encoder.dimension,
        longest=int(model.max_seq_length or tokenizer.model_max_length),
        padding=int(tokenizer.pad_token_id or 0),
        question_prompt=model.prompts.get("query") or "",
        passage_prompt=passage_prompt(model),
        files={name: _digest(folder / name) for name in (MODEL, WEIGHTS, TOKENIZER)},
    )
    _write(folder, facts)


def _trace(model: "SentenceTransformer", path: Path) -> None:
    import torch

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.stages = torch.nn.ModuleList(list(model))

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            features: dict[str, Any] = {"input_ids": ids, "attention_mask": mask}
            for stage in self.stages:
                features = stage(features)
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=1)

    # One text must be padded, so that ids and mask differ: traced with one tensor for both, the graph would ignore the
    # words.
    tokenizer: Any = model.tokenizer
    example = tokenizer(["rest the knee, then walk", "rest"], padding=True, return_tensors="pt")
    ids, mask = example["input_ids"], example["attention_mask"]
    free = {0: "texts", 1: "pieces"}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")  # of the tracer, about what the comparison checks
        torch.onnx.export(
            Graph().eval(),
            (ids, mask),
            str(path),
            input_names=["ids", "mask"],
            output_names=["vectors"],
            dynamic_axes={"ids": free, "mask": free, "vectors": {0: "texts"}},
            opset_version=_OPSET,
            dynamo=False,  # the newer way needs two more libraries and gives the same graph
        )


def _optimise(traced: Path, folder: Path) -> None:
    """Folds constants and joins what the runtime can do at once; the weights get a file that can be memory-mapped."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Nothing above this level, which would depend on the processor of this machine.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(folder / MODEL)
    options.add_session_config_entry(
        "session.optimized_model_external_initializers_file_name", WEIGHTS
    )
    onnxruntime.InferenceSession(str(traced), options, providers=["CPUExecutionProvider"])


def _compare(encoder: SentenceTransformerEncoder, compiled: CompiledEncoder) -> None:
    model = encoder.model()
    texts = list(PROBES)
    for given, found in (
        (model.encode_query(texts), compiled.encode_questions(texts)),
        (model.encode_document(texts), compiled.encode_passages(texts)),
    ):
        cosine = least_cosine(given, found)
        if not cosine >= _LEAST_COSINE:
            raise ValueError(f"its vectors differ from the model's (cosine {cosine:.4f})")


def _is_whole(folder: Path, digest: str) -> bool:
    """Whether a folder holds this encoder, every byte as it was written."""
    try:
        facts = read_facts(folder)
        return (
            not facts.reason
            and facts.digest == digest
            and all(_digest(folder / name) == expected for name, expected in facts.files.items())
        )
    except (PtassistError, OSError):
        return False


def _link(source: str, target: str) -> None:
    """A second name for a file that is never modified; a copy where the disk has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(folder: Path, facts: CompiledFacts) -> None:
    (folder / FACTS).write_bytes(msgspec.json.format(msgspec.json.encode(facts), indent=1) + b"\n")
