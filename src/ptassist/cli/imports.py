"""`ptassist import` and `ptassist crawl`: what the clinic has already becomes corpus files."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ptassist.cli.arrivals import (
    crawl_as_json,
    import_as_json,
    similar_to,
    tell_crawl,
    tell_import,
    tell_similar,
)
from ptassist.cli.common import (
    ConfigOption,
    JsonOption,
    read_settings,
    write_json,
)
from ptassist.cli.progress import Bar, progress_bar
from ptassist.settings import Settings

if TYPE_CHECKING:
    from ptassist.articles.web.report import Bounds

_PATIENCE = 2.0  # seconds before a progress bar is worth its line

CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", help="The folder of articles instead of the one in the settings."),
]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Write over files that you corrected, too; yours go to `.old`."),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only report what would be written.")]
PrivateOption = Annotated[
    bool,
    typer.Option("--allow-private", help="Let addresses lie within your own network."),
]


def import_(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL...",
            help="Files (.html, .docx, .pdf, .txt, .md), folders of them, or addresses of pages.",
        ),
    ],
    corpus: CorpusOption = None,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Writes files, folders or web pages into the corpus, as Markdown that you can read and correct.

    A file that you corrected is never written over without --force. What cannot be read is reported, and the others
    are imported all the same.
    """
    from ptassist.articles.web.fetch import Fetcher
    from ptassist.articles.web.imports import Importer
    from ptassist.articles.web.ledger import open_ledger
    from ptassist.articles.web.sources import import_sources, readers

    folder = read_settings(config, corpus_dir=corpus).corpus_dir
    with (
        open_ledger(folder, dry_run=dry_run) as ledger,
        Fetcher(allow_private=allow_private) as fetcher,
        progress_bar("importing", 0) as bar,
    ):
        importer = Importer(ledger, force=force, dry_run=dry_run)
        report = import_sources(sources, importer, fetcher, readers(), _patient(bar))
    similar = [] if dry_run else similar_to(folder, report.imported)
    if as_json:
        write_json(import_as_json(report, similar))
    else:
        tell_import(report, dry_run=dry_run)
        tell_similar(similar)
    if report.failed:
        raise typer.Exit(1)


def crawl(
    site: Annotated[str, typer.Argument(help="The address of the clinic's site.")],
    corpus: CorpusOption = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Put the files of pages that are gone aside, in `.old`.")
    ] = False,
    prune_many: Annotated[
        bool, typer.Option("--prune-many", help="Prune even if most articles would go.")
    ] = False,
    dry_run: DryRunOption = False,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Finds the articles of a site by its sitemaps, feeds and links, and writes them into the corpus.

    It keeps to the site, to its robots.txt, and to the rate and the limits of the settings. The second time it only
    asks which pages have changed. A file that you corrected is left alone.
    """
    from ptassist.articles.web.crawl import crawl_site
    from ptassist.articles.web.fetch import Fetcher
    from ptassist.articles.web.imports import Importer
    from ptassist.articles.web.ledger import open_ledger
    from ptassist.articles.web.manners import Manners
    from ptassist.articles.web.sources import readers

    settings = read_settings(config, corpus_dir=corpus)
    with (
        open_ledger(settings.corpus_dir, dry_run=dry_run) as ledger,
        Fetcher(allow_private=allow_private) as fetcher,
        progress_bar("pages", 0) as bar,
    ):
        report = crawl_site(
            site if "://" in site else f"https://{site}",
            ledger,
            Importer(ledger, dry_run=dry_run),
            fetcher,
            Manners(settings.crawl.requests_per_second),
            readers(),
            bounds=_bounds(settings),
            prune=(prune or prune_many) and not dry_run,
            prune_many=prune_many,
            progress=_patient(bar),
        )
    similar = [] if dry_run else similar_to(settings.corpus_dir, report.imported)
    if as_json:
        write_json(crawl_as_json(report, similar))
    else:
        tell_crawl(report, dry_run=dry_run)
        tell_similar(similar)
    if report.has_stopped:
        raise typer.Exit(1)


def _bounds(settings: Settings) -> "Bounds":
    from ptassist.articles.web.report import Bounds

    wanted = settings.crawl
    return Bounds(wanted.pages, wanted.minutes * 60, wanted.leave_out)


def _patient(bar: Bar) -> Callable[[int, int], None]:
    """Moves a bar, and shows it only where there is something to wait for."""
    begun = time.monotonic()

    def progress(done: int, total: int) -> None:
        if time.monotonic() - begun > _PATIENCE:
            bar.to(done, total)

    return progress
