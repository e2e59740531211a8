"""The documentation is tested: commands, settings, links, versions, dependencies, and what must not stand in a file."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import ptassist
from ptassist import errors
from ptassist.cli.app import app
from ptassist.errors import PtassistError
from ptassist.settings import Settings, flatten, load_settings

ROOT = Path(__file__).parents[1]
COMMANDS: dict[str, Any] = getattr(typer.main.get_command(app), "commands", {})
SETTINGS = flatten(Settings().model_dump())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def files() -> dict[str, str]:
    """The project's own text files, as git would take them."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: git tells which files are the project's")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = {}
    for name in listed.rstrip("\0").split("\0"):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            texts[name] = content.decode("utf-8", errors="replace")
    return texts


def pages() -> dict[str, str]:
    """The Markdown files that people read."""
    return {
        name: text
        for name, text in files().items()
        if name.endswith(".md") and not name.startswith("corpus/articles/")
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_so_has_each_of_its_options(name):
    command = COMMANDS[name]
    assert len((command.help or "").split()) >= 3
    for parameter in command.params:
        assert getattr(parameter, "help", None) or parameter.name == "help", parameter.name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    assert re.search(rf"\bptassist {name}\b", read("README.md") + read("docs/staff.md"))


def test_every_command_that_a_page_or_a_remedy_names_is_there():
    remedies = [kind.default_remedy for kind in all_errors(PtassistError)]
    assert any("ptassist build" in remedy for remedy in remedies)
    for text in [*pages().values(), *remedies]:
        spoken = re.findall(r"(?:`|: |\bbin/)ptassist ([a-z]+)", text)
        assert set(spoken) <= set(COMMANDS)


def all_errors(of: type[PtassistError]) -> list[type[PtassistError]]:
    return [of, *(kind for sub in of.__subclasses__() for kind in all_errors(sub))]


def test_every_error_stands_in_the_tree_and_has_a_sentence():
    for kind in all_errors(PtassistError):
        assert re.search(rf"\b{kind.__name__}\b", errors.__doc__ or "")
        assert kind.__doc__


def sample_settings() -> str:
    """The ptassist.toml that docs/staff.md shows."""
    (sample,) = re.findall(r"```toml\n(.*?)```", read("docs/staff.md"), re.DOTALL)
    return str(sample)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_stands_in_the_sample_file(name):
    assert name in flatten(tomllib.loads(sample_settings()))


def test_the_sample_file_can_be_loaded_as_it_is(tmp_path):
    path = tmp_path / "sample.toml"
    path.write_text(sample_settings(), encoding="utf-8")
    loaded = load_settings(path)
    assert set(loaded.origins.values()) == {str(path)}


def test_every_environment_name_that_a_page_gives_is_a_setting():
    for page, text in pages().items():
        for name in re.findall(r"\bPTASSIST_([A-Z_]*[A-Z])\b", text):
            known = name.lower().replace("__", ".")
            assert known in SETTINGS or name == "SECTION__NAME", f"{page}: PTASSIST_{name}"


@pytest.mark.parametrize("page", ["README.md", "docs/staff.md", "docs/architecture.md"])
def test_the_pages_that_staff_begin_with_are_there(page):
    assert len(read(page).split()) > 200


def test_every_link_between_pages_leads_somewhere():
    missing = [
        f"{page}: {target}"
        for page, text in pages().items()
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        if "://" not in target and not (ROOT / page).parent.joinpath(target).exists()
    ]
    assert missing == []


def test_every_target_that_the_readme_names_is_made():
    targets = set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.MULTILINE))
    assert {"help", "install", "serve", "test"} <= targets
    named = re.findall(r"^    make ([a-z]+)", read("README.md"), re.MULTILINE)
    assert {"serve", "test"} <= set(named) <= targets


def test_the_newest_version_in_the_changelog_is_the_packages():
    newest = re.search(r"^## (\d+\.\d+\.\d+)", read("CHANGELOG.md"), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == PROJECT["project"]["version"] == ptassist.__version__


REQUIREMENTS = [Requirement(text) for text in PROJECT["project"]["dependencies"]]


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda r: r.name)
def test_every_dependency_is_explained_and_pinned_within_its_range(requirement: Requirement):
    table = [line for line in read("docs/architecture.md").splitlines() if line.startswith("|")]
    assert any(requirement.name.lower() in line.split("|")[1].lower() for line in table)
    pins = dict(line.split("==") for line in read("constraints.txt").splitlines() if "==" in line)
    pinned = {canonicalize_name(name): version for name, version in pins.items()}
    assert pinned[canonicalize_name(requirement.name)] in requirement.specifier


def test_no_file_names_a_place_on_the_machine_that_it_was_written_on():
    place = re.compile(r"(?<![\w.~])/(?:work|tmp|root|home)/\w|(?<![\w.])/tmp\b(?!/)")
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in files().items()
        if name != "tests/test_docs.py"
        for number, line in enumerate(text.splitlines(), 1)
        if place.search(line)
    ]
    assert found == []


def test_no_file_names_the_host_of_a_package_registry():
    hosts = re.compile(
        r"\b(?:pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org)\b", re.I
    )
    found = [name for name, text in files().items() if hosts.search(text)]
    assert [name for name in found if name != "tests/test_docs.py"] == []


def test_no_built_index_and_no_settings_of_a_clinic_are_kept():
    kept = [name for name in files() if name.startswith("index/") or name == "ptassist.toml"]
    assert kept == ["index/README.md"]


def test_the_licence_is_apache_2_in_full():
    text = read("LICENSE")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert len(text) > 10_000
    assert PROJECT["project"]["license"] == "Apache-2.0"
