"""CrawlReport: what a crawl found and did, page by page; and the bounds that it kept to."""

from dataclasses import dataclass, field

from ptassist.articles.web.imports import Imported, Outcome
from ptassist.articles.web.sources import Failed


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a crawl goes.

    Attributes:
        pages: How many pages it asks for at most.
        seconds: How long it takes at most.
        leave_out: Patterns of paths that the clinic does not want, such as "/events/*".
    """

    pages: int = 500
    seconds: float = 3600.0
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A page that is no article.

    Attributes:
        address: Of the page.
        reason: Why it was left out.
    """

    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An article whose page is not there any more.

    Attributes:
        address: Of the page.
        file: Of the corpus.
        reason: Why it counts as gone.
        is_corrected: Whether a person changed the file; then it stays.
        pruned: Where the file was put aside; empty while it stays.
    """

    address: str
    file: str
    reason: str
    is_corrected: bool = False
    pruned: str = ""


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What a crawl did.

    Attributes:
        site: Where it began.
        imported: Article by article.
        left_out: The pages that are no articles.
        failed: The pages that could not be read.
        gone: The articles whose pages are gone.
        pages: How many pages were asked for.
        cut_short: Why the crawl did not reach its end; empty if it did.
        notes: What a person should know.
        has_stopped: Whether the site stopped answering; then the corpus may lack much of it.
    """

    site: str
    imported: tuple[Imported, ...]
    left_out: tuple[LeftOut, ...]
    failed: tuple[Failed, ...]
    gone: tuple[Gone, ...]
    pages: int
    cut_short: str = ""
    notes: tuple[str, ...] = ()
    has_stopped: bool = False

    def with_outcome(self, *outcomes: Outcome) -> list[Imported]:
        """The articles that this was done with."""
        return [each for each in self.imported if each.outcome in outcomes]


@dataclass(slots=True)
class Findings:
    """A report in the making; by the key of a page where a page may be met twice."""

    imported: list[Imported] = field(default_factory=list)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)
    gone: dict[str, Gone] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    pages: int = 0
    unanswered: int = 0
    cut_short: str = ""
    has_stopped: bool = False

    def report(self, site: str, gone: tuple[Gone, ...]) -> CrawlReport:
        """What is told in the end."""
        return CrawlReport(
            site,
            tuple(self.imported),
            tuple(self.left_out.values()),
            tuple(self.failed),
            gone,
            self.pages,
            self.cut_short,
            tuple(self.notes),
            self.has_stopped,
        )
