"""The commands as people run them, each a process of its own, with the real encoder."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.contract import check_answer
from tests.fakes import write_corpus
from tests.processes import ptassist

pytestmark = pytest.mark.slow

QUESTION = "How long should I rest between the sets of hopping?"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles in corpus/articles and an index that the command built."""
    folder = tmp_path_factory.mktemp("clinic")
    write_corpus(folder / "corpus" / "articles")
    built = ptassist(folder, "build", "--json")
    assert built.returncode == 0, built.stderr
    assert json.loads(built.stdout)["added"] == ["es-cuello", "feet/heel", "hopping", "stairs"]
    return folder


def data_of(ran: subprocess.CompletedProcess[str]) -> Any:
    """The JSON of a command that went well, and said nothing besides."""
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return json.loads(ran.stdout)


def texts(clinic: Path) -> dict[str, str]:
    """The articles' texts as they were published."""
    version = (clinic / "index" / "current").read_text().strip()
    lines = (clinic / "index" / "versions" / version / "articles.jsonl").read_text().splitlines()
    return {row["id"]: row["text"] for row in map(json.loads, lines)}


def test_a_second_build_publishes_nothing(clinic: Path):
    before = list((clinic / "index" / "versions").iterdir())
    ran = ptassist(clinic, "build")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "\nnothing changed (4 articles, " in ran.stderr
    assert list((clinic / "index" / "versions").iterdir()) == before


def test_ask_prints_the_contract(clinic: Path):
    answer = data_of(ptassist(clinic, "ask", QUESTION, "--json"))
    check_answer(answer, texts(clinic))
    assert answer["kind"] == "answer"
    assert "Rest for one minute between the sets [2]." in [s["text"] for s in answer["segments"]]


def test_ask_in_words_quotes_and_cites(clinic: Path):
    ran = ptassist(clinic, "ask", QUESTION)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert '"Rest for one minute between the sets [2]." [1]' in ran.stdout
    assert "[1] Hopping with Brittle Bones › How to Hop (Clinic Team, 2025-01-10)" in ran.stdout
    assert "Call (555) 010-0100" in ran.stdout


def test_search_prints_hits_best_first(clinic: Path):
    rows = data_of(ptassist(clinic, "search", "heel pain in the morning", "--top", "3", "--json"))
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert {tuple(row) for row in rows} == {("rank", "article_id", "passage_id", "score", "text")}
    assert rows[0]["article_id"] == "feet/heel"
    assert all(row["text"] in texts(clinic)[row["article_id"]] for row in rows)
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", ["", "   ", "x" * 5000, "🦶🦵", "heel\x07pain"])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_is_no_question_exits_1_with_a_kind_sentence(clinic: Path, command, question):
    ran = ptassist(clinic, command, question, "--json")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert len(ran.stderr.splitlines()) == 1
    assert ran.stderr.startswith("ptassist: ")
    assert "xxx" not in ran.stderr


def test_evaluate_prints_the_contract_and_keeps_its_index(clinic: Path):
    folder = clinic / "evaluation"
    write_corpus(folder / "articles")
    rows = [
        {"id": "a", "question": QUESTION, "kind": "answerable", "relevant": ["hopping"],
         "quote": "Rest for one minute between the sets [2]."},
        {"id": "b", "question": "Which mortgage suits me?", "kind": "unanswerable-far"},
        {"id": "c", "question": "What about stairs, going down?", "kind": "answerable",
         "relevant": ["stairs"]},
    ]  # fmt: skip
    (folder / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    first = ptassist(clinic, "evaluate", "evaluation", "--json")
    assert first.returncode == 0, first.stderr
    assert first.stderr.startswith("indexing 4 articles")
    metrics = json.loads(first.stdout)
    assert set(metrics) == {"metrics"}
    for metric in metrics["metrics"].values():
        assert set(metric) == {"value", "low", "high", "n"}
        assert 0.0 <= metric["low"] <= metric["value"] <= metric["high"] <= 1.0
    assert metrics["metrics"]["success@1"]["value"] == 1.0
    assert metrics["metrics"]["sentence@1"] | {"low": 0} == {
        "value": 1.0,
        "low": 0,
        "high": 1.0,
        "n": 1,
    }
    assert metrics["metrics"]["verbatim"]["value"] == 1.0
    assert data_of(ptassist(clinic, "evaluate", "evaluation", "--json")) == metrics


def test_doctor_finds_a_sound_index(clinic: Path):
    findings = {f["check"]: f for f in data_of(ptassist(clinic, "doctor", "--json"))}
    assert findings["index"]["severity"] == "ok"
    assert "4 articles" in findings["index"]["message"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("vectors.faiss", lambda content: content[:-1]),
        ("passages.jsonl", lambda content: content.replace(b"1", b"2", 1)),
        ("manifest.json", lambda content: content.replace(b"1", b"2", 1)),
        ("sentences.npy", lambda _: None),
    ],
)
def test_a_damaged_index_is_refused_with_the_command_that_mends_it(clinic, tmp_path, name, change):
    shutil.copytree(clinic / "index", tmp_path / "index")
    (path,) = (tmp_path / "index" / "versions").glob(f"*/{name}")
    content = change(path.read_bytes())
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    ran = ptassist(tmp_path, "ask", QUESTION)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert name in ran.stderr
    assert ran.stderr.splitlines()[-1].strip() == "Build the index again: ptassist build"
    assert ptassist(tmp_path, "serve", "--port", "1").returncode == 1


def test_serve_refuses_a_corpus_with_faults_when_there_is_no_index(tmp_path: Path):
    write_corpus(tmp_path / "corpus" / "articles", {"bad.md": "no front matter\n"})
    ran = ptassist(tmp_path, "serve", "--port", "1")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "no index in index yet; building it" in ran.stderr
    assert "corpus/articles/bad.md:1" in ran.stderr
