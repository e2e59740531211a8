"""The front matter of a corpus file: its facts, or what is wrong with them and in which line."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ptassist.errors import Fault

_MARK = "---"
_TEXT_KEYS = {"title", "url", "author", "publisher", "language"}
_DATE_KEYS = {"published", "reviewed", "review_due"}
_KNOWN_KEYS = _TEXT_KEYS | _DATE_KEYS | {"tags", "sample"}
_LANGUAGE_LENGTH = 2
_YES_NO = {"true": True, "yes": True, "false": False, "no": False}


class _TextLoader(yaml.SafeLoader):
    """Reads every plain value as text, so that no title turns into a date, a number or "True"."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(slots=True)
class Findings:
    """What is wrong with a file, and what is odd about it."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def split_source(source: str) -> tuple[str, str]:
    """Splits a corpus file into its front matter, without the marks, and its body."""
    lines = source.split("\n")
    if lines[0].rstrip() != _MARK:
        return "", source
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _MARK:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :])
    return "\n".join(lines[1:]), ""


def read_front_matter(front: str, path: Path, findings: Findings) -> dict[str, Any] | None:
    """Reads the front matter; None when it has a fault, which then stands in the findings."""
    if not front.strip():
        findings.faults.append(
            Fault(path, 1, 'no front matter; begin with "---", "title: ...", "---"')
        )
        return None
    try:
        loader = _TextLoader(front)
        node = loader.get_single_node()
        values: dict[str, Any] = loader.construct_document(node) if node else {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = getattr(error, "problem", None) or "not readable as YAML"
        findings.faults.append(
            Fault(path, _line_of(error, front), f"front matter broken: {problem}")
        )
        return None
    if not isinstance(node, yaml.MappingNode):
        findings.faults.append(
            Fault(path, 2, 'front matter broken: expected lines such as "title: ..."')
        )
        return None
    lines = {key.value: key.start_mark.line + 2 for key, _ in node.value}
    return _check_facts(values, lines, path, findings)


def _line_of(error: Exception, front: str) -> int:
    """The line of the file where its front matter breaks."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return int(error.problem_mark.line) + 2
    if isinstance(error, yaml.reader.ReaderError):
        return front[: error.position].count("\n") + 2
    return 2


def _check_facts(
    values: dict[str, Any], lines: dict[str, int], path: Path, findings: Findings
) -> dict[str, Any] | None:
    faults_before = len(findings.faults)
    facts: dict[str, Any] = {}
    for key, value in values.items():
        line = lines.get(str(key))
        if key not in _KNOWN_KEYS:
            findings.warnings.append(Fault(path, line, f'unknown key "{key}" in the front matter'))
        elif value is not None:
            fact, problem = _check_fact(key, value)
            if problem and key in _DATE_KEYS:
                findings.warnings.append(Fault(path, line, problem))
            elif problem:
                findings.faults.append(Fault(path, line, problem))
            else:
                facts[key] = fact
    if not facts.get("title") and "title" not in lines:
        findings.faults.append(Fault(path, 1, "no title in the front matter"))
    elif not facts.get("title") and len(findings.faults) == faults_before:
        findings.faults.append(Fault(path, lines["title"], "the title is empty"))
    return facts if len(findings.faults) == faults_before else None


def _check_fact(key: str, value: Any) -> tuple[Any, str | None]:
    """One value of the front matter as the Article wants it, or what is wrong with it."""
    if key in _DATE_KEYS:
        return _check_date(key, value)
    if key == "sample":
        word = str(value).lower()
        return _YES_NO.get(word), None if word in _YES_NO else '"sample" must be true or false'
    if key == "tags":
        fine = isinstance(value, list) and all(isinstance(tag, str) for tag in value)
        return (tuple(value), None) if fine else (None, '"tags" must be a list of words')
    if not isinstance(value, str):
        return None, f'"{key}" must be one line of text'
    text = " ".join(value.split())
    if key == "language" and not (len(text) == _LANGUAGE_LENGTH and text.isalpha()):
        return None, '"language" must be two letters, such as en or es'
    if key == "url" and not text.startswith(("https://", "http://", "/")):
        return None, '"url" must begin with https:// or http://'
    return (text.lower() if key == "language" else text), None


def _check_date(key: str, value: Any) -> tuple[dt.date | None, str | None]:
    try:
        return dt.date.fromisoformat(str(value)[:10]), None
    except ValueError:
        return None, f'"{key}" is not a date such as 2026-05-31; left out'
