"""ReusingEncoder: known texts keep their vectors, new ones are encoded, each row in its place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ptassist.index.passages import sentences_to_encode, text_to_encode
from ptassist.index.reuse import ReusingEncoder
from ptassist.index.store import Index
from tests.fakes import FakeEncoder


def texts_of(index: Index) -> list[str]:
    passages = index.passages
    texts = [text_to_encode(index.articles[p.article_id], p) for p in passages]
    return texts + [
        sentence
        for p in passages
        for sentence in sentences_to_encode(index.articles[p.article_id], p)
    ]


@given(data=st.data())
def test_the_vectors_are_those_of_the_encoder_itself(shared_index: Index, data: st.DataObject):
    known = texts_of(shared_index)
    asked = data.draw(st.lists(st.sampled_from([*known, "new words", "other", ""]), max_size=12))
    inner = FakeEncoder()
    reusing, done = ReusingEncoder(inner, shared_index), 0

    def progress(count: int) -> None:
        nonlocal done
        done += count

    vectors = reusing.encode_passages(asked, progress)
    assert np.array_equal(vectors, FakeEncoder().encode_passages(asked))
    assert inner.encoded == [text for text in asked if text not in known]
    assert done == len(asked)


def test_it_is_the_encoder_in_everything_else(shared_index: Index):
    inner = FakeEncoder()
    reusing = ReusingEncoder(inner, shared_index)
    assert (reusing.name, reusing.digest, reusing.dimension) == ("fake", inner.digest, 64)
    known = texts_of(shared_index)[0]
    assert np.array_equal(
        reusing.encode_questions([known]), FakeEncoder().encode_questions([known])
    )
    assert inner.encoded == [known]
