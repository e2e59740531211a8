"""What every command shares: JSON on stdout, words on stderr."""

import datetime as dt
import json
from pathlib import Path

from ptassist.cli.common import cache_folder, read_settings, tell, write_json
from ptassist.settings import Settings


def test_json_is_one_value_on_stdout_readable_by_people_too(capsys):
    value = {"name": "Niño", "paths": [Path("a/b")], "on": dt.date(2026, 1, 2), "none": None}
    write_json(value)
    written = capsys.readouterr()
    assert written.err == ""
    assert written.out.endswith("}\n")
    assert '  "name": "Niño"' in written.out
    assert json.loads(written.out) == {
        "name": "Niño",
        "paths": ["a/b"],
        "on": "2026-01-02",
        "none": None,
    }


def test_words_go_to_stderr(capsys):
    tell("building ...")
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", "building ...\n")


def test_the_command_line_wins_over_the_file_where_it_says_something(tmp_path):
    config = tmp_path / "p.toml"
    config.write_text('corpus_dir = "theirs"\nindex_dir = "kept"\n')
    settings = read_settings(config, corpus_dir=Path("mine"), index_dir=None)
    assert (settings.corpus_dir, settings.index_dir) == (Path("mine"), Path("kept"))


def test_a_cache_stands_beside_an_index_only(tmp_path):
    settings = Settings(index_dir=tmp_path / "index")
    assert cache_folder(settings) is None
    settings.index_dir.mkdir()
    assert cache_folder(settings) == tmp_path / "index" / "cache"
