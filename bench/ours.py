"""Ours on the same work as the peers; each mode is a process of its own and prints one JSON line.

python -m bench.ours build FOLDER WHERE      passage vectors and BM25, then sentence vectors; writes an index
python -m bench.ours ask FOLDER WHERE        the judged questions through the index's search, compiled encoder
python -m bench.ours first FOLDER WHERE      one question: the time to it counts from the start of the process
python -m bench.ours limit WHERE             what the encoder alone does: one after another, and 1, 8, 64 at once
python -m bench.ours reader WHERE            what the reader takes of an answer: with it and without it, by turns
"""

import itertools
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.load import questions
from bench.peers.common import ask_all, memory_mb, percentile, read
from ptassist.answering.reader import CompiledReader
from ptassist.answering.retriever import rank_articles, search
from ptassist.answering.triage import load_triage
from ptassist.assistant import assistant_of
from ptassist.index.batching import SharedEncoder
from ptassist.index.compiled import ENCODER, CompiledEncoder
from ptassist.index.store import Index
from ptassist.index.versions import build_lock, current_folder, publish
from ptassist.settings import ClinicSettings
from ptassist.shipped import shipped

_THREADS = 2
_DEPTH = 100
_LIMIT_QUESTIONS = 2000
_READER_QUESTIONS = 300


def build(folder, where):
    from ptassist.articles.jsonl import load_jsonl
    from ptassist.index.encoder import MODEL_PACKAGE, open_encoder
    from ptassist.index.lexical import Lexical
    from ptassist.index.passages import split_article, text_to_encode

    encoder = open_encoder(MODEL_PACKAGE, _THREADS)
    began = time.perf_counter()
    articles = load_jsonl(folder / "corpus.jsonl")
    by_id = {article.id: article for article in articles}
    passages = [passage for article in articles for passage in split_article(article)]
    texts = [text_to_encode(by_id[passage.article_id], passage) for passage in passages]
    vectors = encoder.encode_passages(texts)
    Lexical.build(texts, ["en"] * len(texts))
    took = time.perf_counter() - began

    class Known:
        """The encoder, with the passages' vectors at hand, so that they are not made twice."""

        name, digest, dimension = encoder.name, encoder.digest, encoder.dimension
        encode_questions = encoder.encode_questions
        seconds = 0.0

        def encode_passages(self, given, progress=None):
            if given == texts:
                return vectors
            start = time.perf_counter()
            found = encoder.encode_passages(given, progress)
            self.seconds = time.perf_counter() - start
            return found

    known = Known()
    index = Index.build(articles, passages, known)
    with build_lock(where):
        publish(where, lambda version: index.save(version, encoder, ""))
    return {
        "name": "ptassist",
        "documents": len(articles),
        "passages": len(passages),
        "sentences": len(index.sentence_vectors),
        "documents_per_s": len(articles) / took,
        "passages_per_s": len(passages) / took,
        "sentences_s": known.seconds,
        "build_memory_mb": memory_mb(),
    }


def open_both(where):
    folder = current_folder(where)
    encoder = CompiledEncoder(folder / ENCODER, _THREADS)
    return encoder, Index.load(folder, encoder)


def searcher(where):
    encoder, index = open_both(where)

    def ask(question):
        vector = encoder.encode_questions([question])[0]
        return rank_articles(search(index, question, vector, _DEPTH))

    return ask


def ask(folder, where):
    _, queries, judged = read(folder)
    return {"name": "ptassist"} | ask_all(searcher(where), queries, judged)


def first(folder, where):
    line = (folder / "queries.jsonl").open(encoding="utf-8").readline()
    assert searcher(where)(json.loads(line)["text"])
    return {"name": "ptassist", "memory_mb": memory_mb()}


def limit(where):
    encoder, _ = open_both(where)
    found = {}
    for number, together in enumerate((1, 8, 64)):
        asked = list(itertools.islice(questions(10**6 * (number + 7)), _LIMIT_QUESTIONS))
        shared = SharedEncoder(encoder)
        with ThreadPoolExecutor(together) as pool:
            began = time.perf_counter()
            list(pool.map(lambda text, shared=shared: shared.encode_questions([text]), asked))
            found[str(together)] = len(asked) / (time.perf_counter() - began)
    return found


class TimedReader:
    """The reader that ships, with the seconds that each question took it."""

    def __init__(self):
        self._reader = CompiledReader(threads=_THREADS)
        self.seconds = []

    def read(self, question, windows):
        began = time.perf_counter()
        found = self._reader.read(question, windows)
        self.seconds.append(time.perf_counter() - began)
        return found


def reader(where):
    encoder, index = open_both(where)
    clinic, timed = ClinicSettings(), TimedReader()
    triage = load_triage(shipped("corpus/triage"), clinic.region)
    assistants = {
        name: assistant_of(lambda: index, SharedEncoder(encoder), clinic, triage, way)
        for name, way in (("with", timed), ("without", None))
    }
    times = {"with": [], "without": [], "alone": timed.seconds}
    for text in itertools.islice(questions(10**7), _READER_QUESTIONS):
        for name, assistant in assistants.items():
            began = time.perf_counter()
            assistant.ask(text)
            times[name].append(time.perf_counter() - began)
    return {
        f"{name}_ms_{part}": percentile(taken, share)
        for name, taken in times.items()
        for part, share in (("p50", 0.5), ("p99", 0.99))
    }


if __name__ == "__main__":
    mode, *places = sys.argv[1:]
    print(json.dumps(globals()[mode](*map(Path, places))), flush=True)
