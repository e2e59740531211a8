"""`ptassist build`, `versions`, `rollback`: reports on stderr, JSON on stdout, and what is refused."""

from pathlib import Path

import pytest

from ptassist.build import BuildReport, build_index
from ptassist.cli.reports import tell_report
from ptassist.errors import Fault
from ptassist.index.versions import current_folder, list_versions, roll_back
from ptassist.settings import Settings
from tests.cli.conftest import Cli
from tests.fakes import ARTICLES, FakeEncoder, article_source, write_corpus

OWN = {"bread.md": article_source("Kneading", "Knead with flat hands. Rest the wrists often.")}


def rebuilt(settings: Settings, **articles: str) -> str:
    """Publishes one more version; returns its name."""
    write_corpus(settings.corpus_dir, {f"{name}.md": text for name, text in articles.items()})
    published = build_index(settings, encoder=FakeEncoder()).published
    assert published is not None
    return published


def test_a_dry_run_says_what_would_change_and_writes_nothing(cli: Cli, tmp_path):
    write_corpus(tmp_path / "c", OWN)
    ran = cli("build", "--corpus", "c", "--dry-run")
    assert (ran.code, ran.out) == (0, "")
    assert "added    bread" in ran.err
    assert "dry run: 1 articles, 1 passages; nothing was written" in ran.err
    assert not (tmp_path / "index").exists()


