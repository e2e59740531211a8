"""ptassist as a process of its own: one command, or a server for as long as a block runs."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_PATIENCE = 120.0


def environment(folder: Path) -> dict[str, str]:
    """This process's environment without settings of ptassist, with a cache below `folder`."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PTASSIST_", "PYTHONPATH"))}
    return clean | {"XDG_CACHE_HOME": str(folder / "cache")}


def ptassist(
    folder: Path, *arguments: str, python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    """Runs one command in a folder."""
    command = [python, "-m", "ptassist", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True
    )


@contextlib.contextmanager
def served(folder: Path, *arguments: str, python: str = sys.executable) -> Iterator[str]:
    """Runs `ptassist serve` in a folder; gives its address once it is ready."""
    port = free_port()
    command = [python, "-m", "ptassist", "serve", "--port", str(port), *arguments]
    log = folder / "serve.log"
    with log.open("w") as words:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(folder), stdout=words, stderr=words
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fetch(address: str, body: Mapping[str, Any] | None = None) -> tuple[int, str, str]:
    """Gets an address, or posts JSON to it: status, content type, text."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.netloc, timeout=30)
    target = f"{place.path or '/'}?{place.query}" if place.query else place.path or "/"
    with contextlib.closing(connection):
        if body is None:
            connection.request("GET", target)
        else:
            headers = {"content-type": "application/json"}
            connection.request("POST", target, json.dumps(body), headers)
        reply = connection.getresponse()
        return reply.status, reply.getheader("content-type", ""), reply.read().decode()


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError):
            if fetch(f"{address}/readyz")[0] == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"not ready after {_PATIENCE:.0f} s:\n{log.read_text()}")
