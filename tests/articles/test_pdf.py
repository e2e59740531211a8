"""PDFs are read in a process of their own; what is done with their lines is tested without one."""

import datetime as dt
import textwrap
from typing import Any

import pytest

from ptassist.articles.markdown import read_markdown
from ptassist.articles.parts.pieces import to_markdown
from ptassist.articles.pdf import read_pdf
from ptassist.articles.pdf.blocks import pieces_of
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


def bold(text: str, left: float, top: float, size: float = 10) -> dict[str, Any]:
    return {**line(text, left, top, 60, size), "bold": True}


def row(top: float, *cells: tuple[str, float], is_bold: bool = False) -> dict[str, Any]:
    """A line whose words stand apart at places."""
    places = [(text, left, left + 5.0 * len(text)) for text, left in cells]
    words = " ".join(text for text, _ in cells)
    whole = line(words, places[0][1], top, places[-1][2] - places[0][1])
    return {**whole, "cells": places, "bold": is_bold}


def markdown(*pages: dict[str, Any]) -> str:
    return to_markdown(pieces_of(lines_of(pages, [])))


def test_a_large_heading_stays_between_the_paragraphs_it_parts():
    """Whatever its size: a section that is cited must hold the sentence."""
    above = [line(f"Above {n}.", 72, 100 + 12 * n) for n in range(12)]
    below = [line(f"Below {n}.", 72, 290 + 12 * n) for n in range(12)]
    shown = texts(page(*below, line("What helps", 72, 255, size=24), *above))
    assert shown == [
        *(f"Above {n}." for n in range(12)),
        "What helps",
        *(f"Below {n}." for n in range(12)),
    ]


def test_a_table_is_a_line_a_row_each_cell_behind_the_head_of_its_column():
    shown = markdown(
        page(
            line("Do this at home, and rest in between.", 72, 260, 400),
            row(300, ("Week", 72), ("Exercise", 130), ("Sets", 300), is_bold=True),
            row(314, ("1", 72), ("Heel raise on a", 130), ("3 x 10", 300)),
            row(328, ("step", 130)),
            row(342, ("2", 72), ("Hop", 130), ("2 x 20", 300)),
            line("Stop when it hurts.", 72, 380, 400),
        )
    )
    assert shown == (
        "Do this at home, and rest in between.\n\n"
        "- Week: 1; Exercise: Heel raise on a step; Sets: 3 x 10\n"
        "- Week: 2; Exercise: Hop; Sets: 2 x 20\n\n"
        "Stop when it hurts.\n"
    )


def test_a_numbered_list_with_wide_gaps_is_no_table():
    shown = markdown(
        page(*(row(300 + 14 * n, (f"{n}", 72), (f"Take step {n}.", 90)) for n in (1, 2, 3)))
    )
    assert shown == "1. Take step 1.\n2. Take step 2.\n3. Take step 3.\n"


def test_a_drawn_bullet_is_a_bullet():
    drawn = {**page(line("Walk.", 84, 300), line("Rest.", 84, 314)), "dots": [(80, 305), (80, 319)]}
    assert markdown(drawn) == "- Walk.\n- Rest.\n"


def test_a_bullet_from_a_font_of_symbols_is_a_bullet():
    assert markdown(page(line("\uf0b7 Walk.", 84, 300))) == "- Walk.\n"


def test_a_paragraph_goes_on_over_the_end_of_a_page():
    first = page(line("Walk every day and then", 72, 650, 400))
    assert markdown(first, page(line("rest for a while.", 72, 110, 200))) == (
        "Walk every day and then rest for a while.\n"
    )


def test_what_is_alike_but_at_another_height_is_no_header():
    pages = [
        page(line("Rest", 72, top), line(f"Text {n}", 72, 400)) for n, top in enumerate((30, 75))
    ]
    assert texts(*pages) == ["Rest", "Text 0", "Rest", "Text 1"]


def test_a_bold_paragraph_is_no_heading():
    words = ("Call us at once if the", "leg is numb or weak and", "does not get better.")
    shown = page(*(bold(text, 72, 300 + 12 * n) for n, text in enumerate(words)))
    assert markdown(shown, page(line("Walk " * 30, 72, 300))).startswith(" ".join(words))


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("a strength-", "ening plan", "a strengthening plan"),
        ("a low-", "load plan", "a low-load plan"),
        ("a sit-to-", "stand plan", "a sit-to-stand plan"),
        ("a weight-bear-", "ing plan", "a weight-bearing plan"),
        ("https://example.org/a-", "long/page", "https://example.org/a-long/page"),
        ("doi:10.5555/", "hop.2015.1", "doi:10.5555/hop.2015.1"),
        ("from 10-", "12 weeks", "from 10-12 weeks"),
    ],
)
def test_what_was_broken_at_the_end_of_a_line_is_whole_again(above, below, whole):
    shown = page(line(above, 72, 300, 200), line(below, 72, 312, 100))
    assert markdown(shown) == f"{whole}\n"


@pytest.mark.slow
def test_the_day_and_the_account_in_the_properties_are_no_byline():
    """A clinic must not be quoted with a day of publication that is that of a save, or with a login as author."""
    facts = "/Title (Microsoft Word - x.docx) /Author (acct7) /CreationDate (D:20240102)"
    words = [(72.0, 600.0, 10.0, "Walking is good for a sore heel.")]
    (draft,) = read_pdf(pdf([words], extra=facts, trailer="/Info 1 0 R"))
    assert (draft.author, draft.published) == (None, None)
    assert not draft.title.startswith("Microsoft")
    assert any("made on 2024-01-02" in note for note in draft.notes)


@pytest.mark.slow
def test_a_title_and_a_person_in_the_properties_are_taken_and_named():
    facts = "/Title (A Guide to the Heel) /Author (Author One)"
    words = [(72.0, 600.0, 10.0, "Walking is good for a sore heel.")]
    (draft,) = read_pdf(pdf([words], extra=facts, trailer="/Info 1 0 R"))
    assert (draft.title, draft.author) == ("A Guide to the Heel", "Author One")
    assert any("properties" in note for note in draft.notes)
