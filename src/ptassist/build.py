"""The offline main path: the corpus folder becomes a published index.

corpus/articles -> Article -> Passage -> vectors + terms -> index/versions/<id> -> golden questions -> index/current
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from ptassist.articles.article import Article
from ptassist.articles.library import Corpus
from ptassist.checks.approved import read_laid_down
from ptassist.checks.gate import GateReport, ask_golden, read_gate
from ptassist.checks.page import write_page
from ptassist.checks.shelf import Shelf
from ptassist.checks.survey import Note, in_order, survey
from ptassist.errors import Fault, PtassistError
from ptassist.index.building import open_building_encoder
from ptassist.index.compiled import why_not_compiled
from ptassist.index.encoder import Encoder
from ptassist.index.passages import Passage
from ptassist.index.reuse import ReusingEncoder
from ptassist.index.store import FORMAT, Index, read_articles, read_manifest, verify
from ptassist.index.versions import (
    Version,
    build_lock,
    current_folder,
    list_versions,
    make_current,
    write_candidate,
)
from ptassist.settings import Settings

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, or would do.

    Attributes:
        published: The new version; None when nothing changed, when the gate refused it, or on a dry run.
        added: Ids of articles that the served index does not have.
        changed: Ids of articles whose text or facts differ.
        removed: Ids of articles that are gone.
        articles: How many articles the corpus has.
        passages: How many passages they give.
        samples_left_out: How many sample articles gave way to the clinic's own.
        warnings: What staff should look at in the files.
        notes: What staff should look at in the articles.
        refused: The version that was built and not published.
        gate: What the golden questions found; None when nothing was built.
        page: The page with old answers beside new ones.
    """

    published: str | None
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    articles: int
    passages: int
    samples_left_out: int
    warnings: tuple[Fault, ...]
    notes: tuple[Note, ...] = ()
    refused: str | None = None
    gate: GateReport | None = None
    page: Path | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether the served index already holds just these articles."""
        return not (self.added or self.changed or self.removed)


def build_index(
    settings: Settings,
    *,
    dry_run: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
) -> BuildReport:
    """Builds the index, asks it the golden questions and publishes it; an unchanged corpus publishes nothing.

    Args:
        settings: Where the corpus and the index are, and which encoder.
        dry_run: Only report what would change.
        force: Publish even if the golden questions say no.
        progress: Called with the stage, how much of it is done, and how much there is.
        encoder: An encoder that is already open.

    Raises:
        CorpusError: The corpus has faults, or a sentence that therapists pasted is not in it; the served index is
            untouched.
        EvaluationError: The golden or the judged questions cannot be read.
        BuildLockedError: Another build is running.
        EncoderError: The encoder cannot be loaded.
    """
    shelf = Shelf(settings.index_dir)
    corpus = shelf.load(settings.corpus_dir)
    questions = read_gate(settings)
    laid_down = read_laid_down(settings, corpus.articles, shelf.passages_of, _today())
    report = _compare(corpus, shelf, settings.index_dir)
    report = replace(report, warnings=(*report.warnings, *laid_down.warnings))
    if dry_run:
        return report
    encoder = encoder or open_building_encoder(
        settings.index_dir, settings.encoder.model, settings.encoder.threads
    )
    with build_lock(settings.index_dir):
        digest = corpus_digest(corpus.articles, laid_down.digest)
        if _is_served(settings.index_dir, digest, encoder):
            shelf.save()
            return report
        version = _find_built(settings.index_dir, digest, encoder)
        if version is None:
            passages = [p for article in corpus.articles for p in shelf.passages_of(article)]
            index = Index.build(
                corpus.articles,
                passages,
                _knowing_the_served(settings.index_dir, encoder),
                _of_total(passages, progress),
                laid_down.decisions,
            )
            version = write_candidate(
                settings.index_dir, lambda folder: index.save(folder, encoder, digest)
            )
            shelf.save()
        report = replace(report, warnings=(*report.warnings, *_about_the_encoder(version)))
        gate = ask_golden(questions.about(corpus.articles), version, settings, encoder, progress)
        if gate.passed or force:
            make_current(settings.index_dir, version)
            report = replace(report, gate=gate, published=version.name)
        else:
            report = replace(report, gate=gate, refused=version.name)
        return replace(report, page=write_page(settings.index_dir, version.name, report))


def corpus_digest(articles: Sequence[Article], laid_down: str = "") -> str:
    """SHA-256 over everything that the articles say, in their order, and over what therapists laid down.

    Args:
        articles: The articles.
        laid_down: The digest of what was laid down; empty when nothing was.
    """
    digest = hashlib.sha256(laid_down.encode())
    for article in articles:
        digest.update(msgspec.json.encode(article) + b"\n")
    return digest.hexdigest()


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _compare(corpus: Corpus, shelf: Shelf, index_dir: Path) -> BuildReport:
    """What the corpus changes in the served index."""
    served = _served_articles(index_dir)
    now = {article.id: article for article in corpus.articles}
    alone = (note for article in corpus.articles for note in shelf.notes_of(article))
    return BuildReport(
        published=None,
        added=tuple(name for name in now if name not in served),
        changed=tuple(name for name in now if name in served and now[name] != served[name]),
        removed=tuple(name for name in served if name not in now),
        articles=len(now),
        passages=sum(shelf.count_of(article) for article in corpus.articles),
        samples_left_out=corpus.samples_left_out,
        warnings=corpus.warnings,
        notes=in_order([*survey(corpus.articles, corpus.links), *alone]),
    )


def _served_articles(index_dir: Path) -> dict[str, Article]:
    try:
        return {article.id: article for article in read_articles(current_folder(index_dir))}
    except PtassistError:
        return {}  # a missing or damaged index: everything is new


def _about_the_encoder(version: Version) -> list[Fault]:
    """What staff should know of a version that cannot be served without sentence-transformers."""
    reason = why_not_compiled(version.folder)
    if not reason:
        return []
    cost = "serving this index needs sentence-transformers: seconds to start, 400 MB more, slower answers"
    return [Fault(version.folder, None, f"the encoder could not be compiled ({reason}); {cost}")]


def _knowing_the_served(index_dir: Path, encoder: Encoder) -> Encoder:
    """The encoder, which need not encode again what the served index holds."""
    try:
        return ReusingEncoder(encoder, Index.load(current_folder(index_dir), encoder))
    except (PtassistError, OSError):
        return encoder  # nothing is served, or it was made by another encoder


def _is_served(index_dir: Path, digest: str, encoder: Encoder) -> bool:
    """Whether the served index is sound and was made of these articles by this encoder."""
    try:
        return _is_made_of(current_folder(index_dir), digest, encoder)
    except PtassistError:
        return False


def _find_built(index_dir: Path, digest: str, encoder: Encoder) -> Version | None:
    """A version of these articles that was built before: refused by the gate, or rolled back."""
    for version in list_versions(index_dir):
        if _is_made_of(version.folder, digest, encoder):
            return version
    return None


def _is_made_of(folder: Path, digest: str, encoder: Encoder) -> bool:
    try:
        manifest = read_manifest(folder)
        made_of = (manifest.format, manifest.corpus_digest, manifest.encoder_digest)
        return made_of == (FORMAT, digest, encoder.digest) and bool(verify(folder))
    except PtassistError:
        return False


def _of_total(
    passages: Sequence[Passage], progress: Progress | None
) -> Callable[[int], None] | None:
    """Turns "so many more are done" into "so many of so many are done"."""
    if progress is None:
        return None
    total, done = Index.work(passages), 0

    def report(count: int) -> None:
        nonlocal done
        done += count
        progress("encoding", done, total)

    return report
