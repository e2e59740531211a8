"""A saved page, or what a site sent, becomes a Draft."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ptassist.articles.article import BlockKind
from ptassist.articles.draft import Draft
from ptassist.articles.html.facts import Facts, bare_title, read_facts
from ptassist.articles.html.hidden import Hidden, take_out_hidden_elements
from ptassist.articles.html.main import Main, find_main
from ptassist.articles.html.pieces import fold, pieces_of, without_hidden
from ptassist.articles.html.source import Element, parse_page
from ptassist.articles.parts.bylines import Byline
from ptassist.articles.parts.characters import hidden_note, hidden_text_note, take_out_hidden
from ptassist.articles.parts.language import language_of
from ptassist.articles.parts.pieces import Piece, to_markdown
from ptassist.articles.parts.titles import DERIVED, derive_title
from ptassist.errors import UnreadableFileError

_SHOWN = 60


def read_html(content: bytes, where: str = "", charset: str | None = None) -> tuple[Draft, ...]:
    """Reads a page: its article as Markdown, and what it says about it.

    Args:
        content: The bytes as they were saved or sent.
        where: The file's name or the page's address.
        charset: The encoding that the HTTP header names.

    Raises:
        UnreadableFileError: It is no page, too large, or without text.
    """
    root = parse_page(content, where, charset)
    facts = read_facts(root, where)
    body = root.find("body")
    body = root if body is None else body
    hidden = take_out_hidden_elements(root)
    titles = _titles(facts, body)
    main = find_main(body, titles)
    pieces, characters = without_hidden(pieces_of(main.runs, facts.questions))
    if not any(piece.kind is not BlockKind.HEADING for piece in pieces):
        raise UnreadableFileError("no article was found in the page", where)
    title = _clean_line(titles[0] if titles else "")
    notes = [*_hidden_notes(hidden, main.root)]
    if characters:
        notes.append(hidden_note(characters))
    if not title:
        title = derive_title(" ".join(piece.text for piece in pieces))
        notes.append(DERIVED)
    draft = Draft(
        title, to_markdown(pieces), left_out=tuple(_left_out(main, facts)), notes=tuple(notes)
    )
    return (_with_facts(draft, facts, main.byline or Byline(), pieces),)


def _titles(facts: Facts, body: Element) -> list[str]:
    """What the title may be, the likeliest first: a heading of the page that its head confirms."""
    said = [bare_title(title, facts.publisher) for title in facts.titles]
    said = [title for title in said if title]
    headings = [" ".join(h.text_content().split()) for h in body.iter("h1")]
    headings = [heading for heading in headings if heading]
    known = [fold(title) for title in [*said, *facts.titles]]
    confirmed = [h for h in headings if any(fold(h) and fold(h) in title for title in known)]
    if confirmed:
        return [confirmed[0], *said]
    lower = (
        [" ".join(h.text_content().split()) for h in body.iter("h2", "h3")] if not headings else []
    )
    for heading in lower:
        # "Heading – Site": the head tells which of the headings is the page's own.
        if any(fold(heading) and title.startswith(fold(heading)) for title in known):
            return [heading, *said]
    # A page with one h1 that the head does not know: the head's words are the site's, or a search engine's.
    lone = len(headings) == 1 and not _is_site(headings[0], facts)
    return [*headings, *said] if lone and _shares_a_word(headings[0], said) else [*said, *headings]


def _shares_a_word(heading: str, said: list[str]) -> bool:
    """Whether a heading has a word in common with the head's title, if there is one."""
    words = [set(re.findall(r"\w{4,}", text.casefold())) for text in (heading, " ".join(said))]
    return not said or bool(words[0] & words[1])


def _is_site(heading: str, facts: Facts) -> bool:
    return fold(heading) == fold(facts.publisher or "")


def _with_facts(draft: Draft, facts: Facts, byline: Byline, pieces: Sequence[Piece]) -> Draft:
    author = _fuller(facts.author, byline.author)
    return replace(
        draft,
        author=_clean_line(author) or None,
        publisher=_clean_line(facts.publisher or "") or None,
        published=facts.published or byline.published,
        reviewed=facts.reviewed or byline.reviewed,
        url=facts.url,
        language=_language(facts, pieces),
        tags=tuple(filter(None, map(_clean_line, facts.tags))),
    )


def _fuller(said: str | None, printed: str | None) -> str:
    """The author as the byline prints it, with credentials, where it is the same person."""
    if not said or not printed:
        return said or printed or ""
    same = fold(said) in fold(printed) or fold(printed).startswith(fold(said).split(" ")[0])
    return printed if same and len(printed) >= len(said) else said


def _language(facts: Facts, pieces: Sequence[Piece]) -> str:
    """The page's own word for its language, unless its text says another of ours."""
    found = language_of(" ".join(piece.text for piece in pieces))
    if facts.language in {"", "en", "es"}:
        return found
    return facts.language


def _clean_line(text: str) -> str:
    return " ".join(take_out_hidden(text)[0].split())


# What a person should know -----------------------------------------------------------------------


def _hidden_notes(hidden: Sequence[Hidden], root: Element) -> Iterator[str]:
    """One note for what was hidden inside the article."""
    inside = {root, *root.iter()}
    found = [piece for piece in hidden if piece.parent in inside]
    if found:
        yield hidden_text_note([piece.text for piece in found], found[0].how)


def _left_out(main: Main, facts: Facts) -> Iterator[str]:
    for label, count in sorted(main.left_out.items()):
        if count and label != "booking call":
            yield (
                label
                if count == 1
                else f"{count} times {label}"
                if label[-1] == "s"
                else f"{count} {label}s"
            )
    for call in main.calls:
        yield f'booking call: "{_short(call)}"'
    if facts.updated and facts.updated != facts.published:
        yield f"the day of its last change, {facts.updated} (no review)"
    if facts.reviewer:
        yield f"its reviewer, {_short(facts.reviewer)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
