"""The survey: what staff should look at in their articles before visitors see them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import urljoin, urlsplit

from ptassist.answering.deep_link import text_fragment
from ptassist.articles.article import Article, BlockKind
from ptassist.checks.addresses import Addresses, split_address
from ptassist.checks.duplicates import near_duplicates
from ptassist.checks.hostile import suspicions
from ptassist.index.passages import Passage

# A sample article has 700 words; ten times that is a leaflet pasted as one page, a tenth a stub.
LONG_WORDS, SHORT_WORDS = 7000, 70
_FILES = {".md", ".markdown", ".html", ".htm", ".docx", ".txt", ".pdf"}


class NoteKind(StrEnum):
    """What a note is about."""

    SUSPICIOUS = "suspicious"
    NEAR_DUPLICATE = "near-duplicate"
    DEAD_LINK = "dead-link"
    LONG = "long"
    SHORT = "short"
    UNREVIEWED = "unreviewed"
    NO_LINK = "no-link"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to look at; it stops no build.

    Attributes:
        article_id: The article.
    """

    kind: NoteKind
    article_id: str
    message: str


def survey(articles: Sequence[Article], links: Mapping[str, Sequence[str]]) -> tuple[Note, ...]:
    """What only shows when the articles are looked at together.

    Args:
        articles: The articles to be indexed.
        links: The link targets of each article, by its id.
    """
    return (*_duplicates(articles), *dead_links(articles, links))


def notes_on(article: Article) -> Iterator[Note]:
    """What there is to look at in one article by itself."""
    yield from _length(article)
    if article.reviewed is None:
        yield Note(NoteKind.UNREVIEWED, article.id, "no date of review; add `reviewed:`")
    for found in suspicions(article):
        yield Note(NoteKind.SUSPICIOUS, article.id, f'"{found.words}": {found.why}')


def unlinked(article: Article, passages: Iterable[Passage]) -> Iterator[Note]:
    """Sentences that no link can point to, because the article says the same elsewhere among the same words."""
    if not article.url:
        return  # our own page marks the sentence by its offsets
    spans = ((s.start, s.end) for passage in passages for s in passage.sentences)
    found = [span for span in spans if text_fragment(article.text, *span) is None]
    if found:
        said = article.text[slice(*found[0])]
        message = f'links go to the heading for {len(found)} repeated sentences, such as "{said}"'
        yield Note(NoteKind.NO_LINK, article.id, message)


def in_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Notes by their kind, the most pressing kind first."""
    kinds = list(NoteKind)
    return tuple(sorted(notes, key=lambda note: (kinds.index(note.kind), note.article_id)))


def _duplicates(articles: Sequence[Article]) -> Iterator[Note]:
    for pair in near_duplicates(articles):
        alike = f"{pair.similarity:.0%} the same as {pair.first}"
        yield Note(NoteKind.NEAR_DUPLICATE, pair.second, alike)


def _length(article: Article) -> Iterator[Note]:
    words = sum(
        len(article.text[block.start : block.end].split())
        for block in article.blocks
        if block.kind is not BlockKind.HEADING and not article.sections[block.section].is_references
    )
    if words > LONG_WORDS:
        yield Note(NoteKind.LONG, article.id, f"{words} words; better as several articles")
    elif words < SHORT_WORDS:
        yield Note(NoteKind.SHORT, article.id, f"only {words} words")


def dead_links(articles: Sequence[Article], links: Mapping[str, Sequence[str]]) -> Iterator[Note]:
    """Links from one article to another that is not there.

    A relative link to a file means a file of the corpus. An address means an article when articles are published in the
    very folder of the site that it points into; other pages of the site cannot be judged, nor can the site's root.
    """
    addresses = Addresses(articles)
    folders = {_folder(article.url) for article in articles} - {None}
    for article in articles:
        for target in dict.fromkeys(links.get(article.id, ())):
            if _is_dead(target, article, addresses, folders):
                yield Note(
                    NoteKind.DEAD_LINK, article.id, f"links to {target}, which no article is"
                )


def _is_dead(
    target: str, article: Article, addresses: Addresses, folders: set[tuple[str, str] | None]
) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme not in ("", "http", "https") or not (parts.path or parts.netloc):
        return False
    is_file = PurePosixPath(parts.path).suffix.lower() in _FILES
    if not parts.netloc and not parts.path.startswith("/") and is_file:
        beside = normpath(str(PurePosixPath(article.id).parent / parts.path))
        return addresses.find(beside) is None
    address = urljoin(article.url, target)
    return _folder(address) in folders and addresses.find(address) is None


def _folder(address: str) -> tuple[str, str] | None:
    """The site and the folder that an address lies in; None for the site's root."""
    site, path = split_address(address)
    parent = str(PurePosixPath(path).parent)
    return (site, parent) if parent not in ("/", ".") else None
