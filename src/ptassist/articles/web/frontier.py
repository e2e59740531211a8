"""Frontier: the pages of a site that a crawl has still to ask for, the promising ones first."""

import heapq
from fnmatch import fnmatch

from ptassist.articles.web.address import Address, join_address, page_key
from ptassist.articles.web.links import LISTS, is_page, kind_of_address
from ptassist.articles.web.manners import Manners
from ptassist.articles.web.report import LeftOut

_DEEPEST = 25  # lists of posts often lead only from page to page
_MOST = 50_000


class Frontier:
    """Each page of the site once; what the site lists before what it links, and without a query before with one.

    Args:
        start: Where the crawl begins; its site is the one that is kept to.
        manners: What may not be asked for.
        leave_out: Patterns of paths that the clinic does not want.
    """

    def __init__(self, start: Address, manners: Manners, leave_out: tuple[str, ...]) -> None:
        self._start = start
        self._manners = manners
        self._leave_out = leave_out
        self._heap: list[tuple[int, int, int, str]] = []
        self._known: set[str] = set()
        self.left_out: dict[str, LeftOut] = {}
        self.is_cut = False

    def __len__(self) -> int:
        return len(self._heap)

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def add(self, written: str, depth: int, *, is_listed: bool = False) -> None:
        """Adds a page, unless it is known already, elsewhere, too deep, or not to be asked for.

        Args:
            written: Its address.
            depth: How many links lead to it from the start.
            is_listed: Whether the site lists it itself.
        """
        address = join_address(str(self._start), written)
        if address is None or address.site != self._start.site or not is_page(address):
            return
        key = page_key(str(address))
        if key in self._known:
            return
        if depth > _DEEPEST or len(self._known) >= _MOST:
            self.is_cut = True
            return
        self._known.add(key)
        reason = self._objection(address)
        if reason:
            self.left_out[key] = LeftOut(str(address), reason)
            return
        rank = 0 if is_listed else 2 if "?" in address.target else 1
        heapq.heappush(self._heap, (rank, depth, len(self._known), str(address)))

    def pop(self) -> tuple[str, int]:
        """The next page, and how deep it lies."""
        _, depth, _, address = heapq.heappop(self._heap)
        return address, depth

    def note(self, key: str) -> None:
        """Counts a page as known: a redirect has led there."""
        self._known.add(key)

    def _objection(self, address: Address) -> str:
        """Why a page is not asked for; lists are, for the links on them."""
        if any(fnmatch(address.path, pattern) for pattern in self._leave_out):
            return "left out by your settings"
        kind = kind_of_address(address)
        is_start = address.target == self._start.target
        return self._manners.objection(address) or ("" if kind in LISTS or is_start else kind)
