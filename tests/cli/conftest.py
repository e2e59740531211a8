"""`cli`: one command run in this process, with its exit status and what it wrote where."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from ptassist.cli.app import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind: its exit status, its data and its words."""

    code: object
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stands on standard output, read as one JSON value."""
        return json.loads(self.out)


Cli = Callable[..., Ran]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], _logging_put_back: None) -> Cli:
    """Runs `ptassist ARGUMENTS...` and returns what came of it."""

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        written = capsys.readouterr()
        return Ran(stopped.value.code, written.out, written.err)

    return run


@pytest.fixture
def _logging_put_back() -> Iterator[None]:
    """A command configures logging for the whole process; the next test starts without that."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
