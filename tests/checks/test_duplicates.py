import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.checks.duplicates import SIMILAR, Pair, jaccard, near_duplicates, window_hashes
from tests.checks.articles import article

WORDS = [f"{a}{b}" for a in ("ba", "lo", "mi", "tu") for b in ("ra", "den", "sol", "fik", "pe")]


def text(words: int, seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311
    return " ".join(chance.choice(WORDS) for _ in range(words))


def windows(words: str) -> set[str]:
    """The oracle: the windows themselves."""
    plain = " ".join(words.casefold().split())
    return {plain[start : start + 32] for start in range(max(1, len(plain) - 31))}


@given(st.text(alphabet="ab ñÉ\n", max_size=120), st.text(alphabet="ab ñÉ\n", max_size=120))
def test_the_share_of_common_windows_is_that_of_the_windows_themselves(one, other):
    a, b = windows(one), windows(other)
    assert jaccard(one, other) == pytest.approx(len(a & b) / len(a | b))


def test_each_window_has_one_hash_and_other_windows_others():
    said = text(300, 1)
    hashes = window_hashes(said)
    assert len(hashes) == len(said) - 31
    assert len(set(hashes.tolist())) == len(windows(said))


def test_copies_and_near_copies_are_found_and_other_articles_are_not():
    original = text(300, 2)
    near = original.replace(original.split(" ")[150], "anderswo", 1)
    articles = [
        article("original", original),
        article("copy", original),
        article("near", near + " One more sentence."),
        *(article(f"other-{seed}", text(300, seed)) for seed in range(3, 40)),
    ]
    pairs = near_duplicates(articles)
    assert pairs[0] == Pair("original", "copy", 1.0)
    assert {(pair.first, pair.second) for pair in pairs} >= {("original", "near")}
    assert {name for pair in pairs for name in (pair.first, pair.second)} == {
        "original",
        "copy",
        "near",
    }


def test_half_a_copy_is_none():
    half = text(150, 4)
    pairs = near_duplicates([article("a", half + text(150, 5)), article("b", half + text(150, 6))])
    assert pairs == []


def test_many_copies_stand_each_with_the_first():
    said = text(100, 8)
    pairs = near_duplicates([article(f"a{n:03}", said) for n in range(200)])
    assert {pair.first for pair in pairs} == {"a000"}
    assert len(pairs) == 199


@pytest.mark.parametrize("share", [0.02, 0.05])
def test_of_pairs_above_the_threshold_nearly_all_are_found(share):
    """A word in 50 (or 20) changed at its place in a text of 400 words."""
    found = wanted = 0
    for seed in range(40):
        said = text(400, 100 + seed).split()
        changed = [
            "neuwort" if random.Random(seed * 1000 + n).random() < share / 4 else word  # noqa: S311
            for n, word in enumerate(said)
        ]
        one, other = " ".join(said), " ".join(changed)
        if jaccard(one, other) >= SIMILAR:
            wanted += 1
            found += bool(near_duplicates([article("a", one), article("b", other)]))
    assert wanted >= 20
    assert found >= 0.97 * wanted
