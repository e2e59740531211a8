"""`ptassist build`, `versions`, `rollback`: the index and its published versions."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from ptassist.build import BuildReport, build_index
from ptassist.cli.common import (
    ConfigOption,
    JsonOption,
    progress_bar,
    read_settings,
    tell,
    write_json,
)
from ptassist.index.versions import list_versions, roll_back
from ptassist.settings import Settings

IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="The index folder instead of the one in the settings."),
]
_SHOWN = 10


def build(
    corpus: Annotated[
        Path | None, typer.Option(help="The folder of articles instead of the one in the settings.")
    ] = None,
    index: IndexOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only report what would change.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Builds the index from the articles and publishes it.

    A corpus that has not changed publishes nothing. A corpus with a fault publishes nothing either: every fault is
    listed, and visitors keep the index they have.
    """
    settings = read_settings(config, corpus_dir=corpus, index_dir=index)
    report = build_with_progress(settings, dry_run=dry_run)
    if as_json:
        write_json(_as_json(report))
    else:
        _print(report, settings, dry_run=dry_run)


def build_with_progress(settings: Settings, *, dry_run: bool = False) -> BuildReport:
    """Builds with a bar on standard error."""
    with progress_bar("encoding", 0) as bar:
        return build_index(settings, dry_run=dry_run, progress=bar.to)


def versions(
    as_json: JsonOption = False, index: IndexOption = None, config: ConfigOption = None
) -> None:
    """Lists the published indexes, newest first."""
    found = list_versions(read_settings(config, index_dir=index).index_dir)
    if as_json:
        write_json([msgspec.to_builtins(version, enc_hook=str) for version in found])
    for version in [] if as_json else found:
        mark = "*" if version.is_current else " "
        manifest = version.manifest
        typer.echo(
            f"{mark} {version.name}  {manifest.articles} articles, {manifest.passages} passages"
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


def _print(report: BuildReport, settings: Settings, *, dry_run: bool) -> None:
    for warning in report.warnings:
        tell(f"note: {warning}")
    changes = {"added": report.added, "changed": report.changed, "removed": report.removed}
    for word, names in changes.items():
        for name in names[:_SHOWN]:
            tell(f"  {word:8} {name}")
        if len(names) > _SHOWN:
            tell(f"  {word:8} ... and {len(names) - _SHOWN} more")
    if report.samples_left_out:
        tell(f"{report.samples_left_out} sample articles left out: the clinic has its own")
    size = f"{report.articles} articles, {report.passages} passages"
    if report.published:
        tell(f"published {report.published} ({size}) in {settings.index_dir}")
    elif dry_run:
        tell(f"dry run: {size}; nothing was written")
    else:
        tell(f"nothing changed ({size}); the served index stays")


def _as_json(report: BuildReport) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(report, enc_hook=str)
    return plain | {"unchanged": report.is_unchanged}
