"""Drafts, files and pages become corpus files; what a person did to them stays."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from ptassist.articles.draft import Draft, to_corpus_file
from ptassist.articles.library import load_articles
from ptassist.articles.web.fetch import Fetcher
from ptassist.articles.web.imports import Imported, Importer, Outcome
from ptassist.articles.web.ledger import LEDGER, open_ledger
from ptassist.articles.web.sources import ImportReport, import_sources, readers
from ptassist.errors import ImportLockedError, ImportSourceError, UnreadableFileError
from tests.articles.site import Reply, paragraphs, resolve, running, wordpress

URL = "https://clinic.example/blog/heel"
HEEL = Draft("Heel Pain", "The heel aches in the morning.", url=URL, left_out=("menu",))
NEWER = Draft("Heel Pain", "The heel aches in the evening.", url=URL)
HEEL_FILE = to_corpus_file(HEEL)


def take(folder: Path, *drafts: Draft, force: bool = False, dry_run: bool = False) -> Imported:
    """Imports drafts of one page as a run of its own; what became of the last of them."""
    with open_ledger(folder, dry_run=dry_run) as ledger:
        return Importer(ledger, force=force, dry_run=dry_run).take(drafts, "page")[-1]


def visible(folder: Path) -> list[str]:
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(file.as_posix() for file in files if not file.parts[0].startswith("."))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus folder into which the article was imported once."""
    folder = tmp_path / "corpus"
    assert take(folder, HEEL).outcome is Outcome.ADDED
    return folder


def test_an_article_becomes_a_file_that_can_be_loaded(corpus):
    assert visible(corpus) == ["heel-pain.md"]
    (article,) = load_articles(corpus).articles
    assert (article.id, article.title, article.url) == ("heel-pain", "Heel Pain", URL)
    assert article.text == "The heel aches in the morning.\n"


def test_the_same_again_changes_nothing(corpus):
    before = (corpus / "heel-pain.md").stat().st_mtime_ns
    assert take(corpus, HEEL).outcome is Outcome.UNCHANGED
    assert (corpus / "heel-pain.md").stat().st_mtime_ns == before


def test_a_newer_text_is_written_over_an_untouched_file(corpus):
    assert take(corpus, NEWER).outcome is Outcome.UPDATED
    assert (corpus / "heel-pain.md").read_text() == to_corpus_file(NEWER)
    assert visible(corpus) == ["heel-pain.md"]


def test_an_editor_that_only_changes_line_ends_corrected_nothing(corpus):
    (corpus / "heel-pain.md").write_bytes(
        b"\xef\xbb\xbf" + HEEL_FILE.replace("\n", "\r\n").encode()
    )
    assert take(corpus, NEWER).outcome is Outcome.UPDATED


class TestCorrected:
    """A person has changed the file."""

    MINE = HEEL_FILE.replace("aches", "hurts")

    @pytest.fixture
    def corpus(self, corpus: Path) -> Path:
        (corpus / "heel-pain.md").write_text(self.MINE)
        return corpus

    def test_it_is_left_as_it_is(self, corpus):
        done = take(corpus, HEEL)
        assert (done.outcome, done.message) == (
            Outcome.CORRECTED,
            "you corrected it; left as it is",
        )
        assert (corpus / "heel-pain.md").read_text() == self.MINE
        assert not (corpus / ".new").exists()

    def test_a_newer_text_waits_beside_it_until_it_is_taken_away(self, corpus):
        for _ in range(2):  # it is said every time
            done = take(corpus, NEWER)
            assert done.outcome is Outcome.CORRECTED
            assert "source changed since you corrected it" in done.message
            assert f"ptassist import --force {URL}" in done.message
        assert (corpus / "heel-pain.md").read_text() == self.MINE
        assert (corpus / ".new" / "heel-pain.md").read_text() == to_corpus_file(NEWER)
        (corpus / ".new" / "heel-pain.md").unlink()
        assert take(corpus, NEWER).message == "you corrected it; left as it is"
        newest = Draft("Heel Pain", "The heel aches at noon.", url=URL)
        assert "source changed" in take(corpus, newest).message

    def test_force_writes_over_it_and_loses_nothing(self, corpus):
        take(corpus, NEWER)
        done = take(corpus, NEWER, force=True)
        assert (done.outcome, done.message) == (
            Outcome.UPDATED,
            "your version lies in .old/heel-pain.md",
        )
        assert (corpus / "heel-pain.md").read_text() == to_corpus_file(NEWER)
        assert (corpus / ".old" / "heel-pain.md").read_text() == self.MINE
        assert not (corpus / ".new" / "heel-pain.md").exists()
        (corpus / "heel-pain.md").write_text("mine again")
        assert ".old/heel-pain-2.md" in take(corpus, NEWER, force=True).message

    def test_a_correction_that_the_source_made_too_is_none_any_more(self, corpus):
        (corpus / "heel-pain.md").write_text(to_corpus_file(NEWER))
        assert take(corpus, NEWER).outcome is Outcome.UNCHANGED
        assert take(corpus, HEEL).outcome is Outcome.UPDATED

    def test_a_dry_run_touches_nothing(self, corpus):
        for force in (False, True):
            take(corpus, NEWER, force=force, dry_run=True)
            assert (corpus / "heel-pain.md").read_text() == self.MINE
            assert not (corpus / ".new").exists()
            assert not (corpus / ".old").exists()


