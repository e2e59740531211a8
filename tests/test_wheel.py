"""The wheel: what is in it, and that it serves from a new environment outside the checkout."""

import importlib.util
import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from ptassist.server.assets import load_assets
from tests.contract import check_answer
from tests.fakes import write_corpus
from tests.processes import environment, fetch, ptassist, served

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SHIPPED = {
    "src/ptassist": "ptassist",
    "web": "ptassist/_shipped/web",
    "corpus/triage": "ptassist/_shipped/corpus/triage",
    "corpus/language": "ptassist/_shipped/corpus/language",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, made by the installed hatchling, else by pip with its own."""
    folder = tmp_path_factory.mktemp("wheel")
    hatchling = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", str(folder), str(ROOT)]
    command = hatchling if importlib.util.find_spec("hatchling") else pip
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A new environment with the wheel; it borrows the dependencies from this one, not ptassist."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install"]
    subprocess.run([*pip, "-q", "--no-deps", "--no-index", str(wheel)], check=True)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=True)
    # A path that a .pth file adds is searched after the environment's own, and its .pth files
    # (the one of an editable ptassist among them) are not read.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    pth = Path(own.stdout.strip()) / "borrowed.pth"
    pth.write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    return str(python)


def expected() -> set[str]:
    """Every file of the shipped folders that git would take, under its name in the wheel."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: git tells which files are the project's")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *SHIPPED]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = set()
    for name in listed.rstrip("\0").split("\0"):
        folder = next(folder for folder in SHIPPED if name.startswith(f"{folder}/"))
        if (ROOT / name).is_file():
            found.add(SHIPPED[folder] + name.removeprefix(folder))
    return found


def test_the_wheel_holds_the_shipped_folders_and_nothing_else(names: set[str]):
    assert {name for name in names if ".dist-info/" not in name} == expected()


def test_the_room_called_index_is_in_the_wheel_though_git_ignores_the_built_one(names: set[str]):
    assert {"ptassist/index/store.py", "ptassist/index/__init__.py"} <= names
    assert not [name for name in names if "versions/" in name or name.endswith(".faiss")]


def test_pages_widget_triage_and_language_are_in_the_wheel_and_articles_are_not(names: set[str]):
    assert "ptassist/_shipped/web/static/widget.js" in names
    assert "ptassist/_shipped/web/templates/base.html" in names
    assert "ptassist/_shipped/web/words/es.json" in names
    assert "ptassist/_shipped/corpus/triage/words.yaml" in names
    assert "ptassist/_shipped/corpus/language/frames.yaml" in names
    assert not [n for n in names if "articles" in n and n.endswith(".md")]
    assert not [n for n in names if "__pycache__" in n or n.startswith(("tests", "bench", "docs"))]


def test_the_wheel_carries_its_licence_its_types_and_its_command(wheel: Path, names: set[str]):
    assert "ptassist/py.typed" in names
    (licence,) = [name for name in names if name.endswith("licenses/LICENSE")]
    (entry,) = [name for name in names if name.endswith("entry_points.txt")]
    with zipfile.ZipFile(wheel) as archive:
        assert b"Apache License" in archive.read(licence)
        assert b"ptassist = ptassist.cli.app:main" in archive.read(entry)


def test_the_wheel_builds_an_index_and_serves_outside_the_checkout(python: str, tmp_path: Path):
    where = [python, "-c", "import ptassist, ptassist.index; print(ptassist.__file__)"]
    found = subprocess.run(
        where, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()).is_relative_to(Path(python).parents[1])

    write_corpus(tmp_path / "corpus" / "articles")
    built = ptassist(tmp_path, "build", "--json", python=python)
    assert built.returncode == 0, built.stderr
    assert json.loads(built.stdout)["articles"] == 4
    with served(tmp_path, python=python) as address:
        status, kind, text = fetch(f"{address}/")
        assert (status, kind) == (200, "text/html; charset=utf-8")
        assert "/widget.js" in text
        status, kind, text = fetch(f"{address}/widget.js")
        assert status == 200
        assert kind.startswith("text/javascript")
        loader = load_assets(ROOT / "web" / "static").loader.body.decode()
        assert text == loader
        folder = loader.partition('"./')[2].rpartition("/")[0]
        assert fetch(f"{address}/{folder}/element.js")[0] == 200
        status, _, text = fetch(f"{address}/api/v1/ask", {"question": "What helps heel pain?"})
        assert status == 200
        article = json.loads(fetch(f"{address}/api/v1/articles/feet/heel")[2])
        check_answer(json.loads(text), {"feet/heel": article["text"]})


def test_the_installed_command_runs_outside_the_checkout(python: str, tmp_path: Path):
    command = [str(Path(python).parent / "ptassist"), "doctor", "--json"]
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True
    )
    assert ran.returncode == 1  # no article and no index here
    findings = {finding["check"]: finding["severity"] for finding in json.loads(ran.stdout)}
    assert findings["model"] == "ok"
    assert findings["wording"] in {"ok", "warning"}
