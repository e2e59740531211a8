"""Files of every format in a corpus folder."""

from pathlib import Path

import pytest

from ptassist.articles.draft import to_corpus_file
from ptassist.articles.library import load_articles
from ptassist.articles.readers import DRAFTS, read_content, reader_of, slug_of
from ptassist.errors import CorpusError
from tests.articles.papers import docx, paragraph, pdf
from tests.articles.test_text import made_up
from tests.fakes import article_source, write_corpus

PAGE = (
    "<html><head><title>Heel</title></head><body><h1>Heel</h1><p>By Author One, PT • May 2, 2024</p>"
    "<p>The heel hurts in the morning (Oak, 2020).</p><h2>Sources</h2><p>Elm, A. (2019). Feet.</p></body></html>"
)
WORD = docx(paragraph("Hips", "Title") + paragraph("Hips carry the body with every step."))
FILES: dict[str, str | bytes] = {
    "heel.html": PAGE,
    "hips.docx": WORD,
    "deep/hop.txt": made_up(),
    "own.md": article_source("Own", "Walk."),
}


def test_one_folder_may_hold_every_format(tmp_path: Path):
    corpus = load_articles(write_corpus(tmp_path, FILES))
    assert [(a.id, a.title) for a in corpus.articles] == [
        ("deep/hop", "Hopping and Brittle Bones: A Plain Guide"),
        (
            "deep/hop--ankle-sprain-rehab-after-the-first-week",
            "Ankle sprain rehab after the first week",
        ),
        ("heel", "Heel"),
        ("hips", "Hips"),
        ("own", "Own"),
    ]
    ankle = '"Ankle sprain rehab after the first week"'
    assert [(w.path.name, w.message) for w in corpus.warnings] == [
        ("hop.txt", f"{ankle}: it stood in the list of posts below another article: look through it"),
        ("hop.txt", f"{ankle}: the title is derived from the text: check it"),
        ("heel.html", "1 marker in the text has no entry in the reference list: (Oak, 2020)"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["heel.html", "hips.docx", "deep/hop.txt"])
def test_a_file_in_the_folder_and_its_import_give_the_same_articles(tmp_path: Path, name):
    source = FILES[name]
    content = source if isinstance(source, bytes) else source.encode()
    lying = read_content(content, Path(name), "x").articles
    drafts = reader_of(Path(name).suffix)(content, name)
    imported = [
        read_content(to_corpus_file(d).encode(), Path("x.md"), a.id)
        for d, a in zip(drafts, lying, strict=True)
    ]
    assert tuple(article for reading in imported for article in reading.articles) == lying


def test_a_file_that_cannot_be_read_is_a_fault_among_the_others(tmp_path: Path):
    folder = write_corpus(
        tmp_path, {**FILES, "bad.docx": b"x", "bad.txt": b"", "worse.html": b"<p>"}
    )
    with pytest.raises(CorpusError) as caught:
        load_articles(folder)
    assert [(f.path.name, f.message) for f in caught.value.faults] == [
        ("bad.docx", "this is no Word file, or a damaged one"),
        ("bad.txt", "there is no text in the file"),
        ("bad.txt", f'has the same id "bad" as {folder / "bad.docx"}'),
        ("worse.html", "no article was found in the page"),
    ]


def test_a_second_article_of_a_file_may_not_take_the_id_of_another(tmp_path: Path):
    name = "hop--ankle-sprain-rehab-after-the-first-week.md"
    folder = write_corpus(tmp_path, {"hop.txt": made_up(), name: article_source("A", "Walk.")})
    with pytest.raises(CorpusError, match="same id"):
        load_articles(folder)


def test_hidden_words_and_unknown_markers_of_markdown_are_warnings():
    source = article_source("A", "Walk <i hidden>fast</i> da\u200bily (Oak, 2020) and rest [7].")
    reading = read_content(source.encode(), Path("a.md"), "a")
    assert [warning.message for warning in reading.warnings] == [
        '1 piece of hidden text was left out: "fast"',
        "1 hidden character (zero width, bidi) was taken out",
        "2 markers in the text have no entry in the reference list: [7], (Oak, 2020)",
    ]


def test_reading_is_a_function_of_content_and_name_alone():
    content = made_up().encode()
    assert read_content(content, Path("a.txt"), "a") == read_content(content, Path("a.txt"), "a")


def test_slugs():
    assert slug_of("¿Qué es? A Guide, Part 2") == "que-es-a-guide-part-2"
    assert slug_of("是") == "article"
    assert len(slug_of("word " * 60)) <= 80


@pytest.mark.slow
def test_a_pdf_in_the_folder_is_an_article(tmp_path: Path):
    lines = [
        (72.0, 650.0, -20.0, "Knees"),
        (72.0, 600.0, 10.0, "Knees bend with every step that one takes."),
    ]
    corpus = load_articles(write_corpus(tmp_path, {"knees.pdf": pdf([lines])}))
    assert [(a.id, a.title, a.text) for a in corpus.articles] == [
        ("knees", "Knees", "Knees bend with every step that one takes.\n")
    ]
    assert set(DRAFTS) >= {".pdf", ".docx"}
