"""`make bench BEIR=FOLDER`: ours beside four peers in one run, the server under load, and how the index grows.

    python -m bench.compare FOLDER [--questions N] [--growth N,N,...] [--peers NAME,NAME]

Writes bench/RESULTS.md and its plots. It takes the better part of an hour on two cores; never part of the tests.
"""

import argparse
import contextlib
import datetime as dt
import http.client
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import environments, report

_STARTS = 5
_CONNECTIONS = (1, 8, 64)
_PATHS = ("/api/v1/search", "/api/v1/ask")
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--questions", type=int, default=100_000, help="over all connections and both paths"
    )
    parser.add_argument("--growth", default="1000,3000,10000,30000,100000")
    parser.add_argument("--peers", default=",".join(environments.PEERS))
    given = parser.parse_args()
    folder = given.folder.resolve()
    names = [name for name in given.peers.split(",") if name]
    pythons = {name: environments.peer_python(name) for name in names}
    lean = environments.lean_python()
    began, load_before = time.perf_counter(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as workshop:
        place = Path(workshop)
        tell("ours: build, questions")
        ours = measure_ours(folder, place / "nf", lean)
        peers = []
        for name, python in pythons.items():
            tell(f"{name}: build, questions")
            peers.append(measure_peer(folder, name, python))
        tell("the server under load")
        server = measure_server(place, lean, given.questions)
        growth = []
        for size in [int(size) for size in given.growth.split(",") if size]:
            tell(f"growth: {size} passages")
            growth.append(measure_growth(size, place / "growth"))
    found = {
        "date": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d"),
        "command": f"make bench BEIR=.../{folder.name}",
        "minutes": (time.perf_counter() - began) / 60,
        "machine": machine(),
        "load_before": load_before,
        "load_after": os.getloadavg()[0],
        "versions": environments.versions(
            Path(sys.executable), ["onnxruntime", "torch", "sentence-transformers"]
        ),
        "set": folder.name,
        "ours": ours,
        "peers": peers,
        "server": server,
        "growth": growth,
    }
    # The figures themselves, for whoever wants to write the page anew.
    (environments.HOME / "found.json").write_text(json.dumps(found, indent=1))
    report.write(found)
    tell("written: bench/RESULTS.md")


def measure_ours(folder, where, lean):
    where.mkdir()
    built = run(sys.executable, "-m", "bench.ours", "build", folder, where)
    asked = run(sys.executable, "-m", "bench.ours", "ask", folder, where)
    seconds, first = fastest(sys.executable, "-m", "bench.ours", "first", folder, where)
    return {
        **built,
        **asked,
        **first,
        "first_s": seconds,
        "installed_mb": environments.size_mb(lean),
        "whole_mb": environments.size_mb(Path(sys.executable)),
    }


def measure_peer(folder, name, python):
    script = Path(__file__).parent / "peers" / f"{name}_peer.py"
    asked = run(python, script, folder)
    seconds, first = fastest(python, script, folder, 10)
    return {**asked, **first, "first_s": seconds, "installed_mb": environments.size_mb(python)}


def measure_server(place, lean, questions):
    """The lean server over the sample articles: its start, and what it does under load."""
    home = place / "served"
    shutil.copytree(environments.ROOT / "corpus" / "articles", home / "corpus" / "articles")
    build = [sys.executable, "-m", "ptassist", "build", "--force"]
    subprocess.run(build, cwd=home, check=True, capture_output=True, env=clean())
    starts = [started(home, lean) for _ in range(_STARTS)]
    each = max(1, questions // (len(_CONNECTIONS) * len(_PATHS)))
    rows = []
    with serving(home, lean) as (port, process):
        wait(port)
        for number, (path, connections) in enumerate((p, c) for c in _CONNECTIONS for p in _PATHS):
            tell(f"  {path}, {connections} connections, {each} questions")
            asked = ["--path", path, "--connections", connections, "--questions", each]
            command = ["-m", "bench.load", f"http://127.0.0.1:{port}", *asked]
            rows.append({"path": path, **run(sys.executable, *command, "--first", number * each)})
        after = memory_mb(process.pid)
    return {
        "starts": _STARTS,
        "first_s": min(seconds for seconds, _ in starts),
        "first_median_s": statistics.median(seconds for seconds, _ in starts),
        "memory_mb": max(memory for _, memory in starts),
        "memory_after_mb": after,
        "limit": run(sys.executable, "-m", "bench.ours", "limit", home / "index"),
        "load": rows,
        "reader": run(sys.executable, "-m", "bench.ours", "reader", home / "index"),
    }


def measure_growth(size, where):
    try:
        built = run(sys.executable, "-m", "bench.growth", "build", size, where)
        tell(f"  built in {built['build_s']:.0f} s; questions")
        return {**built, **run(sys.executable, "-m", "bench.growth", "serve", size, where)}
    finally:
        shutil.rmtree(where, ignore_errors=True)


def run(*command):
    """Runs a command to its end; what it printed last is its JSON."""
    words = [str(word) for word in command]
    ran = subprocess.run(
        words, cwd=environments.ROOT, env=clean(), check=False, capture_output=True, text=True
    )
    if ran.returncode:
        sys.exit(f"{' '.join(words)}\n{ran.stderr[-3000:]}")
    return json.loads(ran.stdout.splitlines()[-1])


def fastest(*command):
    """The shortest of three runs from start to end, and what it printed."""
    found = []
    for _ in range(3):
        began = time.perf_counter()
        printed = run(*command)
        found.append((time.perf_counter() - began, printed))
    return min(found, key=lambda one: one[0])


def started(home, python):
    """Seconds from the start of a server to its first answer, and its memory then."""
    began = time.perf_counter()
    with serving(home, python) as (port, process):
        wait(port)
        return time.perf_counter() - began, memory_mb(process.pid)


@contextlib.contextmanager
def serving(home, python):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(python), "-m", "ptassist", "serve", "--port", str(port)]
    environment = clean() | {"PTASSIST_SERVER__QUESTIONS_PER_MINUTE": "0"}
    process = subprocess.Popen(command, cwd=home, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield port, process
    finally:
        process.terminate()
        process.wait()


def wait(port):
    """Asks one question until it is answered."""
    body = json.dumps({"question": "Is jumping safe with osteoporosis?"})
    until = time.perf_counter() + 60
    while time.perf_counter() < until:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/api/v1/ask", body, {"content-type": "application/json"})
            assert connection.getresponse().status == 200
            return
        time.sleep(0.005)
    sys.exit("the server does not answer")


def memory_mb(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def clean():
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PTASSIST_", "PYTHON"))
    }
    return kept | _OFFLINE


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    extras = [name for name in ("avx512_bf16", "avx512_vnni", "amx_bf16") if name in flags]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    processor = " ".join([names[0] if names else platform.machine(), *extras])
    return (
        f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"
    )


def tell(words):
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
