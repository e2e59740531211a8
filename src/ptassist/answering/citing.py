"""Citing: quotes become segments, and the sections that they stand in become numbered citations."""

from collections.abc import Mapping, Sequence

from ptassist.answering.answer import Citation, Quote, ReferenceLink, Role, Segment
from ptassist.answering.deep_link import article_url, deep_link
from ptassist.answering.evidence import Quoted
from ptassist.articles.article import Article
from ptassist.index.store import Index


def number_citations(quotes: Sequence[Quoted]) -> dict[tuple[str, int], int]:
    """A number for each article and section quoted, in reading order."""
    places = dict.fromkeys((quote.article.id, quote.section) for quote in quotes)
    return {place: number for number, place in enumerate(places, 1)}


def segment_of(index: Index, quote: Quoted, numbers: Mapping[tuple[str, int], int]) -> Segment:
    """A quote as it is shown, word for word."""
    article = quote.article
    return Segment(
        text=article.text[quote.start : quote.end],
        citation=numbers[(article.id, quote.section)],
        role=quote.role,
        quote=Quote(article.id, index.passages[quote.row].id, quote.start, quote.end),
        references=tuple(_reference(article, number) for number in quote.references),
    )


def _reference(article: Article, number: int) -> ReferenceLink:
    entry = article.references[number]
    return ReferenceLink(entry.label, entry.text, entry.doi, entry.url)


def citations_of(
    quotes: Sequence[Quoted], numbers: Mapping[tuple[str, int], int], segments: Sequence[Segment]
) -> tuple[Citation, ...]:
    """Where the quotes are from, by number.

    Args:
        quotes: What is quoted.
        numbers: As `number_citations` gives them.
        segments: The quotes as they are shown.
    """
    citations = []
    for (article_id, section), number in numbers.items():
        of_section = [q for q in quotes if (q.article.id, q.section) == (article_id, section)]
        article = of_section[0].article
        # The link goes to the sentence that answers; a section quoted for its condition alone links to that.
        target = next((q for q in of_section if q.role is Role.ANSWER), of_section[0])
        shown = {reference for segment in segments for reference in segment.references}
        rest = (_reference(article, entry) for entry in range(len(article.references)))
        citations.append(
            Citation(
                number=number,
                article_id=article_id,
                title=article.title,
                heading=article.sections[section].heading,
                author=article.author,
                published=article.published,
                reviewed=article.reviewed,
                url=article_url(article),
                deep_link=deep_link(article, target.start, target.end),
                language=article.language,
                sample=article.sample,
                further_reading=tuple(entry for entry in rest if entry not in shown),
            )
        )
    return tuple(citations)
