"""The compiled rules, kept in a file, so that a start need not compile them again.

The file is named after what it was made of: every rule file, the signatures, and the code of this room. One that is
damaged, or made of anything else, counts as none; it may be deleted at any time.
"""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ptassist.answering.triage.program import Program, compile_program
from ptassist.answering.triage.rules import RuleReader

_MARK = "ptassist triage"
_NAME = "triage-{}.bin"


def load_program(folder: Path, cache: Path | None = None) -> Program:
    """The compiled rules of a folder: the kept ones when they are of these very files, else compiled anew.

    Args:
        folder: The folder of the rule files.
        cache: Where the compiled rules are kept; None keeps nothing.

    Raises:
        ShippedFileError: A file is missing or malformed; the message names path and line.
    """
    if cache is None:
        return compile_program(RuleReader(folder).read())
    key = _key(folder)
    if (kept := _read(cache, key)) is not None:
        return kept
    program = compile_program(RuleReader(folder).read())
    # A folder that cannot be written costs time, and nothing else.
    with contextlib.suppress(OSError):
        if _key(folder) == key:  # else a file was edited while it was read
            _keep(cache, key, program)
    return program


def _key(folder: Path) -> str:
    """Names what a program is made of: the rule files with the signatures, and the code."""
    code = Path(__file__).parent
    digest = hashlib.sha256()
    for room, paths in ((code, code.glob("*.py")), (folder, folder.rglob("*.yaml"))):
        digest.update(_listing(room, paths).encode())
    return digest.hexdigest()


def _listing(room: Path, paths: Iterable[Path]) -> str:
    lines = []
    for path in sorted(paths):
        with contextlib.suppress(OSError):  # whoever reads the rules says what is wrong with it
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            lines.append(f"{path.relative_to(room).as_posix()} {digest}\n")
    return "".join(lines)


def _read(cache: Path, key: str) -> Program | None:
    with contextlib.suppress(OSError, msgspec.DecodeError):
        read = (cache / _NAME.format(key)).read_bytes()
        end = read.find(b"\n")
        head, body = read[: max(end, 0)], memoryview(read)[end + 1 :]  # ten megabytes, not copied
        if head == _head(key, body):
            return msgspec.msgpack.decode(body, type=Program)
    return None


def _keep(cache: Path, key: str, program: Program) -> None:
    """Writes the file whole or not at all, and removes those of other rules."""
    body = msgspec.msgpack.encode(program)
    cache.mkdir(parents=True, exist_ok=True)
    new = cache / f".triage-{os.getpid()}-{threading.get_ident()}.new"
    try:
        new.write_bytes(_head(key, body) + b"\n" + body)
        new.replace(cache / _NAME.format(key))
    finally:
        new.unlink(missing_ok=True)
    for other in cache.glob(_NAME.format("*")):
        if other.name != _NAME.format(key):
            other.unlink(missing_ok=True)


def _head(key: str, body: bytes | memoryview) -> bytes:
    """What the file was made of, and the checksum of the rest."""
    return f"{_MARK} {key} {hashlib.sha256(body).hexdigest()}".encode()
