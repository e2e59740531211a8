"""The body of a page as it was sent: unpacked, never beyond a limit, and in one character set."""

import contextlib
import re
import zlib
from collections.abc import Iterable, Iterator

from ptassist.errors import UnreachableError, UnsuitablePageError

MEGABYTE = 1_000_000
_PLAIN = {"", "identity"}
_PACKED = {"gzip", "x-gzip", "deflate"}
_UNICODE_MARK = b"\xef\xbb\xbf"
_MARKS = (_UNICODE_MARK, b"\xff\xfe", b"\xfe\xff")


def unpacked(where: str, chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Reads a body to its end or to the limit, whichever comes first.

    Args:
        where: The address, for what is said of it.
        chunks: As they arrive; no more of them is taken than is needed to know that there are too many.
        encoding: The `Content-Encoding`.
        limit: Bytes, as sent and as unpacked.

    Raises:
        UnsuitablePageError: It is larger, or packed in a way that was not asked for.
        UnreachableError: It broke off.
    """
    encoding = encoding.strip().lower()
    if encoding not in _PLAIN | _PACKED:
        raise UnsuitablePageError(f"{where}: packed as {encoding[:20]!r}, which was not asked for")
    pieces, size = [], 0
    for piece in _inflated(where, chunks, limit) if encoding in _PACKED else chunks:
        size += len(piece)
        if size > limit:
            raise too_large(where, limit)
        pieces.append(piece)
    return b"".join(pieces)


def too_large(where: str, limit: int) -> UnsuitablePageError:
    """What is said of a page that is larger than the limit."""
    return UnsuitablePageError(f"{where}: larger than {limit / MEGABYTE:g} MB")


def in_utf8(content: bytes, content_type: str) -> bytes:
    """HTML in the character set that the server names, as UTF-8 with the mark that says so."""
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    if named is None or content.startswith(_MARKS):
        return content
    charset = named.group(1).lower()
    if charset in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}:
        charset = "cp1252"  # as browsers read it
    with contextlib.suppress(LookupError):
        return _UNICODE_MARK + content.decode(charset, "replace").encode()
    return content


def _inflated(where: str, chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Unpacks gzip or deflate; never more at once than the limit, whatever the chunk holds."""
    inflate = None
    for chunk in filter(None, chunks):
        # Deflate comes with a zlib header, as the standard says, or without, as some servers send it.
        if inflate is None:
            is_zlib = chunk[0] & 0x0F == 8 and int.from_bytes(chunk[:2]) % 31 == 0
            raw = not (is_zlib or chunk.startswith(b"\x1f\x8b"))
            inflate = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS + 32)
        try:
            yield inflate.decompress(chunk, limit + 1)
        except zlib.error:
            raise UnsuitablePageError(f"{where}: packed in a way that cannot be unpacked") from None
        if inflate.unconsumed_tail:
            raise too_large(where, limit)
    if inflate is not None and not inflate.eof:
        raise UnreachableError(f"{where}: the page broke off")
