"""Manners: what a crawler owes a site: its robots.txt, a rate, and to stay where it was sent."""

import time
from collections.abc import Callable
from urllib.parse import urljoin

from protego import Protego

from ptassist.articles.web.address import Address
from ptassist.articles.web.fetch import AGENT, Fetcher
from ptassist.errors import FetchError, RefusedAddressError, UnreachableError

_ALL_ALLOWED = ""
_LARGEST = 500_000  # characters of a robots.txt that count, as RFC 9309 has it


class Manners:
    """Keeps to robots.txt and to a rate.

    Args:
        rate: Requests a second.
        clock: Tells the time in seconds.
        sleep: Waits so many seconds.
    """

    def __init__(
        self,
        rate: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval = 1 / rate
        self._clock = clock
        self._sleep = sleep
        self._last: float | None = None
        self._site, self._start = "", ""
        self._rules = Protego.parse(_ALL_ALLOWED)

    def begin(self, start: Address, fetcher: Fetcher) -> None:
        """Reads the robots.txt of a site; without one all is allowed.

        Raises:
            UnreachableError: The site does not answer; then nothing is allowed.
            RefusedAddressError: The site must not be visited, or sends on to another.
        """
        self._site, self._start = start.site, str(start)
        where = f"{start.scheme}://{start.netloc}/robots.txt"
        try:
            page = fetcher.get(where, kinds=None, before=self.wait)
        except (UnreachableError, RefusedAddressError):
            raise
        except FetchError:  # there is none, or none for us: RFC 9309, 2.3.1.3
            return
        self._rules = Protego.parse(page.content.decode("utf-8", "replace")[:_LARGEST])
        asked = self._rules.crawl_delay(AGENT) or 0.0
        self._interval = max(self._interval, asked)

    @property
    def sitemaps(self) -> list[str]:
        """The sitemaps that robots.txt names."""
        return [urljoin(self._start, where) for where in self._rules.sitemaps]

    @property
    def interval(self) -> float:
        """Seconds from one request to the next."""
        return self._interval

    def now(self) -> float:
        """The time, by the clock that the rate is kept with."""
        return self._clock()

    def objection(self, address: Address) -> str:
        """Why a page must not be asked for; empty when it may."""
        if address.site != self._site:
            return f"leads to another site: {address.site}"
        if not self._rules.can_fetch(str(address), AGENT):
            return "robots.txt forbids it"
        return ""

    def wait(self, address: Address) -> None:
        """Waits until the site may be asked again.

        Raises:
            RefusedAddressError: It is another site.
        """
        if address.site != self._site:
            raise RefusedAddressError(f"leads to another site: {address}")
        if self._last is not None:
            pause = self._last + self._interval - self._clock()
            if pause > 0:
                self._sleep(pause)
        self._last = self._clock()
