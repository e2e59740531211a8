"""What a sentence says beyond its article's subject.

Every sentence of an article about bunions is like a question about bunions. What tells them apart is what is left when
the subject, the direction that all its sentences share, is taken out of the sentence and of the question.
"""

import numpy as np
from numpy.typing import NDArray

from ptassist.index.encoder import Vectors
from ptassist.index.store import Index


def beyond_subject(
    index: Index, article_id: str, row: int, vector: Vectors, alike: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The inner products of a question with a passage's sentences, both without their article's subject.

    Args:
        index: Where the article stands.
        article_id: The article.
        row: The passage.
        vector: The question's unit vector, float32, shape (dimension,).
        alike: The inner products with the subject left in, shape (sentences,).
    """
    subject = index.kept.get((beyond_subject, article_id), lambda: _subject(index, article_id))
    held = index.kept.get(
        (beyond_subject, article_id, row), lambda: index.sentences_of(row) @ subject
    )
    return np.asarray(alike - float(vector @ subject) * held, dtype=np.float32)


def _subject(index: Index, article_id: str) -> Vectors:
    """The unit vector that an article's sentences share: their mean; nothing where they share nothing."""
    rows = index.rows_of(article_id)
    mean = np.concatenate([index.sentences_of(row) for row in rows]).mean(axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length if length > 0 else mean, dtype=np.float32)
