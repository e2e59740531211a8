"""The compiled encoder: what an index carries so that serving it needs neither torch nor sentence-transformers.

    encoder/encoder.json     its facts: whose vectors it gives, prompts, or the reason why there is no more than this
    encoder/model.onnx       transformer, pooling and normalisation in one graph
    encoder/weights.bin      its weights, float32, memory-mapped
    encoder/tokenizer.json   text to word pieces

ONNX Runtime runs it; docs/architecture.md has the table that chose it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from ptassist.errors import DamagedIndexError, PtassistError, UncompiledEncoderError
from ptassist.index.bulk import batches, padded
from ptassist.index.encoder import Progress, Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

ENCODER = "encoder"
FACTS, MODEL, WEIGHTS, TOKENIZER = "encoder.json", "model.onnx", "weights.bin", "tokenizer.json"
COMPILED_FORMAT = 1
_ERRORS_ONLY = 3


@dataclass(frozen=True, slots=True)
class CompiledFacts:
    """What stands in encoder.json.

    Attributes:
        format: The version of this layout.
        name: What staff call the encoder.
        digest: The digest of the encoder that it was made from; an index remembers it.
        reason: Why it could not be compiled; then nothing else stands here.
        dimension: The length of its vectors.
        longest: How many word pieces it reads of a text.
        padding: The word piece that fills a batch.
        question_prompt: What the model wants in front of a question.
        passage_prompt: What it wants in front of a passage.
        files: The SHA-256 of every other file beside it.
    """

    format: int
    name: str
    digest: str
    reason: str = ""
    dimension: int = 0
    longest: int = 0
    padding: int = 0
    question_prompt: str = ""
    passage_prompt: str = ""
    files: dict[str, str] = field(default_factory=dict)


class CompiledEncoder:
    """The encoder that an index carries, run by ONNX Runtime; it may be asked from several threads at once.

    Args:
        folder: What `export_encoder` wrote.
        threads: How many cores a forward pass may use.

    Raises:
        UncompiledEncoderError: The folder holds no compiled encoder.
        DamagedIndexError: What it holds cannot be run.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        self._facts = read_facts(folder)
        if self._facts.reason:
            raise UncompiledEncoderError(
                f'{folder}: the encoder "{self._facts.name}" could not be compiled: {self._facts.reason}'
            )
        self._tokenizer = open_tokenizer(folder / TOKENIZER)
        self._tokenizer.enable_truncation(self._facts.longest)
        self._session = open_session(folder / MODEL, threads)

    @property
    def name(self) -> str:
        """The name of the encoder that it was made from."""
        return self._facts.name

    @property
    def digest(self) -> str:
        """The digest of the encoder that it was made from."""
        return self._facts.digest

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return self._facts.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encodes passages in float32.

        Args:
            texts: What to encode.
            progress: Called with the number of texts done after each batch.
        """
        return self._encode(self._facts.passage_prompt, texts, progress)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encodes questions, with the model's query prompt where it has one."""
        return self._encode(self._facts.question_prompt, texts)

    def _encode(
        self, prompt: str, texts: Sequence[str], progress: Progress | None = None
    ) -> Vectors:
        encoded = self._tokenizer.encode_batch([prompt + text for text in texts])
        pieces = [found.ids for found in encoded]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for rows in batches([len(ids) for ids in pieces]):
            ids, mask = padded([pieces[row] for row in rows], self._facts.padding)
            (vectors[rows],) = self._session.run(None, {"ids": ids, "mask": mask})
            if progress:
                progress(len(rows))
        return vectors


def read_facts(folder: Path) -> CompiledFacts:
    """Reads encoder.json.

    Raises:
        UncompiledEncoderError: There is none, or it is of another layout.
        DamagedIndexError: It cannot be read.
    """
    path = folder / FACTS
    try:
        facts = msgspec.json.decode(path.read_bytes(), type=CompiledFacts)
    except FileNotFoundError:
        raise UncompiledEncoderError(f"{folder}: the index carries no compiled encoder") from None
    except (OSError, msgspec.DecodeError):
        raise DamagedIndexError(f"{path}: changed or cut short") from None
    if facts.format != COMPILED_FORMAT:
        raise UncompiledEncoderError(f"{folder}: compiled for another version of ptassist")
    return facts


def why_not_compiled(version: Path) -> str:
    """Why a version carries only a note in the encoder's place; empty when it carries one, or no word of it."""
    try:
        return read_facts(version / ENCODER).reason
    except PtassistError:
        return ""


def open_tokenizer(path: Path) -> "Tokenizer":
    """Opens a tokenizer that neither pads nor cuts.

    Raises:
        DamagedIndexError: It cannot be read.
    """
    from tokenizers import Tokenizer

    try:
        tokenizer: Tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # noqa: BLE001 - the library raises nothing narrower
        raise DamagedIndexError(f"{path}: cannot be read: {error}") from None
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@dataclass(frozen=True, slots=True)
class _Model:
    vocab: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Pieces:
    model: _Model


def read_pieces(path: Path) -> dict[str, int]:
    """The number of each word piece of a tokenizer; quicker than opening it for nothing else.

    Raises:
        DamagedIndexError: They cannot be read.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Pieces).model.vocab
    except (OSError, msgspec.DecodeError):
        raise DamagedIndexError(f"{path}: changed or cut short") from None


def open_session(path: Path, threads: int, *, rewritten: bool = False) -> "InferenceSession":
    """Opens a graph for threads that wait without spinning.

    Args:
        path: The graph; its weights may lie beside it.
        threads: How many cores a run may use.
        rewritten: The graph runs as it is written; otherwise ONNX Runtime rewrites it first.

    Raises:
        DamagedIndexError: It cannot be run.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = _ERRORS_ONLY
    if rewritten:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # Threads that spin while they wait take the cores from those who answer.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - the library's errors have no common class
        raise DamagedIndexError(f"{path}: cannot be run: {error}") from None
