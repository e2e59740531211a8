"""crawl_site: a clinic's own site -> corpus files, politely and repeatedly.

The site's own lists come first (sitemaps, feeds), then its links, breadth first. `robots.txt` and a rate are kept to
with every request, redirects too; no other site is ever asked. The ledger remembers each page, so that the next crawl
only asks whether it has changed. Whether an article is gone is asked of its page itself; and a crawl that did not reach
its end removes nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ptassist import __version__
from ptassist.articles.draft import Draft
from ptassist.articles.web.address import Address, page_key, parse_address
from ptassist.articles.web.fetch import HTML, Before, Fetcher, Page, Validators
from ptassist.articles.web.frontier import Frontier
from ptassist.articles.web.imports import Importer
from ptassist.articles.web.ledger import Ledger, Visit
from ptassist.articles.web.links import PageFacts, kind_of_address, own_address, read_facts
from ptassist.articles.web.manners import Manners
from ptassist.articles.web.report import Bounds, CrawlReport, Findings, Gone, LeftOut
from ptassist.articles.web.sitemaps import Listed, read_list
from ptassist.articles.web.sources import Failed, Progress, Readers
from ptassist.errors import (
    FetchError,
    PageGoneError,
    PtassistError,
    UnreachableError,
    UnreadableFileError,
    UnsuitablePageError,
)

_LEAST_WORDS = 120
_MOST_LISTS = 50
_FEW = 3  # so many may go however few stay
_MOST_UNANSWERED = 5  # one after the other: the site is down, or has had enough of us
_USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
_USUAL_FEED = "/feed"


def crawl_site(
    site: str,
    ledger: Ledger,
    importer: Importer,
    fetcher: Fetcher,
    manners: Manners,
    readers: Readers,
    *,
    bounds: Bounds | None = None,
    prune: bool = False,
    prune_many: bool = False,
    progress: Progress = lambda done, total: None,
) -> CrawlReport:
    """Takes the articles of a site into the corpus.

    Args:
        site: An address of the site; the crawl begins there.
        ledger: Of the corpus folder.
        importer: Writes the corpus files.
        fetcher: Reads pages.
        manners: How often the site is asked.
        readers: By the suffix of a file.
        bounds: How far to go.
        prune: Whether the files of articles that are gone are put aside.
        prune_many: Whether that is done even if it is more than half of them.
        progress: Called with how many pages are done, and how many are known.

    Raises:
        RefusedAddressError: The site must not be visited.
        UnreachableError: The site does not answer.
    """
    crawl = _Crawl(site, ledger, importer, fetcher, manners, readers, bounds or Bounds(), progress)
    crawl.run()
    return crawl.finish(prune=prune, prune_many=prune_many)


class _AstrayError(Exception):
    """A redirect that is not followed, and why."""


class _Crawl:
    def __init__(
        self,
        site: str,
        ledger: Ledger,
        importer: Importer,
        fetcher: Fetcher,
        manners: Manners,
        readers: Readers,
        bounds: Bounds,
        progress: Progress,
    ) -> None:
        self._start = parse_address(site)
        self._ledger = ledger
        self._visits = ledger.visits(self._start.site)
        self._importer = importer
        self._fetcher = fetcher
        self._manners = manners
        self._readers = readers
        self._bounds = bounds
        self._progress = progress
        self._frontier = Frontier(self._start, manners, bounds.leave_out)
        self._found = Findings()
        self._unanswered_in_a_row = 0
        self._lists = 0
        self._has_read = False
        self._begun = manners.now()

    def run(self) -> None:
        """Asks for everything there is to ask for."""
        self._manners.begin(self._start, self._fetcher)
        self._frontier.add(str(self._start), 0, is_listed=True)
        self._read_lists(self._manners.sitemaps or [self._beside(path) for path in _USUAL_SITEMAPS])
        self._visit_all()
        known = {key: visit for key, visit in self._visits.items() if visit.sources}
        unlinked = [visit.address for key, visit in known.items() if key not in self._frontier]
        for address in [] if self._found.cut_short else unlinked:
            self._frontier.add(address, 0)
        self._visit_all()
        self._note_unlinked(unlinked)

    def finish(self, *, prune: bool, prune_many: bool) -> CrawlReport:
        """Deals with what is gone; the report."""
        found = self._found
        found.left_out = self._frontier.left_out | found.left_out
        if self._frontier.is_cut:
            found.notes.append(
                "not all links were followed: they lead too deep, or to too many pages"
            )
        if not self._has_read and not found.cut_short:
            found.cut_short, found.has_stopped = "no page of the site could be read", True
        if found.unanswered:
            found.cut_short = found.cut_short or f"{found.unanswered} pages did not answer"
        gone = [each for source, each in found.gone.items() if not self._importer.has(source)]
        if prune and gone and self._may_prune(len(gone), prune_many=prune_many):
            gone = [
                self._pruned(source, each) for source, each in found.gone.items() if each in gone
            ]
        return found.report(str(self._start), tuple(gone))

    def _visit_all(self) -> None:
        while self._frontier and not self._found.cut_short:
            if self._found.pages >= self._bounds.pages:
                self._found.cut_short = f"the limit of {self._bounds.pages} pages was reached"
            elif self._manners.now() - self._begun > self._bounds.seconds:
                minutes = self._bounds.seconds / 60
                self._found.cut_short = f"the limit of {minutes:g} minutes was reached"
            else:
                self._visit(*self._frontier.pop())
                self._progress(self._found.pages, self._found.pages + len(self._frontier))
                self._importer.keep_notes()

    def _visit(self, written: str, depth: int) -> None:
        """Asks for one page and does with it what it is worth."""
        key = page_key(written)
        known = self._visits.get(key)
        self._found.pages += 1
        try:
            page = self._fetch(written, known if known and known.version == __version__ else None)
            self._unanswered_in_a_row = 0
            self._settle(page, key, depth)
        except _AstrayError as error:
            self._leave_out(key, written, str(error))
        except (PageGoneError, UnsuitablePageError) as error:
            self._leave_out(key, written, _reason(error))
        except UnreachableError as error:
            self._found.failed.append(Failed(written, _reason(error), error.remedy))
            self._not_answered()
        except PtassistError as error:
            self._found.failed.append(Failed(written, _reason(error), error.remedy))

    def _fetch(self, written: str, known: Visit | None) -> Page:
        """Asks for a page, a second time if the site stumbles."""
        validators = Validators(known.etag, known.last_modified) if known else None
        before = self._before(page_key(written))
        try:
            return self._fetcher.get(written, known=validators, before=before)
        except UnreachableError:
            return self._fetcher.get(written, known=validators, before=before)

    def _before(self, requested: str) -> Before:
        """Waits before each request, and follows no redirect to where the crawl has been or may not go."""

        def before(address: Address) -> None:
            key = page_key(str(address))
            if key != requested:
                objection = self._manners.objection(address)
                if objection or key in self._frontier:
                    raise _AstrayError(objection or f"leads to {address}")
            self._manners.wait(address)

        return before

    def _settle(self, page: Page, requested: str, depth: int) -> None:
        """Follows what a page leads to, and takes it if it is an article."""
        self._has_read = True
        key, where = page_key(str(page.address)), str(page.address)
        if key != requested:
            self._frontier.note(key)
            self._leave_out(requested, requested, f"leads to {where}")
        known = self._visits.get(key)
        if page.is_unchanged and known:
            facts = PageFacts(links=known.links, feeds=known.feeds)
        else:
            facts = read_facts(page.content, page.address) if page.kind in HTML else PageFacts()
        for link in facts.links:
            self._frontier.add(link, depth + 1)
        if depth == 0 and page.address.target == self._start.target:
            self._read_lists(facts.feeds or [self._beside(_USUAL_FEED)])
        if not (page.is_unchanged and known):
            self._take(page, key, facts)
        elif known.left_out:
            self._leave_out(key, where, known.left_out)
        else:
            still = (self._importer.still(source, where) for source in known.sources)
            self._found.imported += [each for each in still if each]

    def _take(self, page: Page, key: str, facts: PageFacts) -> None:
        """Imports a page if it is an article, and remembers it either way."""
        where = str(page.address)
        before = self._sources_of(key)
        reason = self._no_article(page.address, key, facts)
        drafts: Sequence[Draft] = ()
        if not reason:
            drafts, reason = self._drafts(page, where)
        if reason:
            self._leave_out(key, where, reason)
            sources = before
        else:
            taken = self._importer.take(drafts, where, own_address(facts, page.address))
            self._found.imported += taken
            sources = tuple(each.source for each in taken)
            self._miss(where, set(before) - set(sources), "its page has another text now")
        self._visits[key] = Visit(
            where,
            page.validators.etag,
            page.validators.last_modified,
            sources,
            reason,
            facts.links,
            facts.feeds,
            __version__,
        )

    def _drafts(self, page: Page, where: str) -> tuple[Sequence[Draft], str]:
        """The articles in a page, or why there are none."""
        try:
            drafts = self._readers[page.suffix](page.content, where)
        except UnreadableFileError as error:
            return (), error.reason
        words = sum(len(re.findall(r"\w+", draft.markdown)) for draft in drafts)
        return drafts, f"too little text ({words} words)" if words < _LEAST_WORDS else ""

    def _no_article(self, here: Address, key: str, facts: PageFacts) -> str:
        """Why a page is no article of its own; empty if it may be one."""
        kind = kind_of_address(here) or facts.kind
        if kind or facts.refuses_index:
            return kind or "asks not to be found (noindex)"
        if not facts.canonical:
            return ""
        named = parse_address(facts.canonical)
        if named.site != here.site:
            return f"its original is on another site: {named}"
        other = page_key(facts.canonical)
        left_out = self._found.left_out.get(other)
        points_back = left_out is not None and left_out.reason == _same_as(str(here))
        if other == key or named.target == "/" or points_back:
            return ""
        self._frontier.add(facts.canonical, 1, is_listed=True)
        return _same_as(str(named))

    def _read_lists(self, addresses: Sequence[str]) -> None:
        """Adds what sitemaps and feeds list; an index of sitemaps is followed."""
        waiting = list(addresses)
        for where in waiting:  # which grows
            key = f"list {where}"
            if key in self._frontier or self._lists >= _MOST_LISTS:
                continue
            self._frontier.note(key)
            self._lists += 1
            listed = self._read_list(where)
            waiting += listed.sitemaps
            for page in listed.pages:
                self._frontier.add(page, 1, is_listed=True)

    def _read_list(self, where: str) -> Listed:
        """One sitemap or feed; a site need not have any."""
        try:
            page = self._fetcher.get(where, kinds=None, before=self._before(""))
            return read_list(page.content, page.address)
        except UnreachableError as error:
            self._found.failed.append(Failed(where, _reason(error), error.remedy))
            self._not_answered()
        except (FetchError, _AstrayError) as error:
            if not isinstance(error, PageGoneError):
                self._found.notes.append(f"not read: {where}: {_reason(error)}")
        return Listed()

    def _not_answered(self) -> None:
        self._found.unanswered += 1
        self._unanswered_in_a_row += 1
        if self._unanswered_in_a_row >= _MOST_UNANSWERED:
            self._found.cut_short = "the site does not answer any more"
            self._found.has_stopped = True

    def _leave_out(self, key: str, where: str, reason: str) -> None:
        """Notes a page that is no article; if it was one the last time, that one is gone."""
        self._found.left_out[key] = LeftOut(where, reason)
        self._miss(where, self._sources_of(key), reason)

    def _miss(self, where: str, sources: Iterable[str], reason: str) -> None:
        for source in sources:
            entry = self._ledger.entry(source)
            if entry is not None:
                corrected = self._importer.is_corrected(source)
                self._found.gone[source] = Gone(where, entry.file, reason, corrected)

    def _sources_of(self, key: str) -> tuple[str, ...]:
        """The articles that the last crawl took from a page, as far as they are still known."""
        known = self._visits.get(key)
        return tuple(s for s in known.sources if self._ledger.entry(s)) if known else ()

    def _may_prune(self, gone: int, *, prune_many: bool) -> bool:
        """Whether articles may be removed: after a whole crawl, and not most of them at once."""
        kept = len(self._found.imported)
        if self._found.cut_short:
            self._found.notes.append("nothing was pruned: the crawl did not reach its end")
            return False
        if gone > max(kept, _FEW) and not prune_many:
            self._found.notes.append(
                f"nothing was pruned: {gone} articles would go and {kept} stay; if that is right,"
                " add --prune-many"
            )
            return False
        return True

    def _pruned(self, source: str, gone: Gone) -> Gone:
        """Puts the file of an article aside, unless a person corrected it."""
        if gone.is_corrected:
            return gone
        aside = self._importer.remove(source)
        for key, visit in list(self._visits.items()):
            if source in visit.sources:
                del self._visits[key]
        return replace(gone, pruned=aside)

    def _note_unlinked(self, addresses: Sequence[str]) -> None:
        taken = {page_key(each.where) for each in self._found.imported}
        for address in addresses:
            if page_key(address) in taken:
                self._found.notes.append(f"nothing on the site leads to it any more: {address}")

    def _beside(self, path: str) -> str:
        return f"{self._start.scheme}://{self._start.netloc}{path}"


def _same_as(address: str) -> str:
    return f"the same page as {address}"


def _reason(error: Exception) -> str:
    """What is wrong, without the address in front: the report has that beside it."""
    message = str(error)
    head, _, rest = message.partition(": ")
    return rest if "://" in head and rest else message
