"""What therapists lay down, as they wrote it: a folder of Markdown files becomes entries, or faults with path and line.

`kind` in the front matter says what a file holds: sentences that are never quoted, sentences that always bring others
along, or a reviewed answer. The body holds the words as they were pasted; where they stand is found by the build.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from ptassist.articles.front_matter import Findings, split_source
from ptassist.articles.pasted import Pasted, read_pasted
from ptassist.errors import Fault

_README = "readme.md"
_MOST_BYTES = 1_000_000
_KEYS = frozenset({"kind", "reviewer", "reviewed", "expires", "article", "questions", "language"})
_NEEDED_BY_ANSWERS = ("reviewer", "reviewed", "expires", "questions")
_DATES = ("reviewed", "expires")
_LANGUAGES = ("en", "es")


class ApprovedKind(StrEnum):
    """What a therapist lays down about sentences."""

    NEVER_QUOTE = "never_quote"
    ALWAYS_WITH = "always_with"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a therapist laid down.

    Attributes:
        path: The file.
        source: The file's path below the folder, and the line on which the entry begins.
        parts: The sentence that is never quoted; the sentence and those that go with it; or the answer, paragraph by
            paragraph.
        article_id: The article that the sentences stand in; None where that is to be found.
    """

    kind: ApprovedKind
    path: Path
    source: str
    parts: tuple[Pasted, ...]
    article_id: str | None


@dataclass(frozen=True, slots=True)
class AnswerEntry(Entry):
    """An answer that a therapist wrote or chose.

    Attributes:
        questions: What it is for, each in one of the ways in which it is asked.
        reviewer: Who signed it.
        expires: The last day on which it is shown.
        language: The language of the therapist's own words.
    """

    questions: tuple[str, ...]
    reviewer: str
    reviewed: dt.date
    expires: dt.date
    language: str


@dataclass(frozen=True, slots=True)
class ApprovedFiles:
    """Everything that is laid down in a folder.

    Attributes:
        findings: What is wrong with the files, and what is odd about them.
        digest: SHA-256 over the files that were read; empty when there are none.
    """

    entries: tuple[Entry, ...]
    findings: Findings
    digest: str = ""


def load_approved(folder: Path) -> ApprovedFiles:
    """Reads every file of a folder; a folder that is not there holds nothing."""
    findings = Findings()
    entries: list[Entry] = []
    digest = hashlib.sha256()
    for path in _visible_files(folder):
        if path.suffix.lower() != ".md":
            findings.warnings.append(Fault(path, None, "not read: only .md files are"))
        elif path.name.lower() != _README:
            content = _content_of(path, findings)
            if content is None:
                continue
            digest.update(f"{path.relative_to(folder).as_posix()} {len(content)} ".encode())
            digest.update(content)
            entries += _read(content, path, folder, findings)
    return ApprovedFiles(tuple(entries), findings, digest.hexdigest() if entries else "")


def _visible_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _content_of(path: Path, findings: Findings) -> bytes | None:
    try:
        if path.stat().st_size > _MOST_BYTES:
            findings.faults.append(Fault(path, None, f"larger than {_MOST_BYTES // 1000} kB"))
            return None
        return path.read_bytes()
    except OSError as error:
        findings.faults.append(Fault(path, None, f"cannot be read: {error.strerror}"))
        return None


def _read(content: bytes, path: Path, folder: Path, findings: Findings) -> Sequence[Entry]:
    """The entries of one file; none where it has a fault, which then stands in the findings."""
    before = len(findings.faults)
    if not content.strip():
        findings.faults.append(Fault(path, 1, "the file is empty"))
        return ()
    try:
        source = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        findings.faults.append(Fault(path, line, "not UTF-8; save it as UTF-8"))
        return ()
    front, body = split_source(source)
    facts = _facts_of(front, path, findings)
    first_line = source.count("\n") - body.count("\n") + 1
    parts, unread = read_pasted(body, first_line)
    findings.faults += [
        Fault(path, line, "code or HTML is not read; paste plain text") for line in unread
    ]
    if len(findings.faults) > before:
        return ()
    name = path.relative_to(folder).as_posix()
    groups, faults = _GROUPED[facts["kind"]](parts)
    if not parts:
        faults = [(first_line, "there is nothing below the front matter")]
    findings.faults += [Fault(path, line, problem) for line, problem in faults]
    return () if faults else [_entry(path, name, group, facts) for group in groups]


