"""Files built to do harm: nothing runs, nothing hangs, and each says why it is not read."""

import time
import zlib
from pathlib import Path

import pytest

from ptassist.articles.docx import read_docx
from ptassist.articles.html import read_html
from ptassist.articles.html.source import DEEPEST, LARGEST_PAGE, MOST_TAGS
from ptassist.articles.pdf import read_pdf
from ptassist.articles.readers import read_content
from ptassist.errors import UnreadableFileError
from tests.articles.papers import archive, docx, paragraph, pdf

SECONDS = 4.0  # on a busy machine; alone each takes well under two
TEXT = "This is one whole sentence of a page."

PAGES = {
    "30 MB": (b"<p>walk</p>" * 3_000_000, "the page is too large: 33 MB, at most 10 MB"),
    "deep": (b"<div>" * 29_000 + b"x" + b"</div>" * 29_000, f"more than {DEEPEST} deep"),
    "100,000 deep": (b"<div>" * 100_000 + b"x", f"more than {MOST_TAGS} elements"),
    "many": (b"<p>walk</p>" * 100_000, f"more than {MOST_TAGS} elements"),
    "long": (b"<p>" + b"walk on and " * 400_000 + b"</p>", "more than 1000000 characters"),
    "bytes": (bytes(range(256)) * 300, "this is no HTML page"),
    "empty": (b"", "this is no HTML page"),
    "only tags": (b"<html><body><div></div></body></html>", "no article was found"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 500, "this is no HTML page"),
}


@pytest.mark.parametrize(("content", "reason"), PAGES.values(), ids=PAGES.keys())
def test_a_page_that_is_not_read_says_why(content, reason):
    start = time.monotonic()
    with pytest.raises(UnreadableFileError) as caught:
        read_html(content, "a.html")
    assert reason in caught.value.message
    assert caught.value.message.startswith("a.html: ")
    assert time.monotonic() - start < SECONDS


def test_the_limit_of_a_page_is_what_the_message_says():
    assert LARGEST_PAGE == 10_000_000


ENTITIES = {
    "laughs": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><html><body><p>&b;</p>',
    "outside": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>&x;</p>',
    "xhtml": '<?xml version="1.0"?><!DOCTYPE h SYSTEM "http://127.0.0.1:9/x.dtd"><html><body>',
}


@pytest.mark.parametrize("opening", ENTITIES.values(), ids=ENTITIES.keys())
def test_entities_are_never_expanded_and_nothing_is_opened(opening):
    (draft,) = read_html(f"{opening}<p>{TEXT}</p></body></html>".encode())
    assert TEXT in draft.markdown
    host = Path("/etc/hostname")
    name = host.read_text(encoding="utf-8").strip() if host.is_file() else ""
    assert not name or name not in draft.markdown
    assert "hahaha" not in draft.markdown


def test_scripts_and_their_words_are_no_text():
    page = (
        f"<body onload='x()'><script>document.write('<p>Written.</p>')</script><p>{TEXT}</p>"
        "<iframe srcdoc='<p>Framed.</p>'></iframe><svg><text>Drawn.</text></svg>"
        "<template><p>Held.</p></template><noscript><p>Without.</p></noscript></body>"
    )
    (draft,) = read_html(page.encode())
    assert draft.markdown == f"{TEXT}\n"


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        '{"@type": 5, "author": [[[[[[{}]]]]]]}',
        '{"@graph": {"@graph": 1}}',
        "{",
        '"x"',
    ],
)
def test_data_that_is_none_is_passed_over(data):
    page = f'<script type="application/ld+json">{data}</script><p>{TEXT}</p>'
    assert read_html(page.encode())[0].markdown == f"{TEXT}\n"


