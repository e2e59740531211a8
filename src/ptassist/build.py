"""The offline main path: the corpus folder becomes a published index.

corpus/articles -> Article -> Passage -> vectors + terms -> index/versions/<id> -> index/current
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from ptassist.articles.article import Article
from ptassist.articles.library import Corpus, load_articles
from ptassist.errors import Fault, PtassistError
from ptassist.index.encoder import Encoder, open_encoder
from ptassist.index.passages import Passage, split_article
from ptassist.index.store import FORMAT, Index, Manifest, read_articles, verify
from ptassist.index.versions import build_lock, current_folder, publish
from ptassist.settings import Settings

StageProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, or would do.

    Attributes:
        published: The new version; None when nothing changed, or on a dry run.
        added: Ids of articles that the served index does not have.
        changed: Ids of articles whose text or facts differ.
        removed: Ids of articles that are gone.
        articles: How many articles the corpus has.
        passages: How many passages they give.
        samples_left_out: How many sample articles gave way to the clinic's own.
        warnings: What staff should look at.
    """

    published: str | None
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    articles: int
    passages: int
    samples_left_out: int
    warnings: tuple[Fault, ...]

    @property
    def is_unchanged(self) -> bool:
        """Whether the served index already holds just these articles."""
        return not (self.added or self.changed or self.removed)


def build_index(
    settings: Settings,
    *,
    dry_run: bool = False,
    progress: StageProgress | None = None,
    encoder: Encoder | None = None,
) -> BuildReport:
    """Builds the index and publishes it; an unchanged corpus publishes nothing.

    Args:
        settings: Where the corpus and the index are, and which encoder.
        dry_run: Only report what would change.
        progress: Called with the number of texts encoded so far, and of all texts.
        encoder: An encoder that is already open.

    Raises:
        CorpusError: The corpus has faults; the served index is untouched.
        BuildLockedError: Another build is running.
        EncoderError: The encoder cannot be loaded.
    """
    corpus = load_articles(settings.corpus_dir)
    passages = [passage for article in corpus.articles for passage in split_article(article)]
    report = _compare(corpus, passages, settings.index_dir)
    if dry_run:
        return report
    encoder = encoder or open_encoder(settings.encoder.model, settings.encoder.threads)
    with build_lock(settings.index_dir):
        digest = corpus_digest(corpus.articles)
        if _is_served(settings.index_dir, digest, encoder):
            return report
        index = Index.build(corpus.articles, passages, encoder, _of_total(passages, progress))
        version = publish(settings.index_dir, lambda folder: index.save(folder, encoder, digest))
    return replace(report, published=version.name)


def corpus_digest(articles: Sequence[Article]) -> str:
    """SHA-256 over everything that the articles say, in their order."""
    digest = hashlib.sha256()
    for article in articles:
        digest.update(msgspec.json.encode(article) + b"\n")
    return digest.hexdigest()


def _compare(corpus: Corpus, passages: Sequence[Passage], index_dir: Path) -> BuildReport:
    """What the corpus changes in the served index."""
    served = _served_articles(index_dir)
    now = {article.id: article for article in corpus.articles}
    return BuildReport(
        published=None,
        added=tuple(name for name in now if name not in served),
        changed=tuple(name for name in now if name in served and now[name] != served[name]),
        removed=tuple(name for name in served if name not in now),
        articles=len(now),
        passages=len(passages),
        samples_left_out=corpus.samples_left_out,
        warnings=corpus.warnings,
    )


def _served_articles(index_dir: Path) -> dict[str, Article]:
    try:
        return {article.id: article for article in read_articles(current_folder(index_dir))}
    except PtassistError:
        return {}  # a missing or damaged index: everything is new


def _is_served(index_dir: Path, digest: str, encoder: Encoder) -> bool:
    """Whether the served index is sound and was made of these articles by this encoder."""
    try:
        manifest: Manifest = verify(current_folder(index_dir))
    except PtassistError:
        return False
    made_of = (manifest.format, manifest.corpus_digest, manifest.encoder_digest)
    return made_of == (FORMAT, digest, encoder.digest)


def _of_total(
    passages: Sequence[Passage], progress: StageProgress | None
) -> Callable[[int], None] | None:
    """Turns "so many more are done" into "so many of so many are done"."""
    if progress is None:
        return None
    total, done = Index.work(passages), 0

    def report(count: int) -> None:
        nonlocal done
        done += count
        progress(done, total)

    return report
