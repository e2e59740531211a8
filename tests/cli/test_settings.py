"""`ptassist settings`: every value in force, and where it came from."""

import pytest

from ptassist.settings import Settings, flatten
from tests.cli.conftest import Cli

NAMES = set(flatten(Settings().model_dump()))


def test_every_setting_is_shown_with_its_default(cli: Cli):
    ran = cli("settings", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == NAMES
    assert ran.json["server.port"] == {"value": 8000, "from": "default"}
    assert ran.json["corpus_dir"] == {"value": "corpus/articles", "from": "default"}
    assert ran.json["clinic.hours"] == {"value": None, "from": "default"}


def test_a_value_tells_whether_it_came_from_the_file_or_the_environment(
    cli: Cli, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "ptassist.toml").write_text(
        '[clinic]\nname = "Niño Clinic"\n[server]\nport = 9001\nquestions_per_minute = 7\n'
    )
    monkeypatch.setenv("PTASSIST_SERVER__PORT", "9002")
    shown = cli("settings", "--json").json
    assert shown["clinic.name"] == {"value": "Niño Clinic", "from": "ptassist.toml"}
    assert shown["server.questions_per_minute"] == {"value": 7, "from": "ptassist.toml"}
    assert shown["server.port"]["value"] == 9002
    assert shown["server.port"]["from"] == "PTASSIST_SERVER__PORT"
    assert shown["clinic.phone"]["from"] == "default"


def test_a_named_file_is_read_instead_of_the_usual_one(cli: Cli, tmp_path):
    (tmp_path / "ptassist.toml").write_text("[server]\nport = 1\n")
    (tmp_path / "other.toml").write_text("[server]\nport = 2\n")
    shown = cli("settings", "--json", "--config", "other.toml").json
    assert shown["server.port"] == {"value": 2, "from": "other.toml"}


def test_in_words_each_line_has_name_value_and_origin(cli: Cli, tmp_path):
    (tmp_path / "ptassist.toml").write_text("[server]\nport = 9001\n")
    ran = cli("settings")
    rows = {line.split()[0]: line.split()[1:] for line in ran.out.splitlines()}
    assert set(rows) == NAMES
    assert rows["server.port"] == ["9001", "ptassist.toml"]
    assert rows["server.host"] == ["'127.0.0.1'", "default"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[server]\nprot = 1\n", "server.prot"),
        ("[servr]\nport = 1\n", "servr"),
        ("[server]\nport = 70000\n", "server.port"),
        ('[clinic]\nphone = "call us"\n', "clinic.phone"),
        ("port = \n", "TOML"),
    ],
)
def test_a_typing_error_in_the_file_is_refused_by_name(cli: Cli, tmp_path, text, said):
    (tmp_path / "ptassist.toml").write_text(text)
    ran = cli("settings", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert "ptassist.toml" in ran.err


@pytest.mark.parametrize(
    "name", ["PTASSIST_SERVER__PROT", "PTASSIST_SERVR__PORT", "PTASSIST_PORT", "PTASSIST_INDEXDIR"]
)
def test_a_typing_error_in_the_environment_is_refused_by_name(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, name
):
    monkeypatch.setenv(name, "1")
    ran = cli("settings")
    assert (ran.code, ran.out) == (1, "")
    assert name in ran.err
