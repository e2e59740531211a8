"""The quick way gives the model's own vectors, or it is not taken."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.index.bulk import least_cosine, padded, quick_way
from ptassist.index.encoder import open_encoder, passage_prompt
from tests.index.test_encoder import write_tiny_model

TEXTS = ["heel pain ?", "walk", "rest . walk . rest " * 40, "", "passage"]


@given(st.lists(st.lists(st.integers(1, 99), max_size=9), min_size=1, max_size=9))
def test_the_mask_tells_the_words_from_the_padding(pieces):
    ids, mask = padded(pieces, 0)
    assert ids.shape == mask.shape == (len(pieces), max(map(len, pieces)))
    for row, expected in enumerate(pieces):
        assert ids[row][mask[row] == 1].tolist() == expected
        assert ids[row][mask[row] == 0].tolist() == [0] * (ids.shape[1] - len(expected))


def test_the_least_cosine_is_that_of_the_worst_row():
    rows = np.array([[1, 0], [0, 2]], dtype=np.float32)
    assert least_cosine(rows, rows * 3) == pytest.approx(1.0)
    assert least_cosine(rows, rows[::-1].copy()) == pytest.approx(0.0)
    assert not least_cosine(rows, rows * np.float32("nan")) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("prompts", [{}, {"document": "passage : "}])
def test_the_quick_way_gives_the_models_own_vectors(tmp_path, prompts):
    model = open_encoder(str(write_tiny_model(tmp_path / "tiny", prompts))).model()
    way = quick_way(model, passage_prompt(model))
    assert way is not None
    done: list[int] = []
    found = way.encode(TEXTS, done.append, precise=True)
    assert least_cosine(model.encode_document(TEXTS), found) >= 0.99999
    assert least_cosine(found, way.encode(TEXTS)) >= 0.99
    assert sum(done) == len(TEXTS)


@pytest.mark.slow
def test_a_model_that_needs_more_than_ids_and_a_mask_takes_the_long_way(tmp_path):
    """Here it leaves its prompt out of the mean, which ids and mask do not tell."""
    folder = write_tiny_model(tmp_path / "tiny", {"document": "passage : "})
    encoder = open_encoder(str(folder))
    (pooling,) = [m for m in encoder.model() if type(m).__name__ == "Pooling"]
    vars(pooling)["include_prompt"] = False
    assert quick_way(encoder.model(), "passage : ") is None
    expected = encoder.model().encode_document(TEXTS)
    assert least_cosine(expected, encoder.encode_passages(TEXTS)) >= 0.999
