"""Index: articles, passages, vectors and BM25 on disk and in memory; written once, verified on load.

manifest.json    written last; names the digest of every other file
articles.jsonl   one Article a line
passages.jsonl   one Passage a line
vectors.faiss    exact inner product over unit passage vectors
sentences.npy    unit sentence vectors, in the order of the passages
lexical/         BM25
approved.*       what therapists laid down (approved.py)
encoder/         what encodes the questions (compiled.py)
"""

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import faiss
import msgspec
import numpy as np
from numpy.typing import NDArray

from ptassist.articles.article import Article
from ptassist.errors import DamagedIndexError, ForeignIndexError
from ptassist.index.approved import Approved, Decisions
from ptassist.index.encoder import Encoder, Progress, Vectors
from ptassist.index.export import carry_encoder
from ptassist.index.kept import Kept
from ptassist.index.lexical import Lexical
from ptassist.index.passages import (
    Passage,
    sentences_to_encode,
    text_to_encode,
)

FORMAT = 3
MANIFEST = "manifest.json"
_ARTICLES, _PASSAGES = "articles.jsonl", "passages.jsonl"
_VECTORS, _SENTENCES, _LEXICAL = "vectors.faiss", "sentences.npy", "lexical"
DIGEST_LENGTH = 12

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is made of; two builds of the same input have the same manifest.

    Attributes:
        format: The version of the files' layout.
        encoder: The name of the encoder.
        encoder_digest: SHA-256 of all that its vectors depend on.
        dimension: The length of a vector.
        corpus_digest: SHA-256 over the articles' files.
        articles: How many articles.
        passages: How many passages.
        sentences: How many sentences.
        files: The SHA-256 of every other file, by its path in the version's folder.
    """

    format: int
    encoder: str
    encoder_digest: str
    dimension: int
    corpus_digest: str
    articles: int
    passages: int
    sentences: int
    files: dict[str, str]

    def to_bytes(self) -> bytes:
        """The manifest as it is written, keys in order."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1) + b"\n"

    @property
    def digest(self) -> str:
        """The first characters of the SHA-256 of the written manifest; the end of the version's name."""
        return hashlib.sha256(self.to_bytes()).hexdigest()[:DIGEST_LENGTH]


