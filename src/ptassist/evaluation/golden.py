"""The staff's own golden questions: a spreadsheet, CSV or XLSX, with a question, its article and maybe a sentence.

Where the articles do not answer a question, its article is "none".

Spreadsheet programs write CSV in several ways; every usual one is read: commas, semicolons or tabs, UTF-8, UTF-16 or
Windows-1252. The columns are found by their headings, whatever their order.
"""

import csv
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptassist.errors import GoldenQuestionsError

SUFFIXES = (".csv", ".xlsx")
_COLUMNS = {
    "question": {"question", "questions", "q", "pregunta", "preguntas"},
    "article": {"article", "expected article", "expected", "page", "url", "articulo", "pagina"},
    "sentence": {"sentence", "expected sentence", "quote", "answer", "frase", "oracion", "cita"},
}
_NO_ARTICLE = {"none", "not covered", "ninguno", "ninguna"}
_DASHES = set("-–—")  # spreadsheet programs make long dashes of short ones
_MOST_BYTES = 5_000_000
_MOST_UNPACKED = 50_000_000
_MOST_QUESTIONS = 5_000


@dataclass(frozen=True, slots=True)
class Golden:
    """A question that the index must answer out of a given article, or must not answer.

    Attributes:
        row: Its row in the spreadsheet, the headings being row 1.
        question: What a visitor would ask.
        article: The article as staff wrote it: its id, its address or its title; None where no article answers.
        sentence: A sentence that must be quoted; None asks only for the article.
    """

    row: int
    question: str
    article: str | None
    sentence: str | None = None


def find_golden(corpus_dir: Path, named: Path | None = None) -> Path | None:
    """The file of golden questions: the one that the settings name, else golden.csv or golden.xlsx beside the articles.

    Raises:
        GoldenQuestionsError: The named file is not there, or both usual files are.
    """
    if named is not None:
        if not named.is_file():
            raise GoldenQuestionsError(f"{named}: no such file, but the settings name it as golden")
        return named
    beside = [corpus_dir.parent / f"golden{suffix}" for suffix in SUFFIXES]
    there = [path for path in beside if path.is_file()]
    if len(there) > 1:
        raise GoldenQuestionsError(f"{there[0]} and {there[1].name}: keep one of the two")
    return there[0] if there else None


def read_golden(path: Path) -> tuple[Golden, ...]:
    """Reads the golden questions.

    Raises:
        GoldenQuestionsError: It is no such spreadsheet, or a row is incomplete or contradicts itself; every bad row
            is named.
    """
    rows = _rows(path)
    headings = rows[0] if rows else []
    columns = {name: _column(headings, words) for name, words in _COLUMNS.items()}
    question_at, article_at = columns["question"], columns["article"]
    if question_at is None or article_at is None:
        seen = ", ".join(f'"{heading}"' for heading in headings if heading) or "nothing"
        raise GoldenQuestionsError(
            f"{path}: row 1 must name the columns question and article; it has {seen}"
        )
    if len(rows) > _MOST_QUESTIONS:
        raise GoldenQuestionsError(f"{path}: more than {_MOST_QUESTIONS} rows")
    golden, bad = [], []
    for number, row in enumerate(rows[1:], 2):
        question, article = _cell(row, question_at), _cell(row, article_at)
        sentence = _cell(row, columns["sentence"]) or None
        if question and _is_none(article) and sentence:
            bad.append(f'  row {number}: a sentence, but "{article}" says that no article answers')
        elif question and article:
            answering = None if _is_none(article) else article
            golden.append(Golden(number, question, answering, sentence))
        elif any(row):
            bad.append(f"  row {number}: no {'article' if question else 'question'}")
    if bad:
        raise GoldenQuestionsError("\n".join([f"{path}: rows to mend", *bad]))
    return tuple(golden)


def _column(headings: Sequence[str], words: set[str]) -> int | None:
    names = [_plain(heading) for heading in headings]
    return next((place for place, name in enumerate(names) if name in words), None)


def _plain(heading: str) -> str:
    """Lower case, without accents and punctuation: "Expected_Article *" is "expected article"."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(kept.split())


def _is_none(article: str) -> bool:
    """Whether the cell says that no article answers."""
    return _plain(article) in _NO_ARTICLE or (bool(article) and set(article) <= _DASHES)


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _rows(path: Path) -> list[list[str]]:
    if path.suffix.lower() not in SUFFIXES:
        raise GoldenQuestionsError(f"{path}: golden questions are a .csv or an .xlsx file")
    if path.stat().st_size > _MOST_BYTES:
        raise GoldenQuestionsError(f"{path}: larger than {_MOST_BYTES // 1_000_000} MB")
    read = _read_xlsx if path.suffix.lower() == ".xlsx" else _read_csv
    rows = [[_clean(cell) for cell in row] for row in read(path)]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _clean(cell: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(cell)).split()) if cell is not None else ""


def _read_csv(path: Path) -> list[list[str]]:
    text = _decode(path.read_bytes())
    if "\0" in text:
        raise GoldenQuestionsError(f"{path}: not a text file; save it as CSV")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error as error:
        raise GoldenQuestionsError(f"{path}: not readable as CSV: {error}") from None


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_xlsx(path: Path) -> Iterable[Sequence[object]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > _MOST_UNPACKED:
            raise GoldenQuestionsError(f"{path}: unpacks to {unpacked // 1_000_000} MB; not opened")
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except (zipfile.BadZipFile, CalamineError, OSError) as error:
        raise GoldenQuestionsError(f"{path}: not readable as XLSX: {error}") from None
