"""Where the files that travel with the program are: web/, corpus/triage, corpus/language.

They stand inside an installed wheel, or in the checkout.
"""

import contextlib
import hashlib
import importlib.metadata
import re
from pathlib import Path

from ptassist.errors import ShippedFileError

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Finds a folder or file that ships with ptassist.

    Args:
        name: The path as it stands in the project, such as `web/static` or `corpus/triage`.

    Returns:
        The path inside the installed wheel when there is one, else inside the checkout.

    Raises:
        ShippedFileError: It is in neither place.
    """
    for root in (_PACKAGE / "_shipped", _PACKAGE.parents[1]):
        if (root / name).exists():
            return root / name
    raise ShippedFileError(f"{name} is missing from this installation of ptassist")


def code_digest(*rooms: str) -> str:
    """SHA-256 over the program's own files in some rooms, and over the versions of the libraries that it stands on.

    What was made by other code must not be taken for what this code would make.

    Args:
        rooms: Folders or files of the package, such as `articles` or `index/passages.py`.
    """
    digest = hashlib.sha256()
    for room in rooms:
        place = _PACKAGE / room
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            digest.update(f"{path.relative_to(_PACKAGE)} ".encode() + path.read_bytes())
    for requirement in importlib.metadata.requires("ptassist") or []:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            digest.update(f"{name} {importlib.metadata.version(name)} ".encode())
    return digest.hexdigest()
