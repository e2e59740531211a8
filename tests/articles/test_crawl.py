"""Crawling a made-up site on 127.0.0.1: what is taken, what is asked for, and what happens the next time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ptassist.articles.library import load_articles
from ptassist.articles.web.crawl import crawl_site
from ptassist.articles.web.fetch import Fetcher, Limits
from ptassist.articles.web.imports import Importer, Outcome
from ptassist.articles.web.ledger import open_ledger
from ptassist.articles.web.manners import Manners
from ptassist.articles.web.report import Bounds, CrawlReport
from ptassist.articles.web.sources import readers
from ptassist.errors import RefusedAddressError, UnreachableError
from tests.articles.site import (
    Asked,
    Reply,
    Site,
    clinic_site,
    links_to,
    paragraphs,
    redirect,
    resolve,
    running,
    static,
    wordpress,
)

HEEL = "/2024/05/heel/"


class Clock:
    """A clock that only moves when somebody waits."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


@dataclass(frozen=True, slots=True)
class Visit:
    """One crawl: its report, and what the clock says of it."""

    report: CrawlReport
    clock: Clock

    @property
    def paths(self) -> dict[Outcome, set[str]]:
        """The paths of the pages, by what became of them."""
        found: dict[Outcome, set[str]] = {}
        for each in self.report.imported:
            found.setdefault(each.outcome, set()).add(path_of(each.where))
        return found

    @property
    def left_out(self) -> dict[str, str]:
        """The reason by path."""
        return {path_of(page.address): page.reason for page in self.report.left_out}

    @property
    def failed(self) -> dict[str, str]:
        """The reason by path."""
        return {path_of(page.source): page.reason for page in self.report.failed}

    @property
    def gone(self) -> dict[str, str]:
        """The reason by path."""
        return {path_of(page.address): page.reason for page in self.report.gone}


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def crawl(
    site: Site,
    corpus: Path,
    bounds: Bounds | None = None,
    *,
    start: str = "/",
    rate: float = 1.0,
    seconds: float = 10.0,
    dry_run: bool = False,
    prune: bool = False,
    prune_many: bool = False,
) -> Visit:
    site.log.clear()
    clock = Clock()
    with (
        open_ledger(corpus, dry_run=dry_run) as ledger,
        Fetcher(Limits(2_000_000, seconds), allow_private=True, resolve=resolve) as fetcher,
    ):
        report = crawl_site(
            site.url(start),
            ledger,
            Importer(ledger, dry_run=dry_run),
            fetcher,
            Manners(rate, clock.now, clock.sleep),
            readers(),
            bounds=bounds,
            prune=prune,
            prune_many=prune_many,
        )
    return Visit(report, clock)


@pytest.fixture
def small() -> Iterator[Site]:
    """A site of five articles, all linked from the home page."""
    paths = [f"/post-{n}" for n in range(5)]
    replies = {path: Reply(static(f"Post {n}", paragraphs(n))) for n, path in enumerate(paths)}
    replies["/"] = Reply(static("Home", f"<ul>{links_to(paths)}</ul>"))
    with running(replies) as site:
        yield site


def without(site: Site, path: str) -> None:
    """Takes a page off the small site, and every link to it."""
    site.replies.pop(path, None)
    paths = [other for other in site.replies if other not in {"/", "/robots.txt"}]
    site.replies["/"] = Reply(static("Home", f"<ul>{links_to(paths)}</ul>"))


# --- The whole made-up site, twice ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Both:
    """The first and the second crawl of the whole site, each with the server's log."""

    site: Site
    corpus: Path
    articles: set[str]
    first: Visit
    first_log: list[Asked]
    second: Visit
    second_log: list[Asked]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    corpus = tmp_path_factory.mktemp("crawled") / "articles"
    replies, articles = clinic_site()
    with running(replies) as site:
        first = crawl(site, corpus, seconds=1.5)
        first_log = list(site.log)
        second = crawl(site, corpus, seconds=1.5)
        yield Both(site, corpus, articles, first, first_log, second, list(site.log))


