"""What therapists lay down, read from a folder: entries, or every fault with its file and line."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.articles.approved import AnswerEntry, ApprovedKind, load_approved
from ptassist.articles.pasted import Pasted, read_pasted

NEVER = "---\nkind: never_quote\n---\n"
ALWAYS = "---\nkind: always_with\n---\n"
ANSWER = """---
kind: answer
reviewer: A. Maple, PT
reviewed: 2026-01-31
expires: 2027-01-31
questions:
  - Can I hop  with gout?
  - "¿Puedo saltar con gota?"
---
"""


def folder_with(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def faults_of(folder: Path, content: str | bytes) -> list[tuple[int | None, str]]:
    files = load_approved(folder_with(folder, {"a.md": content}))
    assert files.entries == ()
    assert {fault.path.name for fault in files.findings.faults} <= {"a.md"}
    return [(fault.line, fault.message) for fault in files.findings.faults]


def test_each_paragraph_and_each_item_is_a_sentence_never_to_be_quoted(tmp_path):
    source = (
        NEVER + "# Old advice\n\nRest for\n**two** weeks.\n\n- Hop daily.\n- Skip.\n\n    Run.\n"
    )
    files = load_approved(folder_with(tmp_path, {"old.md": source}))
    assert [(e.kind.value, e.source, e.parts[0].text) for e in files.entries] == [
        ("never_quote", "old.md:6", "Rest for two weeks."),
        ("never_quote", "old.md:9", "Hop daily."),
        ("never_quote", "old.md:10", "Skip."),
        ("never_quote", "old.md:12", "Run."),
    ]
    assert files.findings.faults == []


def test_a_line_of_dashes_below_a_sentence_does_not_make_it_a_heading(tmp_path):
    files = load_approved(folder_with(tmp_path, {"a.md": NEVER + "Rest.\n---\nRun.\n"}))
    assert [entry.parts[0].text for entry in files.entries] == ["Rest.", "Run."]


def test_always_with_takes_the_sentence_above_and_those_below(tmp_path):
    source = (
        ALWAYS
        + "Hop daily.\n\nalways with:\n\nNot with gout.\n\nNot at night.\n\n"
        + "Skip daily.\nAlways with: Not\nwith a cold.\n\nSalta.\n\n- Siempre con: No de noche.\n"
    )
    files = load_approved(folder_with(tmp_path, {"with.md": source}))
    assert files.findings.faults == []
    assert [[part.text for part in entry.parts] for entry in files.entries] == [
        ["Hop daily.", "Not with gout.", "Not at night."],
        ["Skip daily.", "Not with a cold."],
        ["Salta.", "No de noche."],
    ]
    assert [entry.source for entry in files.entries] == ["with.md:4", "with.md:12", "with.md:16"]


def test_an_answer_has_quotes_and_words_in_their_order(tmp_path):
    source = ANSWER + "Start low.\n\n> Hop ten times\n> on both feet.\n\n> Rest.\n\n- Ask us.\n"
    (entry,) = load_approved(folder_with(tmp_path, {"deep/gout.md": source})).entries
    assert isinstance(entry, AnswerEntry)
    assert (entry.kind, entry.source) == (ApprovedKind.ANSWER, "deep/gout.md:10")
    assert entry.parts == (
        Pasted("Start low.", 10),
        Pasted("Hop ten times on both feet.", 12, quoted=True),
        Pasted("Rest.", 15, quoted=True),
        Pasted("Ask us.", 17),
    )
    assert entry.questions == ("Can I hop with gout?", "¿Puedo saltar con gota?")
    assert (entry.reviewer, entry.language, entry.article_id) == ("A. Maple, PT", "en", None)
    assert (entry.reviewed, entry.expires) == (dt.date(2026, 1, 31), dt.date(2027, 1, 31))


def test_article_and_language_are_kept(tmp_path):
    source = ANSWER.replace("kind: answer", "kind: answer\narticle: feet/heel\nlanguage: es")
    (entry,) = load_approved(folder_with(tmp_path, {"a.md": source + "Hola.\n"})).entries
    assert isinstance(entry, AnswerEntry)
    assert (entry.article_id, entry.language) == ("feet/heel", "es")


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", [(1, "the file is empty")]),
        (" \n", [(1, "the file is empty")]),
        ("Rest.\n", [(1, 'no front matter; begin with "---", "kind: never_quote", "---"')]),
        (
            "---\n- a\n---\nRest.\n",
            [(1, 'no front matter; begin with "---", "kind: never_quote", "---"')],
        ),
        ("---\nkind: [\n---\nRest.\n", [(2, "front matter broken: not readable as YAML")]),
        ("---\n? [a]\n: b\n---\nx\n", [(2, "front matter broken: not readable as YAML")]),
        (
            "---\nkind: never\n---\nx\n",
            [(2, '"kind" must be one of never_quote, always_with, answer')],
        ),
        (
            "---\ntitle: x\n---\nx\n",
            [
                (2, 'unknown key "title" in the front matter'),
                (1, '"kind" must be one of never_quote, always_with, answer'),
            ],
        ),
        (
            "---\nkind: never_quote\nexpire: 2027-01-01\nreviewed: soon\narticle: [a]\n---\nx\n",
            [
                (3, 'unknown key "expire" in the front matter'),
                (5, '"article" must be one line of text'),
                (4, '"reviewed" is not a date such as 2026-05-31'),
            ],
        ),
        (
            "---\nkind: answer\nquestions: why\nlanguage: de\n---\nx\n",
            [
                (4, '"language" must be en or es'),
                (3, '"questions" must be a list of questions'),
                (1, 'an answer needs "reviewer" in the front matter'),
                (1, 'an answer needs "reviewed" in the front matter'),
                (1, 'an answer needs "expires" in the front matter'),
            ],
        ),
        (NEVER, [(4, "there is nothing below the front matter")]),
        (ANSWER + "# Only a heading\n", [(10, "there is nothing below the front matter")]),
        (
            NEVER + "Rest.\nalways with:\nRun.\n",
            [(5, '"always with:" belongs into a file of the kind always_with')],
        ),
        (
            ANSWER + "always with: Run.\n",
            [(10, '"always with:" belongs into a file of the kind always_with')],
        ),
        (NEVER + "```\nRest.\n```\n", [(4, "code or HTML is not read; paste plain text")]),
        (NEVER + "<p>Rest.</p>\n", [(4, "code or HTML is not read; paste plain text")]),
        (
            ALWAYS + "Hop.\n\nRest.\n",
            [(4, 'a line "always with:" is missing between the sentence and what goes with it')],
        ),
        (b"---\nkind: never_quote\n---\ncaf\xe9\n", [(4, "not UTF-8; save it as UTF-8")]),
        (b"---\nkind: never_quote\n---\n" + b"x" * 1_000_000, [(None, "larger than 1000 kB")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, content, faults):
    assert faults_of(tmp_path, content) == faults


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("always with: Rest.", 4),
        ("Hop.\n\nSkip.\n\nalways with: Rest.", 8),
        ("Hop.\nalways with:", 5),
        ("Hop.\nalways with:\nalways with: Rest.", 5),
    ],
)
def test_always_with_needs_one_sentence_above_and_one_below(tmp_path, body, line):
    problem = '"always with:" needs one sentence above it, and at least one below it'
    assert (line, problem) in faults_of(tmp_path, ALWAYS + body)


def test_one_file_with_a_fault_does_not_hide_those_of_another(tmp_path):
    files = load_approved(
        folder_with(tmp_path, {"a.md": "x", "b/c.md": NEVER, "d.md": NEVER + "Run."})
    )
    assert [fault.path.name for fault in files.findings.faults] == ["a.md", "c.md"]
    assert [entry.parts[0].text for entry in files.entries] == ["Run."]


def test_a_readme_a_hidden_file_and_a_missing_folder_lay_nothing_down(tmp_path):
    nothing = load_approved(tmp_path / "none")
    assert (nothing.entries, nothing.digest) == ((), "")
    folder = folder_with(
        tmp_path / "a", {"README.md": "x", ".a.md": "x", ".old/a.md": "x", "~b.md": "x"}
    )
    files = load_approved(folder)
    assert (files.entries, files.digest, files.findings.faults) == ((), "", [])


def test_a_file_of_another_kind_is_told_of(tmp_path):
    (warning,) = load_approved(folder_with(tmp_path, {"a.docx": b"PK"})).findings.warnings
    assert warning.message == "not read: only .md files are"


def test_windows_files_are_read_as_others(tmp_path):
    source = ("﻿" + ALWAYS + "Hop.\nalways with:\nRest.\n").replace("\n", "\r\n")
    (entry,) = load_approved(folder_with(tmp_path, {"a.md": source})).entries
    assert [(part.text, part.line) for part in entry.parts] == [("Hop.", 4), ("Rest.", 6)]


def test_the_digest_changes_with_every_content_and_every_name(tmp_path):
    made = [
        load_approved(folder_with(tmp_path / str(number), files)).digest
        for number, files in enumerate(
            [
                {"a.md": NEVER + "Run."},
                {"b.md": NEVER + "Run."},
                {"a.md": NEVER + "Hop."},
                {"a.md": NEVER + "Run.", "b.md": NEVER + "Hop."},
            ]
        )
    ]
    assert len(set(made)) == 4
    again = load_approved(folder_with(tmp_path / "again", {"a.md": NEVER + "Run."}))
    assert again.digest == made[0]


@given(st.text(max_size=300), st.integers(1, 50))
def test_no_body_breaks_the_reader_and_no_paragraph_is_outside_it(body, first_line):
    parts, unread = read_pasted(body, first_line)
    last = first_line + len(body.splitlines())
    for part in parts:
        assert first_line <= part.line <= last
        assert part.text == " ".join(part.text.split())
    assert all(first_line <= line <= last for line in unread)
