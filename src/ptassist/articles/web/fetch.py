"""Fetcher: one page off the web, within limits, from no machine that must not be asked.

The address that is judged is the address that is connected to: the host is resolved once, here, and the connection goes
to what came of it, so that no second look-up can lead elsewhere. Each redirect is a new address and is judged anew.
Nothing is sent but the request: no cookie, no name, no way through a proxy of the environment.
"""

import contextlib
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import httpcore2

from ptassist import __version__
from ptassist.articles.web.address import Address, join_address, parse_address, refusal
from ptassist.articles.web.body import MEGABYTE, in_utf8, too_large, unpacked
from ptassist.errors import (
    FetchError,
    PageGoneError,
    RefusedAddressError,
    UnreachableError,
    UnsuitablePageError,
)

AGENT = "ptassist"
USER_AGENT = f"{AGENT}/{__version__} (+clinic's own crawler)"

# What a page may be, and the suffix of a file of that kind.
PAGES: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
}
HTML: Mapping[str, str] = {kind: suffix for kind, suffix in PAGES.items() if suffix == ".html"}

_REDIRECTS = {301, 302, 303, 307, 308}
_GONE = {404, 410}
_BUSY = {408, 425, 429}
_MOST_REDIRECTS = 5
_MOST_NUMBERS = 4  # of the addresses of one host that are tried in turn
_TIMEOUTS = (httpcore2.TimeoutException, TimeoutError)
_BROKEN = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ConnectionNotAvailable,
    ssl.SSLError,
    OSError,
)

