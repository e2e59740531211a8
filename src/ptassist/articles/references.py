"""The reference list of an article, and the markers that point into it from a sentence.

Two styles are read: numbered ("[1]", "[2, 4]", "[1-3]", raised "¹,²") and author-year ("(Hong & Kim, 2018)",
"Watson et al. (2018)", "(NIH, 2022)" for an entry of the National Institute of Health). A number in round brackets,
"(1)", counts only where it ends a part of a sentence and has an entry: it numbers steps as often.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ptassist.articles.article import Reference

REFERENCE_HEADINGS = frozenset(
    {"references", "reference", "resources", "sources", "bibliography"}
    | {"referencias", "fuentes", "bibliografía", "recursos"}
)
# What may stand beside one of those: "Trusted Resources for Further Reading", "Referencias y recursos".
_BESIDE = frozenset(
    "and or of for the & further additional related trusted useful helpful key selected scientific medical clinical"
    " evidence-based external cited reading literature research studies links y e de las los para lecturas científicas"
    .split()
)  # fmt: skip

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"]+")
_PMID = re.compile(r"\bPMID\b\s*:?\s*(\d{4,9})\b", re.IGNORECASE | re.ASCII)
_PMC = re.compile(r"\b(PMC\d{4,9})\b", re.ASCII)
_YEAR = re.compile(r"\b((?:19|20)\d\d)([a-z]?)\b")
_NUMBER_AT_START = re.compile(r"^\[?(\d{1,3})[\].)]\s+")
_NUMBERED = re.compile(r"\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]")
_ROUND = re.compile(r"\((\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\)(?=\s*(?:[.,;:]|$))")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]+(?:\s?[,;⁻–-]\s?[⁰¹²³⁴-⁹]+)*")
_FROM_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
# "m²", "10³", "R²": a raised number behind these is a power.
_POWER = re.compile(
    r"(?:(?<![^\W\d_])(?:[kcm]?m|ft|in|yd|mi|s|h|x|r|n|i|lb|η|χ)|(?<!\d{4})(?<=\d))$", re.IGNORECASE
)
_NO_NAME = frozenset(
    "january february march april may june july august september october november december since until from in by"
    " spring summer fall autumn winter early late updated published retrieved accessed reviewed copyright"
    " enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre desde hasta"
    .split()
)  # fmt: skip
_PARENTHESES = re.compile(r"\(([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*)\)")
_NARRATIVE = re.compile(
    r"\b([A-ZÀ-Þ][\w'’-]+)(?:\s+(?:et al\.?|(?:and|&|y)\s+[A-ZÀ-Þ][\w'’-]+))?,?\s*$"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_ONLY_YEARS = re.compile(
    r"\b(?:19|20)\d\d[a-z]?(?:\s*,\s*(?:and\s+|&\s*)?(?:19|20)\d\d[a-z]?)+\s*$"
)
_NAME = re.compile(r"[^\W\d_][\w'’-]+")
_MAX_RANGE = 30


def is_reference_heading(heading: str) -> bool:
    """Tells whether a heading opens the article's reference list."""
    words = set(heading.casefold().replace(":", " ").split())
    return bool(words & REFERENCE_HEADINGS) and words <= REFERENCE_HEADINGS | _BESIDE


def has_year(text: str) -> bool:
    """Tells whether a line names a year, as an entry of a reference list does."""
    return _YEAR.search(text) is not None


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
    url = f"https://doi.org/{doi}" if doi else _address(text, urls)
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
    for _, entry in _markers(sentence, references):
        if entry is None:
            unresolved += 1
        elif entry not in found:
            found.append(entry)
    return found, unresolved


def unresolved_markers(texts: Iterable[str], references: Sequence[Reference]) -> list[str]:
    """The markers that have no entry, as they are printed, such as "[9]" or "(Smith, 2020)".

    Args:
        texts: Sentences or whole paragraphs, those of the reference list left aside.
        references: The article's list.
    """
    markers = (pair for text in texts for pair in _markers(text, references))
    return [shown for shown, entry in markers if entry is None and not _names_nobody(shown)]


def _names_nobody(shown: str) -> bool:
    """Whether what stands before the year is a month or such, and no author."""
    name = _NAME.search(shown) if shown.startswith("(") else None
    return name is not None and (name.group().casefold() in _NO_NAME or name.group()[0].islower())


def _markers(sentence: str, references: Sequence[Reference]) -> Iterator[tuple[str, int | None]]:
    """Each marker as it is printed, with the index of its entry."""
    by_label = {reference.label: index for index, reference in enumerate(references)}
    for match in _NUMBERED.finditer(sentence):
        for number in _expand(match.group(1)):
            yield f"[{number}]", by_label.get(f"[{number}]")
    for match in _RAISED.finditer(sentence):
        if not _POWER.search(sentence[max(0, match.start() - 6) : match.start()]):
            for number in _expand(match.group().translate(_FROM_RAISED)):
                yield match.group(), by_label.get(f"[{number}]")
    for match in _ROUND.finditer(sentence):
        for number in _expand(match.group(1)):
            if f"[{number}]" in by_label:
                yield match.group(), by_label[f"[{number}]"]
    yield from _author_year_markers(sentence, references)


def _author_year_markers(
    sentence: str, references: Sequence[Reference]
) -> Iterator[tuple[str, int | None]]:
    for match in _PARENTHESES.finditer(sentence):
        inside = match.group(1)
        before = sentence[: match.start()]
        narrative = _NARRATIVE.search(before)
        if narrative and _YEAR.fullmatch(inside.strip()):
            inside = f"{re.sub(_POSSESSIVE, '', narrative.group(1))}, {inside}"
        for part in inside.split(";"):
            years = list(_YEAR.finditer(part))
            name = _NAME.search(part[: years[0].start()]) if years else None
            if name is None:
                continue
            # "(Smith, 2018, 2020)" points to two entries; "(Smith, 2018, pages 1990-1999)" to one.
            years = years if _ONLY_YEARS.search(part) else years[:1]
            for year in years:
                shown = part.strip() if len(years) == 1 else f"{name.group()}, {year.group()}"
                yield f"({shown})", _find_author_year(name.group(), year.group(), references)


def _expand(numbers: str) -> Iterator[int]:
    for part in re.split(r"\s*[,;]\s*", numbers):
        low, _, high = re.sub(r"\s*[–-]\s*", "-", part).partition("-")
        last = int(high) if high else int(low)
        yield from range(int(low), min(last, int(low) + _MAX_RANGE) + 1)


def _find_author_year(name: str, year: str, references: Sequence[Reference]) -> int | None:
    """The entry of an author and a year such as "2018" or "2018b"."""
    name = name.casefold()
    for index, reference in enumerate(references):
        found = _YEAR.search(reference.text)
        if found is None or found.group(1) != year[:4]:
            continue
        if year[4:] and found.group(2) and found.group(2) != year[4:]:
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


def _address(text: str, urls: Sequence[str]) -> str | None:
    """Where to read an entry that has no DOI."""
    pmid, pmc = _PMID.search(text), _PMC.search(text)
    if pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{pmid.group(1)}/"
    if urls:
        url = urls[0].rstrip(".,;")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;")
        return url
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmc.group(1)}/" if pmc else None


def _find_doi(texts: Sequence[str]) -> str | None:
    for text in texts:
        match = _DOI.search(text)
        if match:
            doi = match.group().rstrip(".,;:")
            while doi.endswith(")") and doi.count(")") > doi.count("("):
                doi = doi[:-1].rstrip(".,;:")
            return doi
    return None
