"""A date in words, in the languages that answers are given in."""

import datetime as dt

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_PATTERNS = {"en": "{month} {day}, {year}", "es": "{day} de {month} de {year}"}
_FALLBACK = "en"


def in_words(date: dt.date, language: str) -> str:
    """A date as people write it, such as "June 15, 2026"; in English where a language is not known."""
    known = language if language in _PATTERNS else _FALLBACK
    month = _MONTHS[known].split()[date.month - 1]
    return _PATTERNS[known].format(month=month, day=date.day, year=date.year)
