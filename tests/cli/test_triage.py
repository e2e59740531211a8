"""`ptassist triage`: the rules are compiled once and kept beside the index, and no folder is made for them."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

TEXT = "I fell and cannot move my legs"


@pytest.mark.slow
def test_compiled_rules_are_kept_beside_the_index_and_say_the_same(cli: Cli):
    alone = cli("triage", TEXT, "--json")
    assert not Path("index").exists()
    Path("index").mkdir()
    first = cli("triage", TEXT, "--json")
    (kept,) = Path("index/cache").iterdir()
    written = kept.stat().st_mtime_ns
    again = cli("triage", TEXT, "--json")
    assert kept.stat().st_mtime_ns == written
    assert (alone.code, first.code, again.code) == (0, 0, 0)
    assert alone.json == first.json == again.json
    assert alone.json["findings"]
