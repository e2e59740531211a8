"""Text pasted from a page becomes Drafts.

A paste has no marks: a byline tells the title above it, a short line that stands alone is a heading, "•" and "1." begin
list items. What a blog lists below an article is no part of it; a listed post that carries its whole text is an article
of its own.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ptassist.articles.article import BlockKind
from ptassist.articles.draft import Draft
from ptassist.articles.markdown import read_markdown
from ptassist.articles.parts.asides import heading_label, is_call, line_label
from ptassist.articles.parts.bylines import Byline, read_byline
from ptassist.articles.parts.characters import hidden_note, take_out_hidden
from ptassist.articles.parts.decoding import LONGEST_TEXT, decode_text, is_text
from ptassist.articles.parts.language import language_of
from ptassist.articles.parts.pieces import Piece, lines_of, to_markdown
from ptassist.articles.parts.titles import DERIVED, derive_title
from ptassist.articles.references import is_reference_heading
from ptassist.errors import UnreadableFileError

_BULLET = re.compile(r"^(\s*)(?:[•●◦▪‣∙·]\s*|[-*–]\s+)(?=\S)")
_NUMBER = re.compile(r"^(\s*)(\d{1,3})[.)]\s+(?=\S)")
_MARKED_HEADING = re.compile(r"^(#{1,6})\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?;,…:]['\"’”)]*$")
_WHOLE_TEXT = 60  # words; a title is never as long
_LONGEST_TITLE = 140
_TITLE_WITHIN = 60  # lines that are not blank; above them a page has its menu
_WRAPPED_AT = range(45, 112)


@dataclass(slots=True)
class _Paste:
    """A paste taken apart.

    Attributes:
        above: Lines above the title.
        posts: (byline, lines) of the posts that a blog lists below the article.
    """

    title: str = ""
    byline: Byline = field(default_factory=Byline)
    above: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    posts: list[tuple[Byline, list[str]]] = field(default_factory=list)


def read_text(content: bytes, where: str = "") -> tuple[Draft, ...]:
    """Reads a pasted text: its article, and every listed post that carries its whole text.

    Args:
        content: The bytes of the file.
        where: The file's name, for messages.

    Raises:
        UnreadableFileError: It is no text, empty or too long.
    """
    text = decode_text(content)
    if not is_text(text):
        raise UnreadableFileError("this is no text file", where)
    if len(text) > LONGEST_TEXT:
        raise UnreadableFileError(f"the text is longer than {LONGEST_TEXT} characters", where)
    soft = text.count("\u00ad")
    text, hidden = take_out_hidden(text.replace("\r\n", "\n").replace("\r", "\n"))
    notes = (hidden_note(hidden - soft),) if hidden > soft else ()
    paste = _take_apart(text.split("\n"))
    drafts = [_main_draft(paste, notes)] if any(line.strip() for line in paste.body) else []
    drafts += [_post_draft(byline, lines) for byline, lines in paste.posts if _is_whole(lines)]
    if not drafts:
        raise UnreadableFileError("there is no text in the file", where)
    return tuple(drafts)


# What belongs to what ----------------------------------------------------------------------------


def _take_apart(lines: Sequence[str]) -> _Paste:
    paste = _Paste()
    shown = [n for n, line in enumerate(lines) if line.strip()]
    own = next((n for n in shown[:_TITLE_WITHIN] if _is_byline(lines[n])), None)
    above = [n for n in shown if own is not None and n < own]
    start = 0
    if own is not None and above and all(_may_be_title(lines[n]) for n in above):
        paste.title, paste.above = lines[above[-1]].strip(), [lines[n].strip() for n in above[:-1]]
        start = above[-1] + 1
    elif shown and _may_be_title(lines[shown[0]]) and len(shown) > 1:
        paste.title, start = re.sub(r"^#+\s+", "", lines[shown[0]].strip()), shown[0] + 1
    rest = list(lines[start:])
    if own is not None:
        paste.byline = read_byline(lines[own]) or Byline()
        if own >= start:
            rest[own - start] = ""
    end, paste.posts = _listed_posts(rest)
    paste.body = rest[:end]
    return paste


def _is_byline(line: str) -> bool:
    said = read_byline(line)
    return said is not None and (said.author is not None or said.published is not None)


def _may_be_title(line: str) -> bool:
    text = line.strip()
    ends = _SENTENCE_END.search(text) and not text.endswith(("?", "!"))
    return 0 < len(text) <= _LONGEST_TITLE and not ends and not _BULLET.match(line)


def _listed_posts(lines: Sequence[str]) -> tuple[int, list[tuple[Byline, list[str]]]]:
    """Where a blog's list of posts begins, and its entries; the end of the lines where there is none.

    An entry is a byline and a title, in either order.
    """
    found = [
        (n, said) for n, line in enumerate(lines) if (said := read_byline(line)) and said.author
    ]
    found = [(n, said) for n, said in found if said.published]
    if not found:
        return len(lines), []
    last_line = max(n for n, line in enumerate(lines) if line.strip())
    title_first = found[-1][0] == last_line
    starts = [_line_before(lines, n) if title_first else n for n, _ in found]
    ends = [*starts[1:], len(lines)]
    posts = []
    for (place, byline), start, end in zip(found, starts, ends, strict=True):
        posts.append(
            (byline, [line for n, line in enumerate(lines[start:end], start) if n != place])
        )
    is_list = len(posts) > 1 or sum(bool(line.strip()) for line in posts[0][1]) <= 1
    return (starts[0], posts) if is_list else (len(lines), [])


def _line_before(lines: Sequence[str], place: int) -> int:
    return next((n for n in range(place - 1, -1, -1) if lines[n].strip()), place)


def _is_whole(lines: Sequence[str]) -> bool:
    return sum(len(line.split()) for line in lines) >= _WHOLE_TEXT


# Drafts ------------------------------------------------------------------------------------------


def _main_draft(paste: _Paste, notes: tuple[str, ...]) -> Draft:
    left_out: list[str] = []
    pieces = _pieces(paste.body, left_out)
    titles = sum(not _is_whole(lines) for _, lines in paste.posts)
    if titles:
        left_out.append("1 listed post" if titles == 1 else f"{titles} listed posts")
    if paste.above:
        left_out.append(f"{len(paste.above)} lines above the title")
    return _draft(paste.title, paste.byline, pieces, tuple(left_out), notes)


def _post_draft(byline: Byline, lines: Sequence[str]) -> Draft:
    shown = [line for line in lines if line.strip()]
    title = shown[0].strip() if len(shown) > 1 and _may_be_title(shown[0]) else ""
    left_out: list[str] = []
    pieces = _pieces(shown[1:] if title else shown, left_out)
    notes = ("it stood in the list of posts below another article: look through it",)
    return _draft(title, byline, pieces, tuple(left_out), notes)


def _draft(
    title: str,
    byline: Byline,
    pieces: Sequence[Piece],
    left_out: tuple[str, ...],
    notes: tuple[str, ...],
) -> Draft:
    words = " ".join(piece.text for piece in pieces)
    if not title:
        title, notes = derive_title(words), (*notes, DERIVED)
    return Draft(
        title=" ".join(title.split()),
        markdown=to_markdown(_with_headings(pieces)),
        author=byline.author,
        published=byline.published,
        reviewed=byline.reviewed,
        language=language_of(words),
        left_out=left_out,
        notes=notes,
    )


# Lines -> pieces ---------------------------------------------------------------------------------


def _pieces(lines: Sequence[str], left_out: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    skipped: Counter[str] = Counter()
    in_references, in_aside = False, ""
    for line in _unwrapped(lines):
        text = line.strip()
        if not text:
            continue
        if is_reference_heading(text):
            in_references, in_aside = True, ""
        elif heading_label(text) and not _SENTENCE_END.search(text) and not is_call(text):
            in_aside = heading_label(text) or ""
        label = in_aside or _label_of(text, in_references)
        if label == "booking call":
            left_out.append(f'booking call: "{text[:60]}"')
        elif label:
            skipped[label] += 1
        else:
            _add(pieces, line, in_references)
    left_out += [
        f"{label} ({count} lines)" if count > 1 else label for label, count in skipped.items()
    ]
    return pieces


def _label_of(text: str, in_references: bool) -> str | None:
    """What a line is, if it is no part of the article; an entry of a reference list may say anything."""
    if is_call(text):
        return None if in_references and re.search(r"\d{4}", text) else "booking call"
    return None if in_references else line_label(text)


def _add(pieces: list[Piece], line: str, in_references: bool) -> None:
    """Adds a line: a list item, a further line of one, or a paragraph."""
    bullet, number, marked = _BULLET.match(line), _NUMBER.match(line), _MARKED_HEADING.match(line)
    last = pieces[-1] if pieces else None
    indent = len(line) - len(line.lstrip())
    if marked:
        pieces.append(
            Piece(BlockKind.HEADING, line[marked.end() :].strip(" #"), max(2, len(marked.group(1))))
        )
    elif number:
        text = line[number.end() :]
        pieces.append(Piece(BlockKind.ITEM, text, 1, True, int(number.group(2))))
    elif bullet:
        inner = (
            last is not None
            and last.kind is BlockKind.ITEM
            and last.ordered
            and len(bullet.group(1)) > 2
        )
        pieces.append(Piece(BlockKind.ITEM, line[bullet.end() :], 2 if inner else 1))
    elif last is not None and last.kind is BlockKind.ITEM and indent > 2 and not in_references:
        pieces[-1] = replace(last, text=f"{last.text}\n{line.strip()}")
    else:
        pieces.append(Piece(BlockKind.PARAGRAPH, line.strip()))


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines, those of a paragraph that was broken at a fixed width put together."""
    pairs = [
        (line, after)
        for line, after in itertools.pairwise(lines)
        if line.strip() and after.strip() and not _starts_anew(after)
    ]
    broken = [
        line
        for line, _ in pairs
        if len(line) in _WRAPPED_AT and not _SENTENCE_END.search(line.strip())
    ]
    if max(map(len, lines), default=0) >= _WRAPPED_AT.stop or len(broken) < max(
        3, 0.5 * len(pairs)
    ):
        return list(lines)
    joined: list[str] = []
    for line in lines:
        last = joined[-1] if joined else ""
        if (
            last.strip()
            and line.strip()
            and not _starts_anew(line)
            and len(last.split("\n")[-1]) >= _WRAPPED_AT.start
        ):
            joined[-1] = f"{last}\n{line}"
        else:
            joined.append(line)
    return [_one_line(line) for line in joined]


def _one_line(lines: str) -> str:
    first, *rest = lines.split("\n")
    return " ".join([first.rstrip(), *(line.strip() for line in rest)])


def _starts_anew(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBER.match(line) or _MARKED_HEADING.match(line))


def _with_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with every paragraph that reads as a heading made one, so that a person sees it in the corpus file."""
    body = read_markdown(to_markdown(pieces))
    headings = {body.text[b.start : b.end] for b in body.blocks if b.kind is BlockKind.HEADING}
    return [
        replace(piece, kind=BlockKind.HEADING, level=2)
        if piece.kind is BlockKind.PARAGRAPH and " ".join(lines_of(piece.text)) in headings
        else piece
        for piece in pieces
    ]
