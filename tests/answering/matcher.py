"""What a browser does with a text fragment, written down once more from its description: the oracle of the deep links.

The first place in reading order that fits wins. Case, accents and the kind of white space do not count; a term begins
and ends at the border of a word; what a prefix or suffix names stands right beside the match.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

Span = tuple[int, int]


def first_match(text: str, directive: str) -> Span | None:
    """The characters of `text` that a directive such as "one-,two,three,-four" marks; None when nothing fits."""
    prefix, start, end, suffix = parse(directive)
    for opening in places(text, start):
        if prefix and not any(gap(text, before[1], opening[0]) for before in places(text, prefix)):
            continue
        for closing in places(text, end) if end else [opening]:
            if end and closing[0] < opening[1]:
                continue
            if suffix and not any(gap(text, closing[1], on[0]) for on in places(text, suffix)):
                continue
            return opening[0], closing[1]
    return None


def parse(directive: str) -> tuple[str, str, str, str]:
    """Prefix, start, end and suffix of a directive; what is not there is empty."""
    terms = directive.split(",")
    prefix = terms.pop(0)[:-1] if terms[0].endswith("-") else ""
    suffix = terms.pop()[1:] if terms[-1].startswith("-") else ""
    start, end = (*terms, "")[:2]
    assert len(terms) in {1, 2}
    return unquote(prefix), unquote(start), unquote(end), unquote(suffix)


def gap(text: str, left: int, right: int) -> bool:
    """Whether nothing but white space stands between two places."""
    return left <= right and not text[left:right].strip()


def places(text: str, term: str) -> Iterator[Span]:
    """Where a term stands in a text, as a browser compares them."""
    flat, origins = flattened(text)
    wanted = " ".join("".join(plainly(letter) for letter in word) for word in term.split())
    found = flat.find(wanted)
    while found >= 0:
        start, end = origins[found], origins[found + len(wanted) - 1] + 1
        if is_border(text, start) and is_border(text, end):
            yield start, end
        found = flat.find(wanted, found + 1)


@lru_cache(4)
def flattened(text: str) -> tuple[str, list[int]]:
    """A text as it is compared, and where each of its letters stands in the text itself."""
    flat: list[str] = []
    origins: list[int] = []
    for place, letter in enumerate(text):
        for plain in plainly(letter):
            if (plain, flat[-1:]) != (" ", [" "]):
                flat.append(plain)
                origins.append(place)
    return "".join(flat), origins


def plainly(letter: str) -> str:
    if letter.isspace():
        return " "
    apart = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in apart if not unicodedata.combining(part)).casefold()


def is_border(text: str, place: int) -> bool:
    around = text[max(place - 1, 0) : place + 1]
    return len(around) < 2 or place == 0 or not around.isalnum()