def test_a_file_that_a_person_moved_is_kept_up_there(corpus):
    (corpus / "feet").mkdir()
    (corpus / "heel-pain.md").rename(corpus / "feet" / "heel.md")
    assert take(corpus, NEWER).outcome is Outcome.UPDATED
    assert visible(corpus) == ["feet/heel.md"]


def test_a_file_that_a_person_deleted_stays_out(corpus):
    (corpus / "heel-pain.md").unlink()
    done = take(corpus, NEWER)
    assert done.outcome is Outcome.REMOVED
    assert f"ptassist import --force {URL}" in done.message
    assert visible(corpus) == []
    assert take(corpus, NEWER, force=True).outcome is Outcome.ADDED


def test_an_article_that_a_person_wrote_for_the_same_page_is_theirs(tmp_path):
    mine = f'---\ntitle: "Mine"\nurl: "{URL}/"\n---\nMy own words.\n'
    (tmp_path / "mine.md").write_text(mine)
    done = take(tmp_path, HEEL)
    assert (done.outcome, done.file) == (Outcome.CORRECTED, "mine.md")
    assert (tmp_path / "mine.md").read_text() == mine
    assert take(tmp_path, HEEL, force=True).outcome is Outcome.UPDATED
    assert (tmp_path / ".old" / "mine.md").read_text() == mine


def test_a_file_that_a_killed_import_wrote_is_known_again(corpus):
    (corpus / LEDGER).unlink()
    (corpus / ".part-half.md").write_text("half")
    assert take(corpus, HEEL).outcome is Outcome.UNCHANGED
    assert take(corpus, NEWER).outcome is Outcome.UPDATED
    assert not (corpus / ".part-half.md").exists()


def test_one_page_is_one_file_whatever_its_address_is_written_like(tmp_path):
    same = Draft(
        "Heel Pain", "The heel aches.", url="http://www.clinic.example/blog/heel/?utm_source=x"
    )
    with open_ledger(tmp_path) as ledger:
        importer = Importer(ledger)
        first, second = (importer.take([draft], "x")[0] for draft in (HEEL, same))
    assert (first.outcome, second.outcome) == (Outcome.ADDED, Outcome.DUPLICATE)
    assert second.file == first.file == "heel-pain.md"


def test_two_articles_with_one_title_get_two_files(tmp_path):
    other = Draft("Heel Pain", "Another text.", url="https://clinic.example/other")
    assert take(tmp_path, HEEL).file == "heel-pain.md"
    assert take(tmp_path, other).file == "heel-pain-2.md"
    (tmp_path / "knee.docx").write_bytes(b"x")  # would have the id "knee" too
    assert take(tmp_path, Draft("Knee", "A text.")).file == "knee-2.md"
    assert take(tmp_path, HEEL).outcome is take(tmp_path, other).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("title", ["../../out", "/etc/passwd", "a/b\\c", "..", "CON", "x" * 5000])
def test_a_hostile_title_leads_nowhere(tmp_path, title):
    corpus = tmp_path / "corpus"
    done = take(corpus, Draft(title, "A text."))
    assert (corpus / done.file).parent == corpus
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/blog/x", "file:///etc/hostname"])
def test_an_address_that_is_none_is_left_out(tmp_path, url):
    take(tmp_path, Draft("Heel", "A text.", url=url))
    assert "url" not in (tmp_path / "heel.md").read_text()


def test_two_imports_at_once_are_refused(tmp_path):
    with (
        FileLock(tmp_path / ".imported.lock"),
        pytest.raises(ImportLockedError),
        open_ledger(tmp_path),
    ):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"files": {"x": 1}}'])
def test_a_damaged_ledger_is_refused_with_a_remedy(tmp_path, content):
    (tmp_path / LEDGER).write_text(content)
    with pytest.raises(ImportSourceError) as caught, open_ledger(tmp_path):
        pass
    assert LEDGER in caught.value.remedy
    assert (tmp_path / LEDGER).read_text() == content


