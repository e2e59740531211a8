"""Raw HTML inside Markdown: its text, without what it hides, scripts and styles."""

import re
from html.parser import HTMLParser

from ptassist.articles.parts.styles import declarations, how_it_hides

_BLOCK_TAGS = frozenset(
    "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_SPACES = re.compile(r"\s+")


class _TextOnly(HTMLParser):
    """Collects the text of raw HTML, a line for each block; what scripts and styles hold is not text."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.held_back: list[str] = []
        self._tag, self._depth = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth:
            self._depth += tag == self._tag
        elif tag not in _VOID and (tag in {"script", "style"} or _hides(attrs)):
            self._tag, self._depth = tag, 1
        self._break_at(tag)

    def handle_endtag(self, tag: str) -> None:
        self._depth -= self._depth > 0 and tag == self._tag
        self._break_at(tag)

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.parts.append(_SPACES.sub(" ", data))
        elif self._tag not in {"script", "style"} and data.strip():
            self.held_back.append(" ".join(data.split()))

    def _break_at(self, tag: str) -> None:
        if tag in _BLOCK_TAGS:
            self.parts.append("\n")


def strip_tags(html: str) -> tuple[str, list[str]]:
    """The text of raw HTML, and what it hides."""
    parser = _TextOnly()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts), parser.held_back


class Veil:
    """Holds back the words between a tag that hides and its end."""

    def __init__(self) -> None:
        self.held_back: list[str] = []
        self._tag, self._depth = "", 0

    def pass_tag(self, source: str) -> None:
        """Notes one tag of raw HTML."""
        tag = _TAG.match(source)
        if tag is None or tag.group(2).lower() in _VOID or source.endswith("/>"):
            return
        is_end, name = bool(tag.group(1)), tag.group(2).lower()
        if self._depth and name == self._tag:
            self._depth += -1 if is_end else 1
        elif not self._depth and not is_end:
            probe = _Probe()
            probe.feed(source)
            if probe.hides:
                self._tag, self._depth = name, 1
                self.held_back.append("")

    def let_through(self, text: str) -> str:
        """The text, or nothing while it is hidden."""
        if not self._depth:
            return text
        self.held_back[-1] += text
        return ""


class _Probe(HTMLParser):
    """Reads the attributes of one tag."""

    hides = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hides = _hides(attrs)


def _hides(attrs: list[tuple[str, str | None]]) -> bool:
    """Whether a tag's own attributes hide what stands in it."""
    given = dict(attrs)
    return "hidden" in given or how_it_hides(declarations(given.get("style") or "")) is not None
