"""What a style attribute says: whether it hides the text that it stands on."""

import re

_OFF_SCREEN = re.compile(r"^-\d{3,}(?:px|em|rem|%)?$")
_ZERO = re.compile(r"^0(?:\.0+)?(?:px|em|rem|pt|%)?$")
_SIDES = ("left", "top", "right", "text-indent", "margin-left")


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute, names and values in lower case and without spaces."""
    pairs = (part.partition(":") for part in style.lower().replace("!important", "").split(";"))
    return {name.strip(): value.replace(" ", "").strip() for name, _, value in pairs if value}


def how_it_hides(style: dict[str, str]) -> str | None:
    """By what declarations hide text; None where it shows."""
    if style.get("display") == "none":
        return "display: none"
    if style.get("visibility") in {"hidden", "collapse"}:
        return "visibility"
    if _ZERO.match(style.get("font-size", "")):
        return "font size 0"
    if _ZERO.match(style.get("opacity", "")):
        return "opacity"
    if any(_OFF_SCREEN.match(style.get(side, "")) for side in _SIDES):
        return "a place off the screen"
    if style.get("clip", "").startswith("rect(0"):
        return "a place off the screen"
    flat = _ZERO.match(style.get("height", "")) or _ZERO.match(style.get("max-height", ""))
    return "height 0" if flat and style.get("overflow") == "hidden" else None
