"""PDFs are read in a process of their own; what is done with their lines is tested without one."""

import datetime as dt
import textwrap
from typing import Any

import pytest

from ptassist.articles.markdown import read_markdown
from ptassist.articles.pdf import read_pdf
from ptassist.articles.pdf.layout import lines_of
from tests.articles.papers import Text, pdf

LEFT = (
    "The heel carries the load of the body with every step, so a sore heel is hard to rest and slow to mend."
    " Most people feel better within eight weeks [1]."
)
GOES_ON = "Roll a cold bottle under the foot for one minute. Then rest for a while and do it once more, and"
RIGHT = "go on with it for six weeks. Soft shoes help on hard floors, and so do thick socks in the house."


def column(x: float, y: float, text: str, width: int = 42) -> tuple[list[Text], float]:
    lines: list[Text] = []
    for line in textwrap.wrap(text, width):
        lines.append((x, y, 10, line))
        y -= 12
    return lines, y


def paper() -> bytes:
    """Two columns, a header and a footer on each page, a broken word, bullets, a raised number, references."""
    first: list[Text] = [
        (72, 760, 8, "Example Motion Clinic"),
        (72, 700, -20, "A Guide to the Heel"),
        (72, 680, 10, "By Author One, PT, DPT • June 28, 2025"),
        (280, 30, 8, "Page 1 of 2"),
    ]
    lines, y = column(72, 640, LEFT)
    first += [*lines, (72, y - 14, -13, "What helps the heel")]
    lines, _ = column(72, y - 34, GOES_ON)
    first += lines
    lines, y = column(320, 640, RIGHT)
    first += [
        *lines,
        (320, y - 14, 10, "•"),
        (332, y - 14, 10, "Walk on flat ground, if that does"),
    ]
    first += [(332, y - 26, 10, "not hurt the heel.")]
    first += [(320, y - 38, 10, "•"), (332, y - 38, 10, "Hold on to a table.")]
    first += [
        (320, y - 66, 10, "Most sore heels get bet-"),
        (320, y - 78, 10, "ter with low-"),
        (320, y - 90, 10, "impact steps."),
    ]
    first += [(320 + 62, y - 86, 6, "2")]
    second: list[Text] = [
        (72, 760, 8, "Example Motion Clinic"),
        (280, 30, 8, "Page 2 of 2"),
        (72, 660, -13, "References"),
        (72, 640, 10, "1. Maple A, Birch B. Short bouts of hopping and the hip. Journal of"),
        (84, 628, 10, "Invented Motion. 2015. doi:10.5555/hop.2015.1"),
        (72, 616, 10, "2. Cedar C. Rest between sets. 2019. PMID: 12345678"),
    ]
    return pdf([first, second])


@pytest.mark.slow
def test_a_paper_in_two_columns():
    (draft,) = read_pdf(paper(), "heel.pdf")
    assert (draft.title, draft.author) == ("A Guide to the Heel", "Author One, PT, DPT")
    assert draft.published == dt.date(2025, 6, 28)
    assert draft.markdown == (
        f"{LEFT}\n\n## What helps the heel\n\n{GOES_ON} {RIGHT}\n\n"
        "- Walk on flat ground, if that does not hurt the heel.\n- Hold on to a table.\n\n"
        "Most sore heels get better with low-impact steps.²\n\n## References\n\n"
        "1. Maple A, Birch B. Short bouts of hopping and the hip. Journal of Invented Motion. 2015."
        " doi:10.5555/hop.2015.1\n2. Cedar C. Rest between sets. 2019. PMID: 12345678\n"
    )
    assert draft.left_out == ("2 running headers", "2 page numbers")
    body = read_markdown(draft.markdown)
    assert [r.url for r in body.references] == [
        "https://doi.org/10.5555/hop.2015.1",
        "https://pubmed.ncbi.nlm.nih.gov/12345678/",
    ]


def line(
    text: str, left: float, top: float, width: float = 100, size: float = 10
) -> dict[str, Any]:
    return {
        "text": text, "left": left, "top": top, "right": left + width, "bottom": top + size,
        "size": size, "bold": False,
    }  # fmt: skip


def page(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"width": 612.0, "height": 792.0, "lines": list(lines)}


def texts(*pages: dict[str, Any]) -> list[str]:
    return [found.text for found in lines_of(pages, [])]


def test_columns_are_read_one_after_the_other_whatever_order_the_file_has():
    shown = texts(
        page(
            line("right 1", 320, 300), line("left 1", 72, 300), line("left 2", 72, 312),
            line("across all of it", 72, 200, 460), line("right 2", 320, 312), line("across below", 72, 500, 460),
        )
    )  # fmt: skip
    assert shown == ["across all of it", "left 1", "left 2", "right 1", "right 2", "across below"]


def test_what_repeats_at_the_edges_goes_and_the_same_words_inside_stay():
    left_out: list[str] = []
    pages = [
        page(
            line("Clinic", 72, 30),
            line(f"Text {n}", 72, 400),
            line("Clinic", 72, 500),
            line(str(n), 300, 770),
        )
        for n in (1, 2)
    ]
    assert [found.text for found in lines_of(pages, left_out)] == [
        "Text 1",
        "Clinic",
        "Text 2",
        "Clinic",
    ]
    assert left_out == ["2 running headers", "2 page numbers"]


def test_a_lone_bullet_belongs_to_the_line_beside_it():
    assert texts(page(line("•", 72, 300, 5), line("Walk.", 84, 300))) == ["• Walk."]