def test_the_ledger_is_kept_when_an_import_breaks_off(tmp_path):
    def interrupted() -> None:
        with open_ledger(tmp_path) as ledger:
            Importer(ledger).take([HEEL], "x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert json.loads((tmp_path / LEDGER).read_text())["files"]
    assert [path.name for path in tmp_path.glob(".part*")] == []


# --- Files, folders, addresses --------------------------------------------------------------------------------------


def read_lines(content: bytes, where: str) -> Sequence[Draft]:
    """A reader for these tests: the first line is the title, `#` begins another article, an empty file is a fault."""
    if not content:
        raise UnreadableFileError("the file is empty", where)
    parts = content.decode().split("#")
    return [
        Draft(part.split("\n")[0], part.partition("\n")[2], published=dt.date(2026, 1, 2))
        for part in parts
    ]


def import_all(corpus: Path, *sources: object, **options: bool) -> ImportReport:
    with (
        open_ledger(corpus) as ledger,
        Fetcher(allow_private=True, resolve=resolve) as fetcher,
    ):
        importer = Importer(ledger, **options)
        every = {**readers(), ".lines": read_lines}
        return import_sources([str(source) for source in sources], importer, fetcher, every)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "more").mkdir(parents=True)
    (folder / "a.lines").write_text("Heel\nThe heel aches.\n#Toe\nThe toe too.\n")
    (folder / "more" / "b.LINES").write_text("Knee\nThe knee aches.\n")
    (folder / ".hidden.lines").write_text("Hidden\nNot this.\n")
    (folder / "picture.png").write_bytes(b"x")
    (folder / "empty.lines").write_bytes(b"")
    return folder


def test_a_folder_stands_for_its_files_and_a_bad_one_does_not_stop_the_rest(inbox, tmp_path):
    corpus = tmp_path / "corpus"
    report = import_all(corpus, inbox)
    assert visible(corpus) == ["heel.md", "knee.md", "toe.md"]
    assert [(Path(f.source).name, f.reason.partition(": ")[2]) for f in report.failed] == [
        ("empty.lines", "the file is empty")
    ]
    assert [Path(name).name for name in report.skipped] == ["picture.png"]
    again = import_all(corpus, inbox, inbox / "a.lines")
    assert [each.outcome for each in again.imported] == [Outcome.UNCHANGED] * 3


def test_what_cannot_be_imported_says_why(inbox, tmp_path):
    corpus = tmp_path / "corpus"
    (corpus).mkdir()
    (corpus / "here.lines").write_text("Here\nAlready.\n")
    sources = (inbox / "none.lines", inbox / "picture.png", "ftp://x/y", corpus / "here.lines")
    report = import_all(corpus, *sources, "http://10.0.0.1\x00/", inbox / "a.lines")
    assert [failed.reason.partition(": ")[2] for failed in report.failed] == [
        "No such file or directory",
        f"not of a kind that is read ({', '.join(sorted({*readers(), '.lines'}))})",
        "only files, http:// and https:// addresses are read",
        "lies in the corpus already",
        "not the name of a host",
    ]
    assert len(report.imported) == 2


def test_a_page_is_known_by_the_address_that_it_gives_itself(tmp_path):
    page = wordpress("Heel", paragraphs(1), canonical="/heel/")
    borrowed = wordpress("Toe", paragraphs(2), canonical="https://other.example/toe")
    replies = {"/heel/?x=1": Reply(page), "/heel/": Reply(page), "/toe": Reply(borrowed)}
    with running(replies) as site:
        paths = ("/heel/?x=1", "/heel/", "/toe", "/none")
        report = import_all(tmp_path, *(site.url(path) for path in paths))
        urls = [article.url for article in load_articles(tmp_path).articles]
        assert urls == [site.url("/heel/"), site.url("/toe")]
    assert [each.outcome for each in report.imported] == [
        Outcome.ADDED,
        Outcome.DUPLICATE,
        Outcome.ADDED,
    ]
    assert [failed.reason.rpartition(": ")[2] for failed in report.failed] == ["not there (404)"]


def test_a_markdown_file_is_taken_with_its_facts(tmp_path):
    (tmp_path / "a.md").write_text(
        "---\ntitle: Heel\nauthor: Author One, PT\npublished: 2026-01-02\nreview_due: 2027-01-02\n"
        "sample: true\ntags: [heel]\n---\nThe heel aches.\n"
    )
    (tmp_path / "b.markdown").write_text("# Toe pain\n\nThe toe aches.\n")
    (tmp_path / "c.md").write_text("The knee aches.\n")
    (tmp_path / "d.md").write_text("---\ntitle: [\n---\nBroken.\n")
    (tmp_path / "e.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "f.md").write_text("---\ntitle: Empty\n---\n\n")
    report = import_all(tmp_path / "corpus", *sorted(tmp_path.glob("*.m*")))
    articles = load_articles(tmp_path / "corpus").articles
    assert [(a.title, a.text) for a in articles] == [
        ("c", "The knee aches.\n"),
        ("Heel", "The heel aches.\n"),
        ("Toe pain", "The toe aches.\n"),
    ]
    heel = articles[1]
    assert (heel.author, heel.published, heel.tags, heel.sample) == (
        "Author One, PT",
        dt.date(2026, 1, 2),
        ("heel",),
        False,
    )
    by_title = {each.title: each.notes for each in report.imported}
    assert by_title["Heel"] == ("not taken over: review_due, sample",)
    assert by_title["c"] == ("the title is the file's name: check it",)
    assert [Path(failed.source).name for failed in report.failed] == ["d.md", "e.md", "f.md"]
