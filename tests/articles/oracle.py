"""An article's text made without ptassist's reader: markdown-it's HTML, read by html.parser.

What nobody sees is no text: words in an element that hides them, and characters without width.
"""

import re
import unicodedata
from html.parser import HTMLParser

from markdown_it import MarkdownIt

_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
_HIDES = re.compile(r"display:none|visibility:hidden|font-size:0(?![.\d])")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append(" ")
        if tag not in _VOID:
            style = (dict(attrs).get("style") or "").replace(" ", "").lower()
            hides = "hidden" in dict(attrs) or bool(_HIDES.search(style))
            self.open.append((tag, hides))

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not any(hides for _, hides in self.open):
            self.parts.append(data)


def words_of(markdown: str) -> str:
    """The text that a browser shows for a Markdown source, white space normalised, in NFC."""
    reader = _Words()
    reader.feed(MarkdownIt("commonmark").render(markdown))
    reader.close()
    shown = _UNSEEN.sub("", "".join(reader.parts))
    return " ".join(unicodedata.normalize("NFC", shown).split())
