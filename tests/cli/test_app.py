"""The edge: exit 0 done, 1 refused, 2 misuse; every command with help, `--config` and, where it reads, `--json`."""

import subprocess
import sys

import pytest
import typer

from ptassist import __version__
from ptassist.cli.app import COMMANDS as COMMANDS_OF_TABLE
from ptassist.cli.app import app
from tests.cli.conftest import Cli

# Each test starts a process or loads the whole command line.
pytestmark = pytest.mark.slow

COMMANDS = {
    "build", "search", "ask", "serve", "evaluate", "doctor", "versions", "rollback", "settings"
}  # fmt: skip
WRITING = {"prune", "watch", "build", "serve", "rollback"}


def options() -> dict[str, set[str]]:
    """The options of every command."""
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in commands.items()
    }


def test_the_commands_of_the_contract_are_there():
    assert set(options()) >= COMMANDS


@pytest.mark.parametrize("name", sorted(options()))
def test_every_command_takes_a_settings_file(name):
    assert "--config" in options()[name]


@pytest.mark.parametrize("name", sorted(set(options()) - WRITING))
def test_every_command_that_reads_prints_json(name):
    assert "--json" in options()[name]


def test_the_options_of_the_contract_are_there():
    given = options()
    assert given["build"] >= {"--corpus", "--index", "--dry-run"}
    assert given["search"] >= {"--top"}
    assert given["serve"] >= {"--host", "--port"}


@pytest.mark.parametrize("name", ["", *sorted(options())])
def test_help_is_data_and_exits_0(cli: Cli, name):
    ran = cli(*name.split(), "--help")
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.startswith(f"Usage: ptassist {name}".rstrip())


def test_the_version_is_the_packages(cli: Cli):
    ran = cli("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"{__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["--no-such-option"],
        ["search"],
        ["ask"],
        ["search", "heel", "--top", "0"],
        ["search", "heel", "--top", "101"],
        ["search", "heel", "--top", "many"],
        ["serve", "--port", "0"],
        ["serve", "--port", "70000"],
        ["evaluate"],
        ["settings", "--json", "surplus"],
    ],
)
def test_misuse_exits_2_with_words_on_stderr_only(cli: Cli, arguments):
    ran = cli(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "Error" in ran.err


def test_no_command_at_all_is_misuse_and_shows_the_help(cli: Cli):
    ran = cli()
    assert ran.code == 2
    assert "evaluate" in ran.out + ran.err


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_missing_settings_file_is_refused_by_every_command(cli: Cli, name):
    needed = {"search": ["heel"], "ask": ["heel"], "evaluate": ["folder"]}
    ran = cli(name, *needed.get(name, []), "--config", "nowhere.toml")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "ptassist: nowhere.toml: no such settings file",
        "  Check the path given to --config: nowhere.toml",
    ]


def test_a_refusal_shows_no_traceback(cli: Cli, tmp_path):
    (tmp_path / "ptassist.toml").write_text("[clinic\n")
    ran = cli("versions")
    assert ran.code == 1
    assert "ptassist.toml" in ran.err
    assert "Traceback" not in ran.err


def test_help_loads_no_model_library():
    program = (
        "import sys\n"
        "from ptassist.cli.app import main\n"
        "try: main(['evaluate', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'uvicorn', 'fastapi'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stderr == "[]\n"


def test_the_list_of_commands_says_something_of_each_on_one_line(cli: Cli):
    lines = cli("--help").out.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines] == list(COMMANDS_OF_TABLE)
    for line in lines:
        assert len(line) < 80
        assert len(line.split()) > 4
        assert line.endswith(".")
        assert "..." not in line


def test_a_command_that_is_misspelt_is_guessed(cli: Cli):
    assert "Did you mean 'versions'" in cli("verisons").err


@pytest.mark.parametrize(
    ("arguments", "room"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["settings"], {"settings"}),
        (["ask", "--help"], {"questions"}),
    ],
)
def test_a_command_imports_no_other(arguments, room):
    program = (
        "import sys\n"
        "from ptassist.cli.app import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit: pass\n"
        "names = {name.rpartition('.')[2] for name in sys.modules if name.startswith('ptassist.cli.')}\n"
        "print(*sorted(names - {'app', 'common'}), file=sys.stderr)\n"
        "print(*sorted({'scipy', 'bm25s', 'rich.progress'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stderr.splitlines() == [" ".join(room), ""]


def test_python_m_ptassist_is_the_same_command():
    command = [sys.executable, "-m", "ptassist", "no-such-command"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "no-such-command" in ran.stderr
