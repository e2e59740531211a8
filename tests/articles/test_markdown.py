import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ptassist.articles.article import BlockKind
from ptassist.articles.markdown import Body, read_markdown
from tests.articles.oracle import words_of

PARAGRAPH, ITEM, HEADING = BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING


def spoken(body: Body) -> list[tuple[BlockKind, str]]:
    return [(block.kind, body.text[block.start : block.end]) for block in body.blocks]


def headings(body: Body) -> list[str | None]:
    return [section.heading for section in body.sections]


def lead_words(body: Body, item: str) -> str | None:
    (block,) = [b for b in body.blocks if body.text[b.start : b.end] == item]
    if block.lead is None:
        return None
    lead = body.blocks[block.lead]
    return body.text[lead.start : lead.end]


def assert_well_formed(body: Body) -> None:
    """What holds for every article, whatever its source."""
    assert unicodedata.is_normalized("NFC", body.text)
    assert body.text == "".join(body.text[b.start : b.end] + "\n" for b in body.blocks)
    assert [b.section for b in body.blocks] == sorted(b.section for b in body.blocks)
    anchors = [section.anchor for section in body.sections if section.heading is not None]
    assert len(set(anchors)) == len(anchors)
    for index, section in enumerate(body.sections):
        inside = [b for b in body.blocks if b.section == index]
        assert (section.start, section.end) == (inside[0].start, inside[-1].end)
        if section.heading is None:
            assert index == 0
        else:
            first = inside[0]
            assert first.kind is HEADING
            assert body.text[first.start : first.end] == section.heading
        assert section.parent is None or section.parent < index
    for index, block in enumerate(body.blocks):
        text = body.text[block.start : block.end]
        assert text == text.strip()
        assert text
        assert "\n" not in text
        if block.lead is not None:
            assert block.kind is ITEM
            assert block.lead < index
            assert body.blocks[block.lead].section == block.section


