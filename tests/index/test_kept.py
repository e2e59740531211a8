import operator
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from ptassist.index.kept import Kept


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 12))
def test_every_key_gets_its_own_value_and_only_so_many_are_kept(keys, most):
    kept = Kept(most)
    for key in keys:
        assert kept.get(key, partial(operator.mul, key, 7)) == key * 7
        assert len(kept._values) <= most


def test_a_value_is_worked_out_once_also_when_it_is_none():
    kept, calls = Kept(), []
    for _ in range(3):
        assert kept.get("a", lambda: calls.append(1)) is None
    assert calls == [1]
