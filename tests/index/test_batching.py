"""SharedEncoder: who shares a forward pass, what is encoded once, and what is remembered."""

import gc
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.index.batching import SharedEncoder
from ptassist.index.encoder import Vectors
from tests.fakes import FakeEncoder


class Watched(FakeEncoder):
    """Notes each forward pass, and holds it until it is let go."""

    def __init__(self, *, held: bool = False) -> None:
        super().__init__()
        self.passes: list[list[str]] = []
        self.started = threading.Semaphore(0)
        self.go = threading.Semaphore(0 if held else 1_000_000)
        self.at_once = 0

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        self.at_once += 1
        assert self.at_once == 1
        self.passes.append(list(texts))
        self.started.release()
        assert self.go.acquire(timeout=10)
        self.at_once -= 1
        return super().encode_questions(texts)


class Broken(FakeEncoder):
    """Fails on one word."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        if any("broken" in text for text in texts):
            raise MemoryError("no room")
        return super().encode_questions(texts)


def waiting(shared: SharedEncoder, count: int) -> None:
    """Waits until so many questions stand in the queue."""
    until = time.monotonic() + 10
    while len(shared._waiting) < count:
        assert time.monotonic() < until
        time.sleep(0.001)


@given(st.lists(st.text(max_size=30), max_size=40))
def test_it_gives_the_encoders_own_vectors_in_order(texts):
    expected = FakeEncoder().encode_questions(texts)
    shared = SharedEncoder(FakeEncoder(), remembered=8)
    for _ in range(2):
        found = shared.encode_questions(texts)
        assert found.dtype == np.float32
        np.testing.assert_array_equal(found, expected)


def test_it_is_the_encoder_for_everything_else():
    encoder = FakeEncoder("name", "d" * 64)
    shared = SharedEncoder(encoder)
    assert (shared.name, shared.digest, shared.dimension) == ("name", "d" * 64, 64)
    done: list[int] = []
    np.testing.assert_array_equal(
        shared.encode_passages(["heel", "foot"], done.append),
        encoder.encode_passages(["heel", "foot"]),
    )
    assert done == [1, 1]


def test_when_idle_each_question_is_encoded_at_once_and_alone():
    encoder = Watched()
    shared = SharedEncoder(encoder)
    for text in ("heel", "foot", "heel"):
        shared.encode_questions([text])
    assert encoder.passes == [["heel"], ["foot"]]


def test_who_comes_while_one_is_encoded_is_encoded_together_next():
    encoder = Watched(held=True)
    shared = SharedEncoder(encoder)
    with ThreadPoolExecutor(30) as pool:
        first = pool.submit(shared.encode_questions, ["first"])
        assert encoder.started.acquire(timeout=10)
        others = [pool.submit(shared.encode_questions, [f"question {n}"]) for n in range(20)]
        twice = pool.submit(shared.encode_questions, ["first"])
        waiting(shared, 20)
        for _ in range(3):
            encoder.go.release()
        assert first.result(10).shape == twice.result(10).shape == (1, 64)
        for number, other in enumerate(others):
            expected = FakeEncoder().encode_questions([f"question {number}"])
            np.testing.assert_array_equal(other.result(10), expected)
    assert [len(together) for together in encoder.passes] == [1, 16, 4]
    assert sorted(t for together in encoder.passes[1:] for t in together) == sorted(
        f"question {n}" for n in range(20)
    )


def test_an_error_reaches_those_who_asked_and_nobody_later():
    shared = SharedEncoder(Broken())
    with pytest.raises(MemoryError):
        shared.encode_questions(["a broken question"])
    with pytest.raises(MemoryError):
        shared.encode_questions(["a broken question"])
    assert shared.encode_questions(["heel"]).shape == (1, 64)


def test_only_so_many_are_remembered_the_latest_asked_ones():
    encoder = Watched()
    shared = SharedEncoder(encoder, remembered=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        shared.encode_questions([text])
    assert encoder.passes == [["a"], ["b"], ["c"], ["b"]]


def test_no_word_of_a_question_is_kept():
    shared = SharedEncoder(FakeEncoder())
    shared.encode_questions(["zyxomarkerqua hurts"])
    gc.collect()
    kept = [*shared._vectors, *shared._waiting, *shared._under_way]
    assert len(kept) == 1
    assert all(b"zyxo" not in key for key in kept)
    other = SharedEncoder(FakeEncoder())
    other.encode_questions(["zyxomarkerqua hurts"])
    assert set(other._vectors).isdisjoint(shared._vectors)  # each process has a key of its own


def test_a_changed_answer_does_not_change_what_is_remembered():
    shared = SharedEncoder(FakeEncoder())
    first = shared.encode_questions(["heel"])
    first[:] = 0
    np.testing.assert_array_equal(
        shared.encode_questions(["heel"]), FakeEncoder().encode_questions(["heel"])
    )


def test_many_threads_get_their_own_vectors():
    shared = SharedEncoder(FakeEncoder(), remembered=16)
    texts = [f"word{n % 50} heel" for n in range(600)]
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda text: shared.encode_questions([text])[0], texts))
    np.testing.assert_array_equal(np.array(found), FakeEncoder().encode_questions(texts))