class Index:
    """One version of the index in memory: immutable, safe to share between threads.

    Attributes:
        version: The name of the version; empty before it is published.
        articles: By id, in the order of the corpus.
        passages: The order of the rows of the vectors and of BM25.
        sentence_vectors: float32, (sentences, dimension), unit rows, memory-mapped when loaded.
        approved: What therapists laid down about its sentences.
        kept: What was worked out from this version alone, for the next question.
    """

    def __init__(
        self,
        articles: Iterable[Article],
        passages: Sequence[Passage],
        vectors: faiss.Index,
        sentence_vectors: NDArray[np.float32],
        lexical: Lexical,
        version: str = "",
        approved: Approved | None = None,
    ) -> None:
        self.version = version
        self.approved = approved or Approved()
        self.articles = {article.id: article for article in articles}
        self.passages = tuple(passages)
        # A plain view of the mapped file: it is read the same way, with less ado each time.
        self.sentence_vectors = np.asarray(sentence_vectors)
        self.lexical = lexical
        self.kept = Kept()
        self._vectors = vectors
        counts = (len(passage.sentences) for passage in self.passages)
        self._first_sentence = [0, *itertools.accumulate(counts)]
        self._rows_by_article: dict[str, list[int]] = {}
        for row, passage in enumerate(self.passages):
            self._rows_by_article.setdefault(passage.article_id, []).append(row)

    @classmethod
    def build(
        cls,
        articles: Sequence[Article],
        passages: Sequence[Passage],
        encoder: Encoder,
        progress: Progress | None = None,
        decisions: Decisions | None = None,
    ) -> "Index":
        """Encodes the passages and their sentences, and counts their terms.

        Args:
            articles: What to index.
            passages: What `split_article` made of them.
            encoder: What turns text into vectors.
            progress: Called with the number of texts encoded after each batch, in all `work(passages)`.
            decisions: What therapists laid down.
        """
        by_id = {article.id: article for article in articles}
        texts = [text_to_encode(by_id[passage.article_id], passage) for passage in passages]
        vectors = faiss.IndexFlatIP(encoder.dimension)
        vectors.add(encoder.encode_passages(texts, progress))
        sentences = [
            text
            for passage in passages
            for text in sentences_to_encode(by_id[passage.article_id], passage)
        ]
        lexical = Lexical.build(texts, [by_id[p.article_id].language for p in passages])
        return cls(
            articles,
            passages,
            vectors,
            encoder.encode_passages(sentences, progress),
            lexical,
            approved=Approved.encode(decisions, encoder) if decisions else None,
        )

    @staticmethod
    def work(passages: Sequence[Passage]) -> int:
        """How many texts `build` encodes."""
        return len(passages) + sum(len(passage.sentences) for passage in passages)

    @property
    def languages(self) -> frozenset[str]:
        """The languages of its articles."""
        return frozenset(article.language for article in self.articles.values())

    @property
    def passage_vectors(self) -> NDArray[np.float32]:
        """The vectors of the passages, unit rows, in their order."""
        return np.asarray(self._vectors.reconstruct_n(0, len(self.passages)), dtype=np.float32)

    def nearest(self, vector: Vectors, count: int) -> list[tuple[int, float]]:
        """The passages nearest to a question: (row, inner product), best first.

        Args:
            vector: Unit vector, float32, shape (dimension,).
            count: How many; fewer come back from a smaller index.
        """
        scores, rows = self._vectors.search(vector[None, :], min(count, len(self.passages)))
        # FAISS pads with -1, and row -1 would be a real passage.
        return [
            (int(row), float(score))
            for row, score in zip(rows[0], scores[0], strict=True)
            if row >= 0
        ]

    def similarities(self, vector: Vectors, rows: Sequence[int]) -> NDArray[np.float32]:
        """The inner product of a question with some passages; float32 of shape (rows,)."""
        stored = self._vectors.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return np.asarray(stored @ vector, dtype=np.float32)

    def sentences_of(self, row: int) -> NDArray[np.float32]:
        """The sentence vectors of a passage; float32 of shape (sentences, dimension)."""
        return self.sentence_vectors[self._first_sentence[row] : self._first_sentence[row + 1]]

    def sentence_similarities(
        self, vector: Vectors, rows: Sequence[int]
    ) -> list[NDArray[np.float32]]:
        """The inner products of a question with the sentences of some passages, passage by passage."""
        if not rows:
            return []
        spans = [(self._first_sentence[row], self._first_sentence[row + 1]) for row in rows]
        places = np.concatenate([np.arange(start, end) for start, end in spans])
        products = self.sentence_vectors[places] @ vector
        ends = itertools.accumulate(end - start for start, end in spans)
        return np.split(products, list(ends)[:-1])

    def rows_of(self, article_id: str) -> list[int]:
        """The rows of an article's passages, in reading order."""
        return self._rows_by_article.get(article_id, [])

    def save(self, folder: Path, encoder: Encoder, corpus_digest: str) -> Manifest:
        """Writes the index into an empty folder, the manifest last.

        Args:
            folder: Where; it must exist.
            encoder: What made the vectors.
            corpus_digest: SHA-256 over the files of the corpus.
        """
        _write_lines(folder / _ARTICLES, self.articles.values())
        _write_lines(folder / _PASSAGES, self.passages)
        faiss.write_index(self._vectors, str(folder / _VECTORS))
        np.save(folder / _SENTENCES, np.ascontiguousarray(self.sentence_vectors, dtype=np.float32))
        self.lexical.save(folder / _LEXICAL)
        self.approved.save(folder)
        carry_encoder(encoder, folder)
        manifest = Manifest(
            format=FORMAT,
            encoder=encoder.name,
            encoder_digest=encoder.digest,
            dimension=encoder.dimension,
            corpus_digest=corpus_digest,
            articles=len(self.articles),
            passages=len(self.passages),
            sentences=len(self.sentence_vectors),
            files={
                path.relative_to(folder).as_posix(): _digest(path)
                for path in sorted(folder.rglob("*"))
                if path.is_file()
            },
        )
        (folder / MANIFEST).write_bytes(manifest.to_bytes())
        return manifest

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> "Index":
        """Reads a version after checking it.

        Args:
            folder: The version's folder.
            encoder: The encoder that questions will be encoded with.

        Raises:
            DamagedIndexError: A file is missing, short or changed.
            ForeignIndexError: It was made by another encoder, or in another format.
        """
        read_checked_manifest(folder)
        manifest = verify(folder)
        if manifest.encoder_digest != encoder.digest:
            raise ForeignIndexError(
                f'{folder}: made with the encoder "{manifest.encoder}", '
                f'but asked with "{encoder.name}" (their weights, words or prompts differ)',
                "Build the index again (ptassist build), or start the server again.",
            )
        articles = read_articles(folder)
        return cls(
            articles,
            list(_read_lines(folder / _PASSAGES, Passage)),
            faiss.read_index(str(folder / _VECTORS)),
            np.load(folder / _SENTENCES, mmap_mode="r"),
            Lexical.load(folder / _LEXICAL, manifest.passages, {a.language for a in articles}),
            folder.name,
            Approved.load(folder),
        )


