"""load_articles: the corpus folder becomes Articles, or one report of every fault in it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ptassist.articles.article import Article
from ptassist.articles.markdown import Body, read_markdown
from ptassist.errors import CorpusError, EmptyCorpusError, Fault

READERS: Mapping[str, Callable[[str], Body]] = {".md": read_markdown, ".markdown": read_markdown}

_MARK = "---"
_TEXT_KEYS = {"title", "url", "author", "publisher", "language"}
_DATE_KEYS = {"published", "reviewed", "review_due"}
_KNOWN_KEYS = _TEXT_KEYS | _DATE_KEYS | {"tags", "sample"}
_LANGUAGE_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles to index, and what staff should look at.

    Attributes:
        articles: Ordered by id; the samples are left out as soon as one article is not a sample.
        warnings: What does not stop a build.
        samples_left_out: How many sample articles gave way to the clinic's own.
    """

    articles: tuple[Article, ...]
    warnings: tuple[Fault, ...]
    samples_left_out: int = 0


@dataclass(slots=True)
class _Findings:
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def article_files(folder: Path) -> list[Path]:
    """Lists the files of a corpus folder that ptassist reads, in a fixed order."""
    return [path for path in _visible_files(folder) if path.suffix.lower() in READERS]


def load_articles(folder: Path) -> Corpus:
    """Reads every article of a folder.

    Args:
        folder: The corpus folder; its subfolders are read too.

    Raises:
        CorpusError: One or more files cannot be read; every fault of the whole corpus is in it.
        EmptyCorpusError: There is no article.
    """
    findings = _Findings()
    read: dict[str, tuple[Path, Article]] = {}
    for path in _visible_files(folder):
        if path.suffix.lower() not in READERS:
            kinds = ", ".join(sorted(READERS))
            findings.warnings.append(Fault(path, None, f"not read: only {kinds} files are"))
            continue
        article = _read_file(path, folder, findings)
        if article is None:
            continue
        if article.id in read:
            first = read[article.id][0]
            findings.faults.append(Fault(path, None, f'has the same id "{article.id}" as {first}'))
        else:
            read[article.id] = (path, article)
    if findings.faults:
        raise CorpusError(sorted(findings.faults, key=lambda fault: (str(fault.path), fault.line or 0)))
    if not read:
        raise EmptyCorpusError(folder)
    articles = [article for _, article in read.values()]
    own = [article for article in articles if not article.sample]
    kept = sorted(own or articles, key=lambda article: article.id)
    return Corpus(tuple(kept), tuple(findings.warnings), len(articles) - len(kept))


def _visible_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _read_file(path: Path, folder: Path, findings: _Findings) -> Article | None:
    """Reads one file; None when it has a fault, which then stands in the findings."""
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        findings.faults.append(Fault(path, line, "not UTF-8; save the file as UTF-8"))
        return None
    except OSError as error:
        findings.faults.append(Fault(path, None, f"cannot be read: {error.strerror}"))
        return None
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if not source.strip():
        findings.faults.append(Fault(path, 1, "the file is empty"))
        return None
    front, body_source = _split(source)
    facts = _read_front_matter(front, path, findings)
    body = READERS[path.suffix.lower()](body_source)
    if facts is None:
        return None
    if not any(not section.is_references for section in body.sections):
        findings.faults.append(Fault(path, front.count("\n") + 3, "there is no text below the front matter"))
        return None
    article_id = path.relative_to(folder).with_suffix("").as_posix()
    return Article(
        id=article_id,
        text=body.text,
        blocks=body.blocks,
        sections=body.sections,
        references=body.references,
        **facts,
    )


def _split(source: str) -> tuple[str, str]:
    """Splits a file into its front matter, without the marks, and its body."""
    lines = source.split("\n")
    if lines[0].rstrip() != _MARK:
        return "", source
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _MARK:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :])
    return "\n".join(lines[1:]), ""


def _read_front_matter(front: str, path: Path, findings: _Findings) -> dict[str, Any] | None:
    if not front.strip():
        findings.faults.append(Fault(path, 1, 'no front matter; begin with "---", "title: ...", "---"'))
        return None
    try:
        node = yaml.compose(front, Loader=yaml.SafeLoader)
        values = yaml.safe_load(front)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else None
        problem = getattr(error, "problem", None) or "not readable as YAML"
        findings.faults.append(Fault(path, line, f"front matter broken: {problem}"))
        return None
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        findings.faults.append(Fault(path, 2, 'front matter broken: expected lines such as "title: ..."'))
        return None
    lines = {key.value: key.start_mark.line + 2 for key, _ in node.value}
    return _check_facts(values, lines, path, findings)


def _check_facts(
    values: dict[str, Any], lines: dict[str, int], path: Path, findings: _Findings
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
        return value, None if isinstance(value, bool) else '"sample" must be true or false'
    if key == "tags":
        fine = isinstance(value, list) and all(isinstance(tag, str | int) for tag in value)
        return (tuple(map(str, value)), None) if fine else (None, '"tags" must be a list of words')
    if not isinstance(value, str | int | float):
        return None, f'"{key}" must be one line of text'
    text = " ".join(str(value).split())
    if key == "language" and not (len(text) == _LANGUAGE_LENGTH and text.isalpha()):
        return None, '"language" must be two letters, such as en or es'
    if key == "url" and not text.startswith(("https://", "http://", "/")):
        return None, '"url" must begin with https:// or http://'
    return (text.lower() if key == "language" else text), None


def _check_date(key: str, value: Any) -> tuple[dt.date | None, str | None]:
    if isinstance(value, dt.datetime):
        return value.date(), None
    if isinstance(value, dt.date):
        return value, None
    try:
        return dt.date.fromisoformat(str(value)[:10]), None
    except ValueError:
        return None, f'"{key}" is not a date such as 2026-05-31; left out'
