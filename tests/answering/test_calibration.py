"""The clinic's calibration: kept, read, believed only beside what it was made for, and taken over while serving."""

import contextlib
import dataclasses
import datetime as dt
import json
import logging
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.calibration import (
    Calibration,
    Correction,
    LiveModels,
    MadeWith,
    made_with,
    path_of,
    read_calibration,
    remove_calibration,
    why_ignored,
    write_calibration,
)
from ptassist.answering.coverage import SHIPPED, Signals
from ptassist.errors import CalibrationError

HERE = made_with("e" * 64, reads=True)
CORRECTION = Correction(1.5, 0.75, 0.5, 74, 43)
CALIBRATION = Calibration(dt.date(2026, 11, 23), HERE, with_reader=CORRECTION)


def live(folder: Path, now: MadeWith = HERE) -> LiveModels:
    return LiveModels(folder, lambda: now)


def text_with(**changes: Any) -> str:
    plain = {
        "made_on": "2026-11-23",
        "made_with": {"encoder": "e", "reader": "r", "models": "m"},
        "with_reader": {
            "slope": 1.5, "shift": 0.75, "threshold": 0.5, "answered": 74, "not_covered": 43,
        } | changes,
    }  # fmt: skip
    return json.dumps(plain)


@given(
    slope=st.floats(0.1, 5),
    shift=st.floats(-5, 5),
    signals=st.tuples(*[st.floats(-1, 1)] * 2, *[st.floats(-9.2, 9.2)] * 2),
)
def test_a_corrected_model_is_the_line_through_the_shipped_log_odds(slope, shift, signals):
    model, found = SHIPPED.with_reader, Signals(*signals)
    corrected = Correction(slope, shift, 0.5, 40, 20).of(model)
    shipped = model.probability(found)
    scores = slope * math.log(shipped / (1 - shipped)) + shift
    assert corrected.probability(found) == pytest.approx(1 / (1 + math.exp(-scores)), abs=1e-9)
    assert corrected.threshold == 0.5


def test_only_the_model_that_was_fitted_is_corrected():
    models = CALIBRATION.models
    assert models.without_reader is SHIPPED.without_reader
    assert models.with_reader == CORRECTION.of(SHIPPED.with_reader)
    other = dataclasses.replace(CALIBRATION, with_reader=None, without_reader=CORRECTION).models
    assert other.with_reader is SHIPPED.with_reader
    assert other.without_reader.threshold == 0.5


def test_what_was_written_is_read_and_nothing_else_is_left_behind(tmp_path):
    assert read_calibration(tmp_path) is None
    assert write_calibration(tmp_path, CALIBRATION) == path_of(tmp_path)
    assert read_calibration(tmp_path) == CALIBRATION
    write_calibration(tmp_path, dataclasses.replace(CALIBRATION, made_on=dt.date(2027, 1, 1)))
    assert [path.name for path in tmp_path.iterdir()] == ["calibration.json"]


def test_it_can_be_removed_and_is_then_gone(tmp_path):
    write_calibration(tmp_path, CALIBRATION)
    assert remove_calibration(tmp_path) is True
    assert remove_calibration(tmp_path) is False
    assert read_calibration(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"made_on": "soon"}', "\ufeff{}",
        text_with(slope=0), text_with(slope=-1.0), text_with(slope="1"), text_with(slope=1e9),
        text_with(shift=1000.0), text_with(threshold=0.0), text_with(threshold=1.0),
        text_with(threshold=None), text_with(slope=1.0)[:-1], text_with(slope=float("nan")),
        text_with(slope=float("inf")),
    ],
)  # fmt: skip
def test_what_is_no_calibration_is_told_with_its_remedy_and_ignored_while_serving(
    tmp_path, text, caplog
):
    path_of(tmp_path).write_text(text)
    with pytest.raises(CalibrationError) as caught:
        read_calibration(tmp_path)
    assert "calibration.json" in caught.value.message
    assert "ptassist calibrate --reset" in caught.value.remedy
    with caplog.at_level(logging.WARNING):
        models = live(tmp_path)
        assert models.get() is models.get() is SHIPPED
    assert len(caplog.records) == 1  # once, and not for every question


def test_a_folder_in_its_place_is_told_as_such(tmp_path):
    path_of(tmp_path).mkdir()
    with pytest.raises(CalibrationError, match="cannot be read"):
        read_calibration(tmp_path)


@given(content=st.binary(max_size=200))
def test_no_content_leads_to_anything_but_a_calibration_or_the_named_error(
    tmp_path_factory, content
):
    folder = tmp_path_factory.getbasetemp()
    path_of(folder).write_bytes(content)
    with contextlib.suppress(CalibrationError):
        assert read_calibration(folder) is not None


@pytest.mark.parametrize("part", ["encoder", "reader", "models"])
def test_beside_another_encoder_reader_or_model_it_is_ignored_and_that_is_logged(
    tmp_path, part, caplog
):
    write_calibration(tmp_path, CALIBRATION)
    other = dataclasses.replace(HERE, **{part: "0" * 64})
    with caplog.at_level(logging.WARNING):
        assert live(tmp_path, other).get() is SHIPPED
    name = "shipped model" if part == "models" else part
    assert f"fitted with another {name}" in caplog.text
    assert "ptassist calibrate" in caplog.text
    assert why_ignored(CALIBRATION, other) == f"it was fitted with another {name}"
    assert why_ignored(CALIBRATION, HERE) == ""


def test_a_running_server_takes_over_what_is_written_changed_and_removed(tmp_path):
    models = live(tmp_path)
    assert models.get() is SHIPPED
    write_calibration(tmp_path, CALIBRATION)
    assert models.get() == CALIBRATION.models
    stricter = dataclasses.replace(CORRECTION, threshold=0.625)
    write_calibration(tmp_path, dataclasses.replace(CALIBRATION, with_reader=stricter))
    assert models.get().with_reader.threshold == 0.625
    remove_calibration(tmp_path)
    assert models.get() is SHIPPED


def test_what_serves_is_looked_at_only_where_there_is_a_calibration(tmp_path):
    def never() -> MadeWith:
        raise AssertionError

    assert LiveModels(tmp_path, never).get() is SHIPPED


def test_the_reader_counts_only_where_it_reads():
    assert made_with("e", reads=False).reader == ""
    assert len(HERE.reader) == len(HERE.models) == 64
