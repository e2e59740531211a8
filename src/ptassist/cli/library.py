"""`ptassist stale`, `readability`, `conflicts`: what an editor looks at in the clinic's articles."""

import datetime as dt
from typing import Annotated

import typer

from ptassist.articles.library import load_articles
from ptassist.checks.conflicts import Conflict, find_conflicts
from ptassist.checks.page import read_citations
from ptassist.checks.readability import Reading, hardest_first, read_article, read_passage
from ptassist.checks.stale import Age, ages_of
from ptassist.cli.common import ConfigOption, JsonOption, read_settings, tell, write_json
from ptassist.errors import PtassistError
from ptassist.index.passages import split_article
from ptassist.index.serving import open_serving_encoder
from ptassist.index.store import Index
from ptassist.index.versions import current_folder

TopOption = Annotated[int, typer.Option(min=1, help="How many to show.")]


def stale(as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Lists the articles by the age of their review, with how often answers cite them.

    The citations are those of the answers to the golden and judged questions at the last build; a dash stands where
    none were asked.
    """
    settings = read_settings(config)
    articles = load_articles(settings.corpus_dir).articles
    try:
        cited = read_citations(settings.index_dir, current_folder(settings.index_dir).name)
    except PtassistError:
        cited = None
    ages = ages_of(articles, dt.datetime.now(dt.UTC).date(), cited)
    if as_json:
        write_json(ages)
    for age in [] if as_json else ages:
        typer.echo(_stale_line(age))


def readability(
    passages: Annotated[
        bool, typer.Option("--passages", help="Passage by passage instead of article by article.")
    ] = False,
    top: TopOption = 1000,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Lists the articles, or their passages, by how hard they are to read, the hardest first.

    English by the Flesch-Kincaid grade (patients: 8 or below), Spanish on the INFLESZ scale (patients: 55 or above).
    """
    readings: list[Reading | None] = []
    for article in load_articles(read_settings(config).corpus_dir).articles:
        pieces = split_article(article)
        if passages:
            readings += [read_passage(article, passage) for passage in pieces]
        else:
            readings.append(read_article(article, pieces))
    ordered = hardest_first(readings)
    if as_json:
        write_json(ordered[:top])
        return
    for reading in ordered[:top]:
        typer.echo(_reading_line(reading))
    hard = sum(reading.is_hard for reading in ordered)
    tell(f"{hard} of {len(ordered)} are too hard for patients (marked !)")


def conflicts(
    top: TopOption = 20, as_json: JsonOption = False, config: ConfigOption = None
) -> None:
    """Finds sentences of different articles that may say opposite things, for a person to read.

    It looks at the published index: numbers that do not agree, advice for against advice against, words that are each
    other's opposite. Many pairs will turn out to agree.
    """
    settings = read_settings(config)
    where = settings.encoder
    encoder = open_serving_encoder(settings.index_dir, where.model, where.threads)
    show_conflicts(Index.load(current_folder(settings.index_dir), encoder), top, as_json=as_json)


def show_conflicts(index: Index, top: int, *, as_json: bool) -> None:
    """Prints what may be in conflict in an index."""
    found = find_conflicts(index, top)
    if as_json:
        write_json(found)
    for number, conflict in enumerate([] if as_json else found, 1):
        typer.echo(_conflict_lines(number, conflict, index))
    if not found:
        tell("no two articles were found to say opposite things")


def _stale_line(age: Age) -> str:
    days = "no date" if age.days is None else f"{age.days} days"
    due = f"due {age.review_due}" if age.review_due else ""
    cited = "-" if age.cited is None else str(age.cited)
    mark = "!" if age.is_past_due else " "
    return f"{mark} {days:>10}  {due:14}  cited {cited:>4}  {age.article_id}"


def _reading_line(reading: Reading) -> str:
    mark = "!" if reading.is_hard else " "
    name = "grade" if reading.language != "es" else "inflesz"
    text = f"\n    {reading.text}" if reading.text else ""
    return f"{mark} {name} {reading.figure:5.1f}  {reading.words:5} words  {reading.where}{text}"


def _conflict_lines(number: int, conflict: Conflict, index: Index) -> str:
    detail = f": {conflict.detail}" if conflict.detail else ""
    lines = [f"{number:3}. {conflict.sign}{detail}  (score {conflict.score:.2f})"]
    for said in (conflict.first, conflict.second):
        address = index.articles[said.article_id].url
        place = " › ".join(part for part in (said.article_id, said.heading) if part)
        lines += [f'     "{said.text}"', f"       {place}{f'  {address}' if address else ''}"]
    return "\n".join(lines)
