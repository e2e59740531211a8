"""Bytes become text, whatever program saved them."""

import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup

LONGEST_TEXT = 1_000_000  # characters of one source: a book of 150,000 words

_MARKS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
_NO_TEXT = 0.01  # a share of characters that no text has
_LOOKED_AT = 20_000


def decode_text(content: bytes, charset: str | None = None) -> str:
    """Decodes bytes by their mark, by what they declare, as UTF-8, and last as windows-1252.

    Args:
        content: The bytes.
        charset: What the source declared.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, errors="replace")
    for declared in (charset or "utf-8", "utf-8"):
        try:
            # A page that calls itself Latin-1 means windows-1252, as browsers read it.
            known = lookup(declared).name
            return content.decode("cp1252" if known in {"iso8859-1", "ascii"} else known)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1252", errors="replace")


def is_text(text: str) -> bool:
    """Whether decoded bytes look like somebody's words, and not like a program or a picture."""
    looked_at = text[:_LOOKED_AT]
    strange = sum(
        unicodedata.category(c) in {"Cc", "Cn", "Co"} and c not in "\t\n\r\f\v\x85"
        for c in looked_at
    )
    return strange <= _NO_TEXT * len(looked_at)
