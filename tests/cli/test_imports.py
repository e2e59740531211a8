"""`ptassist import` and `ptassist crawl`: what they write, what they say, and their exit status."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptassist.articles.library import load_articles
from tests.articles.site import Reply, Site, links_to, paragraphs, running, static
from tests.cli.conftest import Cli

CORPUS = Path("corpus/articles")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Three articles behind a home page; and settings that crawl it fast."""
    (tmp_path / "ptassist.toml").write_text("[crawl]\nrequests_per_second = 1000\n")
    paths = ["/heel", "/toe", "/knee"]
    replies = {path: Reply(static(path[1:].title(), paragraphs(n))) for n, path in enumerate(paths)}
    replies["/"] = Reply(static("Home", f"<ul>{links_to(paths)}</ul>"))
    with running(replies) as running_site:
        yield running_site


def at(site: Site, path: str = "/") -> str:
    return site.url(path, host="127.0.0.1")


def test_a_page_is_imported_and_reported(cli: Cli, site: Site):
    ran = cli("import", "--allow-private", at(site, "/heel"))
    assert (ran.code, ran.out) == (0, "")
    assert f"added      heel.md ({at(site, '/heel')})" in ran.err
    assert ran.err.endswith("1 added\nlook through the files, then: ptassist build\n")
    (article,) = load_articles(CORPUS).articles
    assert (article.title, article.url) == ("Heel", at(site, "/heel"))
    again = cli("import", "--allow-private", at(site, "/heel"))
    assert again.err.endswith("1 unchanged\n")


def test_ones_own_network_needs_a_flag(cli: Cli, site: Site):
    ran = cli("import", at(site, "/heel"))
    assert ran.code == 1
    assert "127.0.0.1 is a private address" in ran.err
    assert "add: --allow-private" in ran.err
    assert site.log == []
    ran = cli("crawl", at(site))
    assert ran.code == 1
    assert "--allow-private" in ran.err
    assert site.log == []


def test_what_fails_is_told_and_the_rest_is_imported(cli: Cli, site: Site, tmp_path: Path):
    (tmp_path / "knee.html").write_bytes(static("Knee of a file", paragraphs(7)))
    (tmp_path / "empty.html").write_bytes(b"")
    ran = cli(
        "import", "--allow-private", "knee.html", "empty.html", "none.docx", at(site, "/none")
    )
    assert ran.code == 1
    assert "1 added, 3 failed" in ran.err
    assert [path.name for path in CORPUS.glob("*.md")] == ["knee-of-a-file.md"]


def test_json_is_the_whole_report(cli: Cli, site: Site):
    ran = cli("import", "--json", "--allow-private", at(site, "/heel"), "none.txt")
    assert (ran.code, ran.err) == (1, "")
    (imported,), (failed,) = ran.json["imported"], ran.json["failed"]
    assert (imported["outcome"], imported["file"], imported["title"]) == (
        "added",
        "heel.md",
        "Heel",
    )
    assert failed["source"] == "none.txt"
    assert (ran.json["similar"], ran.json["skipped"]) == ([], [])


def test_a_dry_run_writes_nothing(cli: Cli, site: Site):
    for command in ("import", "crawl"):
        ran = cli(command, "--dry-run", "--allow-private", at(site, "/heel"))
        assert ran.code == 0
        assert "dry run: nothing was written" in ran.err
    assert not CORPUS.exists()


def test_a_corrected_file_is_written_over_only_by_force(cli: Cli, site: Site):
    url = at(site, "/heel")
    cli("import", "--allow-private", url)
    file = CORPUS / "heel.md"
    file.write_text(file.read_text() + "\nMine.\n")
    assert "you corrected it; left as it is" in cli("import", "--allow-private", url).err
    site.replies["/heel"] = Reply(static("Heel", paragraphs(55)))
    ran = cli("import", "--allow-private", url)
    assert f"ptassist import --force {url}" in ran.err
    assert "Mine." in file.read_text()
    ran = cli("import", "--force", "--allow-private", url)
    assert "your version lies in .old/heel.md" in ran.err
    assert "Mine." not in file.read_text()


