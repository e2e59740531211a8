"""What every command shares: JSON on stdout, words on stderr, and a bar that is silent in a pipe."""

import datetime as dt
import json
from pathlib import Path

from ptassist.cli.common import progress_bar, read_settings, tell, write_json


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


def test_a_bar_writes_nothing_where_stderr_is_no_terminal(capsys):
    with progress_bar("encoding", 0) as bar:
        bar.to(1, 10)
        bar.advance(9)
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", "")


def test_the_command_line_wins_over_the_file_where_it_says_something(tmp_path):
    config = tmp_path / "p.toml"
    config.write_text('corpus_dir = "theirs"\nindex_dir = "kept"\n')
    settings = read_settings(config, corpus_dir=Path("mine"), index_dir=None)
    assert (settings.corpus_dir, settings.index_dir) == (Path("mine"), Path("kept"))