@pytest.mark.slow
class TestWholeSite:
    """Slow only for its slow page, which is given up four times."""

    def test_exactly_the_articles_are_taken(self, both):
        assert len(both.site.replies) >= 40
        assert both.first.paths == {Outcome.ADDED: both.articles}

    def test_the_corpus_can_be_built_from(self, both):
        corpus = load_articles(both.corpus)
        assert {path_of(article.url) for article in corpus.articles} == both.articles
        assert corpus.warnings == ()
        by_path = {path_of(article.url): article for article in corpus.articles}
        assert by_path["/library/rodilla.html"].language == "es"
        assert {a.language for p, a in by_path.items() if p != "/library/rodilla.html"} == {"en"}
        heel = by_path[HEEL]
        assert (heel.title, heel.author, str(heel.published)) == (
            "Heel of the morning",
            "Author One, PT, DPT",
            "2024-05-07",
        )

    def test_no_menu_footer_or_teaser_is_in_any_text(self, both):
        texts = "\n".join(article.text for article in load_articles(both.corpus).articles)
        for words in ("Log in", "Copyright", "Related posts", "Book now", "never text", "Portal"):
            assert words not in texts

    def test_what_is_forbidden_is_never_asked_for(self, both):
        for log in (both.first_log, both.second_log):
            asked = {line.path for line in log}
            assert not {path for path in asked if path.startswith(("/private", "/search", "/cart"))}
            assert not asked & {"/photo.jpg", "/handout.pdf", "/wp-login.php", "/contact/"}
            assert {line.host for line in log} == {f"clinic.example:{both.site.port}"}
            assert {line.agent.split("/")[0] for line in log} == {"ptassist"}

    def test_no_page_is_asked_for_twice_unless_the_site_stumbled(self, both):
        paths = [line.path for line in both.first_log]
        assert {path for path in paths if paths.count(path) > 1} == {"/broken", "/slow"}
        assert paths.count("/broken") == paths.count("/slow") == 2

    def test_every_page_that_was_left_out_has_its_reason(self, both):
        port = both.site.port
        expected = {
            "/": "the home page",
            "/blog/": "a list of articles",
            "/blog/page/2/": "a list of articles",
            "/category/feet/": "a list of articles",
            "/recent": "a list of articles",
            "/contact/": "a contact page",
            "/privacy-policy/": "a legal page",
            "/about-us": "a page about the clinic",
            "/wp-login.php": "a login page",
            "/search?q=knee": "a search page",
            "/cart/": "a shop page",
            "/private/notes/": "robots.txt forbids it",
            "/to-the-private-part": "robots.txt forbids it",
            "/old-heel": f"leads to http://clinic.example:{port}{HEEL}",
            "/away": "leads to another site: other.example",
            "/amp/heel/": f"the same page as http://clinic.example:{port}{HEEL}",
            "/borrowed/": "its original is on another site: https://other.example/original",
            "/hidden-from-search/": "asks not to be found (noindex)",
            "/huge": "larger than 2 MB",
            "/picture": "image/gif, no page to read",
            "/handout.pdf": "a PDF: take it with `ptassist import`",
            "/not-there": "not there (404)",
        }
        assert expected.items() <= both.first.left_out.items()
        assert "too little text" in both.first.left_out["/short/"]

    def test_what_failed_says_why(self, both):
        assert set(both.first.failed) == {"/broken", "/slow", "/loop-a", "/to-a-file"}
        assert "in a loop" in both.first.failed["/loop-a"]
        assert "500" in both.first.failed["/broken"]
        assert "no answer in time" in both.first.failed["/slow"]
        assert both.first.report.cut_short == "2 pages did not answer"

    def test_the_huge_page_was_not_read_to_its_end(self, both):
        assert both.site.sent < 2 * 15_000_000

    def test_a_calendar_without_an_end_has_one(self, both):
        months = [line for line in both.first_log if line.path.startswith("/events")]
        assert 0 < len(months) < 30
        assert "not all links were followed" in " ".join(both.first.report.notes)

    def test_the_rate_is_kept_by_every_request(self, both):
        """The clock stands still but for the waiting, so each request but the first has waited in full."""
        assert both.first.clock.waits == [pytest.approx(1.0)] * (len(both.first_log) - 1)

    def test_the_second_time_nothing_is_sent_or_written_again(self, both):
        assert both.second.paths == {Outcome.UNCHANGED: both.articles}
        of_articles = [line for line in both.second_log if line.path in both.articles]
        assert {(line.status, line.is_conditional) for line in of_articles} == {(304, True)}
        whole = {line.path for line in both.second_log if line.status == 200}
        lists = {"/robots.txt", "/sitemap_index.xml", "/posts.xml", "/rest.xml.gz", "/feed/"}
        assert whole == lists | {"/slow", "/huge", "/picture"}
        assert both.second.left_out == both.first.left_out


