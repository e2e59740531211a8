"""Sitemaps and feeds: the lists that a site itself gives of its pages. Read as hostile: anybody may have written them.

No entity is expanded, no document type is loaded, nothing is fetched; what is packed is unpacked up to a limit, and no
list counts beyond a fixed number of addresses.
"""

import zlib
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from ptassist.articles.web.address import Address, join_address

MOST_ADDRESSES = 50_000
_LARGEST = 20_000_000  # bytes, unpacked


@dataclass(frozen=True, slots=True)
class Listed:
    """What a sitemap or a feed lists.

    Attributes:
        pages: The addresses of pages.
        sitemaps: The addresses of further sitemaps, out of an index.
    """

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_list(content: bytes, here: Address) -> Listed:
    """Reads a sitemap, an index of sitemaps, a plain list of addresses, or a feed (RSS, Atom); packed or not.

    Args:
        content: The bytes that the site sent.
        here: Their address; the addresses in them may be relative to it.

    Returns:
        What it lists; nothing if it is none of these.
    """
    content = _unpacked(content)
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Listed(_plain_lines(content, here))
    root = _parsed(content)
    if root is None:
        return Listed()
    names = {"sitemapindex": _of_index, "urlset": _of_sitemap, "rss": _of_rss, "RDF": _of_rss}
    read = names.get(_name(root), _of_atom if _name(root) == "feed" else None)
    if read is None:
        return Listed()
    found = (join_address(str(here), text) for text in islice(read(root), MOST_ADDRESSES))
    addresses = tuple(dict.fromkeys(str(address) for address in found if address is not None))
    return Listed(sitemaps=addresses) if read is _of_index else Listed(pages=addresses)


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        return inflate.decompress(content, _LARGEST)
    except zlib.error:
        return b""


def _parsed(content: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError):
        return None


def _plain_lines(content: bytes, here: Address) -> tuple[str, ...]:
    """A sitemap may be a text file, one address a line."""
    lines = content[:_LARGEST].decode("utf-8", "replace").splitlines()
    found = (
        join_address(str(here), line)
        for line in lines[:MOST_ADDRESSES]
        if line.startswith(("http://", "https://"))
    )
    return tuple(dict.fromkeys(str(address) for address in found if address is not None))


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _texts(root: Any, path: str) -> Any:
    return (str(text).strip() for text in root.xpath(path))


def _of_index(root: Any) -> Any:
    return _texts(root, "./*[local-name()='sitemap']/*[local-name()='loc']/text()")


def _of_sitemap(root: Any) -> Any:
    return _texts(root, "./*[local-name()='url']/*[local-name()='loc']/text()")


def _of_rss(root: Any) -> Any:
    return _texts(root, ".//*[local-name()='item']/*[local-name()='link']/text()")


def _of_atom(root: Any) -> Any:
    entry = "./*[local-name()='entry']/*[local-name()='link'][not(@rel) or @rel='alternate']/@href"
    return _texts(root, entry)
