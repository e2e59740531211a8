"""An animated PNG out of pictures of one size: every browser shows it, and nothing but zlib is needed to make it."""

import struct
import zlib
from collections.abc import Iterator, Sequence

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def animated(frames: Sequence[tuple[bytes, int]]) -> bytes:
    """Joins pictures.

    Args:
        frames: PNG files of one size and kind, each with the milliseconds for which it is shown.
    """
    header = next(data for kind, data in chunks(frames[0][0]) if kind == b"IHDR")
    out = [_SIGNATURE, chunk(b"IHDR", header), chunk(b"acTL", struct.pack(">II", len(frames), 0))]
    sequence = 0
    for place, (picture, wait_ms) in enumerate(frames):
        control = struct.pack(">I8sIIHHBB", sequence, header[:8], 0, 0, wait_ms, 1000, 0, 0)
        out.append(chunk(b"fcTL", control))
        sequence += 1
        for kind, data in chunks(picture):
            if kind == b"IHDR" and data != header:
                raise ValueError(f"picture {place} differs in size or kind from the first")
            if kind == b"IDAT" and place == 0:
                out.append(chunk(b"IDAT", data))
            elif kind == b"IDAT":
                out.append(chunk(b"fdAT", struct.pack(">I", sequence) + data))
                sequence += 1
    return b"".join([*out, chunk(b"IEND", b"")])


def chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG file: their kind and content."""
    place = len(_SIGNATURE)
    while place < len(picture):
        length, kind = struct.unpack_from(">I4s", picture, place)
        yield kind, picture[place + 8 : place + 8 + length]
        place += length + 12


def chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG file, with its checksum."""
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))