# --- Manners --------------------------------------------------------------------------------------------------------


def robots(site: Site, text: str, status: int = 200) -> None:
    site.replies["/robots.txt"] = Reply(text.encode(), status, {"Content-Type": "text/plain"})


def test_a_crawl_delay_that_is_longer_than_ones_own_counts(small, tmp_path):
    robots(small, "User-agent: *\nCrawl-delay: 7\n")
    visit = crawl(small, tmp_path, rate=10)
    assert visit.clock.waits[1:] == [pytest.approx(7.0)] * (len(small.log) - 2)
    robots(small, "User-agent: *\nCrawl-delay: 0.01\n")
    visit = crawl(small, tmp_path, rate=10)
    assert visit.clock.waits == [pytest.approx(0.1)] * (len(small.log) - 1)


def test_the_longest_rule_and_the_rules_for_us_count(small, tmp_path):
    robots(
        small,
        "User-agent: *\nDisallow: /\n\nUser-agent: ptassist\nDisallow: /post-*\nAllow: /post-3$\n",
    )
    visit = crawl(small, tmp_path)
    assert visit.paths == {Outcome.ADDED: {"/post-3"}}
    assert not {"/post-0", "/post-1", "/post-2", "/post-4"} & set(small.paths())


def test_a_site_that_forbids_all_gives_nothing(small, tmp_path):
    robots(small, "User-agent: *\nDisallow: /\n")
    visit = crawl(small, tmp_path)
    assert visit.report.imported == ()
    assert small.paths() == ["/robots.txt"]


def test_a_site_whose_robots_txt_fails_is_left_alone(small, tmp_path):
    robots(small, "", 503)
    with pytest.raises(UnreachableError):
        crawl(small, tmp_path)
    assert small.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_without_robots_txt_all_is_allowed(small, tmp_path, status):
    robots(small, "", status)
    assert len(crawl(small, tmp_path).report.imported) == 5


