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
        self._rows = {text: (1, row) for row, text in enumerate(sentences)}
        self._rows |= {text: (0, row) for row, text in enumerate(texts)}

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
        places = [self._rows.get(text) for text in texts]
        for source in (0, 1):
            found = [(to, at[1]) for to, at in enumerate(places) if at and at[0] == source]
            if found:
                to, rows = zip(*found, strict=True)
                vectors[list(to)] = self._vectors[source][list(rows)]
        new = [place for place, at in enumerate(places) if at is None]
        if progress and len(new) < len(texts):
            progress(len(texts) - len(new))
        if new:
            vectors[new] = self._encoder.encode_passages([texts[place] for place in new], progress)
        return vectors

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encodes questions; they are not taken over."""
        return self._encoder.encode_questions(texts)