def read_manifest(folder: Path) -> Manifest:
    """Reads a version's manifest and checks it against the version's name.

    Raises:
        DamagedIndexError: It is missing or changed.
    """
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
        manifest = msgspec.json.decode(content, type=Manifest)
    except OSError as error:
        raise DamagedIndexError(f"{path}: cannot be read: {error.strerror}") from None
    except msgspec.DecodeError:
        raise DamagedIndexError(f"{path}: changed or cut short") from None
    if not folder.name.endswith(hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH]):
        raise DamagedIndexError(f"{path}: changed since it was published")
    return manifest


def read_checked_manifest(folder: Path) -> Manifest:
    """Reads a version's manifest, of a version that this ptassist can load.

    Raises:
        DamagedIndexError: It is missing or changed.
        ForeignIndexError: The version is written in another format.
    """
    manifest = read_manifest(folder)
    if manifest.format != FORMAT:
        raise ForeignIndexError(
            f"{folder}: written in format {manifest.format}, this ptassist reads {FORMAT}"
        )
    return manifest


def read_articles(folder: Path) -> list[Article]:
    """Reads the articles of a version, without the rest of it.

    Raises:
        DamagedIndexError: They are missing or cut short.
    """
    try:
        return list(_read_lines(folder / _ARTICLES, Article))
    except (OSError, msgspec.DecodeError):
        raise DamagedIndexError(f"{folder / _ARTICLES}: missing or cut short") from None


def verify(folder: Path) -> Manifest:
    """Checks every file of a version against its manifest.

    Raises:
        DamagedIndexError: A file is missing, short or changed.
    """
    manifest = read_manifest(folder)
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise DamagedIndexError(f"{path}: missing")
        if _digest(path) != digest:
            raise DamagedIndexError(f"{path}: changed or cut short since it was published")
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_lines(path: Path, items: Iterable[object]) -> None:
    with path.open("wb") as file:
        for item in items:
            file.write(msgspec.json.encode(item) + b"\n")


def _read_lines(path: Path, kind: type[T]) -> Iterator[T]:
    decoder = msgspec.json.Decoder(kind)
    with path.open("rb") as file:
        for line in file:
            yield decoder.decode(line)
