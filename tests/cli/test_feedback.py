"""`ptassist feedback`: what visitors pressed, as text and as JSON."""

from pathlib import Path

import pytest

from ptassist.records.feedback import RECORDS, Feedback, Reason, Vote
from tests.cli.conftest import Cli


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ptassist.toml").write_text('index_dir = "index"\n')
    return tmp_path / "index" / RECORDS


def test_the_least_helpful_article_comes_first(cli: Cli, folder: Path):
    feedback = Feedback(folder)
    feedback.add(Vote("1" * 32, True, None, ("heel",)), "v1")
    feedback.add(Vote("2" * 32, False, Reason.WRONG, ("hopping",)), "v1")
    feedback.add(Vote("3" * 32, False, None, ()), "v1")
    feedback.add(Vote("4" * 32, False, Reason.WRONG, ("hopping",)), "v1")
    feedback.write()
    ran = cli("feedback")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "! helped     0  did not     2  hopping  (wrong 2)",
        "! helped     0  did not     1  (answers without a quote)",
        "  helped     1  did not     0  heel",
    ]
    assert cli("feedback", "--json").json[0] == {
        "article_id": "hopping", "helpful": 0, "unhelpful": 2, "reasons": {"wrong": 2},
    }  # fmt: skip


def test_before_the_first_press_it_says_so(cli: Cli, folder: Path):
    ran = cli("feedback")
    assert (ran.code, ran.out) == (0, "")
    assert "no visitor has said" in ran.err
    assert cli("feedback", "--json").json == []


def test_damaged_counters_are_named_with_what_helps(cli: Cli, folder: Path):
    folder.mkdir(parents=True)
    (folder / "feedback.json").write_text("{")
    ran = cli("feedback")
    assert ran.code == 1
    assert "feedback.json: these counters cannot be read" in ran.err
    assert "Move that file away" in ran.err
