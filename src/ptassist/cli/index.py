"""`ptassist build`, `versions`, `rollback`, `prune`: the index and its published versions."""

import contextlib
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from ptassist.build import BuildReport, build_index
from ptassist.checks.page import remove_page
from ptassist.cli.common import (
    ConfigOption,
    JsonOption,
    read_settings,
    tell,
    write_json,
)
from ptassist.cli.progress import progress_bar
from ptassist.cli.reports import report_as_json, tell_report
from ptassist.index.versions import list_versions, roll_back
from ptassist.index.versions import prune as remove_versions
from ptassist.settings import Settings

IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="The index folder instead of the one in the settings."),
]


def build(
    corpus: Annotated[
        Path | None, typer.Option(help="The folder of articles instead of the one in the settings.")
    ] = None,
    index: IndexOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only report what would change.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Publish even if a golden question says no.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Builds the index from the articles, asks it the golden questions and publishes it.

    A corpus that has not changed publishes nothing. A corpus with a fault publishes nothing either: every fault is
    listed, and visitors keep the index they have. An index that a golden question refuses is built and kept, but not
    published.
    """
    settings = read_settings(config, corpus_dir=corpus, index_dir=index)
    report = build_with_progress(settings, dry_run=dry_run, force=force)
    if as_json:
        write_json(report_as_json(report))
    else:
        tell_report(report, settings, dry_run=dry_run)
    if report.refused:
        raise typer.Exit(1)


def build_with_progress(
    settings: Settings, *, dry_run: bool = False, force: bool = False
) -> BuildReport:
    """Builds with a bar for each stage on standard error."""
    with progress_bar("encoding", 0) as bar, without_collecting():
        return build_index(settings, dry_run=dry_run, force=force, progress=bar.stage)


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Python looks for circles of garbage whenever many objects are made; a build makes millions and no circle."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def versions(
    as_json: JsonOption = False, index: IndexOption = None, config: ConfigOption = None
) -> None:
    """Lists the published indexes, newest first."""
    found = list_versions(read_settings(config, index_dir=index).index_dir)
    if as_json:
        write_json([msgspec.to_builtins(version, enc_hook=str) for version in found])
    for version in [] if as_json else found:
        mark = "*" if version.is_current else "!" if version.is_candidate else " "
        manifest = version.manifest
        held = "  (not published)" if version.is_candidate else ""
        typer.echo(
            f"{mark} {version.name}  {manifest.articles} articles, {manifest.passages} passages{held}"
        )
    if not found:
        tell("no index has been built yet; build one: ptassist build")


def rollback(
    version: Annotated[
        str | None, typer.Argument(help="The version; without it the one before the current.")
    ] = None,
    index: IndexOption = None,
    config: ConfigOption = None,
) -> None:
    """Makes an older index the current one; a running server takes it over by itself."""
    now = roll_back(read_settings(config, index_dir=index).index_dir, version)
    tell(f"now current: {now.name}")


def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many of the newest versions stay.")],
    index: IndexOption = None,
    config: ConfigOption = None,
) -> None:
    """Removes old versions of the index; the current one always stays."""
    index_dir = read_settings(config, index_dir=index).index_dir
    removed = remove_versions(index_dir, keep)
    for name in removed:
        remove_page(index_dir, name)
        tell(f"removed {name}")
    tell(f"{len(removed)} removed" if removed else "nothing to remove")
