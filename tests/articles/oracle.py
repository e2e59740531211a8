"""An article's text made without ptassist's reader: markdown-it's HTML, read by html.parser."""

import unicodedata
from html.parser import HTMLParser

from markdown_it import MarkdownIt


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words_of(markdown: str) -> str:
    """The text that a browser shows for a Markdown source, white space normalised, in NFC."""
    reader = _Words()
    reader.feed(MarkdownIt("commonmark").render(markdown))
    reader.close()
    return " ".join(unicodedata.normalize("NFC", "".join(reader.parts)).split())
