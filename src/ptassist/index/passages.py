"""Passage and split_article: pieces of an article that can be found and quoted.

Whole sentences under their heading, never across sections, around 110 words; list items stay with the line that
introduces them. Offsets count code points of `Article.text`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sentencex import segment

from ptassist.articles.article import Article, Block, BlockKind
from ptassist.articles.references import cited_in

# MiniLM reads 256 word pieces, about 170 words; 110 leaves room for the title and the headings.
TARGET_WORDS = 110
_SMALLEST_TAIL = 40
_NUMBERS = r"{0}+(?:\s?[,;⁻–-]\s?{0}+)*"
_RAISED, _IN_BRACKETS = _NUMBERS.format("[⁰¹²³⁴-⁹]"), rf"\[{_NUMBERS.format('[0-9]')}\]"
# "[3] shows that" begins a sentence; "[3] It shows" ends the one before.
_MARKER_BEFORE = re.compile(rf"\s*(?:(?:{_RAISED})|(?:{_IN_BRACKETS})(?!\s*[a-zà-ÿ]))+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article: the smallest thing that is ever quoted.

    Attributes:
        start: Its first character in `Article.text`.
        end: One past its last character.
        block: The index of its block.
        references: Indices of the article's references whose marker stands inside it.
    """

    start: int
    end: int
    block: int
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article, `Article.text[start:end]`.

    Attributes:
        id: The article's id, "#" and a running number.
        section: The index of its section.
        sentences: In reading order.
    """

    id: str
    article_id: str
    section: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]


def split_article(article: Article, target: int = TARGET_WORDS) -> list[Passage]:
    """Splits an article into passages; its reference list and its headings are in none.

    Args:
        article: What to split.
        target: How many words a passage may have; a single longer sentence is one passage.
    """
    groups: list[list[Sentence]] = []
    for index, section in enumerate(article.sections):
        if not section.is_references:
            groups += _group(article, list(_sentences_of_section(article, index)), target)
    return [
        Passage(
            id=f"{article.id}#{number}",
            article_id=article.id,
            section=article.blocks[group[0].block].section,
            start=group[0].start,
            end=group[-1].end,
            sentences=tuple(group),
        )
        for number, group in enumerate(groups)
    ]


def text_to_encode(article: Article, passage: Passage) -> str:
    """What the encoder and BM25 read of a passage: the title, the heading and the line above a list come first."""
    parts = [article.title, *headings_above(article, passage.section)]
    lead = article.blocks[passage.sentences[0].block].lead
    if lead is not None and article.blocks[lead].kind is not BlockKind.HEADING:
        parts.append(_words(article, article.blocks[lead]))
    parts.append(article.text[passage.start : passage.end].replace("\n", " "))
    return "\n".join(parts)


def sentences_to_encode(article: Article, passage: Passage) -> list[str]:
    """What the encoder reads of each sentence of a passage: the nearest heading comes first.

    With the heading the right sentence of clinic-dev is first in .39 of the questions, without it in .34; with the
    title too in .36.
    """
    heading = headings_above(article, passage.section)[-1:]
    return [". ".join([*heading, article.text[s.start : s.end]]) for s in passage.sentences]


def headings_above(article: Article, section: int) -> list[str]:
    """The headings that a section stands under, outermost first."""
    chain = [article.sections[index].heading for index in article.section_chain(section)]
    return [heading for heading in reversed(chain) if heading]


def split_sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yields the start and end of each sentence of one block, without the spaces around it.

    A marker behind the full stop ("denser.¹ It", "denser.[2, 3] It") belongs to the sentence before it.
    """
    spans: list[tuple[int, int]] = []
    offset = 0
    for piece in segment(language, text):
        marker = _MARKER_BEFORE.match(piece) if spans else None
        if marker:
            spans[-1] = (spans[-1][0], offset + marker.end())
        rest = piece[marker.end() :] if marker else piece
        stripped = rest.strip()
        if stripped:
            start = offset + len(piece) - len(rest) + rest.index(stripped)
            spans.append((start, start + len(stripped)))
        offset += len(piece)
    yield from spans


def _sentences_of_section(article: Article, section: int) -> Iterator[Sentence]:
    for index, block in enumerate(article.blocks):
        if block.section != section or block.kind is BlockKind.HEADING:
            continue
        text = _words(article, block)
        for start, end in split_sentences(text, article.language):
            cited, _ = cited_in(text[start:end], article.references)
            yield Sentence(block.start + start, block.start + end, index, tuple(cited))


def _group(article: Article, sentences: Sequence[Sentence], target: int) -> list[list[Sentence]]:
    """Fills passages sentence by sentence; a short last one joins the one before it."""
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        full = groups and _count(article, groups[-1]) + _count(article, [sentence]) > target
        if not groups or full:
            introduction = _introduction(article, groups[-1], sentence) if groups else []
            groups.append([*introduction, sentence])
        else:
            groups[-1].append(sentence)
    if len(groups) > 1 and _count(article, groups[-1]) < _SMALLEST_TAIL:
        tail = groups.pop()
        groups[-1] += tail
    return [group for group in groups if group]


def _introduction(article: Article, closing: list[Sentence], first: Sentence) -> list[Sentence]:
    """Takes the line above a list along into the passage that begins with the list's first item."""
    lead = article.blocks[first.block].lead
    if len(closing) > 1 and closing[-1].block == lead:
        return [closing.pop()]
    return []


def _count(article: Article, sentences: Sequence[Sentence]) -> int:
    return sum(len(re.findall(r"\w+", article.text[s.start : s.end])) for s in sentences)


def _words(article: Article, block: Block) -> str:
    return article.text[block.start : block.end]