@pytest.mark.parametrize(
    "where", ["http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "ftp://x/"]
)
def test_ones_own_network_is_not_crawled(tmp_path, where):
    clock = Clock()
    manners = Manners(1, clock.now, clock.sleep)
    with (
        open_ledger(tmp_path) as ledger,
        Fetcher(resolve=lambda host, port: [host]) as fetcher,
        pytest.raises(RefusedAddressError),
    ):
        crawl_site(where, ledger, Importer(ledger), fetcher, manners, readers())


def test_with_and_without_www_is_one_site_and_a_subdomain_is_another(small, tmp_path):
    port = small.port
    links = [f"http://www.clinic.example:{port}/post-0", f"http://shop.clinic.example:{port}/x"]
    links += ["http://clinic.example:1/x", "http://other.example/y"]
    small.replies["/"] = Reply(static("Home", f"<ul>{links_to(links)}</ul>"))
    visit = crawl(small, tmp_path)
    assert visit.paths == {Outcome.ADDED: {"/post-0"}}
    assert {line.host for line in small.log} == {
        f"www.clinic.example:{port}",
        f"clinic.example:{port}",
    }


# --- Bounds ---------------------------------------------------------------------------------------------------------


def test_no_more_pages_than_allowed_are_asked_for(small, tmp_path):
    visit = crawl(small, tmp_path, Bounds(pages=3))
    assert visit.report.pages == 3
    assert len([path for path in small.paths() if path.startswith("/post") or path == "/"]) == 3
    assert visit.report.cut_short == "the limit of 3 pages was reached"
    assert len(crawl(small, tmp_path, Bounds(pages=6)).report.imported) == 5


def test_no_more_time_than_allowed_is_taken(small, tmp_path):
    visit = crawl(small, tmp_path, Bounds(seconds=6))
    assert "minutes was reached" in visit.report.cut_short
    assert visit.clock.time - 1000 < 10


def test_paths_that_the_clinic_leaves_out_are_not_asked_for(small, tmp_path):
    visit = crawl(small, tmp_path, Bounds(leave_out=("/post-[12]",)))
    assert visit.paths == {Outcome.ADDED: {"/post-0", "/post-3", "/post-4"}}
    assert visit.left_out["/post-1"] == "left out by your settings"
    assert "/post-1" not in small.paths()


def test_a_site_that_stops_answering_is_left_alone(small, tmp_path):
    for n in range(20):
        small.replies[f"/bad-{n}"] = Reply(b"", 503)
    without(small, "/none")
    for n in range(5):
        small.replies[f"/post-{n}"] = Reply(b"", 503)
    visit = crawl(small, tmp_path)
    assert visit.report.cut_short == "the site does not answer any more"
    assert visit.report.has_stopped
    assert len(visit.report.failed) == 5


def test_a_site_that_has_moved_elsewhere_is_said_to(small, tmp_path):
    small.replies["/"] = redirect("http://other.example/")
    visit = crawl(small, tmp_path)
    assert visit.report.has_stopped
    assert visit.left_out["/"] == "leads to another site: other.example"


# --- The next time --------------------------------------------------------------------------------------------------


def test_a_changed_page_is_written_again_and_only_that(small, tmp_path):
    crawl(small, tmp_path)
    small.replies["/post-2"] = Reply(static("Post 2", paragraphs(99)))
    visit = crawl(small, tmp_path)
    assert visit.paths[Outcome.UPDATED] == {"/post-2"}
    assert len(visit.paths[Outcome.UNCHANGED]) == 4
    assert "day of 99" not in (tmp_path / "post-1.md").read_text()
    assert "day 9900" in (tmp_path / "post-2.md").read_text()


def test_a_new_page_is_found_though_nothing_else_changed(small, tmp_path):
    crawl(small, tmp_path)
    small.replies["/post-9"] = Reply(static("Post 9", paragraphs(9)))
    without(small, "/none")
    assert crawl(small, tmp_path).paths[Outcome.ADDED] == {"/post-9"}


def test_a_new_page_that_only_the_feed_names_is_found(small, tmp_path):
    crawl(small, tmp_path)
    small.replies["/post-9"] = Reply(static("Post 9", paragraphs(9)))
    small.replies["/feed"] = Reply(
        b"<rss><channel><item><link>/post-9</link></item></channel></rss>",
        headers={"Content-Type": "text/xml"},
    )
    assert crawl(small, tmp_path).paths[Outcome.ADDED] == {"/post-9"}


def test_a_corrected_file_is_kept_and_a_newer_text_waits_beside_it(small, tmp_path):
    crawl(small, tmp_path)
    mine = (tmp_path / "post-1.md").read_text() + "\nMy own sentence.\n"
    (tmp_path / "post-1.md").write_text(mine)
    assert crawl(small, tmp_path).paths[Outcome.CORRECTED] == {"/post-1"}
    small.replies["/post-1"] = Reply(static("Post 1", paragraphs(77)))
    for _ in range(2):  # the second time the site says that nothing has changed
        visit = crawl(small, tmp_path)
        (left,) = visit.report.with_outcome(Outcome.CORRECTED)
        assert "source changed since you corrected it" in left.message
        assert (tmp_path / "post-1.md").read_text() == mine
        assert "day 7700" in (tmp_path / ".new" / "post-1.md").read_text()


def test_a_file_that_a_person_deleted_stays_out(small, tmp_path):
    crawl(small, tmp_path)
    (tmp_path / "post-1.md").unlink()
    assert crawl(small, tmp_path).paths[Outcome.REMOVED] == {"/post-1"}
    assert not (tmp_path / "post-1.md").exists()


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_reported_and_pruned_only_on_request(small, tmp_path, status):
    crawl(small, tmp_path)
    without(small, "/post-1")
    small.replies["/post-1"] = Reply(b"", status)
    for _ in range(2):  # until somebody does something about it
        visit = crawl(small, tmp_path)
        assert visit.gone == {"/post-1": f"not there ({status})"}
        assert (tmp_path / "post-1.md").exists()
    text = (tmp_path / "post-1.md").read_text()
    visit = crawl(small, tmp_path, prune=True)
    assert [gone.pruned for gone in visit.report.gone] == [".old/post-1.md"]
    assert not (tmp_path / "post-1.md").exists()
    assert (tmp_path / ".old" / "post-1.md").read_text() == text
    assert crawl(small, tmp_path).gone == {}
    small.replies["/post-1"] = Reply(static("Post 1", paragraphs(1)))
    without(small, "/none")
    assert crawl(small, tmp_path).paths[Outcome.ADDED] == {"/post-1"}


def test_a_corrected_file_is_never_pruned(small, tmp_path):
    crawl(small, tmp_path)
    (tmp_path / "post-1.md").write_text("mine")
    without(small, "/post-1")
    visit = crawl(small, tmp_path, prune=True)
    (gone,) = visit.report.gone
    assert (gone.is_corrected, gone.pruned) == (True, "")
    assert (tmp_path / "post-1.md").read_text() == "mine"


def test_a_page_that_nothing_leads_to_but_that_answers_is_kept(small, tmp_path):
    crawl(small, tmp_path)
    page = small.replies["/post-1"]
    without(small, "/post-1")
    small.replies["/post-1"] = page
    visit = crawl(small, tmp_path, prune=True)
    assert visit.gone == {}
    assert "/post-1" in visit.paths[Outcome.UNCHANGED]
    assert any("nothing on the site leads to it" in note for note in visit.report.notes)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (redirect("/"), "leads to http://clinic.example"),
        (redirect("/post-2"), "leads to http://clinic.example"),
        (redirect("http://other.example/"), "leads to another site"),
        (Reply(static("Post 1", "<p>Moved.</p>")), "too little text"),
        (
            Reply(wordpress("P", paragraphs(1), head='<meta name="robots" content="noindex">')),
            "asks not",
        ),
    ],
)
def test_a_page_that_is_no_article_any_more_is_gone(small, tmp_path, reply, reason):
    crawl(small, tmp_path)
    small.replies["/post-1"] = reply
    for _ in range(2):
        (told,) = crawl(small, tmp_path).gone.items()
        assert told[0] == "/post-1"
        assert told[1].startswith(reason)
    crawl(small, tmp_path, prune=True)
    assert not (tmp_path / "post-1.md").exists()


