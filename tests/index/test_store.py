import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.articles.library import load_articles
from ptassist.errors import DamagedIndexError, ForeignIndexError, IndexStoreError, MissingIndexError
from ptassist.index.encoder import Vectors
from ptassist.index.lexical import Lexical
from ptassist.index.passages import (
    Passage,
    Sentence,
    sentences_to_encode,
    split_article,
    text_to_encode,
)
from ptassist.index.store import FORMAT, Index, Manifest, read_articles, read_manifest, verify
from ptassist.index.versions import current_folder
from ptassist.settings import Settings
from tests.fakes import FakeEncoder, article_source, build_in, load_in, settings_in, write_corpus

QUESTIONS = ["hopping with brittle bones", "heel pain in the morning", "cuello", "", "unheard"]


def unit_rows(rows: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, 64))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def index_over(vectors: Vectors) -> Index:
    """An index whose passage vectors are given, one passage a row."""
    sentence = Sentence(0, 5, 0)
    passages = [Passage(f"a#{n}", "a", 0, 0, 5, (sentence,)) for n in range(len(vectors))]
    flat = faiss.IndexFlatIP(64)
    flat.add(vectors)
    return Index([], passages, flat, vectors, Lexical.build(["rest"], ["en"]))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(1, 200), st.integers(0, 2**32 - 1))
def test_nearest_equals_a_plain_matrix_product(rows, count, seed):
    vectors = unit_rows(rows, seed)
    question = unit_rows(1, seed + 1)[0]
    found = index_over(vectors).nearest(question, count)
    products = vectors @ question
    order = np.argsort(-products)[:count]
    assert [row for row, _ in found] == order.tolist()
    np.testing.assert_allclose([score for _, score in found], products[order], atol=1e-6)


def test_more_than_there_are_gives_all_and_no_padding():
    found = index_over(unit_rows(3, 7)).nearest(unit_rows(1, 8)[0], 1000)
    assert sorted(row for row, _ in found) == [0, 1, 2]
    assert all(-1.0 <= score <= 1.0 for _, score in found)


def test_similarities_are_the_inner_products_of_the_rows_asked_for():
    vectors = unit_rows(9, 3)
    question = unit_rows(1, 4)[0]
    np.testing.assert_allclose(
        index_over(vectors).similarities(question, [8, 0, 3]),
        vectors[[8, 0, 3]] @ question,
        atol=1e-6,
    )


def test_every_stored_vector_is_the_encoders_and_has_length_one(shared_index: Index):
    encoder = FakeEncoder()
    for row, passage in enumerate(shared_index.passages):
        article = shared_index.articles[passage.article_id]
        (expected,) = encoder.encode_passages([text_to_encode(article, passage)])
        (stored,) = shared_index.similarities(expected, [row])
        assert stored == pytest.approx(1.0, abs=1e-6)  # same direction, both of length 1
        sentences = encoder.encode_passages(sentences_to_encode(article, passage))
        np.testing.assert_allclose(shared_index.sentences_of(row), sentences, atol=1e-7)
        np.testing.assert_allclose(
            np.linalg.norm(shared_index.sentences_of(row), axis=1), 1.0, atol=1e-6
        )


def test_search_over_the_corpus_equals_a_matrix_product_over_its_texts(shared_index: Index):
    encoder = FakeEncoder()
    matrix = encoder.encode_passages(
        [text_to_encode(shared_index.articles[p.article_id], p) for p in shared_index.passages]
    )
    for question in QUESTIONS:
        vector = encoder.encode_questions([question])[0]
        found = shared_index.nearest(vector, 100)
        assert sorted(row for row, _ in found) == list(range(len(matrix)))
        for row, score in found:
            assert score == pytest.approx(float(matrix[row] @ vector), abs=1e-6)
        scores = [score for _, score in found]
        assert scores == sorted(scores, reverse=True)


