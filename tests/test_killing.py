"""kill -9 at random moments while a client asks: no failed question, no lost version, `doctor` finds no fault."""

import os

import pytest

from tests.killing import kill_at_random


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_killed_at_random_nothing_is_lost_and_no_question_fails(tmp_path):
    tally = kill_at_random(tmp_path, kills=20, seed=20261122)
    assert tally.failed == []
    assert tally.broken == []
    assert sum(tally.killed.values()) >= 20
    assert tally.asked >= 50
    assert len(tally.took_over) >= 2