@pytest.mark.parametrize("how", ["limit", "time", "500"])
def test_a_crawl_that_did_not_reach_its_end_prunes_nothing(small, tmp_path, how):
    crawl(small, tmp_path)
    small.replies["/post-0"] = Reply(b"", 404)
    bounds = {"limit": Bounds(pages=4), "time": Bounds(seconds=6.5)}.get(how)
    if how == "500":
        small.replies["/post-4"] = Reply(b"", 500)
    visit = crawl(small, tmp_path, bounds, prune=True, prune_many=True)
    assert visit.gone == {"/post-0": "not there (404)"}
    assert visit.report.cut_short
    assert "nothing was pruned: the crawl did not reach its end" in visit.report.notes
    assert (tmp_path / "post-0.md").exists()


def test_a_page_with_an_error_is_not_gone(small, tmp_path):
    crawl(small, tmp_path)
    small.replies["/post-1"] = Reply(b"", 500)
    small.replies["/post-2"] = Reply(b"", 403)
    visit = crawl(small, tmp_path, prune=True, prune_many=True)
    assert visit.gone == {}
    assert set(visit.failed) == {"/post-1", "/post-2"}


def test_a_site_that_lost_most_of_its_articles_is_not_believed_at_once(small, tmp_path):
    crawl(small, tmp_path)
    for n in range(4):
        without(small, f"/post-{n}")
    visit = crawl(small, tmp_path, prune=True)
    assert len(visit.gone) == 4
    assert any("--prune-many" in note for note in visit.report.notes)
    assert len(list(tmp_path.glob("*.md"))) == 5
    crawl(small, tmp_path, prune=True, prune_many=True)
    assert [path.name for path in tmp_path.glob("*.md")] == ["post-4.md"]


