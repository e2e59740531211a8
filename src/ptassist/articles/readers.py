"""A file of the corpus becomes Articles, whatever its format: the one place where formats are told apart."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ptassist.articles.article import Article, BlockKind
from ptassist.articles.draft import Draft
from ptassist.articles.front_matter import Findings, read_front_matter, split_source
from ptassist.articles.markdown import Body, read_markdown
from ptassist.articles.parts.characters import hidden_note, hidden_text_note
from ptassist.articles.references import unresolved_markers
from ptassist.errors import Fault, UnreadableFileError

DraftReader = Callable[[bytes, str], tuple[Draft, ...]]

MARKDOWN = frozenset({".md", ".markdown"})
DRAFTS = frozenset({".html", ".htm", ".xhtml", ".docx", ".pdf", ".txt"})
SUFFIXES = MARKDOWN | DRAFTS

_NO_TEXT = "there is no text below the front matter"
_SHOWN = 5  # of the markers that have no entry


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file of the corpus gave; it depends on the file's content, its path and its id alone.

    Attributes:
        articles: None when the file has a fault; several for a page that carries several.
        faults: What is wrong with the file.
        warnings: What is odd about it.
        links: Where the links of each article lead, by its id.
    """

    articles: tuple[Article, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_path(path: Path, article_id: str) -> Reading:
    """Reads one file of the corpus."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return Reading(faults=(Fault(path, None, f"cannot be read: {error.strerror}"),))
    return read_content(content, path, article_id)


def read_content(content: bytes, path: Path, article_id: str) -> Reading:
    """Reads the content of one file of the corpus.

    Args:
        content: The bytes of the file.
        path: Its path, for messages; its suffix tells the format.
        article_id: The id of its article; further articles of the file add their title to it.
    """
    if article_id.encode(errors="ignore").decode() != article_id:
        fault = Fault(path, None, "the file's name cannot be read; rename the file")
        return Reading(faults=(fault,))
    if path.suffix.lower() in MARKDOWN:
        return _read_markdown_file(content, path, article_id)
    try:
        drafts = reader_of(path.suffix)(content, path.name)
    except UnreadableFileError as error:
        return Reading(faults=(Fault(path, None, error.reason),))
    return _of_drafts(drafts, path, article_id)


def reader_of(suffix: str) -> DraftReader:
    """The reader of a format that is no Markdown; its parser is loaded here and not before.

    Args:
        suffix: Such as ".docx".
    """
    match suffix.lower():
        case ".docx":
            from ptassist.articles.docx import read_docx

            return read_docx
        case ".pdf":
            from ptassist.articles.pdf import read_pdf

            return read_pdf
        case ".txt":
            from ptassist.articles.text import read_text

            return read_text
        case _:
            from ptassist.articles.html import read_html

            return read_html


def article_of(draft: Draft, article_id: str) -> Article:
    """The article of a draft, just as the corpus file that `to_corpus_file` writes gives it."""
    body = read_markdown(draft.markdown)
    return Article(
        id=article_id,
        title=draft.title,
        text=body.text,
        blocks=body.blocks,
        sections=body.sections,
        references=body.references,
        url=draft.url,
        author=draft.author,
        publisher=draft.publisher,
        published=draft.published,
        reviewed=draft.reviewed,
        language=draft.language,
        tags=draft.tags,
    )


def slug_of(title: str) -> str:
    """A title as a part of an id: plain letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "article"


def _of_drafts(drafts: Sequence[Draft], path: Path, article_id: str) -> Reading:
    articles: list[Article] = []
    warnings: list[Fault] = []
    taken: Counter[str] = Counter()
    for number, draft in enumerate(drafts):
        name = article_id if number == 0 else f"{article_id}--{slug_of(draft.title)}"
        taken[name] += 1
        name = name if taken[name] == 1 else f"{name}-{taken[name]}"
        article = article_of(draft, name)
        of_which = f'"{draft.title}": ' if len(drafts) > 1 else ""
        notes = [*draft.notes, *_marker_notes(article)]
        warnings += [Fault(path, None, of_which + note) for note in notes]
        articles.append(article)
    return Reading(tuple(articles), warnings=tuple(warnings), links={a.id: () for a in articles})


def _read_markdown_file(content: bytes, path: Path, article_id: str) -> Reading:
    findings = Findings()
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Reading(faults=(Fault(path, line, "not UTF-8; save the file as UTF-8"),))
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if not source.strip():
        return Reading(faults=(Fault(path, 1, "the file is empty"),))
    front, body_source = split_source(source)
    facts = read_front_matter(front, path, findings)
    body = read_markdown(body_source)
    if facts is not None and not _has_text(body):
        findings.faults.append(Fault(path, front.count("\n") + 3, _NO_TEXT))
    if facts is None or findings.faults:
        return Reading((), tuple(findings.faults), tuple(findings.warnings))
    article = Article(
        id=article_id,
        text=body.text,
        blocks=body.blocks,
        sections=body.sections,
        references=body.references,
        **facts,
    )
    notes = [*_hidden_notes(body), *_marker_notes(article)]
    warnings = (*findings.warnings, *(Fault(path, None, note) for note in notes))
    return Reading((article,), (), warnings, {article_id: body.links})


def _has_text(body: Body) -> bool:
    """Whether there is more than headings and a reference list."""
    return any(
        block.kind is not BlockKind.HEADING and not body.sections[block.section].is_references
        for block in body.blocks
    )


def _hidden_notes(body: Body) -> Iterator[str]:
    """What a reader of the page could not see."""
    if body.hidden_text:
        yield hidden_text_note(body.hidden_text)
    if body.hidden_characters:
        yield hidden_note(body.hidden_characters)


def _marker_notes(article: Article) -> Iterator[str]:
    """The markers in the text that the reference list does not know."""
    prose = (
        article.text[block.start : block.end]
        for block in article.blocks
        if not article.sections[block.section].is_references
    )
    markers = unresolved_markers(prose, article.references)
    if markers:
        shown = ", ".join(list(dict.fromkeys(markers))[:_SHOWN])
        noun = (
            "1 marker in the text has"
            if len(markers) == 1
            else f"{len(markers)} markers in the text have"
        )
        yield f"{noun} no entry in the reference list: {shown}"
