"""What every test shares: an empty folder, a clean environment, and an index to read only."""

import os
import shutil
from pathlib import Path

import pytest

from ptassist.assistant import Assistant
from ptassist.index.store import Index
from ptassist.settings import Settings
from tests.fakes import FakeEncoder, assistant_in, build_in, load_in, settings_in


@pytest.fixture(autouse=True)
def _out_of_reach(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Puts the real settings out of reach: no PTASSIST_* variable, no ptassist.toml."""
    for name in list(os.environ):
        if name.upper().startswith("PTASSIST_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def encoder() -> FakeEncoder:
    """The fake encoder."""
    return FakeEncoder()


@pytest.fixture
def built(tmp_path: Path, shared_settings: Settings) -> Settings:
    """Settings of an index of `fakes.ARTICLES` below `tmp_path`: this test's own, to change at will."""
    shutil.copytree(shared_settings.index_dir.parent, tmp_path, dirs_exist_ok=True)
    return settings_in(tmp_path)


@pytest.fixture(scope="session")
def shared_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an index of `fakes.ARTICLES`; all tests share it, so none may change it."""
    return build_in(tmp_path_factory.mktemp("shared"))[0]


@pytest.fixture(scope="session")
def shared_index(shared_settings: Settings) -> Index:
    """The index of `fakes.ARTICLES`, loaded once."""
    return load_in(shared_settings)


@pytest.fixture(scope="session")
def assistant(shared_settings: Settings) -> Assistant:
    """An assistant over `fakes.ARTICLES` with the fake encoder, loaded once; it holds no state."""
    return assistant_in(shared_settings)
