"""What comes in through the pages' forms: fields, bounded, from our own pages only where a text is shown again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from ptassist.answering.wording import FALLBACK_LANGUAGE, LANGUAGES
from ptassist.server.summary import Place

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 90
_MOST_TURNS = 50
_MOST_QUOTES = 20
_PLACE = re.compile(r"(\d{1,9}) (\d{1,9}) (.{1,500})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, each a list."""

    fields: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """A field's first value; empty when it is missing."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> Sequence[str]:
        """A field's values."""
        return self.fields.get(name, ())

    def turns(self) -> tuple[str, ...]:
        """What the visitor asked before."""
        return tuple(self.all("turn")[-_MOST_TURNS:])

    def places(self) -> tuple[Place, ...]:
        """Where the quotes of an answer stand; what does not read as a place is left out."""
        found = map(_PLACE.fullmatch, self.all("quote")[:_MOST_QUOTES])
        return tuple(Place(m[3], int(m[1]), int(m[2])) for m in found if m)


async def read_form(request: Request) -> Form:
    """The fields of a request; the body limit of `security.py` has passed it.

    Raises:
        HTTPException: It is no form (415), or one that cannot be read (400).
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415)
    body = (await request.body()).decode("utf-8", errors="replace")
    try:
        return Form(parse_qs(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise HTTPException(400) from None


def refuse_strangers(request: Request) -> None:
    """Lets only our own pages send a text that is shown again; else any site could put words into the clinic's mouth.

    Raises:
        HTTPException: The browser says that another site's page sent it (403).
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403)


def language_of(request: Request) -> str:
    """The language of a page: the one in its address, else the first that the browser names and we speak.

    It stands in the address, of a form too: whoever is refused before the form is read hears it in their language.
    """
    wanted = request.query_params.get("lang", "")
    accepted = request.headers.get("accept-language", "").split(",")
    codes = [wanted, *(part.partition(";")[0].strip()[:2].lower() for part in accepted)]
    return next((code for code in codes if code in LANGUAGES), FALLBACK_LANGUAGE)