def test_nearly_equal_articles_are_told(cli: Cli, site: Site):
    site.replies["/copy"] = Reply(static("A copy", paragraphs(0) + "<p>And one sentence more.</p>"))
    ran = cli("import", "--allow-private", at(site, "/heel"), at(site, "/copy"))
    assert "note: a-copy and heel are" in ran.err
    assert "% the same" in ran.err


def test_a_site_is_crawled_into_a_table(cli: Cli, site: Site):
    site.replies["/toe"] = Reply(b"", 403)
    ran = cli("crawl", "--allow-private", at(site))
    assert (ran.code, ran.out) == (0, "")
    assert f"added      heel.md ({at(site, '/heel')})" in ran.err
    assert f"left out (the home page): 1\n             {at(site)}" in ran.err
    assert f"failed     {at(site, '/toe')}: the site refuses the page (403)" in ran.err
    assert "2 added, 1 failed" in ran.err
    assert {path.name for path in CORPUS.glob("*.md")} == {"heel.md", "knee.md"}


def test_what_is_gone_is_pruned_on_request(cli: Cli, site: Site):
    cli("crawl", "--allow-private", at(site))
    site.replies["/toe"] = Reply(b"", 410)
    ran = cli("crawl", "--allow-private", at(site))
    assert f"gone       toe.md ({at(site, '/toe')}): not there (410); its file stays" in ran.err
    assert "ptassist crawl --prune" in ran.err
    assert (CORPUS / "toe.md").exists()
    ran = cli("crawl", "--prune", "--json", "--allow-private", at(site))
    assert [gone["pruned"] for gone in ran.json["gone"]] == [".old/toe.md"]
    assert not (CORPUS / "toe.md").exists()


def test_a_dry_run_prunes_nothing(cli: Cli, site: Site):
    cli("crawl", "--allow-private", at(site))
    site.replies["/toe"] = Reply(b"", 404)
    assert cli("crawl", "--prune", "--dry-run", "--allow-private", at(site)).code == 0
    assert (CORPUS / "toe.md").exists()


def test_a_site_that_does_not_answer_is_a_failure_for_the_timer(cli: Cli, site: Site):
    site.replies["/robots.txt"] = Reply(b"", 500)
    ran = cli("crawl", "--allow-private", at(site))
    assert (ran.code, ran.out) == (1, "")
    assert "robots.txt" in ran.err


def test_an_address_of_no_site_is_refused(cli: Cli):
    ran = cli("crawl", "ftp://clinic.example/")
    assert ran.code == 1
    assert "only http:// and https://" in ran.err


@pytest.mark.slow
def test_a_crawl_that_is_killed_at_any_moment_is_simply_started_again(cli: Cli, site: Site):
    """Five kills, none of them gentle; then one crawl to the end finds the corpus as if nothing had happened."""
    paths = [f"/post-{n}" for n in range(40)]
    for n, path in enumerate(paths):
        site.replies[path] = Reply(static(f"Post {n}", paragraphs(n)))
    site.replies["/"] = Reply(static("Home", f"<ul>{links_to(paths)}</ul>"))
    Path("ptassist.toml").write_text("[crawl]\nrequests_per_second = 15\n")
    command = [sys.executable, "-m", "ptassist", "crawl", "--allow-private", at(site)]
    for n in range(5):
        asked = len(site.log)
        running_crawl = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while len(site.log) < asked + 8 + n * 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        running_crawl.kill()
        running_crawl.wait()
    Path("ptassist.toml").write_text("[crawl]\nrequests_per_second = 1000\n")
    ran = cli("crawl", "--json", "--allow-private", at(site))
    assert ran.code == 0
    assert {each["outcome"] for each in ran.json["imported"]} == {"added", "unchanged"}
    assert len(list(CORPUS.glob("*.md"))) == len(load_articles(CORPUS).articles) == 40
    assert len(json.loads((CORPUS / ".imported.json").read_text())["files"]) == 40
    assert list(CORPUS.glob(".part-*")) == []
    ran = cli("crawl", "--json", "--allow-private", at(site))
    assert {each["outcome"] for each in ran.json["imported"]} == {"unchanged"}
