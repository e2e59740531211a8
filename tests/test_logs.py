"""Each test runs a Python of its own: logging belongs to the whole process, and pytest has its own."""

import subprocess
import sys

import pytest

# Each test starts a process.
pytestmark = pytest.mark.slow


def run(code: str) -> subprocess.CompletedProcess[str]:
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr
    return finished


SAY = """
import logging
from ptassist.logs import configure_logging
{configure}
for name in ("ptassist.server", "other"):
    logging.getLogger(name).info("told by %s", name)
    logging.getLogger(name).error("failed in %s", name)
"""


@pytest.mark.parametrize(
    ("configure", "said"),
    [
        (
            "configure_logging()",
            ["ERROR ptassist.server: failed in ptassist.server", "ERROR other: failed in other"],
        ),
        (
            "configure_logging('info')",
            [
                "INFO ptassist.server: told by ptassist.server",
                "ERROR ptassist.server: failed in ptassist.server",
                "INFO other: told by other",
                "ERROR other: failed in other",
            ],
        ),
        (
            "configure_logging(); configure_logging()",
            ["ERROR ptassist.server: failed in ptassist.server", "ERROR other: failed in other"],
        ),
        (
            "logging.basicConfig(format='X %(message)s'); configure_logging()",
            ["ERROR ptassist.server: failed in ptassist.server", "ERROR other: failed in other"],
        ),
    ],
)
def test_records_go_to_standard_error_once_in_one_form(configure, said):
    finished = run(SAY.format(configure=configure))
    assert finished.stdout == ""
    assert finished.stderr.splitlines() == said


def test_the_libraries_chatter_is_not_shown():
    finished = run(
        "import bm25s, logging\n"
        "from ptassist.logs import configure_logging\n"
        "configure_logging('debug')\n"
        "bm25s.BM25().index([['heel'], ['knee']], show_progress=False)\n"
        "for name in ('httpx', 'sentence_transformers', 'transformers', 'bm25s', 'faiss'):\n"
        "    logging.getLogger(name).warning('chatter')\n"
    )
    assert (finished.stdout, finished.stderr) == ("", "")


def test_importing_ptassist_configures_nothing():
    """bm25s is known to set levels on import; the root logger stays as Python made it."""
    finished = run(
        "import logging, ptassist.cli.app, ptassist.server.app\n"
        "root = logging.getLogger()\n"
        "print(root.handlers, root.level == logging.WARNING)\n"
    )
    assert finished.stdout == "[] True\n"


def test_a_level_that_is_none_is_refused():
    finished = subprocess.run(
        [sys.executable, "-c", "from ptassist.logs import configure_logging as c; c('loud')"],
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 1
    assert "LOUD" in finished.stderr
