"""load_articles: the corpus folder becomes Articles, or one report of every fault in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ptassist.articles.article import Article
from ptassist.articles.front_matter import Findings
from ptassist.articles.readers import SUFFIXES, Reading, read_path
from ptassist.errors import CorpusError, EmptyCorpusError, Fault


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles to index, and what staff should look at.

    Attributes:
        articles: Ordered by id; the samples are left out as soon as one article is not a sample.
        warnings: What does not stop a build.
        samples_left_out: How many sample articles gave way to the clinic's own.
        links: Where the links of each article lead, by its id.
    """

    articles: tuple[Article, ...]
    warnings: tuple[Fault, ...]
    samples_left_out: int = 0
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def article_files(folder: Path) -> list[Path]:
    """Lists the files of a corpus folder that ptassist reads, in a fixed order."""
    return [path for path in _visible_files(folder) if path.suffix.lower() in SUFFIXES]


def load_articles(folder: Path, read: Callable[[Path, str], Reading] = read_path) -> Corpus:
    """Reads every article of a folder.

    Args:
        folder: The corpus folder; its subfolders are read too.
        read: Reads one file, given its path and its article's id; a build remembers what it read.

    Raises:
        CorpusError: One or more files cannot be read; every fault of the whole corpus is in it.
        EmptyCorpusError: There is no article.
    """
    findings = Findings()
    articles: list[Article] = []
    links: dict[str, tuple[str, ...]] = {}
    taken: dict[str, Path] = {}
    for path in _visible_files(folder):
        if path.suffix.lower() not in SUFFIXES:
            kinds = ", ".join(sorted(SUFFIXES))
            findings.warnings.append(Fault(path, None, f"not read: only {kinds} files are"))
            continue
        article_id = path.relative_to(folder).with_suffix("").as_posix()
        first = taken.setdefault(article_id, path)
        if first != path:
            findings.faults.append(Fault(path, 1, f'has the same id "{article_id}" as {first}'))
        reading = read(path, article_id)
        findings.faults += reading.faults
        findings.warnings += reading.warnings
        for article in reading.articles[1:]:
            other = taken.setdefault(article.id, path)
            if other != path:
                findings.faults.append(
                    Fault(path, None, f'has an article with the same id "{article.id}" as {other}')
                )
        articles += reading.articles
        links |= reading.links
    if findings.faults:
        raise CorpusError(
            sorted(findings.faults, key=lambda fault: (str(fault.path), fault.line or 0))
        )
    if not articles:
        raise EmptyCorpusError(folder)
    own = [article for article in articles if not article.sample]
    kept = sorted(own or articles, key=lambda article: article.id)
    return Corpus(tuple(kept), tuple(findings.warnings), len(articles) - len(kept), links)


def _visible_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path
