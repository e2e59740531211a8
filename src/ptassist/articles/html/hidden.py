"""Text of a page that its visitors cannot see.

It is taken out and reported: words that nobody at the clinic has read must never be quoted. What a press of a button
shows (the answers of a list of questions) is no hidden text.
"""

import re
from dataclasses import dataclass

from ptassist.articles.html.source import Element
from ptassist.articles.parts.styles import declarations, how_it_hides

_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"^[a-z0-9]*([.#][\w-]+)$")
_FOLDING = re.compile(r"accordion|collaps|toggle|faq|tab|panel|expand|drawer|answer|dropdown", re.I)
_MOVING = re.compile(r"wow|aos|animat|fade|reveal|invisible|lazy|motion|slide", re.I)
_FOR_READERS = re.compile(
    r"(?:^|\s)(?:screen-reader-text|sr-only|visually-hidden|visuallyhidden|a11y-hidden)(?:\s|$)"
)
_WHITE = {"white", "#fff", "#ffffff", "rgb(255,255,255)", "rgba(255,255,255,1)"}
_UP = 3


@dataclass(frozen=True, slots=True)
class Hidden:
    """A piece of text that was taken out.

    Attributes:
        parent: Where it stood.
        how: By what it was hidden.
        text: Its words.
    """

    parent: Element
    how: str
    text: str


def take_out_hidden_elements(root: Element) -> list[Hidden]:
    """Removes what a visitor cannot see from a tree; returns what that was."""
    sheet = _style_rules(root)
    controlled = _controlled_ids(root)
    found: list[Hidden] = []
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in {"html", "body", "head"}:
            continue
        how = how_hidden(element, sheet)
        if how and not _opens_on_demand(element, controlled):
            parent = element.getparent()
            if parent is None:
                continue
            text = " ".join(element.text_content().split())
            if text and parent.tag != "head" and how != "for screen readers":
                found.append(Hidden(parent, how, text))
            element.drop_tree()
    return found


def how_hidden(element: Element, sheet: dict[str, str]) -> str | None:
    """By what an element is hidden; None for one that shows."""
    classes = element.get("class") or ""
    if _FOR_READERS.search(classes):
        return "for screen readers"
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return "the hidden attribute"
    for name in [f".{c}" for c in classes.split()] + [f"#{element.get('id')}"]:
        if name in sheet:
            return sheet[name]
    style = style_of(element)
    if not style:
        return None
    how = how_it_hides(style)
    if how in {"visibility", "opacity"} and _MOVING.search(classes):
        return None
    if how is None and style.get("color") and _colour_of_ground(element) == style["color"]:
        return "the colour of its background"
    return how


def style_of(element: Element) -> dict[str, str]:
    """The declarations of an element's style attribute."""
    return declarations(element.get("style") or "")


def _colour_of_ground(element: Element) -> str | None:
    """The background that the text stands on, as far as the page itself says; white where nothing says another."""
    styled = False
    for box in [element, *element.iterancestors()]:
        style = style_of(box)
        ground = style.get("background-color") or style.get("background")
        if ground:
            colour = style_of(element)["color"]
            return colour if ground in _WHITE and colour in _WHITE else ground
        # A class may give a dark background; then the page alone does not tell.
        styled = styled or bool(box.get("class") or box.get("id") or box.get("bgcolor"))
    colour = style_of(element)["color"]
    return colour if colour in _WHITE and not styled else None


def _style_rules(root: Element) -> dict[str, str]:
    """Class or id -> how it hides, from the page's own style elements; rules inside @media are not for all."""
    found = {}
    for sheet in root.iter("style"):
        text = re.sub(r"/\*.*?\*/", "", sheet.text or "", flags=re.DOTALL)
        for selectors, body in _RULE.findall(_without_nested(text)):
            how = how_it_hides(declarations(body))
            for selector in selectors.split(",") if how and how != "opacity" else []:
                match = _SIMPLE.match(selector.strip())
                if match and not _FOLDING.search(selector) and not _MOVING.search(selector):
                    found[match.group(1)] = str(how)
    return found


def _without_nested(text: str) -> str:
    """A style sheet without its @ rules."""
    kept, depth, in_at = [], 0, False
    for part in re.split(r"([{}])", text):
        if part == "{":
            depth += 1
        elif part == "}":
            depth -= 1
        elif depth == 0:
            in_at = part.strip().startswith("@")
        if not in_at:
            kept.append(part)
    return "".join(kept)


def _controlled_ids(root: Element) -> set[str]:
    """The ids of what a button of the page opens."""
    found: set[str] = set()
    for name in ("aria-controls", "data-target", "data-bs-target"):
        found |= {value.lstrip("#") for value in root.xpath(f"//@{name}")}
    return found


def _opens_on_demand(element: Element, controlled: set[str]) -> bool:
    """Whether a press shows it: an answer under its question, a tab."""
    if element.get("id") in controlled and element.tag not in {"nav", "dialog"}:
        return True
    box = element
    for _ in range(_UP):
        if _FOLDING.search(box.get("class") or ""):
            return True
        before = box.getprevious()
        if before is not None and (
            before.get("aria-expanded") or before.tag in {"summary", "button"}
        ):
            return True
        box = box.getparent()
        if box is None or box.tag == "body":
            return False
    return False