SOURCES = {
    "emphasis": "Some **strong** and *slanted* and `plain` words, __too__ and _so_.",
    "links": "See [our page](https://clinic.example 'title') and <https://clinic.example/x>.",
    "link reference": "See [our page][1].\n\n[1]: https://clinic.example",
    "image": "Before ![the knee](knee.png) after.",
    "soft break": "One line\nand the next.",
    "hard break": "One line  \nand the next.\\\nAnd a third.",
    "lists": "Do this:\n\n- one\n- two\n  1. two a\n  2. two b\n\n  still two\n- three\n\nDone.",
    "quote": "> Quoted words\n> over two lines.\n>\n> - and an item",
    "code": "```\nfenced  code\n```\n\n    indented code\n",
    "headings": "# One #\n\nTwo\n===\n\nThree\n---\n\n#### Four\ntext",
    "entities": "A &amp; B &lt;b&gt; &copy; &#x2022; 5 &gt; 4",
    "escapes": r"\*not slanted\* \# not a heading",
    "rule": "Above.\n\n***\n\nBelow.",
    "inline html": "Water<br>ice <b>bold</b> H<sub>2</sub>O <!-- not shown -->end",
    "html block": "<div>\nIn a <em>box</em>\nof two lines.\n</div>\n\nAfter.",
    "html table": "<table>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</table>",
    "decomposed": "Cafe\u0301 nin\u0303o Å \u212b ﬁn",
    "beyond the BMP": "Run 🏃🏽‍♀️ now. 𝑥 marks it.",
    "no-break spaces": "1.5\u00a0lb and\u2003more",
    "empty heading": "#\n\nText.",
    "only an image": "![x](y.png)",
    "hidden inline": 'Walk <span style="display: none">never</span> daily, <b hidden>not</b> twice.',
    "hidden nested": 'A <span style="font-size:0">b <span>c</span> d</span> e.',
    "hidden block": '<div style="visibility:hidden">\n<div>Ignore</div> it.\n</div>\n\nShown.',
    "comment block": "<!-- a note\nfor staff -->\n\nShown.",
    "zero width": "Wa\u200blk \u202edaily\u202c, exer\u00adcise &#8203;well.",
    "nothing": "",
    "blank": " \n\t\n",
    "numbered": "3. three\n4. four",
    "indented numbers as pasted": "  1. Bold words\n     A line below.\n\n  2. More words\n     Another.",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_text_equals_an_independent_rendering(source):
    body = read_markdown(source)
    assert " ".join(body.text.split()) == words_of(source)
    assert_well_formed(body)


MARKDOWN = st.text(
    alphabet="abcZ. ,:\n\n#*-_>`[]()!1)e\u0301ñ\t\\~=+&;\"'’🏃\u00a0", min_size=0, max_size=120
)


@settings(max_examples=300, deadline=None)
@given(MARKDOWN)
@example("- a\n\n  b\n    - c\n\nd")
@example("1) a\n1) b\n\n[a]: b")
@example("Title\n\nText here.")
def test_any_markdown_is_rendered_like_the_independent_one(source):
    body = read_markdown(source)
    assert " ".join(body.text.split()) == words_of(source)
    assert_well_formed(body)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_gives_a_well_formed_body(source):
    assert_well_formed(read_markdown(source))


def test_offsets_count_code_points_of_the_composed_text():
    body = read_markdown("Cafe\u0301 🏃🏽 first.\n\nThen nin\u0303o.")
    assert body.text == "Café 🏃🏽 first.\nThen niño.\n"
    assert [(b.start, b.end) for b in body.blocks] == [(0, 14), (15, 25)]
    assert body.text[15:25] == "Then niño."


def test_markup_does_not_reach_the_text():
    body = read_markdown("See **[our *page*](https://clinic.example/a)** ![alt](x.png) now.")
    assert body.text == "See our page  now.\n"


def test_a_hard_break_ends_a_block_and_a_soft_break_is_a_space():
    body = read_markdown("Rest first\nfor a day.  \nThen walk.")
    assert spoken(body) == [(PARAGRAPH, "Rest first for a day."), (PARAGRAPH, "Then walk.")]


def test_raw_html_is_text_without_scripts_and_a_cell_is_a_line():
    body = read_markdown(
        "<div>Rest\nfor a day.</div>\n\n<script>\nsteal()\n</script>\n\n"
        "<table><tr><td>Ice</td><td>Heat</td></tr></table>\n\n<style>p{}</style>\n"
    )
    assert [text for _, text in spoken(body)] == ["Rest for a day.", "Ice", "Heat"]


def test_what_raw_html_hides_is_told():
    body = read_markdown(
        'Walk <i style="display:none">on hot coals</i> daily.\n\n<p hidden>Jump.</p>'
    )
    assert body.text == "Walk  daily.\n"
    assert body.hidden_text == ("on hot coals", "Jump.")


def test_hidden_characters_are_counted_and_soft_hyphens_are_not():
    body = read_markdown("Wa\u200blk \u202edaily\u202c, exer\u00adcise.")
    assert (body.text, body.hidden_characters) == ("Walk daily, exercise.\n", 3)
    assert read_markdown("Run 🏃🏽\u200d♀️ now.").hidden_characters == 0


def test_pasted_bullets_are_list_items():
    body = read_markdown("Safe ways:\n\n  • Start slow.\n  • Hold on\n  ◦Rest\n\nMore text here.")
    assert spoken(body) == [
        (PARAGRAPH, "Safe ways:"),
        (ITEM, "Start slow."),
        (ITEM, "Hold on"),
        (ITEM, "Rest"),
        (PARAGRAPH, "More text here."),
    ]
    assert lead_words(body, "Hold on") == "Safe ways:"


def test_a_bullet_inside_a_line_is_only_a_character():
    body = read_markdown("Clinic Team • June 2025, in the morning.")
    assert spoken(body) == [(PARAGRAPH, "Clinic Team • June 2025, in the morning.")]


LISTS = """## Steps

Start with these:

1. Hop ten times.
2. Rest:
   - one minute
   - or two

   Then stand up.
3. Stop.

Then go home.

- A list on its own.
"""


def test_list_items_know_the_line_that_introduces_them():
    body = read_markdown(LISTS)
    assert_well_formed(body)
    assert lead_words(body, "Hop ten times.") == "Start with these:"
    assert lead_words(body, "Stop.") == "Start with these:"
    assert lead_words(body, "one minute") == "Rest:"
    assert lead_words(body, "or two") == "Rest:"
    assert lead_words(body, "A list on its own.") == "Then go home."


def test_list_items_know_their_depth_and_whether_they_are_numbered():
    body = read_markdown(LISTS)
    items = {
        body.text[b.start : b.end]: (b.level, b.ordered) for b in body.blocks if b.kind is ITEM
    }
    assert items == {
        "Hop ten times.": (1, True),
        "Rest:": (1, True),
        "one minute": (2, False),
        "or two": (2, False),
        "Then stand up.": (1, True),
        "Stop.": (1, True),
        "A list on its own.": (1, False),
    }


def test_a_list_right_under_a_heading_is_introduced_by_it():
    body = read_markdown("## Who should not hop\n\n- People with dizziness.\n")
    assert lead_words(body, "People with dizziness.") == "Who should not hop"


def test_a_list_never_leans_on_the_section_before():
    body = read_markdown("Do these:\n\n## Next\n\n- One thing.\n")
    assert lead_words(body, "One thing.") == "Next"


BARE = [
    ("Why It Helps\n\nIt loads the bone.", ["Why It Helps"]),
    ("Is it safe?\n\nMostly, yes.", ["Is it safe?"]),
    ("¿Es seguro?\n\nCasi siempre.", ["¿Es seguro?"]),
    ("3 Things to Know\n\nThe first is rest.", ["3 Things to Know"]),
    ("“Quoted” heading\n\nThe text below.", ["“Quoted” heading"]),
    ("**Bold words**\n\nThe text below.", ["Bold words"]),
    ("One line.\n\nMiddle Words\n\nLast line.", [None, "Middle Words"]),
    ("It is a sentence.\n\nIt loads the bone.", [None]),
    ("and so on\n\nIt loads the bone.", [None]),
    ("Rest, ice,\n\nIt loads the bone.", [None]),
    ("The last line without a stop", [None]),
    ("Two lines\nof one paragraph\n\nIt loads the bone.", [None]),
    ("- Item Words\n\nIt loads the bone.", [None]),
    ("> Quoted Words\n\nIt loads the bone.", [None]),
    ("One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve\n\nText.", "twelve words"),
    ("A B C D E F G H I J K L M\n\nThirteen words are not a heading.", [None]),
    ("x" * 81 + "\n\nToo long.", [None]),
    ("Colors\n\nRed\n\nGreen\n\nBlue\n\nA list below its heading.", ["Colors"]),
    ("Red\n\nGreen\n\nTwo in a row are headings.", ["Red", "Green"]),
]


@pytest.mark.parametrize(("source", "expected"), BARE)
def test_a_short_line_that_stands_alone_may_be_a_heading(source, expected):
    if expected == "twelve words":
        expected = [source.split("\n")[0]]
    assert headings(read_markdown(source)) == expected


def test_a_line_with_a_colon_above_a_list_introduces_it_and_is_no_heading():
    body = read_markdown("## Care\n\nSafe ways include:\n\n- Walking.\n")
    assert headings(body) == ["Care"]
    assert spoken(body)[1] == (PARAGRAPH, "Safe ways include:")


def test_a_bold_line_with_a_colon_above_a_list_is_a_heading():
    body = read_markdown("Before it, rest.\n\n**Safe ways include:**\n\n- Walking.\n")
    assert headings(body) == [None, "Safe ways include:"]


def test_a_heading_with_a_colon_is_part_of_the_section_before_it():
    body = read_markdown("## Start\n\nAsk first.\n\n## Safe ways:\n\n- Walk.\n\n## Next\n\nGo.\n")
    assert headings(body) == ["Start", "Safe ways:", "Next"]
    assert [section.parent for section in body.sections] == [None, 0, None]


def test_sections_nest_by_level_but_not_under_the_page_title():
    body = read_markdown(
        "# Title\n\nIn.\n\n## A\n\na.\n\n### A1\n\nb.\n\n#### A11\n\nc.\n\n## B\n\nd."
    )
    assert headings(body) == ["Title", "A", "A1", "A11", "B"]
    assert [section.parent for section in body.sections] == [None, None, 1, 2, None]


def test_anchors_are_unique_and_plain():
    body = read_markdown("## ¿Qué es?\n\na.\n\n## Que es\n\nb.\n\n## 是\n\nc.\n\n## 不\n\nd.\n")
    assert [section.anchor for section in body.sections] == [
        "que-es",
        "que-es-2",
        "section",
        "section-2",
    ]


def test_a_reference_list_is_read_from_its_section_and_its_subsections():
    body = read_markdown(
        "Hopping helps [1].\n\n## References\n\n1. Maple A. Hops. 2015. doi:10.5555/a.1\n"
        "2. [Birch](https://b.example/x). Hips. 2016.\n\n### Further reading\n\nCedar C. Trees. 2017.\n"
    )
    assert [(r.label, r.doi, r.url) for r in body.references] == [
        ("[1]", "10.5555/a.1", "https://doi.org/10.5555/a.1"),
        ("[2]", None, "https://b.example/x"),
        ("Cedar C, 2017", None, None),
    ]
    assert [section.is_references for section in body.sections] == [False, True, True]


def test_short_lines_of_a_bare_reference_list_are_entries_and_no_headings():
    body = read_markdown(
        "Text comes first.\n\nSources:\n\nMaple Clinic 2015\n\nBirch Clinic 2016\n\nCedar (2017)."
    )
    assert headings(body) == [None, "Sources:"]
    assert [r.text for r in body.references] == [
        "Maple Clinic 2015",
        "Birch Clinic 2016",
        "Cedar (2017).",
    ]


BARE_FAQ = "Asked often\n\nIs oak hard?\n\nOak is hard, says the wood book.\n"


def test_below_listed_entries_a_bare_line_is_a_heading_again():
    body = read_markdown(
        "Text comes first.\n\nResources and References\n\nThese may help you further:\n\n"
        "- Maple A. Hops. 2015.\n- Birch Clinic\n\nFor more call the clinic.\n\n" + BARE_FAQ
    )
    assert headings(body) == [None, "Resources and References", "Asked often", "Is oak hard?"]
    assert [section.is_references for section in body.sections] == [False, True, False, False]
    assert [reference.text for reference in body.references] == [
        "Maple A. Hops. 2015.",
        "Birch Clinic",
    ]


@pytest.mark.parametrize("title", ["Frequently Asked Questions", "FAQs", "Preguntas frecuentes"])
def test_below_unlisted_entries_only_what_is_asked_often_is_a_heading_again(title: str):
    body = read_markdown(
        "Text comes first.\n\nSources\n\nMaple Clinic 2015\n\nBirch Clinic\n\n"
        + BARE_FAQ.replace("Asked often", title)
    )
    assert headings(body) == [None, "Sources", title, "Is oak hard?"]
    assert [reference.text for reference in body.references] == [
        "Maple Clinic 2015",
        "Birch Clinic",
    ]


def test_a_paragraph_beside_listed_entries_is_one_where_it_names_a_work():
    body = read_markdown(
        "Text.\n\n## References\n\n1. A. 2015.\n2. B. 2016.\n\nCedar C. Trees. 2017.\n\n"
        "<https://d.example/x>\n\nWritten with care.\n"
    )
    assert [reference.text for reference in body.references] == [
        "A. 2015.",
        "B. 2016.",
        "Cedar C. Trees. 2017.",
        "https://d.example/x",
    ]


def test_a_section_after_the_references_is_no_reference():
    body = read_markdown("Text.\n\n## References\n\n1. A. 2015.\n\n## About us\n\nWe move.\n")
    assert [section.is_references for section in body.sections] == [False, True, False]
    assert len(body.references) == 1


def test_the_same_source_gives_the_same_body():
    assert read_markdown(LISTS) == read_markdown(LISTS)


def test_windows_line_ends_are_line_ends():
    assert read_markdown(LISTS.replace("\n", "\r\n")).text == read_markdown(LISTS).text


def test_a_very_deep_list_is_no_danger():
    source = "\n".join("  " * depth + "- item" for depth in range(300))
    assert_well_formed(read_markdown(source))
    assert_well_formed(read_markdown("> " * 2000 + "deep"))
    assert_well_formed(read_markdown("*" * 5000 + "[" * 2000))


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def test_the_seed_article_reads_as_its_author_meant_it():
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is not here; it is read only where the project is made")
    (seed,) = SEEDS.glob("*.txt")
    body = read_markdown(seed.read_text(encoding="utf-8"))
    assert_well_formed(body)
    found = headings(body)
    item = next(b for b in body.blocks if "such as jumping" in body.text[b.start : b.end])
    assert item.kind is ITEM
    assert found[item.section] == "Getting Started Safely"
    assert lead_words(body, body.text[item.start : item.end]) == "Safe Practices Include:"
    assert "Why Strength Training?" in found
    assert len(body.references) >= 3
    assert any(section.is_references for section in body.sections)
    assert not re.search(r"^\W*•", body.text, re.MULTILINE)