def test_rows_of_an_article_are_its_passages_in_reading_order(shared_index: Index):
    for article_id in shared_index.articles:
        rows = shared_index.rows_of(article_id)
        assert [shared_index.passages[row].id for row in rows] == [
            f"{article_id}#{number}" for number in range(len(rows))
        ]
    assert shared_index.rows_of("no-such-article") == []
    assert sum(len(shared_index.rows_of(a)) for a in shared_index.articles) == len(
        shared_index.passages
    )


def test_languages_are_those_of_the_articles(shared_index: Index):
    assert shared_index.languages == {"en", "es"}


def test_saving_and_loading_changes_nothing(tmp_path):
    articles = load_articles(write_corpus(tmp_path / "corpus")).articles
    passages = [p for a in articles for p in split_article(a)]
    encoder = FakeEncoder()
    built = Index.build(articles, passages, encoder)
    folder = tmp_path / "version"
    folder.mkdir()
    manifest = built.save(folder, encoder, "corpus digest")
    named = folder.rename(tmp_path / f"now-{manifest.digest}")
    loaded = Index.load(named, encoder)
    assert loaded.version == named.name
    assert list(loaded.articles.values()) == list(built.articles.values())
    assert loaded.passages == built.passages
    assert np.array_equal(loaded.sentence_vectors, built.sentence_vectors)
    for question in QUESTIONS:
        vector = encoder.encode_questions([question])[0]
        assert loaded.nearest(vector, 5) == built.nearest(vector, 5)
        assert loaded.lexical.scores(question).tolist() == built.lexical.scores(question).tolist()


def test_the_manifest_says_what_the_index_is_made_of(shared_settings: Settings):
    folder = current_folder(shared_settings.index_dir)
    manifest = verify(folder)
    articles = load_articles(shared_settings.corpus_dir).articles
    passages = [p for a in articles for p in split_article(a)]
    assert (manifest.format, manifest.encoder, manifest.encoder_digest) == (
        FORMAT,
        "fake",
        "f" * 64,
    )
    assert (manifest.dimension, manifest.articles) == (64, len(articles))
    assert manifest.passages == len(passages)
    assert manifest.sentences == sum(len(p.sentences) for p in passages)
    on_disk = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert set(manifest.files) == set(on_disk) - {"manifest.json"}
    for name, digest in manifest.files.items():
        assert hashlib.sha256(on_disk[name].read_bytes()).hexdigest() == digest
    assert folder.name.endswith(
        "-" + hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()[:12]
    )


def test_the_manifest_is_written_last(tmp_path):
    folder = tmp_path / "version"
    folder.mkdir()
    seen: list[set[str]] = []

    class Watching(FakeEncoder):
        @property
        def digest(self) -> str:  # asked for when the manifest is made
            seen.append({path.name for path in folder.iterdir()})
            return super().digest

    articles = load_articles(write_corpus(tmp_path / "corpus")).articles
    passages = [p for a in articles for p in split_article(a)]
    encoder = Watching()
    Index.build(articles, passages, encoder).save(folder, encoder, "digest")
    everything = {path.name for path in folder.iterdir()}
    assert seen == [everything - {"manifest.json"}]


def test_the_encoder_reads_every_passage_and_every_sentence_once(tmp_path):
    encoder = FakeEncoder()
    articles = load_articles(write_corpus(tmp_path / "corpus")).articles
    passages = [p for a in articles for p in split_article(a)]
    done: list[int] = []
    Index.build(articles, passages, encoder, done.append)
    assert len(encoder.encoded) == sum(done) == Index.work(passages)


def _version_files() -> list[str]:
    return [
        "articles.jsonl",
        "passages.jsonl",
        "vectors.faiss",
        "sentences.npy",
        "manifest.json",
        "approved.json",
        "approved.npy",
        "lexical/data.csc.index.npy",
        "lexical/indices.csc.index.npy",
        "lexical/indptr.csc.index.npy",
        "lexical/vocab.index.json",
    ]


