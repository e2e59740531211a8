"""Article, Section, Block, Reference: one source text of the clinic, as data.

`Article.text` is plain text in Unicode NFC; every start and end is an offset into it, counted in code points, and
every block ends with a newline that belongs to no block.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of text is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item (a further paragraph of an item is an item too).

    Attributes:
        kind: What it is.
        start: Its first character.
        end: One past its last character; the newline that ends it is not part of it.
        section: The index of its section.
        level: A heading's level 1 to 6, an item's depth from 1, else 0.
        ordered: Whether the item's list is numbered.
        lead: The index of the block that introduces this list item: the line above the list, or the parent item.
    """

    kind: BlockKind
    start: int
    end: int
    section: int
    level: int = 0
    ordered: bool = False
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what follows it up to the next heading.

    Attributes:
        heading: Its words; None for what stands before the first heading.
        start: The first character, that of the heading.
        end: One past the last character of its last block; subsections are not included.
        parent: The index of the section that it is a subsection of.
        anchor: The id of its heading on the article's page, unique in the article; empty without a heading.
        is_references: Whether it is the article's reference list (or stands inside it).
    """

    heading: str | None
    start: int
    end: int
    parent: int | None
    anchor: str
    is_references: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of an article's own reference list.

    Attributes:
        label: How the article's text points to it, such as "[1]" or "Hong & Kim, 2018".
        text: The entry as the article gives it.
        doi: The DOI without a resolver, such as "10.1002/jbmr.3284".
        url: Where to read it.
    """

    label: str
    text: str
    doi: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """A source text of the clinic.

    Attributes:
        id: The file's path below the corpus folder, without its suffix.
        text: The whole article as plain text, headings and reference list included, the title not.
        blocks: In reading order.
        sections: In reading order; the first has no heading when the text begins without one.
        url: Its address on the clinic's site; empty for an article that only ptassist shows.
        language: ISO 639-1.
        sample: Whether it is one of the project's samples.
    """

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    url: str = ""
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    reviewed: date | None = None
    review_due: date | None = None
    language: str = "en"
    tags: tuple[str, ...] = ()
    sample: bool = False

    def section_chain(self, section: int) -> Iterator[int]:
        """Yields a section's index and then its ancestors', innermost first."""
        current: int | None = section
        while current is not None:
            yield current
            current = self.sections[current].parent