def _facts_of(front: str, path: Path, findings: Findings) -> dict[str, Any]:
    """The checked front matter; what is wrong with it stands in the findings."""
    try:
        node = yaml.compose(front, Loader=yaml.BaseLoader)
        values = yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506  # it makes nothing but text
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        findings.faults.append(Fault(path, line, "front matter broken: not readable as YAML"))
        return {}
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        hint = 'no front matter; begin with "---", "kind: never_quote", "---"'
        findings.faults.append(Fault(path, 1, hint))
        return {}
    lines = {key.value: key.start_mark.line + 2 for key, _ in node.value}
    given = {key: value for key, value in values.items() if value not in ("", [], None)}
    for problem, key in _problems(given):
        findings.faults.append(Fault(path, lines.get(key, 1), problem))
    return given | {key: _date(given[key]) for key in _DATES if key in given}


def _problems(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the front matter, with the key that it is wrong with."""
    for key in sorted(given.keys() - _KEYS):
        yield f'unknown key "{key}" in the front matter', key
    kinds = [kind.value for kind in ApprovedKind]
    if given.get("kind") not in kinds:
        yield f'"kind" must be one of {", ".join(kinds)}', "kind"
    for key in ("reviewer", "article"):
        if not isinstance(given.get(key, ""), str):
            yield f'"{key}" must be one line of text', key
    for key in _DATES:
        if key in given and _date(given[key]) is None:
            yield f'"{key}" is not a date such as 2026-05-31', key
    if given.get("language", "en") not in _LANGUAGES:
        yield f'"language" must be {" or ".join(_LANGUAGES)}', "language"
    questions = given.get("questions", [])
    if not isinstance(questions, list) or not all(isinstance(q, str) and q for q in questions):
        yield '"questions" must be a list of questions', "questions"
    if given.get("kind") == ApprovedKind.ANSWER:
        for key in _NEEDED_BY_ANSWERS:
            if key not in given:
                yield f'an answer needs "{key}" in the front matter', key


def _date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


# The paragraphs of each entry of a file, and what is wrong with them, by line.
_Groups = tuple[list[Sequence[Pasted]], list[tuple[int, str]]]


def _one_by_one(parts: Sequence[Pasted]) -> _Groups:
    """Each paragraph is an entry."""
    return [[part] for part in parts], _misplaced_marks(parts)


def _by_mark(parts: Sequence[Pasted]) -> _Groups:
    """Each line "always with:" makes an entry: the sentence above it, and what follows up to the next such sentence."""
    groups: list[Sequence[Pasted]] = []
    faults: list[tuple[int, str]] = []
    marks = [place for place, part in enumerate(parts) if part.is_mark]
    if parts and not marks:
        hint = 'a line "always with:" is missing between the sentence and what goes with it'
        return [], [(parts[0].line, hint)]
    ends = [*(mark - 1 for mark in marks[1:]), len(parts)]
    for number, place in enumerate(marks):
        above = parts[place - 1 : place] if number else parts[:place]
        below = parts[place + 1 : ends[number]]
        if len(above) != 1 or above[0].is_mark or not below:
            hint = '"always with:" needs one sentence above it, and at least one below it'
            faults.append((parts[place].line, hint))
        groups.append([*above, *below])
    return groups, faults


def _together(parts: Sequence[Pasted]) -> _Groups:
    """The whole file is one entry."""
    return [parts], _misplaced_marks(parts)


def _misplaced_marks(parts: Sequence[Pasted]) -> list[tuple[int, str]]:
    hint = '"always with:" belongs into a file of the kind always_with'
    return [(part.line, hint) for part in parts if part.is_mark]


_GROUPED = {"never_quote": _one_by_one, "always_with": _by_mark, "answer": _together}


def _entry(path: Path, name: str, parts: Sequence[Pasted], facts: Mapping[str, Any]) -> Entry:
    kind = ApprovedKind(facts["kind"])
    source = f"{name}:{parts[0].line}"
    common = (kind, path, source, tuple(parts), facts.get("article"))
    if kind is not ApprovedKind.ANSWER:
        return Entry(*common)
    questions = tuple(" ".join(question.split()) for question in facts["questions"])
    signed = (facts["reviewer"], facts["reviewed"], facts["expires"])
    return AnswerEntry(*common, questions, *signed, facts.get("language", "en"))
