"""Who wrote it and when, as pages and documents say it: "By Author One, PT, DPT • June 28, 2025"."""

import re
from dataclasses import dataclass
from datetime import date

_ENGLISH = "january february march april may june july august september october november december"
_SPANISH = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {
    name: number
    for names in (_ENGLISH, _SPANISH, _SHORT)
    for number, name in enumerate(names.split(), 1)
} | {"sept": 9, "setiembre": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<{0}d>\d{{1,2}})(?:st|nd|rd|th)?"
_ISO = r"(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)(?!\d)"
_US = rf"(?P<um>{_MONTH})\.?\s+{_DAY.format('u')},?\s+(?P<uy>(?:19|20)\d\d)"
_DAY_FIRST = (
    rf"{_DAY.format('e')}\s+(?:de\s+)?(?P<em>{_MONTH})\.?,?\s+(?:del?\s+)?(?P<ey>(?:19|20)\d\d)"
)
_SLASHES = r"(?P<sm>\d{1,2})/(?P<sd>\d{1,2})/(?P<sy>(?:19|20)\d\d)(?!\d)"
DATE = re.compile(rf"(?<!\w)(?:{_ISO}|{_US}|{_DAY_FIRST}|{_SLASHES})", re.IGNORECASE)
_BY = re.compile(
    r"(?:^|\s)(?:(?:(?:written|posted|published|authored)\s+)?by\b:?|(?:escrito )?por\b:?|author:|autora?:)"
    r"\s*(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*(?:[•·|–—]|\s-\s|\bon\b|\bpublished\b|\bposted\b|\bupdated\b|\bpublicado\b|\blast\b|\n|$)",
    re.I,
)
_REVIEWED = re.compile(
    r"\b(?:(?:medically|clinically|last)\s+reviewed|reviewed\s+(?:on|by)|última revisión|revisad[oa])\b",
    re.I,
)
_UPDATED = re.compile(r"\b(?:updated|modified|actualizad[oa]|modificad[oa])\b", re.I)
_CREDENTIAL = (
    r"(?:PT|DPT|MPT|OCS|SCS|PCS|WCS|FAAOMPT|CSCS|LAT|ATC|OT|OTR|MD|DO|PhD|RN|MSPT|PRPC|CMTPT|COMT|MS|BS|EdD"
    r"|Cert\.?\s?\w+)"
)
_PERSON = re.compile(
    rf"^(?:Dra?\.?\s+)?[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:(?:de|del|la|van|von|y|and|&)\s+){{0,2}}[A-ZÀ-Þ][\w.'’-]*){{0,4}}"
    rf"(?:\s*,\s*{_CREDENTIAL}(?:[-/]?\w+)?)*$"
)
_HAS_CREDENTIAL = re.compile(rf"^Dra?\.?\s|,\s*{_CREDENTIAL}\b")
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line says of author and days."""

    author: str | None = None
    published: date | None = None
    reviewed: date | None = None
    updated: date | None = None


def find_date(text: str) -> date | None:
    """The first day that a text names; None where there is none, or none that the calendar has."""
    match = DATE.search(text)
    return _date_of(match) if match else None


def _date_of(match: re.Match[str]) -> date | None:
    for kind in "iues":
        year = match.group(f"{kind}y")
        if year:
            month = match.group(f"{kind}m").lower()
            try:
                return date(
                    int(year), _MONTHS.get(month) or int(month), int(match.group(f"{kind}d"))
                )
            except ValueError:
                return None
    return None


def is_person(text: str) -> bool:
    """Whether a text is a name, credentials or none."""
    return len(text) <= _LONGEST and _PERSON.match(text.strip()) is not None


def read_byline(line: str) -> Byline | None:
    """Reads a line that is nothing but a byline; None for any other line.

    Args:
        line: One line; a byline has an author behind "By", or a person with credentials, or a day, and little else.
    """
    line = " ".join(line.split())
    if not line or len(line) > _LONGEST:
        return None
    days = list(DATE.finditer(line))
    by = _BY.search(line)
    author = _author_in(line, by, bool(days))
    if author is None and not days:
        return None
    if _rest(line, author, by):
        return None
    return Byline(author, *_days(line, days))


def _author_in(line: str, by: re.Match[str] | None, has_day: bool) -> str | None:
    rest = DATE.split(line[by.end() :] if by else line)[0]
    name = (_CUT.split(rest)[0] if rest else "").strip(" ,;:|•·–—-")
    if not name or not is_person(name) or _REVIEWED.match(name) or _UPDATED.match(name):
        return None
    if by or _HAS_CREDENTIAL.search(name):
        return name
    return name if has_day and len(name.split()) >= 2 and re.search(r"[•·|]", line) else None


def _rest(line: str, author: str | None, by: re.Match[str] | None) -> bool:
    """Whether the line says more than a byline does."""
    rest = DATE.sub(" ", _BY.sub(" ", line) if by else line)
    rest = rest.replace(author, " ", 1) if author else rest
    rest = _REVIEWED.sub(" ", _UPDATED.sub(" ", rest))
    words = re.findall(r"[^\W\d_]{2,}", rest)
    common = set(
        "on at by published posted last date min read minute minutes am pm comments comment leave de el the in"
        " publicado lectura fecha por utc est edt pst pdt pt et cst cdt gmt monday tuesday wednesday thursday friday"
        " saturday sunday mon tue wed thu fri sat sun lunes martes miércoles jueves viernes sábado domingo"
        .split()
    )  # fmt: skip
    return any(word.lower() not in common for word in words)


def _days(line: str, days: list[re.Match[str]]) -> tuple[date | None, date | None, date | None]:
    """(published, reviewed, updated): each day goes by the word before it."""
    found: dict[str, date | None] = {}
    start = 0
    for match in days:
        before = line[start : match.start()]
        kind = (
            "reviewed"
            if _REVIEWED.search(before)
            else "updated"
            if _UPDATED.search(before)
            else "published"
        )
        found.setdefault(kind, _date_of(match))
        start = match.end()
    return found.get("published"), found.get("reviewed"), found.get("updated")
