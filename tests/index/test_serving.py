"""Which encoder answers: the one that the index carries, else sentence-transformers, else a named error."""

import json
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ptassist.errors import ForeignIndexError, LeanServerError, MissingIndexError
from ptassist.index.compiled import ENCODER, FACTS
from ptassist.index.serving import open_serving_encoder
from ptassist.index.store import FORMAT
from ptassist.index.versions import current_folder
from ptassist.settings import Settings
from tests.fakes import build_in, write_corpus
from tests.processes import environment, fetch, ptassist, served


def test_without_an_index_there_is_nothing_to_serve(tmp_path):
    with pytest.raises(MissingIndexError):
        open_serving_encoder(tmp_path / "index", "any", 1)


def test_an_index_of_another_format_is_told_before_any_model_is_looked_for(tmp_path):
    settings, _ = build_in(tmp_path)
    old = rewritten(settings, format=FORMAT - 1)
    with pytest.raises(ForeignIndexError, match=f"format {FORMAT - 1}"):
        open_serving_encoder(old, "no-such-model", 1)


def rewritten(settings: Settings, **facts: object) -> Path:
    """The index folder with a manifest that says something else, and a name that fits it."""
    import hashlib

    folder = current_folder(settings.index_dir)
    manifest = json.loads((folder / "manifest.json").read_text()) | facts
    content = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(content)
    name = f"{folder.name.partition('-')[0]}-{hashlib.sha256(content).hexdigest()[:12]}"
    folder.rename(folder.with_name(name))
    (settings.index_dir / "current").write_text(name)
    return settings.index_dir


# A process in which sentence-transformers, transformers and torch are not installed: looking for them finds nothing.
LEAN = """
import sys
class Lean:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"torch", "transformers", "sentence_transformers", "onnx"}:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Lean())
import importlib.util
real = importlib.util.find_spec
def find_spec(name, package=None):
    try:
        return real(name, package)
    except ModuleNotFoundError:
        return None
importlib.util.find_spec = find_spec
from ptassist.cli.app import main
main(sys.argv[1:])
"""


def lean(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LEAN, *arguments],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_a_lean_server_without_an_index_names_the_command_that_mends_it(tmp_path):
    write_corpus(tmp_path / "corpus" / "articles")
    ran = lean(tmp_path, "serve")
    assert ran.returncode == 1
    assert "no index has been built yet" in ran.stderr
    assert "ptassist build" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.slow