def test_a_dry_run_in_json_is_the_report(cli: Cli, tmp_path):
    write_corpus(tmp_path / "c", OWN)
    ran = cli("build", "--corpus", "c", "--dry-run", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {
        "published": None,
        "added": ["bread"],
        "changed": [],
        "removed": [],
        "articles": 1,
        "passages": 1,
        "samples_left_out": 0,
        "warnings": [],
        "notes": [
            {"kind": "short", "article_id": "bread", "message": "only 8 words"},
            {
                "kind": "unreviewed",
                "article_id": "bread",
                "message": "no date of review; add `reviewed:`",
            },
        ],
        "refused": None,
        "gate": None,
        "page": None,
        "unchanged": False,
    }


def test_a_dry_run_compares_with_the_served_index(cli: Cli, built: Settings):
    (built.corpus_dir / "stairs.markdown").unlink()
    new = {**OWN, "hopping.md": ARTICLES["hopping.md"].replace("ten times", "five times")}
    write_corpus(built.corpus_dir, new)
    report = cli("build", "--corpus", "corpus", "--dry-run", "--json").json
    assert (report["added"], report["changed"], report["removed"]) == (
        ["bread"],
        ["hopping"],
        ["stairs"],
    )


def test_every_fault_of_the_corpus_is_listed_with_path_and_line(cli: Cli, built: Settings):
    before = sorted(path for path in built.index_dir.rglob("*") if path.is_file())
    write_corpus(
        built.corpus_dir,
        {
            "broken.md": "---\ntitle: [\n---\nText.\n",
            "empty.md": "",
            "latin.md": "---\ntitle: Caf\xe9\n---\nText.\n".encode("latin-1"),
            "untitled.md": "---\nauthor: A\n---\nText.\n",
            "hopping.markdown": ARTICLES["hopping.md"],
        },
    )
    ran = cli("build", "--corpus", "corpus")
    assert (ran.code, ran.out) == (1, "")
    assert "5 faults" in ran.err
    for place in ("broken.md:", "empty.md:1", "latin.md:2", "untitled.md:1", "hopping.m"):
        assert f"corpus/{place}" in ran.err
    assert "ptassist build" in ran.err.splitlines()[-1]
    assert sorted(path for path in built.index_dir.rglob("*") if path.is_file()) == before


def test_an_empty_corpus_is_refused_with_what_to_do(cli: Cli, tmp_path):
    (tmp_path / "c").mkdir()
    ran = cli("build", "--corpus", "c")
    assert (ran.code, ran.out) == (1, "")
    assert "no article found" in ran.err
    assert "ptassist build" in ran.err


def test_notes_on_articles_go_to_stderr_with_their_place(cli: Cli, tmp_path):
    write_corpus(tmp_path / "c", {"a.md": article_source("A", "Words.", colour="red")})
    ran = cli("build", "--corpus", "c", "--dry-run")
    assert ran.code == 0
    assert 'c/a.md:3: unknown key "colour"' in ran.err


def test_a_long_list_of_changes_is_cut(capsys):
    names = tuple(f"article-{n:02}" for n in range(12))
    warnings = (Fault(Path("c/a.md"), 3, "odd"),)
    report = BuildReport("2026-x", names, (), (), 12, 30, 2, warnings)
    tell_report(report, Settings(), dry_run=False)
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.splitlines() == [
        "note: c/a.md:3: odd",
        *(f"  added    article-{n:02}" for n in range(10)),
        "  added    ... and 2 more",
        "2 sample articles left out: the clinic has its own",
        "published 2026-x (12 articles, 30 passages) in index",
    ]


def test_an_unchanged_corpus_is_said_to_be_so(capsys):
    report = BuildReport(None, (), (), (), 4, 9, 0, ())
    tell_report(report, Settings(), dry_run=False)
    assert capsys.readouterr().err == (
        "nothing changed (4 articles, 9 passages); the served index stays\n"
    )


def test_versions_of_nothing_are_an_empty_list_with_the_command_to_run(cli: Cli):
    ran = cli("versions", "--json")
    assert (ran.code, ran.json) == (0, [])
    assert "ptassist build" in ran.err


def test_versions_are_listed_newest_first_with_the_current_one_marked(cli: Cli, built: Settings):
    first = current_folder(built.index_dir).name
    second = rebuilt(built, bread=OWN["bread.md"])
    lines = cli("versions").out.splitlines()
    assert [line.split()[:2] for line in lines] == [["*", second], [first, "4"]]
    assert "5 articles" in lines[0]
    rows = cli("versions", "--json").json
    assert [(row["name"], row["is_current"]) for row in rows] == [(second, True), (first, False)]
    assert rows[0]["manifest"]["articles"] == 5


def test_rollback_goes_one_back_or_to_the_version_named(cli: Cli, built: Settings):
    first = current_folder(built.index_dir).name
    second = rebuilt(built, bread=OWN["bread.md"])
    ran = cli("rollback")
    assert (ran.code, ran.out, ran.err) == (0, "", f"now current: {first}\n")
    assert current_folder(built.index_dir).name == first
    assert cli("rollback", second).code == 0
    assert current_folder(built.index_dir).name == second
    assert {version.name for version in list_versions(built.index_dir)} == {first, second}


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("arguments", [[], ["no-such-version"], ["../../etc"]])
def test_rollback_to_what_is_not_there_is_refused(cli: Cli, arguments):
    ran = cli("rollback", *arguments)
    assert (ran.code, ran.out) == (1, "")
    assert "ptassist versions" in ran.err


def test_rollback_without_an_index_is_refused(cli: Cli):
    ran = cli("rollback")
    assert (ran.code, ran.out) == (1, "")
    assert "Traceback" not in ran.err


def test_pruning_tells_what_it_removed(cli: Cli, built: Settings):
    first = current_folder(built.index_dir).name
    second = rebuilt(built, bread=OWN["bread.md"])
    ran = cli("prune", "--keep", "1")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [f"removed {first}", "1 removed"]
    assert [version.name for version in list_versions(built.index_dir)] == [second]
    assert cli("prune", "--keep", "1").err == "nothing to remove\n"
    assert cli("prune", "--keep", "0").code == 2
    assert cli("prune").code == 2


def test_a_version_that_was_not_published_is_listed_as_such(cli: Cli, built: Settings):
    rebuilt(built, bread=OWN["bread.md"])
    held = list_versions(built.index_dir)[0]
    roll_back(built.index_dir)
    (held.folder.parent / f".candidate-{held.name}").touch()
    lines = cli("versions").out.splitlines()
    assert lines[0].startswith(f"! {held.name}")
    assert lines[0].endswith("(not published)")
    assert [version["is_candidate"] for version in cli("versions", "--json").json] == [True, False]


@pytest.mark.slow
def test_a_refused_build_says_why_and_exits_1_and_force_publishes_it(cli: Cli, built: Settings):
    """With the real encoder: the served index of the fake one is foreign to it and counts as none."""
    write_corpus(built.corpus_dir, OWN)
    golden = built.corpus_dir.parent / "golden.csv"
    golden.write_text("question,article\nhow do i knead,kneading\nhow to knead,pottery\n")
    ran = cli("build", "--corpus", "corpus")
    assert (ran.code, ran.out) == (1, "")
    assert 'refused  row 3 "how to knead": the corpus has no article "pottery"' in ran.err
    assert "NOT published: visitors keep the index that they have" in ran.err
    assert "2 golden questions asked, 2 with another answer than before" in ran.err
    report = cli("build", "--corpus", "corpus", "--force", "--json").json
    assert report["published"]
    assert report["gate"]["golden"][0]["article_id"] == "bread"
    assert Path(report["page"]).is_file()
