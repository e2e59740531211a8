import json
from pathlib import Path

import pytest

from ptassist.articles.jsonl import load_jsonl
from ptassist.errors import EvaluationError


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_each_line_of_a_text_is_a_paragraph_and_nothing_is_markup(tmp_path):
    path = write(
        tmp_path / "corpus.jsonl",
        {"_id": 7, "title": "Hops", "text": "# One *line*\n\n  - Cafe\u0301\n"},
        {"_id": "b", "text": "No title."},
        {"_id": "c", "title": "Only a title", "text": " "},
        {"_id": "d", "title": "", "text": ""},
    )
    articles = load_jsonl(path)
    assert [(a.id, a.title, a.text) for a in articles] == [
        ("7", "Hops", "# One *line*\n- Café\n"),
        ("b", "", "No title.\n"),
        ("c", "Only a title", "Only a title\n"),
    ]
    first = articles[0]
    assert [first.text[b.start : b.end] for b in first.blocks] == ["# One *line*", "- Café"]
    assert (first.sections[0].start, first.sections[0].end) == (0, len(first.text) - 1)


@pytest.mark.parametrize(
    "line", ["{", "[]", '"x"', '{"text": "no id"}', '{"_id": "a"}', '{"_id": "a", "text": 3}']
)
def test_a_line_that_is_no_document_is_named_by_its_number(tmp_path, line):
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"_id": "a", "text": "fine"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError) as caught:
        load_jsonl(path)
    assert caught.value.message.startswith(f"{path}:2: ")


def test_blank_lines_are_passed_over_and_bytes_that_are_no_utf8_are_named(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b'\n{"_id": "a", "text": "fine"}\n\n')
    assert [a.id for a in load_jsonl(path)] == ["a"]
    path.write_bytes(b'{"_id": "a", "text": "caf\xe9"}\n')
    with pytest.raises(EvaluationError, match="not UTF-8"):
        load_jsonl(path)
