"""Kills builds, publishings, roll-backs and prunings at random moments while a client asks without pause.

Commands run in children of one warm process, so that a cycle takes a fraction of a second and the killed code is the
real one; only the encoder is a fake. The server is a real one, in a process of its own, asked over HTTP.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ptassist.cli.checkup import CHECKS, Severity
from ptassist.cli.doctor import _run
from ptassist.errors import PtassistError
from ptassist.index.store import Index
from ptassist.index.versions import current_folder, leftovers, list_versions
from ptassist.settings import Settings
from tests.fakes import FakeEncoder, article_source, build_in, write_corpus
from tests.processes import fetch, free_port

PROJECT = Path(__file__).parents[1]

_SERVER = """
import sys
from pathlib import Path
import uvicorn
from ptassist.server.app import create_app
from ptassist.settings import ServerSettings
from tests.fakes import assistant_in, settings_in

settings = settings_in(Path(sys.argv[1]), server=ServerSettings(questions_per_minute=0))
app = create_app(assistant_in(settings), settings)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), access_log=False, log_level="critical")
"""

_COMMANDS = """
import os, sys
from pathlib import Path
from ptassist.build import build_index
from ptassist.index.versions import prune, roll_back
from tests.fakes import FakeEncoder, settings_in

settings = settings_in(Path(sys.argv[1]))
encoder = FakeEncoder(seconds_per_text=0.0002)


def run(words):
    if words[0] == "build":
        build_index(settings, encoder=encoder)
    elif words[0] == "force":
        build_index(settings, encoder=encoder, force=True)
    elif words[0] == "rollback":
        roll_back(settings.index_dir, words[1])
    else:
        prune(settings.index_dir, int(words[1]))


for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            run(line.split())
            status = 0
        finally:
            os._exit(status)
    print(pid, flush=True)
    _, status = os.waitpid(pid, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


@dataclass(slots=True)
class Tally:
    """What came of the kills.

    Attributes:
        killed: How many commands were killed before they ended, by their name.
        finished: How many ended first.
        asked: How many questions were answered meanwhile.
        failed: What went wrong with questions.
        broken: What was wrong with the index after a kill.
        took_over: How many versions the answers came from.
    """

    killed: Counter[str] = field(default_factory=Counter)
    finished: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    failed: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    took_over: set[str] = field(default_factory=set)


def kill_at_random(folder: Path, kills: int, seed: int = 0) -> Tally:
    """Runs and kills commands until so many were killed.

    Args:
        folder: An empty folder.
        kills: How many.
        seed: Which moments.
    """
    settings, _ = build_in(folder)
    chance = random.Random(seed)  # noqa: S311
    tally, longest = Tally(), {"build": 0.5, "force": 0.5, "rollback": 0.02, "prune": 0.02}
    with _served(folder) as port, _asked(port, tally), _commands(folder) as commands:
        for number in range(kills * 10):
            if sum(tally.killed.values()) >= kills:
                break
            words = _choose(settings, chance, number)
            before = {version.name for version in list_versions(settings.index_dir)}
            limit = longest[words[0]]
            killed, seconds = _run_and_kill(commands, words, chance.uniform(0, limit * 1.1))
            if killed:
                tally.killed[words[0]] += 1
            else:
                tally.finished[words[0]] += 1
                longest[words[0]] = max(limit * 0.9, seconds)
            tally.broken += _faults(settings, before, words)
    return tally


def _choose(settings: Settings, chance: random.Random, number: int) -> list[str]:
    """The next command; a build has something new to build, and now and then a golden question that refuses it."""
    versions = list_versions(settings.index_dir)
    kind = chance.choices(["build", "force", "rollback", "prune"], [4, 1, 2, 2])[0]
    if kind == "rollback":
        return [kind, chance.choice(versions).name]
    if kind == "prune":
        return [kind, str(chance.randint(1, 4))]
    text = article_source(f"New {number}", f"Rest for {number} minutes.")
    write_corpus(settings.corpus_dir, {f"new{number % 5}.md": text})
    golden = settings.corpus_dir.parent / "golden.csv"
    if chance.random() < 0.3:
        golden.write_text("question,article\nhow to knead,no-such-article\n")
    else:
        golden.unlink(missing_ok=True)
    return [kind]


def _run_and_kill(
    commands: "subprocess.Popen[str]", words: list[str], after: float
) -> tuple[bool, float]:
    """Runs a command and kills it after a while; tells whether it was killed, and how long it ran."""
    assert commands.stdin is not None
    assert commands.stdout is not None
    commands.stdin.write(" ".join(words) + "\n")
    commands.stdin.flush()
    pid, start = int(commands.stdout.readline()), time.monotonic()
    killer = threading.Timer(after, _kill, [pid])
    killer.start()
    status = int(commands.stdout.readline())
    killer.cancel()
    killer.join()
    return status == -signal.SIGKILL, time.monotonic() - start


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _faults(settings: Settings, before: set[str], words: list[str]) -> list[str]:
    """What is wrong with the index and with what `ptassist doctor` says of it."""
    said = " ".join(words)
    try:
        index = Index.load(current_folder(settings.index_dir), FakeEncoder())
    except PtassistError as error:
        return [f"{said}: {error}"]
    now = {version.name for version in list_versions(settings.index_dir)}
    faults = [f"{said}: lost {name}" for name in before - now if words[0] != "prune"]
    if index.version not in now:
        faults.append(f"{said}: {index.version} is served and not listed")
    # The fake encoder is none that doctor can open; the index was loaded with it above.
    checks = [c for c in CHECKS if c.__name__.removeprefix("check_") not in _OF_THE_ENCODER]
    for finding in (_run(check, settings) for check in checks):
        if finding.severity is Severity.FAILURE:
            faults.append(f"{said}: doctor: {finding.check}: {finding.message}")
    left = leftovers(settings.index_dir)
    if len(left) > 3:
        faults.append(f"{said}: leftovers pile up: {left}")
    return faults


_OF_THE_ENCODER = {"model", "index", "encoder", "port", "packages", "wording", "licence", "golden"}


@contextlib.contextmanager
def _commands(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMANDS, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-c", _SERVER, str(folder), str(port)]
    with subprocess.Popen(command, cwd=PROJECT) as process:
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                assert process.poll() is None, "the server did not start"
                with contextlib.suppress(OSError):
                    if fetch(f"http://127.0.0.1:{port}/readyz")[0] == 200:
                        break
                time.sleep(0.1)
            yield port
            assert process.poll() is None, "the server died"
        finally:
            process.terminate()


@contextlib.contextmanager
def _asked(port: int, tally: Tally) -> Iterator[None]:
    """A client that asks one question after the other."""
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                status, _, text = fetch(
                    f"http://127.0.0.1:{port}/api/v1/ask",
                    {"question": "rolling the foot over a cold bottle for heel pain"},
                )
                answer = json.loads(text)
                if status != 200 or not answer["segments"]:
                    tally.failed.append(f"{status}: {text[:200]}")
                tally.took_over.add(answer.get("index_version", ""))
            except Exception as error:  # noqa: BLE001  # whatever it is, it is a failed question
                tally.failed.append(repr(error))
            tally.asked += 1

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
