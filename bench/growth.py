"""How the index grows: made-up articles of five passages each, and vectors of the right shape drawn at random.

    python -m bench.growth build PASSAGES WHERE     makes the corpus and the index: seconds without encoding, MB on disk
    python -m bench.growth serve PASSAGES WHERE     opens it: seconds, question p50 without encoding, memory

Encoding grows in proportion to the passages (bench.ours measures how many a second); everything else is measured here.
"""

import hashlib
import itertools
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from bench.load import questions
from bench.peers.common import memory_mb, percentile
from ptassist.answering.retriever import search
from ptassist.articles.jsonl import load_jsonl
from ptassist.index.passages import split_article
from ptassist.index.store import Index
from ptassist.index.versions import build_lock, current_folder, publish

_PASSAGES_EACH = 5
_QUESTIONS = 200


class RandomEncoder:
    """Unit vectors drawn at random, the same ones for the same texts."""

    name, digest, dimension = "random", "0" * 64, 384

    def encode_passages(self, texts, progress=None):
        seed = int.from_bytes(hashlib.sha256(f"{len(texts)}{texts[:1]}".encode()).digest()[:8])
        rows = np.random.default_rng(seed).standard_normal((len(texts), 384), dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    encode_questions = encode_passages


def write_corpus(path, passages):
    draw = random.Random(4)
    # Word n is drawn in proportion to 1/n, as in any language.
    words = [
        "".join(draw.choices("abcdefghilmnoprstuv", k=draw.randint(2, 9))) for _ in range(20_000)
    ]
    weights = list(itertools.accumulate(1 / place for place in range(1, len(words) + 1)))
    with path.open("w", encoding="utf-8") as file:
        for number in range(max(1, passages // _PASSAGES_EACH)):
            text = " ".join(
                " ".join(draw.choices(words, cum_weights=weights, k=20)).capitalize() + "."
                for _ in range(5 * _PASSAGES_EACH)
            )
            file.write(
                json.dumps({"_id": str(number), "title": f"Article {number}", "text": text}) + "\n"
            )


def build(passages, where):
    where.mkdir(parents=True, exist_ok=True)
    write_corpus(where / "corpus.jsonl", passages)
    began = time.perf_counter()
    articles = load_jsonl(where / "corpus.jsonl")
    split = [passage for article in articles for passage in split_article(article)]
    index = Index.build(articles, split, RandomEncoder())
    with build_lock(where):
        publish(where, lambda folder: index.save(folder, RandomEncoder(), ""))
    took = time.perf_counter() - began
    size = subprocess.run(
        ["du", "-sm", where / "versions"], capture_output=True, text=True, check=True
    ).stdout
    return {"passages": len(split), "build_s": took, "disk_mb": int(size.split()[0])}


def serve(_passages, where):
    encoder = RandomEncoder()
    began = time.perf_counter()
    index = Index.load(current_folder(where), encoder)
    opened = time.perf_counter() - began
    times = []
    for text in itertools.islice(questions(), _QUESTIONS):
        vector = encoder.encode_questions([text])[0]
        start = time.perf_counter()
        search(index, text, vector)
        times.append(time.perf_counter() - start)
    found = {"open_s": opened, "memory_mb": memory_mb()}
    return found | {
        "question_ms_p50": percentile(times, 0.5),
        "question_ms_p99": percentile(times, 0.99),
    }


if __name__ == "__main__":
    mode, passages, where = sys.argv[1:]
    print(json.dumps(globals()[mode](int(passages), Path(where))), flush=True)
