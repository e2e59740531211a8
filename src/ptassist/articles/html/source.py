"""The bytes of a page become a tree: right encoding, fixed limits, nothing fetched, nothing run."""

import re
from typing import Any

from ptassist.articles.parts.decoding import LONGEST_TEXT, decode_text, is_text
from ptassist.errors import UnreadableFileError

Element = Any  # lxml has no types of its own

LARGEST_PAGE = 10_000_000  # bytes
MOST_TAGS = 30_000
DEEPEST = 200  # elements inside one another; libxml2 itself gives up at 256

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{2,40})")
_HEAD = 4096
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,500}(?:\[.{0,20000}?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[a-zA-Z!?/]")


def parse_page(content: bytes, where: str = "", charset: str | None = None) -> Element:
    """Parses a page.

    Args:
        content: The page as it was saved or sent.
        where: The file or address, for messages.
        charset: What the HTTP header said.

    Raises:
        UnreadableFileError: It is too large, too deep, or no HTML.
    """
    if len(content) > LARGEST_PAGE:
        size = f"{len(content) / 1e6:.0f} MB"
        raise UnreadableFileError(
            f"the page is too large: {size}, at most {LARGEST_PAGE // 10**6} MB", where
        )
    if content.count(b"<") > 2 * MOST_TAGS:  # each has a start and an end
        raise UnreadableFileError(f"the page has more than {MOST_TAGS} elements", where)
    text = decode_text(content, charset or declared_charset(content)).replace("\0", "")
    if not is_text(text) or not _ANY_TAG.search(text):
        raise UnreadableFileError("this is no HTML page", where)
    return _tree_of(_DOCTYPE.sub("", text[:50_000], count=1) + text[50_000:], where)


def declared_charset(content: bytes) -> str | None:
    """The encoding that a page names in itself."""
    head = content[:_HEAD]
    found = _XML_CHARSET.search(head) or _CHARSET.search(head)
    return found.group(1).decode("ascii", errors="replace") if found else None


def _tree_of(text: str, where: str) -> Element:
    from lxml import etree, html

    # Entities of a DTD are never expanded: the HTML parser knows none, and no file or address is opened.
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise UnreadableFileError("there is no text in the page", where) from None
    if depth_of(root) > DEEPEST:
        raise UnreadableFileError(
            f"elements stand inside one another more than {DEEPEST} deep", where
        )
    # A text node, not `text_content`: scripts and pictures as data are large in good pages too.
    if sum(map(len, root.xpath("//text()[not(parent::script or parent::style)]"))) > LONGEST_TEXT:
        raise UnreadableFileError(
            f"the page has more than {LONGEST_TEXT} characters of text", where
        )
    return root


def depth_of(root: Element) -> int:
    """How many elements stand inside one another at the deepest place."""
    deepest, depth = 0, 0
    from lxml import etree

    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
