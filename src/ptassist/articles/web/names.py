"""The name of a corpus file, out of a title that anybody may have written."""

import re
import unicodedata
from collections.abc import Set
from urllib.parse import unquote

_LONGEST = 80
# Names that Windows keeps for devices: a corpus folder may well lie on a shared drive.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}
_NAMELESS = "article"


def file_stem(title: str, url: str, taken: Set[str]) -> str:
    """A name without suffix: ASCII letters, digits and dashes, at most 80 or so, and not yet taken.

    Args:
        title: Of the article.
        url: Its address; names it where the title has no letter that can be kept.
        taken: The names that are there already, in lower case.
    """
    path = unquote(url.partition("://")[2].partition("?")[0]).partition("/")[2]
    of_path = re.sub(r"\.\w{1,5}$", "", path.rstrip("/").rpartition("/")[2])
    stem = slug(title) or slug(of_path) or _NAMELESS
    if stem in _RESERVED:
        stem = f"{stem}-{_NAMELESS}"
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def slug(text: str) -> str:
    """The letters and digits of a text in lower-case ASCII, with dashes between the words; empty if there are none."""
    plain = unicodedata.normalize(
        "NFKD", text[:1000].replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    letters = plain.encode("ascii", "ignore").decode().lower()
    dashed = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(dashed) > _LONGEST:
        dashed = dashed[: _LONGEST + 1].rpartition("-")[0] or dashed[:_LONGEST]
    return dashed