def test_a_dry_run_writes_nothing(small, tmp_path):
    corpus = tmp_path / "none"
    visit = crawl(small, corpus, dry_run=True)
    assert len(visit.paths[Outcome.ADDED]) == 5
    assert not corpus.exists()
    crawl(small, corpus)
    before = {path.name: path.read_bytes() for path in corpus.iterdir()}
    small.replies["/post-1"] = Reply(static("Post 1", paragraphs(50)))
    assert crawl(small, corpus, dry_run=True).paths[Outcome.UPDATED] == {"/post-1"}
    assert {path.name: path.read_bytes() for path in corpus.iterdir()} == before


def test_an_interrupted_crawl_is_simply_started_again(small, tmp_path):
    class Interrupted(Clock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if len(self.waits) == 8:
                raise KeyboardInterrupt

    clock = Interrupted()
    manners = Manners(1, clock.now, clock.sleep)
    with (
        pytest.raises(KeyboardInterrupt),
        open_ledger(tmp_path) as ledger,
        Fetcher(allow_private=True, resolve=resolve) as fetcher,
    ):
        crawl_site(small.url(), ledger, Importer(ledger), fetcher, manners, readers())
    already = {path.name for path in tmp_path.glob("*.md")}
    assert 0 < len(already) < 5
    visit = crawl(small, tmp_path)
    assert len(visit.paths[Outcome.UNCHANGED]) == len(already)
    assert len(visit.paths[Outcome.ADDED]) == 5 - len(already)


# --- Odd sites ------------------------------------------------------------------------------------------------------


def test_all_pages_that_name_the_home_page_as_their_address_are_articles_all_the_same(
    small, tmp_path
):
    for n in range(5):
        page = wordpress(f"Post {n}", paragraphs(n), canonical="/", classes="")
        small.replies[f"/post-{n}"] = Reply(page)
    assert len(crawl(small, tmp_path).paths[Outcome.ADDED]) == 5


def test_of_two_pages_that_name_each_other_one_is_taken(small, tmp_path):
    for n, other in ((0, 1), (1, 0)):
        page = wordpress("Twin", paragraphs(0), canonical=f"/post-{other}", classes="")
        small.replies[f"/post-{n}"] = Reply(page)
    assert len(crawl(small, tmp_path).paths[Outcome.ADDED] & {"/post-0", "/post-1"}) == 1


def test_a_site_in_the_www_that_its_plain_name_sends_on_to(small, tmp_path):
    home = small.replies["/"]
    www = f"http://www.clinic.example:{small.port}/"
    small.replies["/"] = redirect(
        www
    )  # the server does not tell hosts apart: a loop, unless www is asked for
    small.replies["/start"] = home
    visit = crawl(small, tmp_path, start="/start")
    assert len(visit.report.imported) == 5


def test_hostile_lists_and_pages_stop_nothing(small, tmp_path):
    robots(small, "Sitemap: /a.xml\nSitemap: /b.xml\nSitemap: http://other.example/c.xml\n" * 100)
    loop = b"<sitemapindex>" + b"<sitemap><loc>/a.xml?%d</loc></sitemap>" * 200 + b"</sitemapindex>"
    small.replies["/a.xml"] = Reply(loop % tuple(range(200)))
    small.replies["/b.xml"] = Reply(
        b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>&x;</loc></url></urlset>'
    )
    small.replies["/deep"] = Reply(b"<div>" * 50_000 + b"deep")
    small.replies["/null"] = Reply(b"\x00" * 5000)
    without(small, "/none")
    visit = crawl(small, tmp_path)
    assert len(visit.paths[Outcome.ADDED]) == 5
    assert len([path for path in small.paths() if ".xml" in path]) <= 50
    assert any("other.example" in note for note in visit.report.notes)


def test_a_page_that_the_server_tells_no_validators_for_is_read_again(small, tmp_path):
    small.replies["/post-1"] = replace(small.replies["/post-1"], headers={"ETag": ""})
    crawl(small, tmp_path)
    visit = crawl(small, tmp_path)
    assert len(visit.paths[Outcome.UNCHANGED]) == 5
    assert [line.status for line in small.log if line.path == "/post-1"] == [200]
