import datetime as dt
from pathlib import Path

import pytest

from ptassist.articles.library import article_files, load_articles
from ptassist.errors import CorpusError, EmptyCorpusError
from tests.fakes import ARTICLES, article_source, write_corpus

TEXT = "Walk a little every day."


def faults_of(folder: Path) -> list[tuple[str, int | None, str]]:
    """(file, line, message) of every fault of a corpus."""
    with pytest.raises(CorpusError) as caught:
        load_articles(folder)
    return [
        (fault.path.relative_to(folder).as_posix(), fault.line, fault.message)
        for fault in caught.value.faults
    ]


def one_fault(folder: Path, content: str | bytes) -> tuple[int | None, str]:
    (fault,) = faults_of(write_corpus(folder, {"a.md": content}))
    return fault[1], fault[2]


def test_articles_come_in_the_order_of_their_ids_with_all_their_facts(tmp_path):
    corpus = load_articles(write_corpus(tmp_path / "corpus"))
    assert [a.id for a in corpus.articles] == ["es-cuello", "feet/heel", "hopping", "stairs"]
    assert corpus.warnings == ()
    assert corpus.samples_left_out == 0
    hopping = corpus.articles[2]
    assert hopping.title == "Hopping with Brittle Bones"
    assert hopping.url == "https://clinic.example/blog/hopping"
    assert (hopping.author, hopping.publisher) == ("Clinic Team", "The Clinic")
    assert (hopping.published, hopping.reviewed) == (dt.date(2024, 3, 5), dt.date(2025, 1, 10))
    assert hopping.review_due is None
    assert hopping.tags == ("bones", "hopping")
    assert (hopping.language, hopping.sample) == ("en", False)
    assert corpus.articles[0].language == "es"


def test_what_an_article_may_leave_out_has_a_default(tmp_path):
    (article,) = load_articles(write_corpus(tmp_path, {"a.md": article_source("A", TEXT)})).articles
    assert (article.url, article.author, article.publisher) == ("", None, None)
    assert (article.published, article.language, article.tags) == (None, "en", ())


def test_every_fault_of_the_corpus_is_in_one_report(tmp_path):
    folder = write_corpus(
        tmp_path / "corpus",
        {
            "broken.md": "---\ntitle: A\nauthor: [b\n---\nText.\n",
            "body.md": "---\ntitle: A\nurl: /a\n---\n\n  \n",
            "empty.md": "",
            "fine.md": article_source("Fine", TEXT),
            "latin.md": b"---\ntitle: A\n---\nCaf\xe9 first.\n",
            "twin.markdown": article_source("Twin", TEXT),
            "twin.md": article_source("Twin", TEXT),
            "untitled.md": "---\nauthor: A\n---\nText.\n",
            "deep/down/none.md": "Just text, and no front matter.\n",
        },
    )
    faults = faults_of(folder)
    assert [(path, line) for path, line, _ in faults] == [
        ("body.md", 4),
        ("broken.md", 3),
        ("deep/down/none.md", 1),
        ("empty.md", 1),
        ("latin.md", 4),
        ("twin.md", 1),
        ("untitled.md", 1),
    ]
    said = {path: message for path, _, message in faults}
    assert said["body.md"] == "there is no text below the front matter"
    assert said["broken.md"].startswith("front matter broken: ")
    assert said["empty.md"] == "the file is empty"
    assert said["latin.md"] == "not UTF-8; save the file as UTF-8"
    assert said["twin.md"] == f'has the same id "twin" as {folder / "twin.markdown"}'
    assert said["untitled.md"] == "no title in the front matter"
    assert "no front matter" in said["deep/down/none.md"]


def test_the_report_names_each_file_and_line_for_people(tmp_path):
    folder = write_corpus(tmp_path, {"a.md": "", "b.md": b"\xff\xfeT\x00"})
    with pytest.raises(CorpusError) as caught:
        load_articles(folder)
    assert caught.value.message == (
        "2 faults in the corpus; nothing was built:\n"
        f"  {folder / 'a.md'}:1: the file is empty\n"
        f"  {folder / 'b.md'}:1: not UTF-8; save the file as UTF-8"
    )
    assert "ptassist build" in caught.value.remedy


def test_two_files_with_one_id_are_named_even_when_one_of_them_has_a_fault_of_its_own(tmp_path):
    folder = write_corpus(tmp_path, {"a.md": "", "a.markdown": article_source("A", TEXT)})
    assert [message for _, _, message in faults_of(folder)] == [
        f'has the same id "a" as {folder / "a.markdown"}',
        "the file is empty",
    ]


