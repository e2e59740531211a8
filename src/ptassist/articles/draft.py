"""Draft: what a reader makes of one file, before it is an Article: the facts, and the body as Markdown.

Every format takes one way: file -> Draft -> `read_markdown` -> Article. So a Word file that lies in the corpus folder
and the corpus file that an import made of it give the same article.
"""

from dataclasses import dataclass
from datetime import date

import yaml

_MARK = "---"
_KEYS = (
    "title url author publisher published reviewed language tags".split()
)  # the order in the corpus file


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as a reader found it in a file.

    Attributes:
        title: One line.
        markdown: The body, without front matter and without the title.
        author: With credentials, as the source writes them.
        publisher: The site or the organisation.
        published: The day that the source gives.
        reviewed: Only where the source itself says "reviewed"; a day of change is no review.
        url: The canonical address; empty where the source names none.
        language: ISO 639-1.
        tags: The source's own words for its subject.
        left_out: What was there and is no part of the article, such as "menu" or "3 related posts".
        notes: What a person should look at, such as "the title is derived from the text: check it".
    """

    title: str
    markdown: str
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    reviewed: date | None = None
    url: str = ""
    language: str = "en"
    tags: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def to_corpus_file(draft: Draft) -> str:
    """Writes a draft as a corpus file: Markdown with front matter; its notes are comments in it.

    Args:
        draft: What a reader gave; `load_articles` reads the same facts and the same text back.
    """
    front = "".join(_line(key, getattr(draft, key)) for key in _KEYS if getattr(draft, key))
    notes = "".join(f"# check: {' '.join(note.split())}\n" for note in draft.notes)
    return f"{_MARK}\n{front}{notes}{_MARK}\n\n{draft.markdown.strip()}\n"


def _line(key: str, value: object) -> str:
    """A fact on a line of its own, as a person would write it."""
    fact = {key: list(value) if isinstance(value, tuple) else value}
    style = None if isinstance(value, tuple) else False
    return str(yaml.safe_dump(fact, allow_unicode=True, default_flow_style=style, width=10**6))