def _flip(place: float) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[int(place * (len(content) - 1))] ^= 1
        path.write_bytes(content)

    return flip


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _cut_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "first byte": _flip(0.0),
    "byte in the middle": _flip(0.5),
    "last byte": _flip(1.0),
    "cut by one byte": _cut,
    "cut in half": _cut_half,
    "emptied": _empty,
    "lengthened": _lengthen,
    "missing": Path.unlink,
    "a folder instead": _to_folder,
}


def test_the_files_listed_for_damage_are_all_files_of_a_version(shared_settings: Settings):
    folder = current_folder(shared_settings.index_dir)
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert files == set(_version_files())


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
@pytest.mark.parametrize("name", _version_files())
def test_a_damaged_file_is_refused_by_its_name(built: Settings, name, damage):
    path = current_folder(built.index_dir) / name
    damage(path)
    with pytest.raises(DamagedIndexError) as caught:
        load_in(built)
    assert str(path) in caught.value.message
    assert caught.value.remedy == "Build the index again: ptassist build"


@pytest.mark.parametrize("damage", DAMAGES.keys())
def test_a_damaged_pointer_is_refused_by_its_name(built: Settings, damage):
    pointer = built.index_dir / "current"
    if damage in ("last byte", "cut by one byte", "lengthened"):
        pointer.write_bytes(pointer.read_bytes().strip())  # a line end more or less is no damage
    DAMAGES[damage](pointer)
    if damage == "lengthened":
        assert load_in(built).version == pointer.read_text().strip()
        return
    with pytest.raises(IndexStoreError) as caught:
        load_in(built)
    kind = MissingIndexError if damage == "missing" else DamagedIndexError
    assert type(caught.value) is kind
    assert str(built.index_dir) in caught.value.message
    assert caught.value.remedy == "Build the index again: ptassist build"


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=400))
@pytest.mark.parametrize("name", ["manifest.json", "articles.jsonl"])
def test_no_content_of_a_file_gets_past_the_reader(tmp_path_factory, name, content):
    folder = tmp_path_factory.mktemp("version") / "20250101T000000Z-000000000000"
    folder.mkdir()
    (folder / name).write_bytes(content)
    read = read_manifest if name == "manifest.json" else read_articles
    if name == "articles.jsonl" and not content:
        assert read(folder) == []
        return
    with pytest.raises(DamagedIndexError):
        read(folder)


def test_an_index_of_another_encoder_is_refused(built: Settings):
    other = FakeEncoder(name="other", digest="0" * 64)
    with pytest.raises(ForeignIndexError) as caught:
        load_in(built, other)
    assert '"fake"' in caught.value.message
    assert '"other"' in caught.value.message
    assert "ptassist build" in caught.value.remedy


def test_the_same_weights_under_another_name_are_the_same_encoder(built: Settings):
    assert load_in(built, FakeEncoder(name="renamed")).articles


def test_an_index_of_another_format_is_refused(tmp_path):
    settings_ = build_in(tmp_path)[0]
    folder = current_folder(settings_.index_dir)
    values = json.loads((folder / "manifest.json").read_bytes())
    manifest = Manifest(**{**values, "format": FORMAT + 1})
    (folder / "manifest.json").write_bytes(manifest.to_bytes())
    newer = folder.rename(folder.with_name(f"20990101T000000Z-{manifest.digest}"))
    with pytest.raises(ForeignIndexError, match=f"format {FORMAT + 1}"):
        Index.load(newer, FakeEncoder())


def test_nothing_published_is_a_named_error(tmp_path):
    with pytest.raises(MissingIndexError) as caught:
        load_in(settings_in(tmp_path))
    assert caught.value.remedy == "Build the index again: ptassist build"


def test_one_article_of_one_sentence_makes_an_index(tmp_path):
    settings_, report = build_in(tmp_path, {"a.md": article_source("A", "Rest.")})
    index = load_in(settings_)
    assert (report.passages, len(index.passages)) == (1, 1)
    encoder = FakeEncoder()
    question = encoder.encode_questions(["rest"])[0]
    product = float(encoder.encode_passages(["A\nRest."])[0] @ question)
    ((row, score),) = index.nearest(question, 10)
    assert row == 0
    assert score == pytest.approx(product)
