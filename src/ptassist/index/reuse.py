"""ReusingEncoder: a text that the served index has encoded already keeps its vector; only new texts are encoded."""

from collections.abc import Sequence

import numpy as np

from ptassist.index.encoder import Encoder, Progress, Vectors
from ptassist.index.passages import sentences_to_encode, text_to_encode
from ptassist.index.store import Index


class ReusingEncoder:
    """Encodes what an index does not hold.

    A vector that is taken over was made by the same encoder from the same text; only its neighbours in the batch were
    others, which moves it by less than the arithmetic's own rounding.

    Args:
        encoder: What encodes new texts; it must have made the index.
        served: The index whose vectors are taken over.
    """

    def __init__(self, encoder: Encoder, served: Index) -> None:
        self._encoder = encoder
        texts: list[str] = []
        sentences: list[str] = []
        for passage in served.passages:
            article = served.articles[passage.article_id]
            texts.append(text_to_encode(article, passage))
            sentences += sentences_to_encode(article, passage)
        # What stands in both places has the same vector in both.
        self._vectors = (served.passage_vectors, served.sentence_vectors)
        self._rows = {text: row for row, text in enumerate([*texts, *sentences])}

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
        return int(self._vectors[0].shape[1])

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Takes over the vectors that are known, and encodes the others."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        rows = np.fromiter((self._rows.get(text, -1) for text in texts), np.intp, len(texts))
        first = 0
        for known in self._vectors:
            here = (first <= rows) & (rows < first + len(known))
            vectors[here] = known[rows[here] - first]
            first += len(known)
        new = np.flatnonzero(rows < 0).tolist()
        if progress and len(new) < len(texts):
            progress(len(texts) - len(new))
        if new:
            vectors[new] = self._encoder.encode_passages([texts[place] for place in new], progress)
        return vectors

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encodes questions; they are not taken over."""
        return self._encoder.encode_questions(texts)
