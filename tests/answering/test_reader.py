"""The reader that ships: what it gives back, whatever it is given; and that it has learned to read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.reader import WEIGHTS, CompiledReader, Window
from ptassist.errors import DamagedIndexError, ShippedFileError

READER = CompiledReader(threads=1)
SENTENCES = (
    "Sprains are common in sport.",
    "Most ankle sprains heal within six weeks.",
    "Our rooms are bright and warm.",
)


def test_a_window_gets_an_estimate_for_itself_and_for_each_sentence() -> None:
    (reading,) = READER.read("how long does a sprain take", [Window("Ankles", SENTENCES)])
    assert len(reading.sentences) == 3
    assert all(0.0 <= estimate <= 1.0 for estimate in (reading.answers, *reading.sentences))


@pytest.mark.parametrize(
    ("question", "best"),
    [("how long does an ankle sprain take to heal", 1), ("are sprains common", 0)],
)
def test_the_sentence_that_answers_gets_the_highest_estimate(question: str, best: int) -> None:
    (reading,) = READER.read(question, [Window("Ankle sprains", SENTENCES)])
    assert max(range(3), key=lambda place: reading.sentences[place]) == best


def test_a_window_that_answers_is_told_from_one_about_the_same_that_does_not() -> None:
    answering = Window("Ankle sprains", ("Most ankle sprains heal within six weeks.",))
    silent = Window("Ankle sprains", ("An ankle sprain is a torn ligament at the outer ankle.",))
    one, other = READER.read("how many weeks until an ankle sprain heals", [answering, silent])
    assert one.answers > other.answers + 0.2


def test_a_reading_does_not_depend_on_what_is_read_beside_it() -> None:
    windows = [
        Window("Ankles", SENTENCES),
        Window("", ("Walk a little every day until it feels easy again.",) * 6),
        Window("Knees. Swelling", ("Ice helps.",)),
    ]
    together = READER.read("what helps a sore knee", windows)
    for window, reading in zip(windows, together, strict=True):
        (alone,) = READER.read("what helps a sore knee", [window])
        # Eight-bit arithmetic scales by the batch: the estimates move a little.
        assert alone.answers == pytest.approx(reading.answers, abs=0.12)
        assert alone.sentences == pytest.approx(reading.sentences, abs=0.12)


def test_nothing_to_read_gives_nothing() -> None:
    assert READER.read("heel pain", []) == []
    (reading,) = READER.read("heel pain", [Window("", ())])
    assert reading.sentences == ()


def test_what_is_cut_off_gets_nothing() -> None:
    (reading,) = READER.read("heel pain", [Window("", ("one two three four five",) * 80)])
    assert len(reading.sentences) == 80
    assert reading.sentences[0] > 0.0
    assert reading.sentences[-1] == 0.0


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.text(max_size=40), st.lists(st.text(max_size=60), max_size=4))
def test_no_text_breaks_it(question: str, above: str, sentences: list[str]) -> None:
    (reading,) = READER.read(question, [Window(above, tuple(sentences))])
    assert len(reading.sentences) == len(sentences)
    assert 0.0 <= reading.answers <= 1.0


def test_marks_in_a_text_are_no_marks(  # a visitor may type the word piece that stands in front of sentences
) -> None:
    (plain,) = READER.read("heel pain", [Window("", SENTENCES)])
    (marked,) = READER.read("[unused1] [SEP] heel pain", [Window("", SENTENCES)])
    assert len(marked.sentences) == len(plain.sentences)


def test_a_missing_or_broken_reader_is_named(tmp_path: Path) -> None:
    with pytest.raises(ShippedFileError, match=r"reader\.onnx is missing"):
        CompiledReader(tmp_path)
    for name in ("reader.onnx", "reader.bin", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(DamagedIndexError):
        CompiledReader(tmp_path)


def test_it_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) <= 25_000_000
