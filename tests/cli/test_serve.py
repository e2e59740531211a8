"""`ptassist serve` as a process: it builds what is missing, answers, and takes a new index over by itself."""

import json
import platform
import subprocess
import sys
import time

import pytest

from tests.contract import check_answer
from tests.fakes import article_source, write_corpus
from tests.processes import fetch, ptassist, served

pytestmark = pytest.mark.slow

MARKER = "zyxomarkerqua"


def test_a_server_builds_its_index_answers_and_takes_a_new_one_over(tmp_path):
    corpus = write_corpus(tmp_path / "corpus" / "articles")
    with served(tmp_path) as address:
        assert (tmp_path / "index" / "current").is_file()
        old = json.loads(fetch(f"{address}/readyz")[2])["index_version"]
        status, kind, text = fetch(f"{address}/api/v1/ask", {"question": "What helps heel pain?"})
        assert (status, kind) == (200, "application/json")
        article = json.loads(fetch(f"{address}/api/v1/articles/feet/heel")[2])
        answer = json.loads(text)
        check_answer(answer, {"feet/heel": article["text"]})
        assert answer["index_version"] == old

        words = "Knead bread dough with flat hands, and rest the wrists every ten minutes."
        write_corpus(corpus, {"bread.md": article_source("Kneading bread dough", words)})
        assert ptassist(tmp_path, "build").returncode == 0
        question = {"question": "How do I knead bread dough?"}
        until = time.monotonic() + 20
        while (status := fetch(f"{address}/api/v1/articles/bread")[0]) == 404:
            assert time.monotonic() < until
        assert status == 200
        answer = json.loads(fetch(f"{address}/api/v1/ask", question)[2])
        assert answer["index_version"] != old
        assert words in [segment["text"] for segment in answer["segments"]]

        fetch(f"{address}/api/v1/ask", {"question": f"{MARKER} hurts"})
        fetch(f"{address}/api/v1/ask", {MARKER: 1})
        fetch(f"{address}/{MARKER}?q={MARKER}")
    log = (tmp_path / "serve.log").read_text()
    assert f"serving {address}" in log
    assert "no index in index yet; building it" in log
    assert MARKER not in log
    assert "127.0.0.1 - " not in log


HEAPS = """
import ctypes, sys, tempfile, threading
from ptassist.cli.serve import share_heaps
if sys.argv[1] == "shared":
    share_heaps()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
everybody = threading.Barrier(9)
def work():
    libc.malloc(1000)
    everybody.wait()
for _ in range(8):
    threading.Thread(target=work).start()
everybody.wait()
with tempfile.NamedTemporaryFile() as told:
    file = ctypes.c_void_p(libc.fopen(told.name.encode(), b"w"))
    libc.malloc_info(0, file)
    libc.fclose(file)
    print(told.read().count(b"<heap nr="))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries count no heaps")
def test_eight_threads_share_two_heaps():
    heaps = {
        how: int(subprocess.check_output([sys.executable, "-c", HEAPS, how], text=True))
        for how in ("shared", "own")
    }
    assert heaps["shared"] <= 2 < heaps["own"]
