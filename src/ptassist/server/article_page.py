"""An article as its page shows it, with the sentence marked that a link names."""

import dataclasses
from collections.abc import Iterator

from ptassist.articles.article import Article, Block, BlockKind
from ptassist.server.contexts import ArticlePage, Element, Piece, Site, facts_of


def span_of(offsets: str) -> tuple[int, int]:
    """The two offsets of a text such as "1079-1254"; anything else marks nothing."""
    start, _, end = offsets.partition("-")
    if not (offsets.isascii() and start.isdecimal() and end.isdecimal() and len(offsets) < 20):
        return 0, 0
    return int(start), int(end)


def article_page_of(
    site: Site, article: Article, span: tuple[int, int], sample: str | None = None
) -> ArticlePage:
    """An article as its page shows it.

    Args:
        site: What stands on every page.
        article: The article.
        span: The offsets of the sentence to mark.
        sample: What is said above an article that is not the clinic's own.
    """
    elements: list[Element] = []
    references = ""
    for block in article.blocks:
        section = article.sections[block.section]
        if section.is_references:
            references = references or section.heading or ""
            continue
        pieces = tuple(_pieces(article, block, span))
        kind = _kind(block)
        if elements and kind in {"list", "numbered"} and elements[-1].kind == kind:
            last = elements.pop()
            elements.append(dataclasses.replace(last, items=(*last.items, pieces)))
        else:
            anchor = section.anchor if block.kind is BlockKind.HEADING else ""
            elements.append(Element(kind, anchor, (pieces,)))
    return ArticlePage(
        site=site,
        article=article,
        facts=facts_of(article, site.words),
        sample=sample if article.sample else None,
        elements=tuple(elements),
        references=article.references,
        reference_heading=references,
    )


def _kind(block: Block) -> str:
    if block.kind is BlockKind.ITEM:
        return "numbered" if block.ordered else "list"
    return block.kind.value


def _pieces(article: Article, block: Block, span: tuple[int, int]) -> Iterator[Piece]:
    start, end = max(block.start, span[0]), min(block.end, span[1])
    if start >= end:
        yield Piece(article.text[block.start : block.end], False, False)
        return
    yield Piece(article.text[block.start : start], False, False)
    yield Piece(article.text[start:end], True, block.start <= span[0])
    yield Piece(article.text[end : block.end], False, False)