def test_one_file_may_have_several_faults(tmp_path):
    folder = write_corpus(
        tmp_path, {"a.md": "---\nlanguage: english\nsample: perhaps\ntags: bones\n---\nText.\n"}
    )
    assert [(line, message.split()[0]) for _, line, message in faults_of(folder)] == [
        (1, "no"),
        (2, '"language"'),
        (3, '"sample"'),
        (4, '"tags"'),
    ]


BROKEN = {
    "unclosed front matter": ("---\ntitle: A\nSome text.\n", 4, "front matter broken"),
    "only dashes": ("---\n---\nText.\n", 1, "no front matter"),
    "a list": ("---\n- title\n---\nText.\n", 2, "front matter broken"),
    "one word": ("---\ntitle\n---\nText.\n", 2, "front matter broken"),
    "a tab": ("---\ntitle: A\n\tauthor: B\n---\nText.\n", 3, "front matter broken"),
    "a control character": ("---\ntitle: A\nurl: \x07\n---\nText.\n", 3, "front matter broken"),
    "very deep": (f"---\ntitle: {'[' * 500}\n---\nText.\n", 2, "front matter broken"),
    "a Python object": ("---\ntitle: !!python/name:os.system\n---\nText.\n", 2, "front matter"),
    "a bad timestamp": ("---\ntitle: !!timestamp 2024-99-99\n---\nText.\n", 2, "front matter"),
    "empty title": ("---\nauthor: A\ntitle:\n---\nText.\n", 3, "the title is empty"),
    "blank title": ('---\ntitle: "  "\n---\nText.\n', 2, "the title is empty"),
    "title is a list": ("---\ntitle: [a]\n---\nText.\n", 2, '"title" must be one line of text'),
    "title is bytes": ("---\ntitle: !!binary aGk=\n---\nText.\n", 2, '"title" must be one line'),
    "url without a scheme": (article_source("A", TEXT, url="a.example"), 3, '"url" must begin'),
    "url is a script": (article_source("A", TEXT, url="javascript:x"), 3, '"url" must begin'),
    "language": (article_source("A", TEXT, language="eng"), 3, '"language" must be two letters'),
    "only a heading": (article_source("A", "## Heading"), 3, "there is no text"),
    "only references": (article_source("A", "## References\n\n1. A."), 3, "there is no text"),
    "only an image": (article_source("A", "![x](y.png)"), 3, "there is no text"),
    "only blanks": (" \n\n", 1, "the file is empty"),
    "UTF-16": ("---\ntitle: A\n---\nText.\n".encode("utf-16"), 1, "not UTF-8"),
}


@pytest.mark.parametrize(("content", "line", "start"), BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_has_its_line(tmp_path, content, line, start):
    found, message = one_fault(tmp_path, content)
    assert (found, message[: len(start)]) == (line, start)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Yes", "Yes"),
        ("No", "No"),
        ("2024-01-31", "2024-01-31"),
        ("1.10", "1.10"),
        ("0x1F", "0x1F"),
        ("9" * 5000, "9" * 5000),
        ("'Knees: a guide'", "Knees: a guide"),
        ("  two   spaces ", "two spaces"),
        (">-\n  folded\n  title", "folded title"),
    ],
)
def test_a_title_is_text_whatever_yaml_would_make_of_it(tmp_path, written, read):
    folder = write_corpus(tmp_path, {"a.md": f"---\ntitle: {written}\n---\n{TEXT}\n"})
    assert load_articles(folder).articles[0].title == read


@pytest.mark.parametrize("day", ["soon", "2024-13-45", "31.12.2024", "2024-02-30"])
def test_a_date_that_is_none_is_left_out_with_a_warning(tmp_path, day):
    folder = write_corpus(tmp_path, {"a.md": article_source("A", TEXT, published=day)})
    corpus = load_articles(folder)
    assert corpus.articles[0].published is None
    assert [(w.line, w.message) for w in corpus.warnings] == [
        (3, '"published" is not a date such as 2026-05-31; left out')
    ]


@pytest.mark.parametrize("day", ["2024-03-05", "2024-03-05T10:00:00+02:00", "'2024-03-05'"])
def test_dates_may_carry_a_time_or_quotes(tmp_path, day):
    folder = write_corpus(tmp_path, {"a.md": article_source("A", TEXT, reviewed=day)})
    assert load_articles(folder).articles[0].reviewed == dt.date(2024, 3, 5)


