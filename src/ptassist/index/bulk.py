"""The quick way through a model for a build: word pieces straight into its modules, texts of like length together.

sentence-transformers prepares texts for every kind of input that a model could have, which takes a fifth of the time;
most models need ids and a mask. Whether a model is one of them is found by comparing the vectors of a few texts.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Texts that a wrong graph, another tokenizer or another truncation cannot all get right.
PROBES = (
    "Rest.",
    "",
    "  Is RUNNING safe with a swollen knee?  ",
    "¿Puedo saltar si me duele el talón?",
    "Roll the foot over a cold bottle for five minutes, twice a day.",
    "walk on flat ground, slowly, and stop when it hurts; " * 8,
    "lift the heel, hold it, and let it down again over ten seconds. " * 60,
    "1.5 lb. … 30°–45° ✓ naïve\tcafé\n\nnew line",
)
_LEAST_COSINE = 0.9999
# A forward pass takes so many word pieces, padding included; more gains nothing and takes memory.
_PIECES = 2048
_MOST_AT_ONCE = 16


class QuickWay:
    """Encodes passages with a model whose modules need ids and a mask only.

    Args:
        model: The model.
        prompt: What it wants in front of a passage.
    """

    def __init__(self, model: "SentenceTransformer", prompt: str) -> None:
        self._model = model
        self._prompt = prompt
        tokenizer: Any = model.tokenizer
        # A copy: the model's own keeps its padding between calls.
        self._tokenizer = type(tokenizer.backend_tokenizer).from_str(
            tokenizer.backend_tokenizer.to_str()
        )
        self._tokenizer.enable_truncation(int(model.max_seq_length or tokenizer.model_max_length))
        self._tokenizer.no_padding()
        self._padding = int(tokenizer.pad_token_id or 0)

    def encode(
        self,
        texts: Sequence[str],
        progress: Callable[[int], None] | None = None,
        *,
        precise: bool = False,
    ) -> NDArray[np.float32]:
        """Encodes passages; the rows are not yet of length 1.

        Args:
            texts: What to encode.
            progress: Called with the number of texts done after each batch.
            precise: In float32 on every processor.
        """
        import torch

        precision = contextlib.nullcontext() if precise else bulk_precision()
        pieces = [
            found.ids
            for found in self._tokenizer.encode_batch([self._prompt + text for text in texts])
        ]
        vectors = np.zeros((len(texts), self._model.get_embedding_dimension() or 0), np.float32)
        with torch.inference_mode(), precision:
            for rows in batches([len(ids) for ids in pieces]):
                ids, mask = padded([pieces[row] for row in rows], self._padding)
                given = {
                    "input_ids": torch.from_numpy(ids),
                    "attention_mask": torch.from_numpy(mask),
                }
                vectors[rows] = self._model(given)["sentence_embedding"].float().numpy()
                if progress:
                    progress(len(rows))
        return vectors


def quick_way(model: "SentenceTransformer", prompt: str) -> QuickWay | None:
    """The quick way through a model; None where it would lead elsewhere."""
    try:
        way = QuickWay(model, prompt)
        found = way.encode(PROBES, precise=True)
        if least_cosine(model.encode_document(list(PROBES)), found) >= _LEAST_COSINE:
            return way
    except Exception:  # noqa: BLE001 - the model's own code runs here: anything can come out
        return None
    return None


def least_cosine(expected: Any, found: NDArray[np.float32]) -> float:
    """The smallest cosine between the rows of two arrays; not a number where a row is none."""
    rows = np.asarray(expected, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(found, axis=1)
    return float(((rows * found).sum(axis=1) / np.maximum(lengths, 1e-12)).min())


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Groups texts of like length, longest first, so that a forward pass wastes little on padding.

    Args:
        lengths: The number of word pieces of each text.

    Yields:
        Places in `lengths`; each place once.
    """
    order = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    start = 0
    while start < len(order):
        longest = max(1, lengths[order[start]])
        count = min(_MOST_AT_ONCE, max(1, _PIECES // longest))
        yield order[start : start + count]
        start += count


def padded(
    pieces: Sequence[Sequence[int]], padding: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Word pieces of several texts as one array, and the mask that tells which of them are words.

    Args:
        pieces: The word pieces of each text.
        padding: The word piece that fills the shorter ones.
    """
    shape = len(pieces), max(len(ids) for ids in pieces)
    filled = np.full(shape, padding, dtype=np.int64)
    mask = np.zeros(shape, dtype=np.int64)
    for row, ids in enumerate(pieces):
        filled[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    return filled, mask


def bulk_precision() -> contextlib.AbstractContextManager[object]:
    """bfloat16 inside the linear layers where the processor has it, else nothing.

    On two cores with AVX512-BF16 it takes 0.55 of the time, and every vector keeps a cosine of .9999 or more with the
    one of float32 (measured on the sample corpus).
    """
    import torch

    # torch says nowhere in public whether the processor has it; without it bfloat16 is many times slower.
    has_it = getattr(torch.cpu, "_is_avx512_bf16_supported", bool)()
    return torch.autocast("cpu", dtype=torch.bfloat16) if has_it else contextlib.nullcontext()
