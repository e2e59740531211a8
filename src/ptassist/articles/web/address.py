"""Addresses on the web: which may be visited at all, and when two of them mean one page.

Whoever can put a link into a page must not be able to make the clinic's machine ask its own network. So an address is
read strictly here, and the machine that it leads to is judged by its number (`refusal`), never by its name.
"""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from ptassist.errors import RefusedAddressError

PORTS = {"http": 80, "https": 443}
_LONGEST = 2000
# What stands in the query for counting visitors or for the reader's convenience tells no pages apart.
_NOISE = re.compile(
    r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|ref|replytocom|share|print|amp", re.I
)
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"
# Machines of one's own: this one, the network of the house, and what a provider shares among its customers.
_OWN = tuple(
    ip_network(network)
    for network in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
        *("::1/128", "fc00::/7"),
    )
)
# IPv6 networks whose addresses carry an IPv4 address, and where: mapped, translated (NAT64), 6to4.
_CARRIERS = {
    IPv6Network("::ffff:0:0/96"): 12,
    IPv6Network("64:ff9b::/96"): 12,
    IPv6Network("2002::/16"): 2,
}


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be asked for, in its plain form.

    Attributes:
        scheme: "http" or "https".
        host: In lower case and in ASCII; an IPv6 address without its brackets.
        port: Always given.
        target: Path and query, in ASCII.
    """

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.target}"

    @property
    def netloc(self) -> str:
        """Host and port as the `Host` header wants them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def path(self) -> str:
        """The path alone."""
        return self.target.partition("?")[0]

    @property
    def site(self) -> str:
        """The site that it belongs to: the host without www, and the port unless it is the usual one."""
        return self.netloc.removeprefix("www.")


def parse_address(written: str) -> Address:
    """Reads an address that someone wrote or a page linked.

    Raises:
        RefusedAddressError: It is no plain http or https address.
    """
    shown = written.strip()[:200]
    try:
        parts = urlsplit(written.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise RefusedAddressError(f"{shown!r}: not an address") from None
    if parts.scheme not in PORTS:
        raise RefusedAddressError(f"{shown!r}: only http:// and https:// addresses are read")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddressError(f"{parts.hostname}: an address with a name or password in it")
    if len(written) > _LONGEST:
        raise RefusedAddressError(f"{shown!r}...: an address of {len(written)} characters")
    if port == 0:
        raise RefusedAddressError(f"{shown!r}: port 0")
    path = quote(_without_dots(parts.path) or "/", safe=_SAFE_IN_PATH)
    query = "?" + quote(parts.query, safe=_SAFE_IN_QUERY) if parts.query else ""
    return Address(parts.scheme, _host(host, shown), port or PORTS[parts.scheme], path + query)


def join_address(base: str, link: str) -> Address | None:
    """The address that a link on a page leads to; None for what is no page, such as `mailto:`."""
    try:
        return parse_address(urljoin(base, link.strip()))
    except (RefusedAddressError, ValueError):
        return None


def page_key(address: str) -> str:
    """The same for all addresses of one page: scheme, www, last slash, fragment and counting marks do not matter.

    Args:
        address: An address; what is none (such as a path) comes back as it is.
    """
    try:
        read = parse_address(address)
    except RefusedAddressError:
        return address
    path, _, query = read.target.partition("?")
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _NOISE.fullmatch(name)
    ]
    path = re.sub(r"/index\.(?:html?|php)$", "/", path)
    path = quote(unquote(path), safe=_SAFE_IN_PATH.replace("%", "")).rstrip("/")
    return read.site + path + ("?" + urlencode(sorted(kept)) if kept else "")


def refusal(number: str, *, allow_private: bool = False) -> str | None:
    """Why a machine must not be asked; None when it may.

    Args:
        number: Its IP address.
        allow_private: Whether machines of one's own network and this one may be asked.
    """
    try:
        address = ip_address(number)
    except ValueError:
        return f"{number} is no IP address"
    for each in (address, *_carried(address)):
        kind = _kind(each)
        if kind and not (allow_private and kind == "private"):
            return f"{number} is a {kind} address"
    return None


def _kind(address: IPv4Address | IPv6Address) -> str | None:
    """What keeps a machine from being asked; None for one that anybody on the internet may ask."""
    if any(address in network for network in _OWN):
        return "private"
    if address.is_link_local:
        return "link-local"
    if address.is_multicast:
        return "multicast"
    if any(address in network for network in _CARRIERS):
        return None  # judged by the address that it carries
    if isinstance(address, IPv6Address) and address.is_site_local:
        return "reserved"
    return None if address.is_global and not address.is_reserved else "reserved"


def _carried(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address]:
    """The IPv4 address that an IPv6 address leads on to."""
    for network, start in _CARRIERS.items():
        if address in network:
            yield IPv4Address(address.packed[start : start + 4])


def _without_dots(path: str) -> str:
    """The path without `.` and `..`, and never above the root."""
    if "/." not in path:
        return path
    ends = "/" if path.endswith(("/", "/.", "/..")) else ""
    plain = posixpath.normpath("/" + path.lstrip("/"))
    return plain if plain == "/" else plain + ends


def _host(host: str, shown: str) -> str:
    """The host in ASCII; refuses numbers written so that only some programs read them as IP addresses."""
    try:
        number = ip_address(host)
    except ValueError:
        pass
    else:
        if "%" in host:
            raise RefusedAddressError(f"{shown!r}: an IP address with a zone")
        return str(number)
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", name):
        raise RefusedAddressError(f"{shown!r}: not the name of a host")
    if re.fullmatch(r"\d+|0x[0-9a-f]*", name.rpartition(".")[2]):
        raise RefusedAddressError(f"{shown!r}: an IP address in an unusual form")
    return name
