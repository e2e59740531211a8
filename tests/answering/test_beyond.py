"""What a sentence says beyond its article's subject, against the same worked out by projection."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.beyond import beyond_subject
from ptassist.answering.question import understand
from ptassist.index.encoder import Vectors
from tests.answering.made import index_of, vector_of

TEXT = "Sore heels ache at dawn. Sore heels like soft shoes. Sore heels heal in six weeks."


def beyond(text: str, question: str) -> tuple[Vectors, Vectors, Vectors]:
    index = index_of(text)
    vectors, asked = index.sentences_of(0), vector_of(understand(question))
    (article_id,) = index.articles
    return beyond_subject(index, article_id, 0, asked, vectors @ asked), vectors, asked


@given(st.sampled_from(["soft shoes", "sore heels", "heal in weeks", "owls"]))
def test_it_is_the_inner_product_after_projection(question: str) -> None:
    found, vectors, asked = beyond(TEXT, question)
    subject = vectors.mean(axis=0) / np.linalg.norm(vectors.mean(axis=0))
    rest = np.eye(len(subject)) - np.outer(subject, subject)
    np.testing.assert_allclose(found, (vectors @ rest) @ (rest @ asked), atol=1e-5)


def test_the_subject_itself_tells_nothing_apart() -> None:
    found, vectors, _ = beyond(TEXT, "soft shoes for sore heels")
    assert int(np.argmax(found)) == 1
    assert len(found) == len(vectors)


def test_one_sentence_is_all_subject() -> None:
    found, _, _ = beyond("Sore heels like soft shoes.", "soft shoes")
    assert found == pytest.approx([0.0], abs=1e-6)
