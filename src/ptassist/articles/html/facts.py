"""What a page says about itself: JSON-LD, Open Graph, meta and time elements; the byline has the last word."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from ptassist.articles.html.source import Element
from ptassist.articles.parts.bylines import find_date

_ARTICLE = re.compile(r"Article$|BlogPosting$|MedicalWebPage$|NewsArticle$|Report$")
_PAGE = re.compile(r"WebPage$|ItemPage$")
_LONGEST_DATA = 1_000_000
_NOBODY = re.compile(
    r"^(?:admin(?:istrator)?|user|editor|webmaster|team|staff|root|\S+@\S+|https?://.*)?$", re.I
)
_SEPARATOR = re.compile(r"\s+[|•·»–—:-]\s+|\s*\|\s*|\s+::\s+")
_DAY_CLASS = re.compile(r"publish|entry-date|post-date|posted|date", re.I)


@dataclass(slots=True)
class Facts:
    """What the head of a page and its data say.

    Attributes:
        questions: The questions of a FAQPage: in the text they are headings.
        titles: What may be the title, the likeliest first.
    """

    titles: list[str] = field(default_factory=list)
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    reviewed: date | None = None
    reviewer: str | None = None
    updated: date | None = None
    url: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    questions: set[str] = field(default_factory=set)


def read_facts(root: Element, where: str = "") -> Facts:
    """Reads the facts of a page, its visible text left aside.

    Args:
        root: The whole tree, scripts still in it.
        where: The page's address, if it has one.
    """
    facts = Facts()
    meta = _meta(root)
    nodes = list(_data(root))
    _from_data(facts, nodes)
    facts.publisher = facts.publisher or meta.get("og:site_name")
    facts.author = facts.author or _person(meta.get("author") or meta.get("article:author") or "")
    facts.published = (
        facts.published
        or _day(meta.get("article:published_time") or meta.get("date") or meta.get("dc.date") or "")
        or _day(
            next(
                iter(
                    root.xpath(
                        "//*[@itemprop='datePublished']/@content|//*[@itemprop='datePublished']/@datetime"
                    )
                ),
                "",
            )
        )
        or _from_time(root)
    )
    facts.updated = facts.updated or _day(meta.get("article:modified_time") or "")
    facts.url = _address(root, meta, where)
    facts.language = _language(root, meta)
    facts.tags = tuple(dict.fromkeys(t.strip() for t in meta.all("article:tag") if t.strip()))
    page_title = _words(" ".join(root.xpath("//head/title//text()")))
    facts.titles += [t for t in (meta.get("og:title"), page_title, meta.get("twitter:title")) if t]
    return facts


def bare_title(title: str, site: str | None) -> str:
    """A page's title without the site's name at its end (or its start)."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if site and parts[-1].casefold() == site.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |•·»–—:-")
    if site and parts[0].casefold() == site.casefold():
        return title[len(parts[0]) :].lstrip(" |•·»–—:-")
    longest = max(parts, key=len)
    return longest if re.search(r"\||::|»", title) else title


class _Meta(dict[str, str]):
    """The meta elements by name; the first of a name counts."""

    def __init__(self) -> None:
        super().__init__()
        self.every: list[tuple[str, str]] = []

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.every if key == name]


def _meta(root: Element) -> _Meta:
    meta = _Meta()
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        value = _words(element.get("content") or "")
        if name and value:
            meta.setdefault(name, value)
            meta.every.append((name, value))
    return meta


def _words(text: str) -> str:
    return " ".join(unescape(text).split())


def _data(root: Element) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, those inside others too."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and len(script.text or "") < _LONGEST_DATA:
            try:
                yield from _objects(json.loads(script.text or ""), 0)
            except (ValueError, RecursionError):
                continue


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 20:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _types(node: dict[str, Any]) -> str:
    kind = node.get("@type") or ""
    return " ".join(str(k) for k in kind) if isinstance(kind, list) else str(kind)


def _from_data(facts: Facts, nodes: list[dict[str, Any]]) -> None:
    by_id = {str(n["@id"]): n for n in nodes if len(n) > 1 and isinstance(n.get("@id"), str)}
    articles = [n for n in nodes if any(_ARTICLE.search(t) for t in _types(n).split())]
    pages = [n for n in nodes if any(_PAGE.search(t) for t in _types(n).split())]
    for node in articles:
        facts.titles += [
            _words(str(node[k])) for k in ("headline", "name") if isinstance(node.get(k), str)
        ][:1]
        facts.author = facts.author or _names(node.get("author"), by_id)
        facts.publisher = facts.publisher or _names(node.get("publisher"), by_id)
    for node in [*articles, *pages]:
        facts.published = facts.published or _day(node.get("datePublished"))
        facts.updated = facts.updated or _day(node.get("dateModified"))
        facts.reviewed = facts.reviewed or _day(node.get("lastReviewed"))
        facts.reviewer = facts.reviewer or _names(node.get("reviewedBy"), by_id)
    for node in nodes:
        if _types(node) == "Question" and isinstance(node.get("name"), str):
            facts.questions.add(_words(node["name"]))


def _names(value: Any, by_id: dict[str, dict[str, Any]], depth: int = 0) -> str | None:
    """The name of a person or an organisation, or of several."""
    if depth > 3:
        return None
    if isinstance(value, list):
        names = [n for n in (_names(v, by_id, depth + 1) for v in value[:6]) if n]
        return " and ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        if not isinstance(value.get("name"), str):
            known = by_id.get(str(value.get("@id")))
            return _names(known, by_id, depth + 1) if known and known is not value else None
        suffix = value.get("honorificSuffix")
        name = _person(value["name"])
        return (
            f"{name}, {_words(suffix)}"
            if name and isinstance(suffix, str) and suffix not in name
            else name
        )
    return _person(value) if isinstance(value, str) else None


def _person(name: str) -> str | None:
    name = _words(name)
    return None if _NOBODY.match(name) or len(name) > 120 else name


def _day(value: Any) -> date | None:
    return find_date(value.strip()) if isinstance(value, str) else None


def _from_time(root: Element) -> date | None:
    """The day of the first time element that tells of publishing."""
    times = [t for t in root.iter("time") if t.get("datetime")]
    told = [t for t in times if _DAY_CLASS.search(f"{t.get('class')} {t.get('itemprop')}")]
    for element in told or times[:1]:
        if (
            not re.search(r"updated|modified", f"{element.get('class')} {element.get('itemprop')}")
            or len(told) == 1
        ):
            return _day(element.get("datetime"))
    return None


def _address(root: Element, meta: _Meta, where: str) -> str:
    base = where if where.startswith(("http://", "https://")) else ""
    linked = [
        link.get("href") or ""
        for link in root.iter("link")
        if (link.get("rel") or "").lower() == "canonical"
    ]
    for address in [*linked, meta.get("og:url") or "", base]:
        try:
            full = urljoin(base, address.strip()) if address.strip() else ""
            if urlsplit(full).scheme in {"http", "https"} and urlsplit(full).hostname:
                return full
        except ValueError:
            continue
    return ""


def _language(root: Element, meta: _Meta) -> str:
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    said = said or meta.get("og:locale") or meta.get("content-language") or ""
    found = re.match(r"([a-z]{2})(?:[-_]|$)", said.strip().lower())
    return found.group(1) if found else ""
