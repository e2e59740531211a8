"""The words by which sites name the parts of a page that are no article: in tags, roles, classes and ids."""

import itertools
import re

from ptassist.articles.html.source import Element

# What a container's class, id or data attribute calls it -> what is said about it.
CONTAINERS: dict[str, frozenset[str]] = {
    "menu": frozenset("nav navbar navigation menu breadcrumb breadcrumbs topbar toolbar submenu unifiednav megamenu"
                      " hamburger skiplink pagination pager prevnext postnav".split()),
    "footer": frozenset("footer colophon sitefooter pagefooter copyright".split()),
    "cookie notice": frozenset("cookie cookies consent gdpr ccpa cky cookiebot onetrust cmplz".split()),
    "share bar": frozenset("share sharing sharedaddy addtoany addthis shareaholic social socials sharebar".split()),
    "related posts": frozenset("related relatedposts recommended recommendations similar teaser teasers recirc"
                               " readnext".split()),
    "comments": frozenset("comment comments commentlist respond disqus discussion".split()),
    "newsletter form": frozenset("newsletter subscribe subscription signup optin mailchimp mailinglist".split()),
    "author box": frozenset("authorbox bio authorbio biography authorinfo abouttheauthor authorcard".split()),
    "booking call": frozenset("cta calltoaction booking promo advert advertisement ads adsbygoogle".split()),
    "sidebar": frozenset("sidebar sidebars aside".split()),
    "pop-up": frozenset("popup modal lightbox overlay".split()),
}  # fmt: skip
_OF_WORD = {word: label for label, words in CONTAINERS.items() for word in words}
_PAIRS = {
    ("author", "box"): "author box", ("author", "bio"): "author box", ("author", "info"): "author box",
    ("author", "card"): "author box", ("about", "author"): "author box", ("author", "profile"): "author box",
    ("call", "action"): "booking call", ("recent", "posts"): "related posts", ("more", "posts"): "related posts",
    ("latest", "posts"): "related posts", ("popular", "posts"): "related posts", ("you", "may"): "related posts",
    ("sign", "up"): "newsletter form", ("skip", "link"): "menu", ("post", "navigation"): "menu",
    ("widget", "area"): "sidebar", ("read", "next"): "related posts", ("next", "post"): "menu",
    ("mailing", "list"): "newsletter form", ("privacy", "banner"): "cookie notice",
}  # fmt: skip
_WITHOUT = frozenset(
    "has no with without is hide show enable enabled disable disabled nothas".split()
)
_TAGS = {"nav": "menu", "dialog": "pop-up", "form": "form"}
_ROLES = {
    "navigation": "menu", "search": "form", "contentinfo": "footer", "dialog": "pop-up", "alertdialog": "pop-up",
    "complementary": "sidebar", "menu": "menu", "menubar": "menu",
}  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
BODY_NAMES = re.compile(
    r"(?:^|[\s_-])(?:entry|post|article|blog|story|page|single|rich[_-]?text|main)[-_]?(?:inner[-_]?)?"
    r"(?:content|body|text|copy|description)|articlebody|dmPostContent|blogContent", re.I
)  # fmt: skip


def container_label(element: Element) -> str | None:
    """What an element calls itself, if it calls itself something that is no article."""
    if element.tag in _TAGS:
        return _TAGS[element.tag]
    role = (element.get("role") or "").lower()
    if role in _ROLES:
        return _ROLES[role]
    for name in (
        element.get("class"),
        element.get("id"),
        element.get("data-hook"),
        element.get("data-testid"),
        element.get("aria-label"),
    ):
        for token in (name or "").split():
            label = _label_of(token)
            if label:
                return label
    return None


def _label_of(token: str) -> str | None:
    words = [word.lower() for word in _CAMEL.split(token) if word]
    if not words or _WITHOUT & set(words):
        return None
    for pair in itertools.pairwise(words):
        if pair in _PAIRS:
            return _PAIRS[pair]
    return next((_OF_WORD[word] for word in [*words, "".join(words)] if word in _OF_WORD), None)
