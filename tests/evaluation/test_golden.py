"""Golden questions: every usual way in which a spreadsheet program writes them, and what is refused."""

import contextlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.errors import GoldenQuestionsError
from ptassist.evaluation.golden import Golden, find_golden, read_golden
from tests.spreadsheets import write_xlsx

ROWS = [
    ["Question", "Article", "Sentence"],
    ["does heel pain go away?", "feet/heel", "Soft shoes help on hard floors."],
    ["¿duele el cuello?", "https://clinic.example/blog/cuello", ""],
]
EXPECTED = (
    Golden(2, "does heel pain go away?", "feet/heel", "Soft shoes help on hard floors."),
    Golden(3, "¿duele el cuello?", "https://clinic.example/blog/cuello"),
)


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def lines(delimiter: str = ",", end: str = "\n") -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + end for row in ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_usual_csv_is_read(tmp_path, encoding, delimiter, end):
    path = written(tmp_path / "golden.csv", lines(delimiter, end), encoding)
    assert read_golden(path) == EXPECTED


def test_a_workbook_is_read(tmp_path):
    assert read_golden(write_xlsx(tmp_path / "golden.xlsx", ROWS)) == EXPECTED


@pytest.mark.parametrize(
    "headings",
    ["article,question", "Expected article,QUESTION", "URL,Pregunta", "Página, Preguntas *"],
)
def test_columns_are_found_by_their_headings_whatever_their_order(tmp_path, headings):
    path = written(tmp_path / "golden.csv", f"{headings}\nknee,does it hurt\n")
    assert read_golden(path) == (Golden(2, "does it hurt", "knee"),)


def test_empty_rows_and_spare_columns_are_passed_over_and_spaces_made_single(tmp_path):
    text = "note,question,article\n,,\nx, is  it\tsafe ,knee\n,,\n\n"
    assert read_golden(written(tmp_path / "g.csv", text)) == (Golden(3, "is it safe", "knee"),)


def test_a_line_break_inside_a_cell_is_a_space(tmp_path):
    path = written(tmp_path / "g.csv", 'question,article\n"one\ntwo",knee\n')
    assert read_golden(path)[0].question == "one two"


@pytest.mark.parametrize("text", ["", "\n", "a,b\nc,d\n", "question,quote\nx,y\n"])
def test_without_the_two_columns_it_is_refused_and_says_what_it_saw(tmp_path, text):
    with pytest.raises(GoldenQuestionsError, match="must name the columns question and article"):
        read_golden(written(tmp_path / "golden.csv", text))


def test_every_incomplete_row_is_named(tmp_path):
    path = written(tmp_path / "golden.csv", "question,article\na,\nb,x\n,y\n")
    with pytest.raises(GoldenQuestionsError) as caught:
        read_golden(path)
    assert caught.value.message.splitlines()[1:] == ["  row 2: no article", "  row 4: no question"]


@pytest.mark.parametrize(
    "cell",
    ["none", "None", "NONE ", "-", "–", "—", "--", "Not covered", "Ninguno", "ninguna.", "ningúno"],
)
def test_a_question_that_no_article_answers_has_none(tmp_path, cell):
    path = written(tmp_path / "golden.csv", f"question,article\nare zebras shy,{cell}\n")
    assert read_golden(path) == (Golden(2, "are zebras shy", None),)


@pytest.mark.parametrize("cell", ["none-at-all", "nonexistent", "knee-none", "ningunos", "-knee"])
def test_an_article_that_only_begins_so_is_an_article(tmp_path, cell):
    path = written(tmp_path / "golden.csv", f"question,article\nare zebras shy,{cell}\n")
    assert read_golden(path) == (Golden(2, "are zebras shy", cell),)


def test_a_sentence_where_no_article_answers_is_named_with_the_other_bad_rows(tmp_path):
    text = "question,article,sentence\na,None,Rest.\nb,x,Rest.\nc,,\n,none,\n"
    with pytest.raises(GoldenQuestionsError) as caught:
        read_golden(written(tmp_path / "golden.csv", text))
    assert caught.value.message.splitlines()[1:] == [
        '  row 2: a sentence, but "None" says that no article answers',
        "  row 4: no article",
        "  row 5: no question",
    ]


def test_a_file_of_another_kind_is_refused(tmp_path):
    with pytest.raises(GoldenQuestionsError, match=r"a \.csv or an \.xlsx file"):
        read_golden(written(tmp_path / "golden.ods", "x"))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut short"])
def test_a_broken_workbook_is_refused(tmp_path, content):
    path = tmp_path / "golden.xlsx"
    path.write_bytes(content)
    with pytest.raises(GoldenQuestionsError, match="not readable as XLSX"):
        read_golden(path)


def test_an_archive_without_a_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "golden.xlsx", "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    with pytest.raises(GoldenQuestionsError, match="not readable as XLSX"):
        read_golden(tmp_path / "golden.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(tmp_path):
    path = write_xlsx(tmp_path / "golden.xlsx", ROWS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * 60_000_000)
    with pytest.raises(GoldenQuestionsError, match="unpacks to 60 MB"):
        read_golden(path)


def test_a_huge_file_and_a_binary_one_are_refused(tmp_path):
    with pytest.raises(GoldenQuestionsError, match="larger than 5 MB"):
        read_golden(written(tmp_path / "a.csv", "question,article\n" + "x,y\n" * 1_300_000))
    with pytest.raises(GoldenQuestionsError, match="not a text file"):
        read_golden(written(tmp_path / "b.csv", "question,article\n\0,y\n"))


def test_the_file_is_found_beside_the_articles_or_where_the_settings_say(tmp_path):
    articles = tmp_path / "articles"
    assert find_golden(articles) is None
    xlsx = written(tmp_path / "golden.xlsx", "")
    assert find_golden(articles) == xlsx
    named = written(tmp_path / "mine.csv", "")
    assert find_golden(articles, named) == named
    written(tmp_path / "golden.csv", "")
    with pytest.raises(GoldenQuestionsError, match="keep one of the two"):
        find_golden(articles)
    with pytest.raises(GoldenQuestionsError, match="no such file"):
        find_golden(articles, tmp_path / "gone.csv")


@given(content=st.binary(max_size=300))
def test_no_content_leads_to_anything_but_rows_or_the_named_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"question,article\n" + content)
    golden: tuple[Golden, ...] = ()
    with contextlib.suppress(GoldenQuestionsError):
        golden = read_golden(path)
    assert all(item.question and item.article != "" for item in golden)
