"""What a crawl needs to know of a page besides its text: its links, its own word for its address, and what it is.

A clinic's site has many pages that are no article: contact, privacy, lists of posts, searches. `kind_of_page` names
them by the words of their address in English and Spanish, `PageFacts` by what the page says about itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin

import lxml.html
from lxml import etree

from ptassist.articles.web.address import Address, join_address

_MOST_LINKS = 2000
_LEAST_TEASERS = 4
_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|m?js|map|json|xml|rss|atom|txt|csv|ics|vcf|zip|gz|tgz|rar|7z|"
    r"exe|dmg|apk|mp[34]|m4[av]|mov|avi|webm|ogg|wav|woff2?|ttf|eot|docx?|xlsx?|pptx?|odt|epub)$",
    re.IGNORECASE,
)
_DOCUMENTS = re.compile(r"\.pdf$", re.IGNORECASE)

# A page is of a kind when the last step of its path is one of these words,
_LAST = {
    "a list of articles": "blog news articles posts topics archive archives resources articulos noticias",
    "a contact page": "contact contact-us contactus contacto contactenos",
    "a legal page": "privacy privacy-policy privacy-practices terms terms-of-use terms-of-service"
    " terms-and-conditions legal disclaimer cookie-policy cookies accessibility accessibility-statement hipaa"
    " privacidad politica-de-privacidad aviso-legal terminos accesibilidad",
    "a page about the clinic": "about about-us our-team team staff locations location directions careers jobs"
    " insurance pricing prices book booking appointments appointment request-appointment schedule testimonials"
    " reviews gallery press sobre-nosotros nosotros equipo citas",
}
# or one of its steps one of these.
_ANYWHERE = {
    "a list of articles": "category categories tag tags author authors categoria categorias etiqueta etiquetas",
    "a search page": "search buscar busqueda",
    "a login page": "login log-in signin sign-in signup register account my-account wp-login wp-admin wp-json"
    " admin iniciar-sesion entrar xmlrpc",
    "a shop page": "cart checkout shop basket carrito",
    "a feed": "feed rss atom comments",
}
_BY_LAST = {step: kind for kind, steps in _LAST.items() for step in steps.split()}
_BY_ANY = {step: kind for kind, steps in _ANYWHERE.items() for step in steps.split()}
# What is no article but leads to some.
LISTS = frozenset({"a list of articles", "the home page"})
# What the software of a site calls a page that is no article, in the classes of its body.
_BODY_CLASSES = {
    "home": "the home page",
    "archive": "a list of articles",
    "blog": "a list of articles",
    "category": "a list of articles",
    "tag": "a list of articles",
    "author": "a list of articles",
    "date": "a list of articles",
    "search": "a search page",
    "search-results": "a search page",
    "error404": "an error page",
    "attachment": "a picture's page",
}


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says about itself and about others.

    Attributes:
        canonical: Its own word for its address; empty when it has none.
        language: Of its `html` element, two letters; empty when it has none.
        kind: What it is if it is no article; empty otherwise.
        links: The pages that it links to, in reading order.
        feeds: The feeds that it names.
        refuses_index: Whether it asks not to be found.
    """

    canonical: str = ""
    language: str = ""
    kind: str = ""
    links: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    refuses_index: bool = False


def kind_of_address(address: Address) -> str:
    """What a page is if its address tells that it is no article; empty otherwise."""
    steps = [step for step in unquote(address.path).lower().split("/") if step]
    if not steps:
        return "the home page"
    if _DOCUMENTS.search(address.path):
        return "a PDF: take it with `ptassist import`"
    if re.search(r"(?:^|[?&])(?:s|q|search)=", address.target.partition("?")[2]):
        return "a search page"
    if re.search(r"(?:^|[?&])(?:paged?|cat|tag|author)=", address.target.partition("?")[2]):
        return "a list of articles"
    plain = [re.sub(r"\.(?:html?|php|aspx?)$", "", step) for step in steps]
    if plain[-1] in _BY_LAST:
        return _BY_LAST[plain[-1]]
    for step in plain:
        if step in _BY_ANY:
            return _BY_ANY[step]
    is_numbered = plain[-1].isdecimal() and plain[-2:-1] == ["page"]
    is_month = all(step.isdecimal() for step in plain)  # /2024/05: the posts of a month
    return "a list of articles" if is_numbered or is_month else ""


