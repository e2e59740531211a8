"""open_serving_encoder: questions are encoded by the encoder that the published index carries."""

import importlib.util
import logging
from pathlib import Path

from ptassist.errors import LeanServerError, UncompiledEncoderError
from ptassist.index.batching import SharedEncoder
from ptassist.index.compiled import ENCODER, CompiledEncoder
from ptassist.index.encoder import Encoder, open_encoder
from ptassist.index.store import read_checked_manifest
from ptassist.index.versions import current_folder

_log = logging.getLogger(__name__)


def open_serving_encoder(index_dir: Path, model: str, threads: int) -> Encoder:
    """Opens the encoder of the published index, without torch where the index carries one.

    Args:
        index_dir: The index folder.
        model: The encoder that the settings name; it is loaded only where the index carries none.
        threads: How many cores a forward pass may use.

    Raises:
        IndexStoreError: There is no index, or it cannot be used.
        LeanServerError: The index carries no encoder, and sentence-transformers is not installed.
        EncoderError: The encoder cannot be loaded.
    """
    folder = current_folder(index_dir)
    read_checked_manifest(folder)
    try:
        compiled = CompiledEncoder(folder / ENCODER, threads)
    except UncompiledEncoderError as error:
        if not can_build():
            raise LeanServerError(error.message) from None
        _log.warning(
            "%s: serving with sentence-transformers instead, which takes seconds to start, 400 MB more memory and "
            "three times as long for a question",
            error,
        )
        return SharedEncoder(open_encoder(model, threads))
    if compiled.name != model:
        _log.warning(
            'the index was made with the encoder "%s" and is served with it; the settings name "%s". '
            "To change over: ptassist build, then start the server again.",
            compiled.name,
            model,
        )
    return SharedEncoder(compiled)


def can_build() -> bool:
    """Whether sentence-transformers and torch are installed; looks without importing them."""
    return all(map(importlib.util.find_spec, ("sentence_transformers", "torch")))
