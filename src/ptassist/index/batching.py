"""SharedEncoder: visitors who ask at the same moment share a forward pass, and equal questions are encoded once.

Nobody waits for company: the first to come encodes at once, and who comes meanwhile is encoded together next. What
was asked is remembered by a keyed hash only, in memory, with a key of this process.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from ptassist.index.encoder import Encoder, Progress, Vectors

_MOST_TOGETHER = 16
_REMEMBERED = 4096


class _Job:
    """One question on its way to its vector; whoever asks the same meanwhile waits for the same job."""

    __slots__ = ("error", "key", "text", "vector")

    def __init__(self, key: bytes, text: str) -> None:
        self.key = key
        self.text = text
        self.vector: Vectors | None = None
        self.error: Exception | None = None

    @property
    def done(self) -> bool:
        return self.vector is not None or self.error is not None


class SharedEncoder:
    """An encoder for a server: the same vectors, fewer forward passes.

    Args:
        encoder: What encodes.
        remembered: How many of the last questions' vectors are kept.
    """

    def __init__(self, encoder: Encoder, remembered: int = _REMEMBERED) -> None:
        self._encoder = encoder
        self._remembered = remembered
        self._secret = secrets.token_bytes(32)
        self._vectors: OrderedDict[bytes, Vectors] = OrderedDict()
        self._waiting: OrderedDict[bytes, _Job] = OrderedDict()
        self._under_way: dict[bytes, _Job] = {}
        self._changed = threading.Condition()

    @property
    def name(self) -> str:
        """The encoder's name."""
        return self._encoder.name

    @property
    def digest(self) -> str:
        """The encoder's digest."""
        return self._encoder.digest

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return self._encoder.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encodes passages, as the encoder does by itself."""
        return self._encoder.encode_passages(texts, progress)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encodes questions together with those that others ask at this moment."""
        with self._changed:
            asked = [self._ask(text) for text in texts]
        vectors = [found if isinstance(found, np.ndarray) else self._wait(found) for found in asked]
        return np.array(vectors, dtype=np.float32).reshape(len(texts), self.dimension)

    def _ask(self, text: str) -> "Vectors | _Job":
        """The vector if it is known, else the job that will find it; call it with `_changed` held."""
        key = hashlib.blake2b(text.encode(errors="surrogatepass"), key=self._secret).digest()
        known = self._vectors.get(key)
        if known is not None:
            self._vectors.move_to_end(key)
            return known
        return self._under_way.get(key) or self._waiting.setdefault(key, _Job(key, text))

    def _wait(self, job: _Job) -> Vectors:
        while True:
            with self._changed:
                while not job.done and self._under_way:
                    self._changed.wait()
                if job.error is not None:
                    raise job.error
                if job.vector is not None:
                    return job.vector
                together = [
                    self._waiting.popitem(last=False)[1]
                    for _ in range(min(_MOST_TOGETHER, len(self._waiting)))
                ]
                self._under_way = {one.key: one for one in together}
            self._encode(together)

    def _encode(self, jobs: Sequence[_Job]) -> None:
        """Runs one forward pass without holding the lock, and wakes those who wait for it."""
        vectors: Vectors | None = None
        error: Exception | None = None
        try:
            vectors = self._encoder.encode_questions([job.text for job in jobs])
        except Exception as failure:  # noqa: BLE001 - raised again by each one who asked
            error = failure
        with self._changed:
            for place, job in enumerate(jobs):
                if vectors is None:
                    job.error = error
                else:
                    job.vector = vectors[place].copy()
                    self._remember(job.key, job.vector)
                job.text = ""
            self._under_way = {}
            self._changed.notify_all()

    def _remember(self, key: bytes, vector: Vectors) -> None:
        self._vectors[key] = vector
        while len(self._vectors) > self._remembered:
            self._vectors.popitem(last=False)
