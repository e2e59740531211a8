"""Reader: how far each sentence of a passage answers a question, and whether the passage answers it at all.

A small cross-encoder of our own; `weights/MODEL_CARD.md` says what it was trained on and what it can do.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ptassist.errors import ShippedFileError
from ptassist.index.compiled import open_session, open_tokenizer

WEIGHTS = Path(__file__).parent / "weights"
GRAPH, NUMBERS, PIECES = "reader.onnx", "reader.bin", "tokenizer.json"
# As in training: the mark stands in front of each sentence, and its last state is the sentence's score.
MARK, FIRST, END = "[unused1]", "[CLS]", "[SEP]"
LONGEST, LONGEST_QUESTION = 224, 48


@dataclass(frozen=True, slots=True)
class Window:
    """What is read of a passage.

    Attributes:
        above: The title and the headings that it stands under.
        sentences: Neighbouring sentences, in reading order.
    """

    above: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of a window.

    Attributes:
        answers: The estimated probability, 0 to 1, that the window answers.
        sentences: The same for each of its sentences; 0 for those that were cut off.
    """

    answers: float
    sentences: tuple[float, ...]


class Reader(Protocol):
    """What reads a question beside a few windows."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """A reading for each window, in their order."""
        ...


class CompiledReader:
    """The reader that ships with ptassist, run by ONNX Runtime; it may be asked from several threads at once.

    Args:
        folder: Where its graph and its tokenizer are.
        threads: How many cores a forward pass may use.

    Raises:
        ShippedFileError: It is missing.
        DamagedIndexError: It cannot be read.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int = 2) -> None:
        for name in (GRAPH, NUMBERS, PIECES):
            if not (folder / name).is_file():
                raise ShippedFileError(
                    f"{folder / name} is missing from this installation of ptassist"
                )
        self._tokenizer = open_tokenizer(folder / PIECES)
        # Each window is a run of its own on one core: no padding, no core that waits for another, and never more
        # runs at once than there are threads, however many visitors ask. Memory grows with the runs at once.
        self._session = open_session(folder / GRAPH, threads=1, rewritten=True)
        self._at_work = ThreadPoolExecutor(threads, thread_name_prefix="reader")
        self._mark, self._first, self._end = (
            int(self._tokenizer.token_to_id(piece) or 0) for piece in (MARK, FIRST, END)
        )

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """A reading for each window, in their order.

        Args:
            question: What is asked.
            windows: What was found.
        """
        if not windows:
            return []
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:LONGEST_QUESTION]
        start = [self._first, *asked, self._end]
        rows = [self._row(start, window) for window in windows]
        return list(self._at_work.map(lambda row: self._read(row, len(start)), rows))

    def _read(self, row: "_Row", passage: int) -> Reading:
        """Reads one window; its passage begins at that place of the row."""
        given = {
            "ids": np.array(row.ids, dtype=np.int64),
            "kinds": (np.arange(len(row.ids)) >= passage).astype(np.int64),
            "places": np.array([0, *row.marks], dtype=np.int64),
        }
        (answers,), marks = map(_probability, self._session.run(None, given))
        sentences = (
            float(mark) if place else 0.0 for mark, place in zip(marks, row.marks, strict=True)
        )
        return Reading(float(answers), tuple(sentences))

    def _row(self, asked: Sequence[int], window: Window) -> "_Row":
        found = self._tokenizer.encode_batch(
            [window.above, *window.sentences], add_special_tokens=False
        )
        ids, marks = [*asked, *found[0].ids], list[int]()
        for sentence in found[1:]:
            marks.append(len(ids) if len(ids) < LONGEST - 1 else 0)
            ids += [self._mark, *sentence.ids]
        return _Row([*ids[: LONGEST - 1], self._end], marks)


@dataclass(frozen=True, slots=True)
class _Row:
    ids: list[int]
    marks: list[int]  # where each sentence's mark stands; 0 where it was cut off


def _probability(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float32)
