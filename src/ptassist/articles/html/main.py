"""Which of a page's runs are the article.

First the parts that name themselves as something else go (menus, footers, share bars, comments), then the smallest
element that holds nearly all good text is taken, and in it what stands above the title or below a heading such as
"Related posts" goes. Everything that goes is counted under its name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ptassist.articles.article import BlockKind
from ptassist.articles.html.names import BODY_NAMES, container_label
from ptassist.articles.html.runs import Run, runs_of
from ptassist.articles.html.source import Element
from ptassist.articles.parts.asides import heading_label, is_call, line_label
from ptassist.articles.parts.bylines import Byline, read_byline
from ptassist.articles.references import is_reference_heading

_GOOD = 50  # characters of a run that is likely a sentence
_OWN_SHARE = 0.4  # a part with more than this share of all good text is the article, whatever it calls itself
_NAMED_SHARE = 0.6
_MAIN_SHARE = 0.75
_LONE_LINK_WORDS = 8
_NEAR_TITLE = 8
_SHORT_SECTIONS = frozenset({"share bar", "categories"})
_AUTHOR_TAIL = 4
_LIKE_AN_ENTRY = re.compile(
    r"\b(?:18|19|20)\d\d\b(?!.*reserved)|10\.\d{4}|https?://|\bPMID\b|\bdoi\b", re.I
)


@dataclass(slots=True)
class Main:
    """The article's runs, and what was found around them.

    Attributes:
        root: The element that holds the article.
        left_out: What was left out -> how many of it.
        calls: The booking calls, word for word, for staff to see.
    """

    root: Element
    runs: list[Run] = field(default_factory=list)
    byline: Byline | None = None
    left_out: Counter[str] = field(default_factory=Counter)
    calls: list[str] = field(default_factory=list)


def find_main(body: Element, titles: list[str]) -> Main:
    """Finds the article in a page.

    Args:
        body: The page, without what is hidden.
        titles: What the page's title may be.
    """
    left_out: Counter[str] = Counter()
    _take_out_named(body, left_out)
    runs = runs_of(body)
    keys = {_key(title) for title in titles if title}
    root = _root_of(body, runs, keys)
    inside = set(root.iter())
    main = Main(root, left_out=left_out)
    outside = [run for run in runs if run.element not in inside]
    main.byline = _byline_near_title(runs, keys)
    kept = _below_title([run for run in runs if run.element in inside], keys, main)
    kept = _without_sections(kept, main)
    main.runs = _without_author(_without_lines(kept, main), main)
    others = sum(
        1 for run in outside if _key(run.text) not in keys and read_byline(run.text) is None
    )
    if others:
        main.left_out["line around the article"] += others
    return main


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _take_out_named(body: Element, left_out: Counter[str]) -> None:
    """Removes the parts of a page that call themselves something else, the outermost first."""
    weights: dict[Element, int] = defaultdict(int)
    for run in runs_of(body):
        if run.length >= _GOOD and not run.is_link:
            for box in [run.element, *run.element.iterancestors()]:
                weights[box] += run.length
    total = max(1, weights[body])
    for element in list(body.iterdescendants()):
        if element.getparent() is None or not isinstance(element.tag, str):
            continue
        label = container_label(element)
        if label is None or weights[element] > _OWN_SHARE * total or _holds_title(element):
            continue
        if not _is_inside(element, body):
            continue
        if element.text_content().strip():
            left_out[label] += 1
        element.drop_tree()


def _holds_title(element: Element) -> bool:
    return element.tag in {"h1"} or (element.find(".//h1") is not None and element.tag != "nav")


def _is_inside(element: Element, body: Element) -> bool:
    """Whether an element still stands in the tree, after what stood around it may have gone."""
    return any(box is body for box in element.iterancestors())


def _root_of(body: Element, runs: list[Run], keys: set[str]) -> Element:
    """The smallest element that holds the article."""
    start = _after_title(runs, keys)
    weights: dict[Element, int] = defaultdict(int)
    good = [run for run in runs[start:] if run.length >= _GOOD and not run.is_link]
    for run in good:
        for box in [run.element, *run.element.iterancestors()]:
            weights[box] += run.length
    total = sum(run.length for run in good)
    if not total:
        return body
    order = {element: place for place, element in enumerate(body.iter())}
    deepest = sorted((box for box in weights if box in order), key=lambda box: -order[box])
    for share, wanted in (
        (_NAMED_SHARE, _is_named_body),
        (_MAIN_SHARE, _is_article),
        (_MAIN_SHARE, _is_any),
    ):
        for box in deepest:
            if weights[box] >= share * total and wanted(box):
                return _with_siblings(box, weights)
    return body


def _is_named_body(box: Element) -> bool:
    names = f"{box.get('class') or ''} {box.get('id') or ''} {box.get('data-hook') or ''} {box.get('itemprop') or ''}"
    return box.tag != "body" and bool(BODY_NAMES.search(names))


def _is_article(box: Element) -> bool:
    return box.tag in {"article", "main"} or box.get("role") in {"main", "article"}


def _is_any(box: Element) -> bool:
    return box.tag in {"div", "section", "td", "body", "center", "article", "main", "html"}


def _with_siblings(box: Element, weights: dict[Element, int]) -> Element:
    """The element around, where an article lies in several boxes of the same name."""
    parent = box.getparent()
    name = box.get("class")
    if parent is None or not name:
        return box
    alike = [
        other
        for other in parent
        if other is not box and other.get("class") == name and weights.get(other)
    ]
    return parent if alike else box


def _after_title(runs: list[Run], keys: set[str]) -> int:
    """The place of the first run below the title."""
    headings = [
        n for n, run in enumerate(runs) if run.kind is BlockKind.HEADING and _key(run.text) in keys
    ]
    lines = [n for n, run in enumerate(runs) if _key(run.text) in keys]
    first = [n for n, run in enumerate(runs) if run.kind is BlockKind.HEADING and run.level == 1]
    for found in (headings, lines, first):
        if found and _good_length(runs[: found[0]]) <= _OWN_SHARE * _good_length(runs):
            return found[0] + 1
    return 0  # a heading far below the beginning is another article's, or a section's


def _good_length(runs: Sequence[Run]) -> int:
    return sum(run.length for run in runs if run.length >= _GOOD and not run.is_link)


def _byline_near_title(runs: list[Run], keys: set[str]) -> Byline | None:
    """The byline that stands next to the title; one of several lines is put together."""
    title = _after_title(runs, keys)
    near = [
        *runs[title : title + _NEAR_TITLE],
        *reversed(runs[max(0, title - 4) : max(0, title - 1)]),
    ]
    found = Byline()
    for run in near:
        for line in run.text.split("\n"):
            said = read_byline(line)
            if said:
                found = Byline(
                    found.author or said.author,
                    found.published or said.published,
                    found.reviewed or said.reviewed,
                    found.updated or said.updated,
                )
    return found


def _below_title(runs: list[Run], keys: set[str], main: Main) -> list[Run]:
    """The runs below the title, without the byline that follows it."""
    start = _after_title(runs, keys) if any(_key(run.text) in keys for run in runs) else 0
    if start > 1:
        main.left_out["line above the title"] += start - 1
    kept: list[Run] = []
    for place, run in enumerate(runs[start:]):
        if place < _NEAR_TITLE and (read_byline(run.text) or _key(run.text) in keys):
            continue
        kept.append(run)
    return kept


def _without_sections(runs: list[Run], main: Main) -> list[Run]:
    """Leaves out the sections that a heading names as no part of the article."""
    kept: list[Run] = []
    place = 0
    while place < len(runs):
        run = runs[place]
        label = heading_label(run.text) if _may_open(run) else None
        if label is None or (label == "booking call" and not _is_only_calls(runs, place)):
            kept.append(run)
            place += 1
            continue
        main.left_out[label] += 1
        if label in _SHORT_SECTIONS:
            end = _end_of_links(runs, place)
        else:
            end = _end_of_section(runs, place, _wrapper_of(run, kept))
        if label == "booking call":
            main.calls += [other.text for other in runs[place + 1 : end]]
        place = end
    return kept


def _end_of_links(runs: list[Run], place: int) -> int:
    """Where the links end that stand below a heading such as "Share this"."""
    below = range(place + 1, len(runs))
    return next(
        (n for n in below if not (runs[n].is_link or len(runs[n].text.split()) <= 2)), len(runs)
    )


def _end_of_section(runs: list[Run], place: int, wrapper: Element | None) -> int:
    """Where the section ends that the heading at a place opens.

    Where it would take much of the article along, beside whose paragraphs it stands, it was a box between two of them:
    then it ends at the first sentence.
    """
    opener = runs[place]
    end = next(
        (n for n in range(place + 1, len(runs)) if _ends(runs[n], opener, wrapper)), len(runs)
    )
    homes: Counter[Element] = Counter()
    for run in runs[:place] or runs:
        homes[run.element.getparent()] += run.length if run.length >= _GOOD else 0
    home = homes.most_common(1)[0][0]
    own = [run for run in runs[place:end] if run.element.getparent() is home]
    if _good_length(own) <= _OWN_SHARE * _good_length(runs):
        return end
    good = (n for n in range(place + 1, end) if runs[n].length >= _GOOD and not runs[n].is_link)
    return next(good, end)


def _may_open(run: Run) -> bool:
    lone = run.kind is BlockKind.PARAGRAPH and len(run.text) < 60 and run.text[-1:] not in ".,;"
    return run.kind is BlockKind.HEADING or lone


def _is_only_calls(runs: list[Run], place: int) -> bool:
    """Whether all that a heading such as "Ready to start?" governs are calls to book."""
    level = runs[place].level if runs[place].kind is BlockKind.HEADING else 7
    for run in runs[place + 1 :]:
        if run.kind is BlockKind.HEADING and run.level <= level:
            return True
        if not is_call(run.text):
            return False
    return True


def _ends(run: Run, opener: Run, wrapper: Element | None) -> bool:
    """Whether a run stands behind the section that another opened."""
    if wrapper is not None:
        return wrapper not in {run.element, *run.element.iterancestors()}
    if run.kind is not BlockKind.HEADING:
        return False
    return is_reference_heading(run.text) or run.level < (opener.level or 2)


def _wrapper_of(opener: Run, kept: list[Run]) -> Element | None:
    """The box that such a section has to itself: it begins with the heading and holds more."""
    before = {box for run in kept for box in [run.element, *run.element.iterancestors()]}
    wrapper = None
    for box in opener.element.iterancestors():
        if box in before:
            break
        wrapper = box
    if wrapper is None or len(wrapper.text_content().split()) <= len(opener.text.split()):
        return None
    return wrapper


def _without_lines(runs: list[Run], main: Main) -> list[Run]:
    """Leaves out single lines: calls to book, shares, labels, tables of contents."""
    kept: list[Run] = []
    in_references = False
    for run in runs:
        if run.kind is BlockKind.HEADING or is_reference_heading(run.text):
            in_references = is_reference_heading(run.text) or (in_references and run.level > 2)
        label = _line_among_references(run) if in_references else _line_to_leave(run)
        if label is None:
            kept.append(run)
        elif label == "booking call":
            main.calls.append(run.text)
            main.left_out[label] += 1
        else:
            main.left_out[label] += 1
    return kept


def _line_among_references(run: Run) -> str | None:
    """An entry may be a lone link, and may say anything; a line without a year and an address is looked at."""
    if run.kind is BlockKind.HEADING or _LIKE_AN_ENTRY.search(run.text):
        return None
    if _is_row_of_links(run):
        return "row of links"
    if any(target.startswith("http") for _, target in run.links) and not line_label(run.text):
        return None
    return line_label(run.text) or ("booking call" if is_call(run.text) else None)


def _is_row_of_links(run: Run) -> bool:
    """Several short links and nothing else: to share, to go elsewhere."""
    return (
        run.is_link
        and len(run.links) > 1
        and all(len(words.split()) <= 3 for words, _ in run.links)
    )


def _line_to_leave(run: Run) -> str | None:
    if run.toggle:
        return None
    if run.is_link and run.links and all(target.startswith("#") for _, target in run.links):
        return "table of contents"
    if len(run.text.split()) <= 25 and run.kind is not BlockKind.HEADING:
        said = line_label(run.text)
        if said:
            return said
    if _is_row_of_links(run):
        return "row of links"
    if is_call(run.text):
        return "booking call"
    if (
        run.is_link
        and len(run.text.split()) <= _LONE_LINK_WORDS
        and run.kind is not BlockKind.HEADING
    ):
        return "lone link"
    return None


def _without_author(runs: list[Run], main: Main) -> list[Run]:
    """Leaves out what the last lines tell about the author."""
    author = main.byline.author if main.byline else None
    if not author:
        return runs
    name = re.escape(re.sub(r"^Dra?\.?\s+", "", author.split(",")[0]))
    about = re.compile(
        rf"^(?:Dra?\.?\s+)?{name}\b.{{0,60}}\b(?:is|has|was|works|treats|loves|holds|earned|es|ha|trata|trabaja)\b"
    )
    tail = len(runs) - _AUTHOR_TAIL
    kept = [run for place, run in enumerate(runs) if place < tail or not about.match(run.text)]
    main.left_out["author box"] += len(runs) - len(kept)
    return kept
