"""Compiling: what can be compiled is, what cannot leaves a note, and versions share one copy."""

import json
from pathlib import Path

import numpy as np
import pytest

from ptassist.index.building import ThriftyEncoder, open_building_encoder
from ptassist.index.compiled import (
    COMPILED_FORMAT,
    ENCODER,
    FACTS,
    MODEL,
    TOKENIZER,
    WEIGHTS,
    CompiledEncoder,
    CompiledFacts,
    read_facts,
)
from ptassist.index.encoder import SentenceTransformerEncoder, open_encoder
from ptassist.index.export import carry_encoder, export_encoder
from tests.fakes import FakeEncoder
from tests.index.test_encoder import write_tiny_model

pytestmark = pytest.mark.slow

FILES = {FACTS, MODEL, WEIGHTS, TOKENIZER}
TEXTS = ["heel pain ?", "walk", "rest . walk . rest " * 30, ""]


@pytest.fixture
def tiny(tmp_path: Path) -> SentenceTransformerEncoder:
    prompts = {"query": "query : ", "document": "passage : "}
    return open_encoder(str(write_tiny_model(tmp_path / "tiny", prompts)))


def test_prompts_truncation_and_dimension_are_the_models_own(tiny, tmp_path):
    assert export_encoder(tiny, tmp_path / "out") == ""
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    facts = read_facts(tmp_path / "out")
    assert (facts.dimension, facts.longest) == (16, 64)
    assert (facts.question_prompt, facts.passage_prompt) == ("query : ", "passage : ")
    compiled = CompiledEncoder(tmp_path / "out", 1)
    np.testing.assert_allclose(
        compiled.encode_questions(TEXTS), tiny.encode_questions(TEXTS), atol=1e-5
    )
    cosines = (compiled.encode_passages(TEXTS) * tiny.encode_passages(TEXTS)).sum(axis=1)
    assert float(cosines.min()) >= 0.999
    assert float(compiled.encode_questions(TEXTS)[0] @ compiled.encode_passages(TEXTS)[0]) < 0.999


def test_two_exports_of_one_model_are_the_same_bytes(tiny, tmp_path):
    export_encoder(tiny, tmp_path / "one")
    export_encoder(tiny, tmp_path / "other")
    assert read_facts(tmp_path / "one") == read_facts(tmp_path / "other")


def test_a_model_whose_compiled_vectors_differ_leaves_a_note(tiny, tmp_path):
    """A model that strips its prompts before pooling, which a graph of ids and mask cannot know."""
    (pooling,) = [m for m in tiny.model() if type(m).__name__ == "Pooling"]
    pooling.include_prompt = False
    reason = export_encoder(tiny, tmp_path / "out")
    assert "vectors differ" in reason
    assert [path.name for path in (tmp_path / "out").iterdir()] == [FACTS]
    assert read_facts(tmp_path / "out") == CompiledFacts(
        COMPILED_FORMAT, tiny.name, tiny.digest, reason
    )


def test_another_version_gives_its_copy_and_no_byte_is_written_twice(tiny, tmp_path):
    for name in ("one", "two"):
        (tmp_path / "versions" / name).mkdir(parents=True)
        assert carry_encoder(tiny, tmp_path / "versions" / name) == ""
    for name in FILES:
        one, two = (tmp_path / "versions" / v / ENCODER / name for v in ("one", "two"))
        assert one.stat().st_ino == two.stat().st_ino


@pytest.mark.parametrize("harm", ["changed", "short", "gone", "note", "other"])
def test_a_copy_that_is_not_whole_or_of_another_encoder_is_not_taken(tiny, tmp_path, harm):
    other = tmp_path / "versions" / "one" / ENCODER
    other.parent.mkdir(parents=True)
    assert carry_encoder(tiny, other.parent) == ""
    if harm == "gone":
        (other / MODEL).unlink()
    elif harm in ("note", "other"):
        facts = json.loads((other / FACTS).read_text())
        facts |= {"reason": "once"} if harm == "note" else {"digest": "e" * 64}
        (other / FACTS).write_text(json.dumps(facts))
    else:
        content = (other / WEIGHTS).read_bytes()
        harmed = content[:-1] if harm == "short" else bytes([content[0] ^ 1]) + content[1:]
        (other / WEIGHTS).write_bytes(harmed)
    new = tmp_path / "versions" / "two"
    new.mkdir()
    assert carry_encoder(tiny, new) == ""
    CompiledEncoder(new / ENCODER, 1).encode_questions(TEXTS)
    assert (new / ENCODER / WEIGHTS).stat().st_ino != (other / WEIGHTS).stat().st_ino


def test_an_encoder_of_another_kind_is_not_carried(tmp_path):
    assert carry_encoder(FakeEncoder(), tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


def test_a_changed_prompt_or_tokenizer_is_another_encoder(tmp_path):
    digests = set()
    for number, change in enumerate([None, "prompts", "tokenizer.json", "vocab.txt"]):
        folder = write_tiny_model(tmp_path / str(number), {"query": "q"})
        if change == "prompts":
            path = folder / "config_sentence_transformers.json"
            path.write_text(path.read_text().replace('"q"', '"r"'))
        elif change:
            (folder / change).write_text((folder / change).read_text() + " ")
        digests.add(open_encoder(str(folder)).digest)
    assert len(digests) == 4


def test_a_build_encodes_little_with_the_published_encoder_and_loads_no_model(tiny, tmp_path):
    index = tmp_path / "index"
    name = f"20260101T000000Z-{'0' * 12}"
    (index / "versions" / name).mkdir(parents=True)
    assert carry_encoder(tiny, index / "versions" / name) == ""
    (index / "current").write_text(name)
    thrifty = open_building_encoder(index, tiny.name, 1)
    assert isinstance(thrifty, ThriftyEncoder)
    assert (thrifty.digest, thrifty.dimension) == (tiny.digest, 16)
    for found, expected in (
        (thrifty.encode_questions(TEXTS), tiny.encode_questions(TEXTS)),
        (thrifty.encode_passages(TEXTS), tiny.encode_passages(TEXTS)),
    ):
        assert float((found * expected).sum(axis=1).min()) >= 0.999
    assert thrifty._loaded is None
    assert thrifty.encode_passages(["heel"] * 300).shape == (300, 16)
    assert thrifty._loaded is not None


def test_a_build_without_a_fitting_published_encoder_uses_the_model(tiny, tmp_path):
    assert type(open_building_encoder(tmp_path / "index", tiny.name, 1)) is type(tiny)
