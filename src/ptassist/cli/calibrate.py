"""`ptassist calibrate`: how sure the assistant must be, fitted on the clinic's own golden questions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from ptassist.answering.calibration import (
    Calibration,
    Correction,
    made_with,
    path_of,
    remove_calibration,
    write_calibration,
)
from ptassist.answering.coverage import SHIPPED
from ptassist.assistant import open_assistant
from ptassist.checks.weighing import LeftOut, weigh_all
from ptassist.cli.common import (
    ConfigOption,
    JsonOption,
    read_settings,
    tell,
    write_json,
)
from ptassist.cli.progress import progress_bar
from ptassist.evaluation.calibrating import Calibrated, with_enough
from ptassist.evaluation.calibrating import calibrate as fit_to
from ptassist.evaluation.fitting import WRONG_COSTS
from ptassist.evaluation.golden import Golden, find_golden, read_golden
from ptassist.index.serving import open_serving_encoder
from ptassist.settings import Settings

_SHOWN = 10


def calibrate(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change; write nothing.")
    ] = False,
    reset: Annotated[
        bool, typer.Option("--reset", help="Remove the calibration: back to the shipped threshold.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Fits how sure the assistant must be before it answers, on the clinic's own golden questions.

    It needs at least 40 golden questions that the articles answer and 20 that they do not (article: none). What it
    finds is written only where it does better on questions left out of the fit; a running server takes it by itself.
    """
    if reset and (dry_run or as_json):
        raise typer.BadParameter("--reset stands alone")
    settings = read_settings(config)
    if reset:
        _reset(settings)
        return
    golden = _read_golden(settings)
    where = settings.encoder
    encoder = open_serving_encoder(settings.index_dir, where.model, where.threads)
    with progress_bar("asking", len(golden)) as bar:
        questions, left_out = weigh_all(golden, open_assistant(settings, encoder), bar.advance)
    _tell_left_out(left_out)
    shipped = {False: SHIPPED.without_reader.threshold, True: SHIPPED.with_reader.threshold}
    found = fit_to(questions, shipped)
    calibration = _calibration(found, encoder.digest)
    writes = found.is_better and not dry_run
    if writes:
        write_calibration(settings.index_dir, calibration)
    if as_json:
        write_json(_as_data(found, calibration, left_out, written=writes))
    else:
        _print(found)
        _tell_outcome(found, settings, written=writes)


def _reset(settings: Settings) -> None:
    there = remove_calibration(settings.index_dir)
    tell("removed; the shipped threshold holds again" if there else "there is no calibration")


def _read_golden(settings: Settings) -> Sequence[Golden]:
    """The golden questions, if they are enough: what is missing is known before any is asked."""
    path = find_golden(settings.corpus_dir, settings.golden)
    golden = read_golden(path) if path else ()
    answered = sum(item.article is not None for item in golden)
    with_enough({True: (answered, len(golden) - answered)})
    return golden


def _calibration(found: Calibrated, encoder_digest: str) -> Calibration:
    corrections = {
        read: Correction(fit.slope, fit.shift, fit.threshold, *found.counts[read])
        for read, fit in found.fits.items()
    }
    return Calibration(
        dt.datetime.now(dt.UTC).date(),
        made_with(encoder_digest, reads=True),
        without_reader=corrections.get(False),
        with_reader=corrections.get(True),
    )


def _as_data(
    found: Calibrated, calibration: Calibration, left_out: Sequence[LeftOut], *, written: bool
) -> Mapping[str, object]:
    return {
        "before": found.before,
        "after": found.after,
        "better": found.is_better,
        "written": written,
        "calibration": calibration,
        "left_out": left_out,
    }


def _print(found: Calibrated) -> None:
    before, after = found.before, found.after
    rows = [
        (f"refused of {before.answered} answered", before.refused, after.refused),
        (f"wrong of {before.not_covered} not covered", before.wrong, after.wrong),
        (f"cost ({WRONG_COSTS} a wrong, 1 a refused)", before.cost, after.cost),
        ("Brier score", f"{before.brier:.3f}", f"{after.brier:.3f}"),
    ]
    typer.echo(f"{'':32}{'shipped':>9}{'calibrated':>12}")
    for name, *figures in rows:
        typer.echo(f"{name:32}{figures[0]:>9}{figures[1]:>12}")


def _tell_left_out(left_out: Sequence[LeftOut]) -> None:
    by_reason: dict[str, list[str]] = {}
    for one in left_out:
        by_reason.setdefault(one.reason, []).append(str(one.row))
    for reason, rows in by_reason.items():
        more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        tell(f"left out, row {', '.join(rows[:_SHOWN])}{more}: {reason}")


def _tell_outcome(found: Calibrated, settings: Settings, *, written: bool) -> None:
    tell("calibrated: each tenth of the questions is judged by a fit of the other nine")
    for read, fit in found.fits.items():
        model = SHIPPED.with_reader if read else SHIPPED.without_reader
        name = "read" if read else "only searched for"
        tell(
            f"a question that is {name} needs {fit.on_own_scale:.2f} (shipped: {model.threshold:.2f})"
        )
    if written:
        tell(f"written to {path_of(settings.index_dir)}; a running server takes it by itself")
        tell("  Back to the shipped threshold: ptassist calibrate --reset")
    elif found.is_better:
        tell("dry run: nothing was written")
    else:
        tell("it does no better on questions that it has not seen: nothing was written")
