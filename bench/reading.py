"""How well pages are read: main text found, boilerplate let in, facts right, on the made-up pages of the tests.

python -m bench.reading [--misses]
"""

import sys
import time
import unicodedata

from ptassist.articles.html import read_html
from ptassist.articles.markdown import read_markdown
from ptassist.errors import PtassistError
from tests.articles.pages import Page, pages


def plain(text: str) -> str:
    """White space and invisible characters aside."""
    shown = "".join(c for c in unicodedata.normalize("NFC", text) if c not in "\u00ad\u200b")
    return " ".join(shown.split())


def measure(half: int, show: bool) -> dict[str, float]:
    found = total = let_in = boilerplate = 0
    facts = {
        "title": 0,
        "author": 0,
        "date": 0,
        "reviewed": 0,
        "url": 0,
        "language": 0,
        "headings": 0,
        "dois": 0,
    }
    count, seconds, misses = 0, 0.0, []
    for page in pages(half):
        start = time.perf_counter()
        try:
            (draft,) = read_html(page.content)
        except PtassistError as error:
            misses.append(f"{page.name}: {error}")
            count += 1
            continue
        body = read_markdown(draft.markdown)
        seconds += time.perf_counter() - start
        count += 1
        text = plain(body.text)
        lost = [s for s in page.main if plain(s) not in text]
        extra = [s for s in page.boilerplate if plain(s) in text]
        found += len(page.main) - len(lost)
        total += len(page.main)
        let_in += len(extra)
        boilerplate += len(page.boilerplate)
        right = {
            "title": draft.title == page.title,
            "author": draft.author == page.author,
            "date": draft.published == page.published,
            "reviewed": draft.reviewed == page.reviewed,
            "url": draft.url == page.url,
            "language": draft.language == page.language,
            "headings": headings_right(page, draft.markdown),
            "dois": {r.doi for r in body.references if r.doi} == set(page.dois),
        }
        for name, is_right in right.items():
            facts[name] += is_right
        wrong = [name for name, is_right in right.items() if not is_right]
        misses += [f"{page.name} lost: {s}" for s in lost] + [
            f"{page.name} let in: {s}" for s in extra
        ]
        misses += [f"{page.name} wrong: {', '.join(wrong)} in {draft!r:.300}"] if wrong else []
    if show:
        print("\n".join(misses))
    return {
        "pages": count,
        "recall": found / total,
        "let in": let_in / boilerplate,
        **{name: right / count for name, right in facts.items()},
        "ms a page": 1000 * seconds / count,
    }


def headings_right(page: Page, markdown: str) -> bool:
    """Every heading is one in the Markdown; where the page has real ones, with its level."""
    shown = {}
    for line in markdown.split("\n"):
        if line.startswith("#"):
            marks, _, words = line.partition(" ")
            shown[plain(words)] = len(marks)
    return all(
        shown.get(plain(w)) in ((level,) if page.levels_known else range(1, 7))
        for level, w in page.headings
    )


if __name__ == "__main__":
    for half, name in enumerate(("tuning", "held out")):
        figures = measure(half, "--misses" in sys.argv)
        print(name, "  ".join(f"{k} {v:.3f}" for k, v in figures.items()))
