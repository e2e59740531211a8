"""Judged questions from disk: both layouts; a malformed line is named by its path and number."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ptassist.errors import EvaluationError
from ptassist.evaluation.questions import Judged, Kind, is_beir, read_questions

JUDGED = {"id": "q1", "question": "Does it squeak?", "kind": "answerable", "relevant": ["a", "b"]}


def write_lines(path: Path, rows: Iterable[Mapping[str, Any] | str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_beir(folder: Path, queries: Iterable[Mapping[str, Any] | str], qrels: str) -> None:
    write_lines(folder / "queries.jsonl", queries)
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")


def refused(folder: Path) -> str:
    with pytest.raises(EvaluationError) as caught:
        read_questions(folder)
    return caught.value.message


def test_a_line_of_questions_jsonl_becomes_a_judged_question(tmp_path):
    row = JUDGED | {"lang": "es", "quote": "It squeaks.", "acceptable_quotes": ["A squeak."]}
    write_lines(tmp_path / "questions.jsonl", [row])
    assert read_questions(tmp_path) == [
        Judged(
            id="q1",
            turns=("Does it squeak?",),
            language="es",
            kind=Kind.ANSWERABLE,
            relevant={"a": 1, "b": 1},
            quotes=("It squeaks.", "A squeak."),
        )
    ]


def test_turns_stand_for_the_question_of_a_follow_up(tmp_path):
    row = {"id": 7, "turns": ["Does it squeak?", "and at night?"], "kind": "follow-up"}
    write_lines(tmp_path / "questions.jsonl", [row])
    (judged,) = read_questions(tmp_path)
    assert (judged.id, judged.turns) == ("7", ("Does it squeak?", "and at night?"))
    assert (judged.language, judged.relevant, judged.quotes) == ("en", {}, ())


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_every_kind_of_the_contract_is_read(tmp_path, kind):
    write_lines(tmp_path / "questions.jsonl", [JUDGED | {"kind": kind}])
    assert read_questions(tmp_path)[0].kind == kind


def test_the_kinds_are_those_of_the_contract():
    assert {kind.value for kind in Kind} == {
        "answerable",
        "follow-up",
        "unanswerable-near",
        "unanswerable-far",
        "red-flag",
        "red-flag-decoy",
        "injection",
    }


def test_nulls_and_blank_lines_are_nothing(tmp_path):
    row = JUDGED | {"quote": None, "acceptable_quotes": None, "relevant": None, "turns": None}
    write_lines(tmp_path / "questions.jsonl", ["", row, "   "])
    (judged,) = read_questions(tmp_path)
    assert (judged.turns, judged.relevant, judged.quotes) == (("Does it squeak?",), {}, ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "q2"', "not JSON"),
        ('{"id": "q2", "question": "x"}', "kind"),
        ('{"id": "q2", "kind": "answerable"}', "question"),
        ('{"question": "x", "kind": "answerable"}', "id"),
        ('{"id": "q2", "question": "x", "kind": "guess"}', "guess"),
        ('{"id": "q2", "question": 5, "kind": "answerable"}', "text"),
        ('{"id": "q2", "turns": ["x", null], "kind": "follow-up"}', "text"),
        ("[1, 2]", "not a judged question"),
        ("null", "not a judged question"),
        ('"words"', "not a judged question"),
    ],
)
def test_a_malformed_question_is_named_by_path_and_line(tmp_path, line, said):
    write_lines(tmp_path / "questions.jsonl", [JUDGED, "", line])
    message = refused(tmp_path)
    assert message.startswith(f"{tmp_path / 'questions.jsonl'}:3: ")
    assert said in message


def test_a_file_that_is_not_utf8_is_refused_by_name(tmp_path):
    (tmp_path / "questions.jsonl").write_bytes(b'{"id": "caf\xe9"}\n')
    message = refused(tmp_path)
    assert str(tmp_path / "questions.jsonl") in message
    assert "UTF-8" in message


def test_beir_grades_are_kept_and_queries_without_a_relevant_document_are_left_out(tmp_path):
    queries = [
        {"_id": "1", "text": "one"},
        {"_id": "2", "text": "two"},
        {"_id": "3", "text": "three"},
    ]
    write_beir(tmp_path, queries, "query-id\tcorpus-id\tscore\n1\td1\t2\n1\td2\t1\n2\td1\t0\n")
    assert read_questions(tmp_path) == [
        Judged("1", ("one",), "en", Kind.ANSWERABLE, {"d1": 2, "d2": 1})
    ]


def test_questions_jsonl_wins_over_beir(tmp_path):
    write_beir(tmp_path, [{"_id": "1", "text": "one"}], "q\td\ts\n1\td1\t1\n")
    write_lines(tmp_path / "questions.jsonl", [JUDGED])
    assert [judged.id for judged in read_questions(tmp_path)] == ["q1"]


def test_a_beir_folder_may_carry_a_questions_jsonl_of_another_form(tmp_path):
    write_beir(tmp_path, [{"_id": "1", "text": "one"}], "q\td\ts\n1\td1\t1\n")
    write_lines(tmp_path / "questions.jsonl", [{"_id": "1", "text": "one", "doc": "d1"}])
    assert is_beir(tmp_path)
    assert [judged.turns for judged in read_questions(tmp_path)] == [("one",)]


def test_a_questions_jsonl_without_kinds_and_without_beir_is_refused(tmp_path):
    write_lines(tmp_path / "questions.jsonl", [{"_id": "1", "text": "one", "doc": "d1"}])
    assert not is_beir(tmp_path)
    assert "questions.jsonl:1: not a judged question" in refused(tmp_path)


def test_a_malformed_judgement_is_named_by_path_and_line(tmp_path):
    write_beir(tmp_path, [{"_id": "1", "text": "one"}], "q\td\ts\n1\td1\t1\n1 d2 1\n")
    assert refused(tmp_path).startswith(f"{tmp_path / 'qrels' / 'test.tsv'}:3: ")


@pytest.mark.parametrize(
    "line", ['{"text": "one"}', '{"_id": "1"}', "[1]", '{"_id": "1", "text": 4}']
)
def test_a_malformed_query_is_named_by_path_and_line(tmp_path, line):
    write_beir(tmp_path, [{"_id": "1", "text": "one"}, line], "q\td\ts\n1\td1\t1\n")
    assert refused(tmp_path).startswith(f"{tmp_path / 'queries.jsonl'}:2: ")


def test_a_judgement_file_that_is_not_utf8_is_refused_by_name(tmp_path):
    write_beir(tmp_path, [{"_id": "1", "text": "one"}], "")
    (tmp_path / "qrels" / "test.tsv").write_bytes(b"q\td\ts\n\xe9\td\t1\n")
    assert str(tmp_path / "qrels" / "test.tsv") in refused(tmp_path)


@pytest.mark.parametrize("name", ["queries.jsonl", "qrels/test.tsv", "readme.txt"])
def test_a_folder_with_half_of_a_layout_is_refused(tmp_path, name):
    path = tmp_path / "half" / name
    path.parent.mkdir(parents=True)
    path.write_text("{}\n")
    message = refused(tmp_path / "half")
    assert str(tmp_path / "half") in message
    assert "questions.jsonl" in message


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    assert str(tmp_path / "nowhere") in refused(tmp_path / "nowhere")


def test_a_file_without_a_question_is_refused(tmp_path):
    write_lines(tmp_path / "questions.jsonl", [""])
    assert "no question" in refused(tmp_path)