Resolve = Callable[[str, int], Iterable[str]]
Before = Callable[[Address], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one page may cost.

    Attributes:
        size: Bytes of a page, as sent and as unpacked.
        seconds: From the first connection to the last byte, redirects included.
        connect: Seconds for one connection.
    """

    size: int = 10 * MEGABYTE
    seconds: float = 30.0
    connect: float = 10.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site said about a version of a page, sent back to ask whether it has changed."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """The request headers that ask so."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """What came back.

    Attributes:
        address: Where it came from in the end.
        content: Its bytes; empty when it has not changed.
        kind: Its content type, in lower case.
        validators: To ask with the next time.
        is_unchanged: Whether the site says that nothing has changed since.
    """

    address: Address
    content: bytes
    kind: str
    validators: Validators = field(default_factory=Validators)
    is_unchanged: bool = False

    @property
    def suffix(self) -> str:
        """The suffix of a file of this kind; empty for what no article is read from."""
        return PAGES.get(self.kind, "")


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, by the system's own resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class Fetcher:
    """Reads pages off the web; close it, or use it as a context.

    Args:
        limits: How much one page may cost.
        allow_private: Whether machines of one's own network, and this one, may be asked.
        resolve: Turns a host into its IP addresses.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allow_private: bool = False,
        resolve: Resolve = resolve,
    ) -> None:
        self._limits = limits or Limits()
        self._deadline = _Deadline()
        self._backend = _CheckedBackend(resolve, self._deadline, allow_private=allow_private)
        self._pool = httpcore2.ConnectionPool(network_backend=self._backend, keepalive_expiry=20)

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes what is still open."""
        self._pool.close()

    def get(
        self,
        address: str,
        *,
        known: Validators | None = None,
        kinds: Mapping[str, str] | None = PAGES,
        before: Before = lambda _: None,
    ) -> Page:
        """Reads one page.

        Args:
            address: Where it is.
            known: What the site said the last time; then it may answer that nothing has changed.
            kinds: The content types that are wanted; None takes any.
            before: Called with every address that is about to be asked, redirects too; it may wait, or raise.

        Raises:
            RefusedAddressError: The address, or one that it redirects to, must not be visited.
            PageGoneError: The site has no such page.
            UnreachableError: The site does not answer, or not in time.
            UnsuitablePageError: The page is too large, or not of these kinds.
            FetchError: The site refuses the page.
        """
        here = parse_address(address)
        trail: list[Address] = []
        self._deadline.set(self._limits.seconds)
        while True:
            trail.append(here)
            started = time.monotonic()
            before(here)
            self._deadline.extend(time.monotonic() - started)  # waiting is not the site's fault
            answer = self._ask(here, known or Validators(), kinds)
            if isinstance(answer, Page):
                return answer
            check_redirect(trail, answer)
            here = answer

    def _ask(
        self, here: Address, known: Validators, kinds: Mapping[str, str] | None
    ) -> Page | Address:
        """One request: the page, or the address that the site sends on to."""
        asked = {
            "Host": here.netloc,
            "User-Agent": USER_AGENT,
            "Accept": ", ".join(kinds) if kinds else "*/*",
            "Accept-Encoding": "gzip, deflate",
            **known.headers(),
        }
        headers = [(name.encode(), value.encode("latin-1")) for name, value in asked.items()]
        url = httpcore2.URL(scheme=here.scheme, host=here.host, port=here.port, target=here.target)
        timeout = {"connect": self._limits.connect}
        with (
            _named_failures(here),
            self._pool.stream("GET", url, headers=headers, extensions={"timeout": timeout}) as got,
        ):
            return self._read(here, got, kinds)

    def _read(
        self, here: Address, got: httpcore2.Response, kinds: Mapping[str, str] | None
    ) -> Page | Address:
        headers = {
            name.decode("ascii", "replace").lower(): value.decode("latin-1").strip()
            for name, value in got.headers
        }
        if got.status in _REDIRECTS and "location" in headers:
            return _redirected(here, headers["location"])
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        validators = Validators(headers.get("etag", ""), headers.get("last-modified", ""))
        if got.status == 304:
            return Page(here, b"", kind, validators, is_unchanged=True)
        _check_status(here, got.status)
        if kinds is not None and kind not in kinds:
            raise UnsuitablePageError(
                f"{here}: {kind or 'of no kind that is told'}, no page to read"
            )
        size = headers.get("content-length", "")
        if size.isdecimal() and int(size) > self._limits.size:
            raise too_large(str(here), self._limits.size)
        encoding = headers.get("content-encoding", "")
        content = unpacked(str(here), got.iter_stream(), encoding, self._limits.size)
        if kind in HTML:
            content = in_utf8(content, headers["content-type"])
        return Page(here, content, kind, validators)


def check_redirect(trail: Sequence[Address], target: Address) -> None:
    """Whether one more redirect is followed.

    Args:
        trail: The addresses that were asked so far, the first one first.
        target: Where the last of them sends on to.

    Raises:
        RefusedAddressError: It would give up the encryption that was asked for.
        FetchError: It is a loop, or one too many.
    """
    start = trail[0]
    if target.scheme == "http" and start.scheme == "https":
        raise RefusedAddressError(f"{start}: leads from https to http: {target}")
    if target in trail:
        raise FetchError(f"{start}: redirects in a loop: {target}")
    if len(trail) > _MOST_REDIRECTS:
        raise FetchError(f"{start}: redirects more than {_MOST_REDIRECTS} times")


class _Deadline:
    """The moment at which a page must be there."""

    def __init__(self) -> None:
        self._at = 0.0

    def set(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        self._at += seconds

    def left(self, timeout: float | None = None) -> float:
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left if timeout is None else min(left, timeout)


class _CheckedBackend(httpcore2.NetworkBackend):
    """Connects to the very IP address that was judged, and to none that is refused."""

    def __init__(self, resolve: Resolve, deadline: _Deadline, *, allow_private: bool) -> None:
        self._resolve = resolve
        self._deadline = deadline
        self._allow_private = allow_private
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        numbers = self._numbers(host, port)
        for number in numbers[:-1]:
            with contextlib.suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                return self._connect(number, port, timeout)
        return self._connect(numbers[-1], port, timeout)

    def _connect(self, number: str, port: int, timeout: float | None) -> httpcore2.NetworkStream:
        left = self._deadline.left(timeout)
        return _TimedStream(self._inner.connect_tcp(number, port, left), self._deadline)

    def _numbers(self, host: str, port: int) -> list[str]:
        """The IP addresses of a host, if every one of them may be asked."""
        try:
            numbers = list(dict.fromkeys(self._resolve(host, port)))[:_MOST_NUMBERS]
        except (OSError, UnicodeError):
            numbers = []
        if not numbers:
            raise UnreachableError(f"{host}: no such host, or the network is down")
        for number in numbers:
            if why := refusal(number, allow_private=self._allow_private):
                raise RefusedAddressError(
                    f"{host}: {why}, not one of the open internet",
                    "If this is a site of your own network, add: --allow-private",
                )
        return numbers


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which nothing is waited for past the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


@contextlib.contextmanager
def _named_failures(here: Address) -> Iterator[None]:
    """What the network raises, as errors with a name."""
    try:
        yield
    except _TIMEOUTS:
        raise UnreachableError(f"{here}: no answer in time") from None
    except _BROKEN as error:
        raise UnreachableError(f"{here}: {error or 'the connection broke off'}") from None


def _redirected(here: Address, location: str) -> Address:
    target = join_address(str(here), location)
    if target is None:
        raise RefusedAddressError(f"{here}: redirects to what is no web page: {location[:200]!r}")
    return target


def _check_status(here: Address, status: int) -> None:
    if status in _GONE:
        raise PageGoneError(f"{here}: not there ({status})")
    if status in _BUSY or status >= 500:
        raise UnreachableError(f"{here}: the site answers with an error of its own ({status})")
    if status != 200:
        raise FetchError(f"{here}: the site refuses the page ({status})")
