"""load_articles: the corpus folder becomes Articles, or one report of every fault in it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ptassist.articles.article import Article, BlockKind
from ptassist.articles.markdown import Body, read_markdown
from ptassist.errors import CorpusError, EmptyCorpusError, Fault

READERS: Mapping[str, Callable[[str], Body]] = {".md": read_markdown, ".markdown": read_markdown}

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
    articles: list[Article] = []
    taken: dict[str, Path] = {}
    for path in _visible_files(folder):
        if path.suffix.lower() not in READERS:
            kinds = ", ".join(sorted(READERS))
            findings.warnings.append(Fault(path, None, f"not read: only {kinds} files are"))
            continue
        article_id = path.relative_to(folder).with_suffix("").as_posix()
        first = taken.setdefault(article_id, path)
        if first != path:
            findings.faults.append(Fault(path, 1, f'has the same id "{article_id}" as {first}'))
        article = _read_file(path, article_id, findings)
        if article is not None:
            articles.append(article)
    if findings.faults:
        raise CorpusError(
            sorted(findings.faults, key=lambda fault: (str(fault.path), fault.line or 0))
        )
    if not articles:
        raise EmptyCorpusError(folder)
    own = [article for article in articles if not article.sample]
    kept = sorted(own or articles, key=lambda article: article.id)
    return Corpus(tuple(kept), tuple(findings.warnings), len(articles) - len(kept))


def _visible_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _read_file(path: Path, article_id: str, findings: _Findings) -> Article | None:
    """Reads one file; None when it has a fault, which then stands in the findings."""
    if article_id.encode(errors="ignore").decode() != article_id:
        findings.faults.append(Fault(path, None, "the file's name cannot be read; rename the file"))
        return None
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
    if not _has_text(body):
        findings.faults.append(
            Fault(path, front.count("\n") + 3, "there is no text below the front matter")
        )
        return None
    return Article(
        id=article_id,
        text=body.text,
        blocks=body.blocks,
        sections=body.sections,
        references=body.references,
        **facts,
    )


def _has_text(body: Body) -> bool:
    """Whether there is more than headings and a reference list."""
    return any(
        block.kind is not BlockKind.HEADING and not body.sections[block.section].is_references
        for block in body.blocks
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
