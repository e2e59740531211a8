"""Calibration: what a clinic's own golden questions change in how sure the assistant must be.

`ptassist calibrate` writes it, the server reads it. It holds numbers and no word of any question. It is made for one
encoder, one reader and the models of one release of ptassist, and ignored beside any other.
"""

import datetime as dt
import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import msgspec

from ptassist.answering.coverage import SHIPPED, Model, Models
from ptassist.answering.reader import GRAPH, PIECES, WEIGHTS
from ptassist.errors import CalibrationError

_FILE = "calibration.json"
_AGAIN = "Fit it again (ptassist calibrate), or go without it: ptassist calibrate --reset"
_log = logging.getLogger(__name__)

_Slope = Annotated[float, msgspec.Meta(gt=0, le=100)]
_Shift = Annotated[float, msgspec.Meta(ge=-100, le=100)]
_Threshold = Annotated[float, msgspec.Meta(gt=0, lt=1)]
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """What is changed in one model.

    Attributes:
        slope: What its log odds are multiplied with.
        shift: What is added then.
        threshold: A question below it counts as not covered.
        answered: How many golden questions that the articles answer stand behind it.
        not_covered: How many that they do not answer.
    """

    slope: _Slope
    shift: _Shift
    threshold: _Threshold
    answered: int
    not_covered: int

    def of(self, model: Model) -> Model:
        """The model so corrected."""
        return model.corrected(self.slope, self.shift, self.threshold)


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What a calibration is made for, each as a SHA-256.

    Attributes:
        encoder: The encoder.
        reader: The reader's weights and words; empty without one.
        models: The models that are corrected.
    """

    encoder: str
    reader: str
    models: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """A clinic's calibration.

    Attributes:
        made_on: When it was fitted.
        made_with: What it is made for.
        without_reader: The correction for questions that were only searched for; None where too few were asked.
        with_reader: The one for questions that the reader read too.
    """

    made_on: dt.date
    made_with: MadeWith
    without_reader: Correction | None = None
    with_reader: Correction | None = None

    @property
    def models(self) -> Models:
        """The shipped models, corrected."""
        without, read = self.without_reader, self.with_reader
        return Models(
            without.of(SHIPPED.without_reader) if without else SHIPPED.without_reader,
            read.of(SHIPPED.with_reader) if read else SHIPPED.with_reader,
        )


def made_with(encoder_digest: str, *, reads: bool) -> MadeWith:
    """What a calibration is made for here and now.

    Args:
        encoder_digest: The digest of the encoder that serves.
        reads: Whether the shipped reader reads.
    """
    models = hashlib.sha256(repr(SHIPPED).encode()).hexdigest()
    return MadeWith(encoder_digest, _reader_digest(WEIGHTS) if reads else "", models)


def path_of(index_dir: Path) -> Path:
    """Where the calibration of an index folder stands, beside its versions."""
    return index_dir / _FILE


def read_calibration(index_dir: Path) -> Calibration | None:
    """Reads the calibration; None where there is none.

    Raises:
        CalibrationError: It cannot be read.
    """
    path = path_of(index_dir)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Calibration)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CalibrationError(f"{path}: cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CalibrationError(f"{path}: is no calibration: {error}") from None


def write_calibration(index_dir: Path, calibration: Calibration) -> Path:
    """Writes the calibration; readers see the old one or the new one, never half of it."""
    path = path_of(index_dir)
    new = path.with_name(f".{path.name}.new")
    with new.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(calibration), indent=1) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    return path


def remove_calibration(index_dir: Path) -> bool:
    """Removes the calibration; False where there was none."""
    there = path_of(index_dir).exists()
    path_of(index_dir).unlink(missing_ok=True)
    return there


def why_ignored(calibration: Calibration, now: MadeWith) -> str:
    """Why a calibration does not count here; empty when it does."""
    then = calibration.made_with
    parts = [
        name
        for name, before, after in (
            ("encoder", then.encoder, now.encoder),
            ("reader", then.reader, now.reader),
            ("shipped model", then.models, now.models),
        )
        if before != after
    ]
    return f"it was fitted with another {' and '.join(parts)}" if parts else ""


class LiveModels:
    """The models that serve: the shipped ones with the clinic's calibration, read again whenever its file changes.

    Args:
        index_dir: The index folder.
        now: Tells what a calibration must be made with; asked only where there is one.
    """

    def __init__(self, index_dir: Path, now: Callable[[], MadeWith]) -> None:
        self._index_dir = index_dir
        self._now = now
        self._known: tuple[_Stamp | None, Models] = (None, SHIPPED)

    def get(self) -> Models:
        """The models of the moment."""
        stamp, known = self._stamp(), self._known
        if stamp != known[0]:
            known = self._known = (stamp, self._read())
        return known[1]

    def _stamp(self) -> _Stamp | None:
        try:
            found = path_of(self._index_dir).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def _read(self) -> Models:
        try:
            calibration = read_calibration(self._index_dir)
        except CalibrationError as error:
            _log.warning("the calibration is ignored: %s %s", error, error.remedy)
            return SHIPPED
        if calibration is None:
            return SHIPPED
        if reason := why_ignored(calibration, self._now()):
            _log.warning("the calibration is ignored: %s. %s", reason, _AGAIN)
            return SHIPPED
        return calibration.models


@lru_cache(maxsize=1)
def _reader_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in (GRAPH, PIECES):
        digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()