def test_unknown_keys_and_files_of_another_kind_warn(tmp_path):
    folder = write_corpus(
        tmp_path, {"a.md": article_source("A", TEXT, titel="B"), "notes.odt": b"PK\x03\x04"}
    )
    corpus = load_articles(folder)
    assert [a.id for a in corpus.articles] == ["a"]
    assert [(w.path.name, w.line, w.message) for w in corpus.warnings] == [
        ("a.md", 3, 'unknown key "titel" in the front matter'),
        (
            "notes.odt",
            None,
            "not read: only .docx, .htm, .html, .markdown, .md, .pdf, .txt, .xhtml files are",
        ),
    ]


def test_hidden_files_and_folders_are_passed_over_in_silence(tmp_path):
    folder = write_corpus(
        tmp_path / ".hidden-parent" / "corpus",
        {"a.md": article_source("A", TEXT), ".DS_Store": b"\xff", ".git/b.md": "", "~.md~": ""},
    )
    corpus = load_articles(folder)
    assert [a.id for a in corpus.articles] == ["a"]
    assert [w.path.name for w in corpus.warnings] == ["~.md~"]
    assert article_files(folder) == [folder / "a.md"]


def test_samples_are_left_out_as_soon_as_one_article_is_not_a_sample(tmp_path):
    samples = {f"s{n}.md": article_source("S", TEXT, sample="true") for n in range(3)}
    folder = write_corpus(tmp_path, samples)
    alone = load_articles(folder)
    assert [(a.id, a.sample) for a in alone.articles] == [("s0", True), ("s1", True), ("s2", True)]
    assert alone.samples_left_out == 0
    write_corpus(folder, {"own.md": article_source("Own", TEXT, sample="false")})
    together = load_articles(folder)
    assert [a.id for a in together.articles] == ["own"]
    assert together.samples_left_out == 3


@pytest.mark.parametrize(
    ("written", "read"),
    [("true", True), ("True", True), ("yes", True), ("false", False), ("No", False)],
)
def test_sample_is_yes_or_no(tmp_path, written, read):
    folder = write_corpus(tmp_path, {"a.md": article_source("A", TEXT, sample=written)})
    assert load_articles(folder).articles[0].sample is read


def test_a_fault_in_a_sample_is_reported_though_it_would_be_left_out(tmp_path):
    folder = write_corpus(
        tmp_path,
        {"own.md": article_source("Own", TEXT), "s.md": "---\nsample: true\n---\nText.\n"},
    )
    assert faults_of(folder) == [("s.md", 1, "no title in the front matter")]


@pytest.mark.parametrize("name", ["empty", "missing", "hidden only"])
def test_a_corpus_without_an_article_is_named(tmp_path, name):
    folder = tmp_path / name
    if name != "missing":
        write_corpus(folder, {".hidden.md": "x"} if name == "hidden only" else {})
    with pytest.raises(EmptyCorpusError) as caught:
        load_articles(folder)
    assert str(folder) in caught.value.message
    assert "ptassist build" in caught.value.remedy


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    plain = write_corpus(tmp_path / "plain")
    windows = {
        name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        for name, text in ARTICLES.items()
    }
    assert (
        load_articles(write_corpus(tmp_path / "windows", windows)).articles
        == load_articles(plain).articles
    )


def test_a_file_name_that_is_no_text_is_a_fault(tmp_path):
    folder = write_corpus(tmp_path, {"good.md": article_source("A", TEXT)})
    try:
        (folder / "bad\udcff.md").write_text(article_source("B", TEXT), encoding="utf-8")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert [(line, message) for _, line, message in faults_of(folder)] == [
        (None, "the file's name cannot be read; rename the file")
    ]


def test_a_link_to_nowhere_is_no_article(tmp_path):
    folder = write_corpus(tmp_path, {"a.md": article_source("A", TEXT)})
    (folder / "b.md").symlink_to(folder / "gone.md")
    assert [a.id for a in load_articles(folder).articles] == ["a"]


def test_dots_in_a_file_name_belong_to_the_id(tmp_path):
    folder = write_corpus(tmp_path, {"v1.2 knees.md": article_source("A", TEXT)})
    assert load_articles(folder).articles[0].id == "v1.2 knees"
