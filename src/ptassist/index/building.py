"""open_building_encoder: a build loads torch only when it has more to encode than loading it is worth."""

from collections.abc import Sequence
from pathlib import Path

from ptassist.errors import PtassistError
from ptassist.index.compiled import ENCODER, CompiledEncoder
from ptassist.index.encoder import (
    Encoder,
    Progress,
    SentenceTransformerEncoder,
    Vectors,
    open_encoder,
)
from ptassist.index.versions import current_folder

# Loading torch takes about 5 s, in which the compiled encoder has encoded this many passages.
_FEW = 256


class ThriftyEncoder(SentenceTransformerEncoder):
    """The sentence-transformers encoder, with a compiled one of the same model at hand for what is little.

    Args:
        encoder: What encodes much.
        compiled: What encodes little; it must have been made from the same model.
    """

    def __init__(self, encoder: SentenceTransformerEncoder, compiled: Encoder) -> None:
        vars(self).update(vars(encoder))
        self._compiled = compiled

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return self._compiled.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encodes passages with whichever is done first."""
        if len(texts) <= _FEW:
            return self._compiled.encode_passages(texts, progress)
        return super().encode_passages(texts, progress)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encodes questions, compiled."""
        return self._compiled.encode_questions(texts)


def open_building_encoder(index_dir: Path, model: str, threads: int) -> SentenceTransformerEncoder:
    """Finds the model that the settings name, and the compiled one in the published index if it is the same.

    Args:
        index_dir: The index folder.
        model: The encoder that the settings name.
        threads: How many cores a forward pass may use.

    Raises:
        EncoderError: There is no such model on this machine.
    """
    encoder = open_encoder(model, threads)
    try:
        compiled = CompiledEncoder(current_folder(index_dir) / ENCODER, threads)
    except PtassistError:
        return encoder  # nothing is published, or it carries none
    return ThriftyEncoder(encoder, compiled) if compiled.digest == encoder.digest else encoder
