"""The widget's files as they are handed out: made small once, when the server starts, and named by their digest.

The files in `web/static` are what people read and edit. Comments and spaces go here and nowhere else, so there is no
build step and nothing built to keep in step.
"""

import base64
import gzip
import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rcssmin import cssmin
from rjsmin import jsmin

from ptassist.errors import ShippedFileError

ENTRY = "widget.js"
_FOLDER = "widget"
_IN_THE_CHECKOUT = f"./static/{_FOLDER}/"
_DIGEST_LENGTH = 12
_IMPORT = re.compile(r"""\b(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
_MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
}
_SMALLER: dict[str, Callable[[str], str]] = {
    ".js": jsmin,
    ".css": cssmin,
    ".json": lambda text: msgspec.json.format(text, indent=-1),
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent.

    Attributes:
        body: Its bytes.
        packed: The same, compressed with gzip.
        media_type: What it is.
        etag: A name for these bytes.
    """

    body: bytes
    packed: bytes
    media_type: str
    etag: str

    @property
    def integrity(self) -> str:
        """The hash that a page's tag may ask for."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.body).digest()).decode()}"


@dataclass(frozen=True, slots=True)
class Assets:
    """All files of one version of the widget.

    Attributes:
        digest: The name of this version: it changes with every byte of it.
        loader: What `/widget.js` sends: it imports this version.
        files: What stands under `/widget/<digest>/`, by name; `widget.js` among them is the loader's fixed twin.
    """

    digest: str
    loader: Asset
    files: Mapping[str, Asset]

    def modules(self) -> list[str]:
        """The modules that the entry needs at once, itself first, in the order in which they are found."""
        found = [ENTRY]
        for name in found:
            folder = posixpath.dirname(name)
            for target in _IMPORT.findall(self.files[name].body.decode()):
                module = posixpath.normpath(posixpath.join(folder, target))
                if module not in found:
                    found.append(module)
        return found


def load_assets(static: Path) -> Assets:
    """Reads the widget's files.

    Args:
        static: The folder of `widget.js` and of the folder that it imports from.

    Raises:
        ShippedFileError: A file is missing, or the entry does not import from where its modules are.
    """
    try:
        entry = _made_small(static / ENTRY)
        paths = sorted(
            path for path in (static / _FOLDER).rglob("*") if path.suffix in _MEDIA_TYPES
        )
        bodies = {p.relative_to(static / _FOLDER).as_posix(): _made_small(p) for p in paths}
    except OSError as error:
        raise ShippedFileError(f"{error.filename} is missing from this installation") from None
    if _IN_THE_CHECKOUT not in entry:
        raise ShippedFileError(f"{static / ENTRY} does not import from {_IN_THE_CHECKOUT}")
    bodies[ENTRY] = entry.replace(_IN_THE_CHECKOUT, "./")
    digest = digest_of({name: body.encode() for name, body in bodies.items()})
    loader = entry.replace(_IN_THE_CHECKOUT, f"./{_FOLDER}/{digest}/")
    files = {name: asset_of(name, body.encode()) for name, body in bodies.items()}
    return Assets(digest, asset_of(ENTRY, loader.encode()), files)


def asset_of(name: str, body: bytes) -> Asset:
    """A file ready to be sent."""
    packed = gzip.compress(body, 9, mtime=0)
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Asset(body, packed, _MEDIA_TYPES[posixpath.splitext(name)[1]], etag)


def digest_of(bodies: Mapping[str, bytes]) -> str:
    """The name of a version: SHA-256 over names and contents, cut to 12 digits."""
    digest = hashlib.sha256()
    for name in sorted(bodies):
        digest.update(f"{name} {len(bodies[name])}\n".encode() + bodies[name])
    return digest.hexdigest()[:_DIGEST_LENGTH]


def _made_small(path: Path) -> str:
    return _SMALLER[path.suffix](path.read_text(encoding="utf-8"))
