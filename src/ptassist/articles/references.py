"""The reference list of an article, and the markers that point into it from a sentence.

Two styles are read: numbered ("[1]", "[2, 4]", "[1-3]") and author-year ("(Hong & Kim, 2018)", "Watson et al. (2018)",
"(NIH, 2022)" for an entry of the National Institute of Health).
"""

import re
from collections.abc import Iterator, Sequence

from ptassist.articles.article import Reference

REFERENCE_HEADINGS = frozenset(
    {"references", "reference", "resources", "sources", "bibliography"}
    | {"referencias", "fuentes", "bibliografía", "recursos"}
)

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"]+")
_YEAR = re.compile(r"\b((?:19|20)\d\d)[a-z]?\b")
_NUMBER_AT_START = re.compile(r"^\[?(\d{1,3})[\].)]\s+")
_NUMBERED = re.compile(r"\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]")
_PARENTHESES = re.compile(r"\(([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*)\)")
_NARRATIVE = re.compile(
    r"\b([A-ZÀ-Þ][\w'’-]+)(?:\s+(?:et al\.?|(?:and|&|y)\s+[A-ZÀ-Þ][\w'’-]+))?,?\s*$"
)
_NAME = re.compile(r"[^\W\d_][\w'’-]+")
_MAX_RANGE = 30


def is_reference_heading(heading: str) -> bool:
    """Tells whether a heading opens the article's reference list."""
    return heading.strip().rstrip(":").strip().casefold() in REFERENCE_HEADINGS


def read_reference(text: str, links: Sequence[str] = (), number: int | None = None) -> Reference:
    """Reads one entry of a reference list.

    Args:
        text: The entry as plain text.
        links: The link targets that stood in it.
        number: Its number in a numbered list, if it has one.
    """
    printed = _NUMBER_AT_START.match(text)
    if printed:
        number, text = int(printed.group(1)), text[printed.end() :]
    doi = _find_doi([text, *links])
    urls = [*links, *_URL.findall(text)]
    url = f"https://doi.org/{doi}" if doi else next((u.rstrip(".,;)") for u in urls), None)
    label = f"[{number}]" if number is not None else _author_year(text)
    return Reference(label=label, text=text, doi=doi, url=url)


def cited_in(sentence: str, references: Sequence[Reference]) -> tuple[list[int], int]:
    """Finds the entries whose marker stands inside a sentence.

    Returns:
        The indices of the entries, in the order of their markers and without repeats, and how many markers
        resolve to no entry.
    """
    found: list[int] = []
    unresolved = 0
    for candidates in _markers(sentence, references):
        if candidates is None:
            unresolved += 1
        elif candidates not in found:
            found.append(candidates)
    return found, unresolved


def _markers(sentence: str, references: Sequence[Reference]) -> Iterator[int | None]:
    by_label = {reference.label: index for index, reference in enumerate(references)}
    for match in _NUMBERED.finditer(sentence):
        for number in _expand(match.group(1)):
            yield by_label.get(f"[{number}]")
    for match in _PARENTHESES.finditer(sentence):
        inside = match.group(1)
        before = sentence[: match.start()]
        narrative = _NARRATIVE.search(before)
        if narrative and _YEAR.fullmatch(inside.strip()):
            inside = f"{narrative.group(1)}, {inside}"
        for part in inside.split(";"):
            year = _YEAR.search(part)
            name = _NAME.search(part[: year.start()]) if year else None
            if year and name:
                yield _find_author_year(name.group(), year.group(1), references)


def _expand(numbers: str) -> Iterator[int]:
    for part in re.split(r"\s*[,;]\s*", numbers):
        low, _, high = re.sub(r"\s*[–-]\s*", "-", part).partition("-")
        last = int(high) if high else int(low)
        yield from range(int(low), min(last, int(low) + _MAX_RANGE) + 1)


def _find_author_year(name: str, year: str, references: Sequence[Reference]) -> int | None:
    name = name.casefold()
    for index, reference in enumerate(references):
        found = _YEAR.search(reference.text)
        if found is None or found.group(1) != year:
            continue
        authors = reference.text[: found.start()]
        words = {word.casefold() for word in _NAME.findall(authors)}
        if name in words or name == _initials(authors):
            return index
    return None


def _initials(authors: str) -> str:
    """The initials of an organisation: "National Institute of Health: Arthritis" gives "nih"."""
    organisation = re.split(r"[:.,(]", authors, maxsplit=1)[0]
    return "".join(word[0] for word in organisation.split() if word[0].isupper()).casefold()


def _author_year(text: str) -> str:
    """The label of an entry in author-year style, such as "Watson et al., 2018"."""
    year = _YEAR.search(text)
    authors = text[: year.start()].rstrip(" (.,") if year else text
    first = re.split(r",|:|\s\(|\.\s", authors, maxsplit=1)[0].strip()
    people = re.findall(r"[\w'’-]+,(?:\s*[A-ZÀ-Þ][\w.-]*)+", authors)
    if "et al" in authors or len(people) > 2:
        first += " et al."
    elif len(people) == 2:
        first += f" & {people[1].split(',')[0]}"
    return f"{first}, {year.group(1)}" if year else first[:60]


def _find_doi(texts: Sequence[str]) -> str | None:
    for text in texts:
        match = _DOI.search(text)
        if match:
            doi = match.group().rstrip(".,;:")
            while doi.endswith(")") and doi.count(")") > doi.count("("):
                doi = doi[:-1].rstrip(".,;:")
            return doi
    return None
