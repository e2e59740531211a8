"""`ptassist search` and `ptassist ask`: a question in the terminal."""

from collections.abc import Iterator
from typing import Annotated

import typer

from ptassist.answering.answer import Answer, Citation, Handoff, Role, Segment
from ptassist.assistant import open_assistant
from ptassist.cli.common import ConfigOption, JsonOption, read_settings, write_json

QuestionArgument = Annotated[str, typer.Argument(help="The question, as a visitor would type it.")]
_MARKS = {Role.ANSWER: " ", Role.CONDITION: "!", Role.CONTEXT: "·"}


def search(
    question: QuestionArgument,
    top: Annotated[int, typer.Option(min=1, max=100, help="How many passages.")] = 10,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Shows the passages that a question finds, best first."""
    assistant = open_assistant(read_settings(config))
    hits = assistant.search(question, top=top)
    articles = assistant.articles
    rows = [
        {
            "rank": hit.rank,
            "article_id": hit.passage.article_id,
            "passage_id": hit.passage.id,
            "score": round(hit.score, 4),
            "text": articles[hit.passage.article_id].text[hit.passage.start : hit.passage.end],
        }
        for hit in hits
    ]
    if as_json:
        write_json(rows)
    for row in [] if as_json else rows:
        typer.echo(f"{row['rank']:3} {row['score']:.3f} {row['passage_id']}")
        typer.echo(f"    {' '.join(str(row['text']).split())}\n")


def ask(
    question: QuestionArgument, as_json: JsonOption = False, config: ConfigOption = None
) -> None:
    """Answers a question out of the articles."""
    answer = open_assistant(read_settings(config)).ask(question)
    if as_json:
        write_json(answer.as_json())
    else:
        typer.echo("\n".join(_lines(answer)))


def _lines(answer: Answer) -> Iterator[str]:
    if answer.card:
        yield f"** {answer.card.title} **\n{answer.card.text}"
        yield from (f"   {action.label}: {action.href}" for action in answer.card.actions)
        yield ""
    yield from (f"[{notice.text}]" for notice in answer.notices)
    for place, segment in enumerate(answer.segments):
        yield from (frame.text for frame in answer.frames if frame.before == place)
        yield _quote(segment)
    yield from (frame.text for frame in answer.frames if frame.before is None)
    yield from (f"   Words: {note.term}: {note.text}" for note in answer.notes)
    if answer.citations:
        yield ""
    yield from (_citation(citation) for citation in answer.citations)
    yield from (f"   Nearest: {near.title} ({near.url})" for near in answer.nearest)
    yield ""
    yield from _handoff(answer.handoff)


def _quote(segment: Segment) -> str:
    papers = "".join(f"\n      cites {r.label}: {r.url or r.text}" for r in segment.references)
    return f'  {_MARKS[segment.role]} "{segment.text}" [{segment.citation}]{papers}'


def _citation(citation: Citation) -> str:
    by = ", ".join(
        str(fact) for fact in (citation.author, citation.reviewed or citation.published) if fact
    )
    section = f" › {citation.heading}" if citation.heading else ""
    return f"[{citation.number}] {citation.title}{section} ({by or 'no author named'})\n    {citation.deep_link}"


def _handoff(handoff: Handoff) -> Iterator[str]:
    yield handoff.text
    yield from (f"   {action.label}: {action.href}" for action in handoff.actions)
