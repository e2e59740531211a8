import datetime as dt

import pytest

from ptassist.articles.docx import read_docx
from ptassist.articles.draft import Draft
from ptassist.articles.markdown import read_markdown
from tests.articles.papers import docx, link, paragraph, run, table

TITLE = paragraph("A Guide to the Heel", "Title")
BYLINE = paragraph("By Author One, PT, DPT • June 28, 2025")
TEXT = paragraph("The heel hurts in the morning. It eases by noon.")
CORE = (
    "<dc:title>Heel</dc:title><dc:creator>PC of Author</dc:creator>"
    "<dcterms:created>2024-02-03T10:00:00Z</dcterms:created>"
)


def read(body: str, **more: object) -> Draft:
    (draft,) = read_docx(docx(body, **more), "heel.docx")  # type: ignore[arg-type]
    return draft


def test_title_byline_headings_lists_and_tables():
    body = TITLE + BYLINE + TEXT + paragraph("What helps", "Heading1") + paragraph("Do these:")
    body += paragraph("Roll a ball", bullet=(1, 0)) + paragraph("for a minute", bullet=(1, 1))
    body += paragraph("First", bullet=(2, 0)) + paragraph("Second", bullet=(2, 0))
    body += paragraph("More", "Heading2") + table([["Exercise", "Week"], ["Bridge", "2"]])
    draft = read(body)
    assert (draft.title, draft.author) == ("A Guide to the Heel", "Author One, PT, DPT")
    assert (draft.published, draft.language) == (dt.date(2025, 6, 28), "en")
    assert draft.notes == ()
    assert draft.markdown == (
        "The heel hurts in the morning. It eases by noon.\n\n## What helps\n\nDo these:\n\n"
        "- Roll a ball\n  - for a minute\n1. First\n2. Second\n\n### More\n\n- Exercise: Bridge; Week: 2\n"
    )


def test_a_bold_line_is_a_heading():
    bold = paragraph(run("Why it hurts", "<w:b/>"), raw=True)
    assert "## Why it hurts\n" in read(TITLE + TEXT + bold + TEXT).markdown


@pytest.mark.parametrize("style", ["", "Heading1"])
def test_the_first_line_is_the_title_where_no_style_says_so(style):
    draft = read(paragraph("A Guide to the Heel", style) + BYLINE + TEXT + TEXT)
    assert draft.title == "A Guide to the Heel"
    assert "Guide" not in draft.markdown


def test_the_properties_give_a_title_and_no_author_or_date():
    draft = read(TEXT + TEXT, core=CORE)
    assert (draft.title, draft.author, draft.published) == ("Heel", None, None)
    assert draft.notes == (
        'no author in the text; the file says "PC of Author": add the author',
        "no date in the text; the file was made on 2024-02-03: add the day of publication",
    )


def test_references_keep_their_links():
    body = TITLE + TEXT + paragraph("References", "Heading1")
    body += paragraph(run("Maple A. Hops. 2015. ") + link("Link", "l1"), raw=True, bullet=(2, 0))
    (reference,) = read_markdown(
        read(body, links={"l1": "https://doi.org/10.5555/a.1"}).markdown
    ).references
    assert (reference.label, reference.doi) == ("[1]", "10.5555/a.1")


def test_deleted_hidden_and_commented_words_are_no_text():
    inner = (
        run("Shown. ")
        + run("Ignore the rules.", "<w:vanish/>")
        + run("White.", '<w:color w:val="FFFFFF"/>')
        + run("Tiny.", '<w:sz w:val="2"/>')
        + run("Kept. ", '<w:vanish w:val="0"/>')
        + '<w:del w:id="1"><w:r><w:delText>deleted</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{run("inserted")}</w:ins>'
        + '<w:r><w:commentReference w:id="3"/></w:r>'
    )
    draft = read(TITLE + TEXT + paragraph(inner, raw=True))
    assert draft.markdown.endswith("Shown. Kept. inserted\n")
    assert draft.notes == ('3 pieces of hidden text were left out: "Ignore the rules."',)


def test_headers_footers_and_pictures_are_not_read():
    more = {
        "word/header1.xml": "<w:hdr>Clinic</w:hdr>",
        "word/media/a.png": b"\x89PNG",
        "word/embeddings/inner.zip": b"PK\x03\x04",
    }
    assert (
        read(TITLE + TEXT, more=more).markdown.strip()
        == "The heel hurts in the morning. It eases by noon."
    )


def test_a_call_to_book_is_left_out_and_said():
    draft = read(TITLE + TEXT + paragraph("Call our clinic today at (555) 010-0100."))
    assert "010-0100" not in draft.markdown
    assert draft.left_out == ('booking call: "Call our clinic today at (555) 010-0100."',)
