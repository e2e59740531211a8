"""`ptassist evaluate`: judged questions are asked of an index, and the metrics printed."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ptassist.answering.answer import Answer, AnswerKind, Role
from ptassist.answering.question import Turn
from ptassist.answering.reader import CompiledReader
from ptassist.answering.retriever import rank_articles
from ptassist.answering.triage import Level, load_triage
from ptassist.articles.article import Article
from ptassist.articles.jsonl import load_jsonl
from ptassist.articles.library import load_articles
from ptassist.assistant import Assistant, assistant_of
from ptassist.build import corpus_digest
from ptassist.cli.common import (
    ConfigOption,
    JsonOption,
    cache_folder,
    read_settings,
    tell,
    write_json,
)
from ptassist.cli.progress import progress_bar
from ptassist.errors import EvaluationError, PtassistError, QuestionError
from ptassist.evaluation.metrics import Metric
from ptassist.evaluation.questions import Judged, is_beir, read_questions
from ptassist.evaluation.runner import Outcome, measure, run
from ptassist.index.encoder import Encoder, open_encoder
from ptassist.index.passages import split_article
from ptassist.index.store import FORMAT, Index
from ptassist.index.versions import build_lock, current_folder, publish
from ptassist.settings import ClinicSettings, Settings
from ptassist.shipped import shipped

_SEARCH_DEPTH = 600
_ASK_DEPTH = 100


def evaluate(
    folder: Annotated[Path, typer.Argument(help="A BEIR folder, or one with questions.jsonl.")],
    language: Annotated[
        str | None, typer.Option(help="Only questions in this language, such as en.")
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Measures finding, quoting, refusing and triage on judged questions.

    FOLDER holds questions.jsonl, or queries.jsonl with qrels/test.tsv. Articles beside it (articles/ or corpus.jsonl)
    are indexed first and kept in a cache; without them the served index is asked.
    """
    settings = read_settings(config)
    questions = read_questions(folder)
    encoder = open_encoder(settings.encoder.model, settings.encoder.threads)
    index = open_index_for(folder, settings, encoder)
    reader = CompiledReader(threads=settings.encoder.threads)
    clinic = ClinicSettings()
    triage = load_triage(shipped("corpus/triage"), clinic.region, cache_folder(settings))
    assistant = assistant_of(lambda: index, encoder, clinic, triage, reader)
    ask = _asker(assistant, quoting=not is_beir(folder))
    with progress_bar("asking", len(questions)) as bar:
        asked = run(questions, ask, bar.advance)
    metrics = measure(asked, language)
    if as_json:
        write_json({"metrics": metrics})
    else:
        _print(metrics)


def _print(metrics: dict[str, Metric]) -> None:
    for name, metric in metrics.items():
        typer.echo(
            f"{name:18} {metric.value:.3f}   [{metric.low:.3f}, {metric.high:.3f}]   n {metric.n}"
        )


def _asker(assistant: Assistant, *, quoting: bool) -> Callable[[Judged], Outcome]:
    def ask(judged: Judged) -> Outcome:
        history = [Turn(turn) for turn in judged.turns[:-1]]
        try:
            depth = _ASK_DEPTH if quoting else _SEARCH_DEPTH
            found = tuple(rank_articles(assistant.search(judged.turns[-1], history, depth)))
            if not quoting:
                return Outcome(found, quoting=False)
            return _outcome(assistant, assistant.ask(judged.turns[-1], history), found)
        except QuestionError:
            return Outcome((), quoting=quoting)  # emoji and the like: refused with a kind sentence

    return ask


def _outcome(assistant: Assistant, answer: Answer, found: tuple[str, ...]) -> Outcome:
    texts = {name: article.text for name, article in assistant.articles.items()}
    return Outcome(
        article_ids=found,
        quotes=tuple(s.text for s in answer.segments if s.role is Role.ANSWER),
        verbatim=tuple(
            texts[s.quote.article_id][s.quote.start : s.quote.end] == s.text
            for s in answer.segments
        ),
        confidence=0.0 if answer.kind is AnswerKind.CONVERSATION else answer.confidence,
        answered=answer.kind is AnswerKind.ANSWER,
        carded=answer.level >= Level.URGENT_TODAY,
        emergency=answer.kind is AnswerKind.URGENT,
    )


def open_index_for(folder: Path, settings: Settings, encoder: Encoder) -> Index:
    """The index that a folder's questions are asked of: of the articles beside them, else the served one."""
    articles = _articles_beside(folder)
    if articles is None:
        return Index.load(current_folder(settings.index_dir), encoder)
    return _cached_index(articles, encoder)


def _articles_beside(folder: Path) -> tuple[Article, ...] | None:
    if (folder / "articles").is_dir():
        return load_articles(folder / "articles").articles
    if (folder / "corpus.jsonl").is_file():
        return load_jsonl(folder / "corpus.jsonl")
    return None


def _cached_index(articles: tuple[Article, ...], encoder: Encoder) -> Index:
    """The index of these articles by this encoder, built once and kept under the user's cache folder."""
    made_of = f"{FORMAT} {corpus_digest(articles)} {encoder.digest}"
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    cache = home / "ptassist" / hashlib.sha256(made_of.encode()).hexdigest()[:16]
    try:
        return Index.load(current_folder(cache), encoder)
    except PtassistError:
        tell(f"indexing {len(articles)} articles (kept for the next time in {cache})")
    passages = [passage for article in articles for passage in split_article(article)]
    if not passages:
        raise EvaluationError("the articles beside the questions hold no text")
    with progress_bar("encoding", Index.work(passages)) as bar:
        index = Index.build(articles, passages, encoder, bar.advance)
    with build_lock(cache):
        publish(cache, lambda folder: index.save(folder, encoder, corpus_digest(articles)))
    return index