def test_a_lean_server_with_an_encoder_that_could_not_be_compiled_names_it_too(tmp_path):
    build_in(tmp_path)  # with an encoder of another kind, which is not carried
    ran = lean(tmp_path, "serve")
    assert ran.returncode == 1
    assert "carries no compiled encoder" in ran.stderr
    assert "pip install ptassist" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index by the real encoder."""
    folder = tmp_path_factory.mktemp("real")
    write_corpus(folder / "corpus" / "articles")
    built = ptassist(folder, "build")
    assert built.returncode == 0, built.stderr
    return folder


@pytest.mark.slow
def test_a_lean_installation_answers_from_an_index_that_was_built_elsewhere(real):
    ran = lean(real, "ask", "What helps heel pain?", "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["kind"] == "answer"


@pytest.mark.slow
def test_doctor_finds_no_fault_on_a_lean_server(real):
    findings = {
        finding["check"]: finding for finding in json.loads(lean(real, "doctor", "--json").stdout)
    }
    assert findings["model"]["message"] == "not needed: this installation only serves"
    assert findings["index"]["message"].endswith(" passages")
    assert findings["encoder"]["message"] == "384 dimensions; a passage finds itself"
    failures = [finding for finding in findings.values() if finding["severity"] == "failure"]
    assert failures == []


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["torch", "sentence_transformers"])
def test_without_one_of_its_libraries_nothing_can_be_built(tmp_path, missing):
    code = LEAN.replace("from ptassist.cli.app import main\nmain(sys.argv[1:])", "")
    names = '{"torch", "transformers", "sentence_transformers", "onnx"}'
    assert names in code
    code = code.replace(names, f"{{{missing!r}}}")
    code += "from ptassist.index.serving import can_build\nprint(can_build())\n"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "False\n"), ran.stderr


@pytest.mark.slow
def test_serving_imports_neither_torch_nor_transformers(real):
    code = (
        "import sys\n"
        "from ptassist.assistant import open_assistant\n"
        "from ptassist.server.app import create_app\n"
        "from ptassist.settings import load_settings\n"
        "import ptassist.cli.app, uvicorn\n"
        "settings = load_settings().settings\n"
        "assistant = open_assistant(settings)\n"
        "create_app(assistant, settings)\n"
        "assert assistant.ask('What helps heel pain?').segments\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx', 'huggingface_hub'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=real,
        env=environment(real),
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stdout) == (0, "[]\n"), ran.stderr


@pytest.mark.slow
def test_the_served_process_has_no_torch_in_its_memory(real):
    with served(real) as address:
        status, _, text = fetch(f"{address}/api/v1/ask", {"question": "What helps heel pain?"})
        assert (status, json.loads(text)["kind"]) == (200, "answer")
        here = os.getpid()
        children = Path(f"/proc/{here}/task/{here}/children")
        if not children.is_file():
            pytest.skip("this system does not tell a process's memory")
        maps = [Path(f"/proc/{child}/maps").read_text() for child in children.read_text().split()]
    assert any("onnxruntime" in text for text in maps)
    assert not any("libtorch" in text for text in maps)


@pytest.mark.slow
def test_sixty_four_visitors_at_once_take_little_memory(real, tmp_path):
    config = tmp_path / "ptassist.toml"
    config.write_text("[server]\nquestions_per_minute = 0\n")
    asked = [f"What helps {what}?" for what in ("heel pain", "hopping", "my knee", "a stiff neck")]
    with served(real, "--config", str(config)) as address, ThreadPoolExecutor(64) as visitors:
        sent = [{"question": question} for question in asked * 64]
        replies = list(visitors.map(lambda body: fetch(f"{address}/api/v1/ask", body), sent))
        here = os.getpid()
        children = Path(f"/proc/{here}/task/{here}/children")
        if not children.is_file():
            pytest.skip("this system does not tell a process's memory")
        status = [Path(f"/proc/{child}/status") for child in children.read_text().split()]
        lines = [line.split() for path in status for line in path.read_text().splitlines()]
    assert [reply[0] for reply in replies] == [200] * 256
    most = max(int(line[1]) // 1024 for line in lines if line[0] == "VmHWM:")
    # 299 measured, the rules compiled at this very start; 40 more with a heap for each thread, 200 more when each
    # visitor had a run of the reader to himself. deploy/ptassist.service allows 450.
    assert most < 335, most


@pytest.mark.slow
def test_an_index_without_an_encoder_is_served_by_sentence_transformers_with_its_cost(
    real, tmp_path, caplog
):
    import shutil

    from ptassist.index.encoder import MODEL_PACKAGE

    shutil.copytree(real / "index", tmp_path / "index")
    folder = current_folder(tmp_path / "index") / ENCODER
    facts = json.loads((folder / FACTS).read_text()) | {"reason": "ValueError: odd layers"}
    (folder / FACTS).unlink()
    (folder / FACTS).write_text(json.dumps(facts))
    with caplog.at_level(logging.WARNING):
        encoder = open_serving_encoder(tmp_path / "index", MODEL_PACKAGE, 1)
    assert "odd layers" in caplog.text
    assert "400 MB" in caplog.text
    assert encoder.encode_questions(["Is rest good?"]).shape == (1, 384)


@pytest.mark.slow
def test_settings_that_name_another_model_are_told(real, caplog):
    with caplog.at_level(logging.WARNING):
        encoder = open_serving_encoder(real / "index", "another-model", 1)
    assert "another-model" in caplog.text
    assert encoder.name in caplog.text


def test_the_error_of_a_lean_server_has_a_remedy():
    assert "ptassist build" in LeanServerError("x").remedy