def is_page(address: Address) -> bool:
    """Whether an address may lead to a page, and not to a picture, a style sheet or a trap for crawlers."""
    steps = address.path.split("/")
    return (
        not _FILES.search(address.path)
        and len(address.target) <= 500
        and all(steps.count(step) <= 3 for step in steps if step)
    )


def read_facts(content: bytes, here: Address) -> PageFacts:
    """Reads what a page says about itself; of a page that no parser understands, nothing."""
    try:
        root = lxml.html.document_fromstring(content)
    except (etree.LxmlError, ValueError, AssertionError):
        return PageFacts()
    base = _base(root, str(here))
    robots = _robots(root)
    alternates = list(_alternates(root, base))
    return PageFacts(
        canonical=_canonical(root, base),
        language=_language(root),
        kind=_kind(root),
        links=() if "nofollow" in robots else tuple(_links(root, base)),
        feeds=tuple(alternates),
        refuses_index=bool({"noindex", "none"} & robots),
    )


def _base(root: Any, here: str) -> str:
    found = root.xpath("//base/@href")
    return urljoin(here, str(found[0])) if found else here


def _robots(root: Any) -> set[str]:
    written = ",".join(
        str(value) for value in root.xpath("//meta[@name='robots' or @name='ptassist']/@content")
    )
    return set(re.findall(r"[a-z]+", written.lower()))


def _canonical(root: Any, base: str) -> str:
    found = root.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
    address = join_address(base, str(found[0])) if found and str(found[0]).strip() else None
    return str(address) if address else ""


def _language(root: Any) -> str:
    html = root.xpath("/html/@lang")
    found = re.match(r"[a-z]{2}(?![a-z])", str(html[0]).strip().lower()) if html else None
    return found.group() if found else ""


def _alternates(root: Any, base: str) -> Iterator[str]:
    for link in root.xpath("//link[@rel='alternate'][@href]"):
        if "rss" in link.get("type", "") or "atom" in link.get("type", ""):
            address = join_address(base, link.get("href"))
            if address is not None:
                yield str(address)


def _links(root: Any, base: str) -> Iterator[str]:
    seen = set()
    for link in root.xpath("//a[@href]")[:_MOST_LINKS]:
        if "nofollow" in link.get("rel", "").lower().split():
            continue
        address = join_address(base, link.get("href"))
        if address is not None and is_page(address) and str(address) not in seen:
            seen.add(str(address))
            yield str(address)


def _kind(root: Any) -> str:
    """What the page is if its own marks tell that it is no article."""
    classes = " ".join(str(value) for value in root.xpath("//body/@class")).lower().split()
    if "single" not in classes and "single-post" not in classes:
        for name in classes:
            if name in _BODY_CLASSES:
                return _BODY_CLASSES[name]
    return "a list of articles" if _is_list(root) else ""


def _is_list(root: Any) -> bool:
    """Whether most headings of the page's main part are links to other pages: teasers."""
    (main, *_) = root.xpath("//main | //*[@role='main']") or [root]
    headings = main.xpath(".//h2 | .//h3 | .//h4")
    outside = "ancestor::aside or ancestor::nav or ancestor::footer or ancestor::header"
    kept = [heading for heading in headings if not heading.xpath(outside)]
    teasers = [heading for heading in kept if _is_teaser(heading)]
    return len(teasers) >= _LEAST_TEASERS and len(teasers) > len(kept) * 2 / 3


def _is_teaser(heading: Any) -> bool:
    words = " ".join(heading.text_content().split())
    links = heading.xpath(".//a[@href] | ancestor::a[@href]")
    linked = max((" ".join(link.text_content().split()) for link in links), key=len, default="")
    elsewhere = any(not link.get("href", "").strip().startswith("#") for link in links)
    return bool(words) and elsewhere and words in linked


def own_address(facts: PageFacts, here: Address) -> str:
    """The address that a page is to be cited by: its own word for it, unless that is another site or the home page.

    A site whose pages all name the home page as their address is a common mistake of its software.
    """
    named = join_address(str(here), facts.canonical) if facts.canonical else None
    if named is None or named.site != here.site or named.target == "/":
        return str(here)
    return str(named)
