"""The reports of `import` and `crawl`: in words for a person, and as JSON for programs."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ptassist.cli.common import tell
from ptassist.errors import CorpusError

if TYPE_CHECKING:  # they bring the web and its parsers, which no other command needs
    from ptassist.articles.web.imports import Imported
    from ptassist.articles.web.report import CrawlReport
    from ptassist.articles.web.sources import ImportReport
    from ptassist.checks.duplicates import Pair

_SHOWN = 10
_QUIET = {"unchanged"}


def tell_import(report: "ImportReport", *, dry_run: bool) -> None:
    """Tells what was taken, what was left out of it, and what could not be read."""
    for each in report.imported:
        _tell_imported(each)
    for failed in report.failed:
        _tell_line("failed", failed.source, failed.reason)
        if failed.remedy:
            tell(f"             {failed.remedy}")
    if report.skipped:
        _tell_some("not read", report.skipped)
    _tell_counts(report.imported, len(report.failed), dry_run=dry_run)


def tell_crawl(report: "CrawlReport", *, dry_run: bool) -> None:
    """Tells what a crawl took, left out and missed, as a table."""
    for each in report.imported:
        if each.outcome not in _QUIET:
            _tell_imported(each)
    reasons = sorted(report.left_out, key=lambda page: page.reason)
    for reason, pages in groupby(reasons, key=lambda page: page.reason):
        _tell_some(f"left out ({reason})", [page.address for page in pages])
    for failed in report.failed:
        _tell_line("failed", failed.source, failed.reason)
    for gone in report.gone:
        done = f"put aside as {gone.pruned}" if gone.pruned else "its file stays"
        if gone.is_corrected:
            done = "its file stays: you corrected it"
        _tell_line("gone", f"{gone.file} ({gone.address})", f"{gone.reason}; {done}")
    for note in report.notes:
        tell(f"note: {note}")
    if report.cut_short:
        tell(f"the crawl did not reach its end: {report.cut_short}")
    if any(not gone.pruned and not gone.is_corrected for gone in report.gone):
        tell("to put the files of pages that are gone aside: ptassist crawl --prune SITE")
    tell(f"{report.pages} pages asked for, {len(report.left_out)} left out")
    _tell_counts(report.imported, len(report.failed), dry_run=dry_run)


def tell_similar(pairs: "Sequence[Pair]") -> None:
    """Tells which new articles are nearly the same as others."""
    for pair in pairs:
        tell(f"note: {pair.first} and {pair.second} are {pair.similarity:.0%} the same")


def similar_to(folder: Path, imported: "Iterable[Imported]") -> "list[Pair]":
    """The pairs of nearly equal articles that an import brought about; none while the corpus has a fault."""
    from ptassist.articles.library import load_articles
    from ptassist.checks.duplicates import near_duplicates

    new = {
        each.file.rpartition(".")[0] for each in imported if each.outcome in {"added", "updated"}
    }
    if not new:
        return []
    try:
        articles = load_articles(folder).articles
    except CorpusError as error:
        tell(f"note: {error.message}")
        return []
    pairs = near_duplicates(articles)
    return [pair for pair in pairs if {pair.first, pair.second} & new]


def import_as_json(report: "ImportReport", similar: "Sequence[Pair]") -> dict[str, Any]:
    """The report in plain values."""
    plain: dict[str, Any] = msgspec.to_builtins(report)
    return plain | {"similar": msgspec.to_builtins(similar)}


def crawl_as_json(report: "CrawlReport", similar: "Sequence[Pair]") -> dict[str, Any]:
    """The report in plain values."""
    plain: dict[str, Any] = msgspec.to_builtins(report)
    return plain | {"similar": msgspec.to_builtins(similar)}


def _tell_imported(each: "Imported") -> None:
    _tell_line(str(each.outcome), f"{each.file} ({each.where})", each.message)
    if each.outcome in {"added", "updated"}:
        if each.left_out:
            tell(f"             left out of it: {'; '.join(each.left_out)}")
        for note in each.notes:
            tell(f"             check: {note}")


def _tell_line(word: str, what: str, why: str) -> None:
    tell(f"  {word:10} {what}{': ' if why else ''}{why}")


def _tell_some(word: str, names: Sequence[str]) -> None:
    tell(f"  {word}: {len(names)}")
    for name in names[:_SHOWN]:
        tell(f"             {name}")
    if len(names) > _SHOWN:
        tell(f"             ... and {len(names) - _SHOWN} more (all of them: --json)")


def _tell_counts(imported: "Sequence[Imported]", failed: int, *, dry_run: bool) -> None:
    words = [str(each.outcome) for each in imported] + ["failed"] * failed
    counts = [f"{words.count(word)} {word}" for word in dict.fromkeys(words)]
    tell(", ".join(counts) or "nothing found to import")
    if dry_run:
        tell("dry run: nothing was written")
    elif {"added", "updated"} & set(words):
        tell("look through the files, then: ptassist build")