WORD = paragraph("A Guide", "Title") + paragraph(TEXT)
PAPERS = {
    "bomb": (docx(WORD, more={"word/footnotes.xml": b"\0" * 100_000_000}), "(an archive bomb)"),
    "slow bomb": (docx(WORD, more={"word/styles.xml": b"<a/>" * 1_000_000}), "(an archive bomb)"),
    "entities": (docx(WORD, more={"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "declares entities"),
    "entities in UTF-16": (
        docx(WORD, more={"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}),
        "declares entities",
    ),
    "macros": (docx(WORD, more={"word/vbaProject.bin": b"x"}), "the file holds macros"),
    "macro type": (
        docx(WORD, more={"[Content_Types].xml": '<Types T="vnd.ms-word.document.macroEnabled"/>'}),
        "the file holds macros",
    ),
    "a path outside": (docx(WORD, more={"../../.profile": "x"}), "names a path outside"),
    "an absolute path": (docx(WORD, more={"/etc/x": "x"}), "names a path outside"),
    "very deep": (docx("<w:p>" * 5_000 + "</w:p>" * 5_000), "this is no Word file, or a damaged one"),
    "deep tables": (docx("<w:tbl><w:tr><w:tc>" * 80 + WORD + "</w:tc></w:tr></w:tbl>" * 80), "too deep"),
    "broken XML": (docx("<w:p>"), "this is no Word file, or a damaged one"),
    "no zip": (b"PK\x03\x04 nothing", "this is no Word file, or a damaged one"),
    "another archive": (archive({"a.txt": "x"}), "this is no Word file, or a damaged one"),
    "cut short": (docx(WORD)[:400], "this is no Word file, or a damaged one"),
    "old": (b"\xd0\xcf\x11\xe0 old", "an old .doc file"),
    "empty": (b"", "this is no Word file, or a damaged one"),
    "no words": (docx(""), "there is no text in the file"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), PAPERS.values(), ids=PAPERS.keys())
def test_a_word_file_that_is_not_read_says_why(content, reason):
    start = time.monotonic()
    with pytest.raises(UnreadableFileError) as caught:
        read_docx(content, "a.docx")
    assert reason in caught.value.message
    assert time.monotonic() - start < SECONDS


def test_an_archive_in_a_word_file_is_never_opened():
    inner = archive({"b": b"\0" * 10_000_000})
    (draft,) = read_docx(docx(WORD, more={"word/embeddings/x.zip": inner}))
    assert draft.markdown == f"{TEXT}\n"


LINE = [(72.0, 600.0, 10.0, TEXT)]
KEYS = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({'x' * 32}) /U ({'y' * 32}) /P -4 >> /ID [(a)(b)]"
)
PDFS = {
    "scanned": (pdf([[]]), "it has no text: a scan"),
    "cut short": (pdf([LINE])[:400], "this is no PDF, or a damaged one"),
    "encrypted": (pdf([LINE], trailer=KEYS), "it is encrypted"),
    "many pages": (pdf([LINE] * 101), "it has 101 pages, at most 100 are read"),
    "only a name": (b"%PDF-1.7 nothing", "this is no PDF, or a damaged one"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("content", "reason"), PDFS.values(), ids=PDFS.keys())
def test_a_pdf_that_is_not_read_says_why(content, reason):
    start = time.monotonic()
    with pytest.raises(UnreadableFileError) as caught:
        read_pdf(content, "a.pdf")
    assert reason in caught.value.message
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize(
    "words",
    [b"BT /F1 10 Tf (walk) Tj ET\n" * 2_000_000, b" " * 100_000_000],
    ids=["words", "spaces"],
)
def test_a_pdf_that_grows_out_of_proportion_is_refused_unread(words):
    with pytest.raises(UnreadableFileError, match="decompression bomb"):
        read_pdf(pdf([], streams=[zlib.compress(words)]), "a.pdf")


def test_what_is_no_pdf_is_refused_unread():
    with pytest.raises(UnreadableFileError, match="this is no PDF"):
        read_pdf(b"walk", "a.pdf")


@pytest.mark.slow
def test_a_script_in_a_pdf_is_never_run():
    content = pdf([LINE], extra="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")
    assert read_pdf(content, "a.pdf")[0].markdown == f"{TEXT}\n"


def test_a_file_that_fails_is_a_fault_with_its_path():
    reading = read_content(b"", Path("corpus/a.docx"), "a")
    (fault,) = reading.faults
    assert (fault.path, fault.line) == (Path("corpus/a.docx"), None)
    assert reading.articles == ()
