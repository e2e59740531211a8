"""import_sources: what a person names (files, folders, addresses) is read and written into the corpus."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ptassist.articles.draft import Draft
from ptassist.articles.front_matter import Findings, read_front_matter, split_source
from ptassist.articles.readers import DRAFTS, MARKDOWN, reader_of
from ptassist.articles.web.body import MEGABYTE
from ptassist.articles.web.fetch import HTML, Fetcher
from ptassist.articles.web.imports import Imported, Importer
from ptassist.articles.web.links import PageFacts, own_address, read_facts
from ptassist.errors import ImportSourceError, PtassistError, UnreadableFileError

Reader = Callable[[bytes, str], Sequence[Draft]]
Readers = Mapping[str, Reader]
Progress = Callable[[int, int], None]

_LARGEST = 50 * MEGABYTE
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Failed:
    """What could not be read.

    Attributes:
        source: The file or the address.
        reason: What is wrong with it.
        remedy: What to do about it.
    """

    source: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        imported: Article by article.
        failed: What could not be read; the rest was.
        skipped: The files of a folder that are of no kind that is read.
    """

    imported: tuple[Imported, ...]
    failed: tuple[Failed, ...]
    skipped: tuple[str, ...] = ()


def import_sources(
    sources: Sequence[str],
    importer: Importer,
    fetcher: Fetcher,
    readers: Readers,
    progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Imports files, folders and addresses, one after the other; one that fails does not stop the rest.

    Args:
        sources: What to import; a folder stands for the files in it that can be read.
        importer: Writes the corpus files.
        fetcher: Reads addresses.
        readers: By the suffix of a file.
        progress: Called with how many are done, and of how many.
    """
    wanted, skipped = _expanded(sources, readers)
    imported: list[Imported] = []
    failed: list[Failed] = []
    for number, source in enumerate(wanted):
        progress(number, len(wanted))
        try:
            imported += _import_one(source, importer, fetcher, readers)
        except PtassistError as error:
            failed.append(Failed(source, error.message, error.remedy))
        except OSError as error:
            failed.append(Failed(source, f"cannot be read: {error.strerror or error}"))
    progress(len(wanted), len(wanted))
    return ImportReport(tuple(imported), tuple(failed), tuple(skipped))


def readers() -> Readers:
    """The readers of all formats, by suffix; the parser of a format is loaded when its first file is read."""
    return {
        **{suffix: partial(_read_draft, suffix) for suffix in DRAFTS},
        **dict.fromkeys(MARKDOWN, read_markdown_draft),
    }


def read_markdown_draft(content: bytes, where: str) -> Sequence[Draft]:
    """A Markdown file as a draft: with front matter, or with nothing but its text.

    Args:
        content: Of the file.
        where: Its path; names the article if nothing in it does.

    Raises:
        UnreadableFileError: It is not UTF-8, its front matter is broken, or there is no text.
    """
    try:
        source = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise UnreadableFileError("not UTF-8; save the file as UTF-8", where) from None
    front, body = split_source(source)
    findings = Findings()
    facts = read_front_matter(front, Path(where), findings) if front.strip() else {}
    if facts is None:
        fault = findings.faults[0]
        raise UnreadableFileError(fault.message, f"{where}:{fault.line or 1}")
    if not body.strip():
        raise UnreadableFileError("there is no text in the file", where)
    left = sorted(facts.keys() & {"review_due", "sample"})
    notes = [f"not taken over: {', '.join(left)}"] if left else []
    heading = re.match(r"\s*#[ \t]+(.+)\n", body)
    if "title" not in facts and heading:
        facts["title"], body = heading[1].strip(), body[heading.end() :]
    elif "title" not in facts:
        facts["title"] = Path(where).stem
        notes.append("the title is the file's name: check it")
    kept = {name: value for name, value in facts.items() if name not in left}
    return (Draft(markdown=body.strip(), notes=tuple(notes), **kept),)


def _read_draft(suffix: str, content: bytes, where: str) -> Sequence[Draft]:
    return reader_of(suffix)(content, where)


def is_address(source: str) -> bool:
    """Whether a person means an address on the web, and not a file."""
    return source.lower().startswith(_WEB)


def _import_one(
    source: str, importer: Importer, fetcher: Fetcher, readers: Readers
) -> list[Imported]:
    if is_address(source):
        page = fetcher.get(source)
        where = str(page.address)
        facts = read_facts(page.content, page.address) if page.kind in HTML else PageFacts()
        drafts = readers[page.suffix](page.content, where)
        return importer.take(drafts, source, own_address(facts, page.address))
    if "://" in source:
        raise ImportSourceError(f"{source}: only files, http:// and https:// addresses are read")
    path = Path(source).resolve()
    if path.is_relative_to(importer.folder.resolve()):
        raise ImportSourceError(
            f"{path}: lies in the corpus already", "It is read from there by: ptassist build"
        )
    content = _content(path)
    if path.suffix.lower() not in readers:
        raise ImportSourceError(
            f"{path}: not of a kind that is read ({', '.join(sorted(readers))})",
            "Save it as one of these and import that.",
        )
    return importer.take(readers[path.suffix.lower()](content, str(path)), str(path))


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > _LARGEST:
        raise ImportSourceError(f"{path}: larger than {_LARGEST // MEGABYTE} MB")
    return path.read_bytes()


def _expanded(sources: Sequence[str], readers: Readers) -> tuple[list[str], list[str]]:
    """Every file and address that is meant, each once, and the files of folders that no reader takes."""
    wanted: dict[str, None] = {}
    skipped: list[str] = []
    for source in sources:
        if "://" in source or not Path(source).is_dir():
            wanted[source] = None
        for path in _files_below(Path(source)):
            if path.suffix.lower() in readers:
                wanted[str(path)] = None
            else:
                skipped.append(str(path))
    return list(wanted), skipped


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path
