"""The bytes of a Word file become the few parts that hold its words, each looked at before anything parses it.

A Word file is an archive of XML. Nothing is ever unpacked to disk, no archive inside it is opened, no macro is run, no
link is followed; what grows out of proportion is refused by name.
"""

import io
import re
import zipfile
from typing import Any

from ptassist.errors import UnreadableFileError

Parts = dict[str, bytes]

LARGEST_FILE = 50_000_000  # bytes of the archive; pictures are most of it
LARGEST_PART = 10_000_000  # bytes of one part, unpacked
MOST_GROWTH = 300  # times that a part may grow when unpacked
MOST_ENTRIES = 5_000
MOST_TAGS = 100_000

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_READ = re.compile(
    r"^(?:\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml"
    r"|word/(?:document\d*|styles|numbering|footnotes|endnotes)\.xml|word/_rels/document\d*\.xml\.rels)$"
)
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_SMALL = 100_000  # bytes; below it growth is no danger
_FALSE = {"0", "false", "off"}
_TINY = 4  # half points
_GONE = ("del", "moveFrom", "commentReference", "annotationRef")


def open_parts(content: bytes, where: str = "") -> Parts:
    """Reads the parts of a Word file that hold words.

    Args:
        content: The bytes of the file.
        where: Its name, for messages.

    Raises:
        UnreadableFileError: It is no Word file, holds macros, or is built to do harm.
    """
    if content.startswith(_OLD_WORD):
        raise UnreadableFileError(
            "an old .doc file, or one with a password; save it as .docx without one", where
        )
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError(f"the file is larger than {LARGEST_FILE // 10**6} MB", where)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts_of(archive, where)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise UnreadableFileError("this is no Word file, or a damaged one", where) from None


def _parts_of(archive: zipfile.ZipFile, where: str) -> Parts:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES:
        raise UnreadableFileError(f"the archive has more than {MOST_ENTRIES} entries", where)
    if any(
        name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name
        for name in names
    ):
        raise UnreadableFileError("the archive names a path outside of itself", where)
    if any("vbaproject" in name.lower() for name in names):
        raise UnreadableFileError("the file holds macros; save it as .docx without them", where)
    parts = {
        entry.filename: _part(archive, entry, where)
        for entry in entries
        if _READ.match(entry.filename)
    }
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise UnreadableFileError("the file holds macros; save it as .docx without them", where)
    if not any(name.startswith("word/document") for name in parts):
        raise UnreadableFileError("this is no Word file, or a damaged one", where)
    return parts


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str) -> bytes:
    """One part, unpacked up to the limit: the size that an archive states may be a lie."""
    with archive.open(entry) as stream:
        content = stream.read(LARGEST_PART + 1)
    too_large = len(content) > LARGEST_PART
    grown = len(content) > _SMALL and len(content) > MOST_GROWTH * max(1, entry.compress_size)
    if too_large or grown:
        raise UnreadableFileError(
            f"{entry.filename} grows out of proportion when unpacked (an archive bomb)", where
        )
    plain = content.replace(b"\0", b"")  # UTF-16 says the same with zero bytes in between
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableFileError(
            f"{entry.filename} declares entities, which no Word file does", where
        )
    if content.count(b"<") > 2 * MOST_TAGS:
        raise UnreadableFileError(f"{entry.filename} has more than {MOST_TAGS} elements", where)
    return content


def parse_part(content: bytes, where: str = "") -> Any:
    """Parses one part; entities and the network are switched off.

    Raises:
        UnreadableFileError: It is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFileError("this is no Word file, or a damaged one", where) from None


def take_out_unseen(parts: Parts, where: str = "") -> tuple[Parts, list[str]]:
    """Takes deleted and hidden words out of the document.

    Returns:
        The parts, and the hidden words; what a tracked change deleted is not among them.
    """
    from lxml import etree

    hidden: list[str] = []
    changed = dict(parts)
    for name in parts:
        if not name.startswith("word/document") or name.endswith(".rels"):
            continue
        root = parse_part(parts[name], where)
        for tag in _GONE:
            for element in list(root.iter(_WORD + tag)):
                element.getparent().remove(element)
        for run in list(root.iter(_WORD + "r")):
            text = "".join(run.itertext(_WORD + "t"))
            if _is_hidden(run):
                hidden += [text] if text.strip() else []
                run.getparent().remove(run)
        changed[name] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
    return changed, hidden


def _is_hidden(run: Any) -> bool:
    """Whether a reader of the document cannot see a run: hidden, white on white, or too small to read."""
    style = run.find(_WORD + "rPr")
    if style is None:
        return False
    vanish = style.find(_WORD + "vanish")
    if vanish is not None and vanish.get(_WORD + "val") not in _FALSE:
        return True
    size, colour = style.find(_WORD + "sz"), style.find(_WORD + "color")
    if (
        size is not None
        and (size.get(_WORD + "val") or "").isdigit()
        and int(size.get(_WORD + "val")) <= _TINY
    ):
        return True
    ground = style.find(_WORD + "shd"), style.find(_WORD + "highlight")
    white = colour is not None and (colour.get(_WORD + "val") or "").upper() == "FFFFFF"
    # In a table cell or a paragraph with a colour of its own, white letters are seen.
    boxes = run.iterancestors(_WORD + "tc", _WORD + "p", _WORD + "txbxContent")
    return (
        white
        and ground == (None, None)
        and not any(box.find(f".//{_WORD}shd") is not None for box in boxes)
    )


def pack(parts: Parts) -> io.BytesIO:
    """The parts as an archive again."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed
