"""The report of a build: in words for a person, and as JSON for programs."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import msgspec

from ptassist.build import BuildReport
from ptassist.checks.gate import GateReport
from ptassist.checks.survey import Note
from ptassist.cli.common import tell
from ptassist.settings import Settings

_SHOWN = 10


def tell_report(report: BuildReport, settings: Settings, *, dry_run: bool) -> None:
    """Tells what a build did, or would do: what to look at first, the outcome last."""
    for warning in report.warnings:
        tell(f"note: {warning}")
    for kind, notes in groupby(report.notes, key=lambda note: note.kind):
        _tell_notes(str(kind), list(notes))
    _tell_some("added", report.added)
    _tell_some("changed", report.changed)
    _tell_some("removed", report.removed)
    if report.samples_left_out:
        tell(f"{report.samples_left_out} sample articles left out: the clinic has its own")
    if report.gate:
        _tell_gate(report.gate)
    if report.page:
        tell(f"old answers beside new ones: {report.page}")
    _tell_outcome(report, settings, dry_run=dry_run)


def report_as_json(report: BuildReport) -> dict[str, Any]:
    """The report in plain values."""
    plain: dict[str, Any] = msgspec.to_builtins(report, enc_hook=str)
    return plain | {"unchanged": report.is_unchanged}


def _tell_some(word: str, names: Sequence[str]) -> None:
    for name in names[:_SHOWN]:
        tell(f"  {word:8} {name}")
    if len(names) > _SHOWN:
        tell(f"  {word:8} ... and {len(names) - _SHOWN} more")


def _tell_notes(kind: str, notes: Sequence[Note]) -> None:
    """One line a note; but articles with the very same note share a line."""
    messages = {note.message for note in notes}
    names = [note.article_id for note in notes]
    if len(notes) > 1 and len(messages) == 1:
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        tell(
            f"  {kind:8} {len(names)} articles, {notes[0].message}: {', '.join(names[:_SHOWN])}{more}"
        )
    else:
        _tell_some(kind, [f"{note.article_id}: {note.message}" for note in notes])


def _tell_gate(gate: GateReport) -> None:
    if gate.golden:
        changed = sum(result.is_changed for result in gate.golden)
        tell(
            f"{len(gate.golden)} golden questions asked, {changed} with another answer than before"
        )
    if gate.judged:
        before = "" if gate.found_before is None else f" ({gate.found_before} before)"
        tell(f"{gate.found} of {gate.judged} judged questions find their article{before}")
    _tell_some("note", gate.notes)
    for fault in gate.faults:
        tell(f"  refused  {fault}")


def _tell_outcome(report: BuildReport, settings: Settings, *, dry_run: bool) -> None:
    size = f"{report.articles} articles, {report.passages} passages"
    if report.published:
        tell(f"published {report.published} ({size}) in {settings.index_dir}")
    elif report.refused:
        tell(
            f"built {report.refused} ({size}), NOT published: visitors keep the index that they have"
        )
        tell("  Mend the articles or the golden questions, or publish it: ptassist build --force")
    elif dry_run:
        tell(f"dry run: {size}; nothing was written")
    else:
        tell(f"nothing changed ({size}); the served index stays")
