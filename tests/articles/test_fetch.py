"""The fetcher against a real server on 127.0.0.1; every name is resolved by a table, none by the network."""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptassist.articles.web.address import parse_address
from ptassist.articles.web.fetch import HTML, Fetcher, Limits, Validators, check_redirect
from ptassist.errors import (
    FetchError,
    PageGoneError,
    RefusedAddressError,
    UnreachableError,
    UnsuitablePageError,
)
from tests.articles.site import Reply, Site, redirect, resolve, running

PAGE = b"<html><body><p>The knee bends.</p></body></html>"
SMALL = Limits(size=100_000, seconds=5, connect=2)
HASTY = Limits(seconds=0.1)


@pytest.fixture
def site() -> Iterator[Site]:
    with running({"/": Reply(PAGE)}) as running_site:
        yield running_site


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(SMALL, allow_private=True, resolve=resolve) as open_fetcher:
        yield open_fetcher


def test_a_page_comes_with_its_kind_and_what_to_ask_with_next_time(site, fetcher):
    page = fetcher.get(site.url())
    assert (page.content, page.kind, page.suffix) == (b"\xef\xbb\xbf" + PAGE, "text/html", ".html")
    assert page.validators.etag == Reply(PAGE).etag
    assert site.log[0].agent.startswith("ptassist/")
    assert site.log[0].host == f"clinic.example:{site.port}"


def test_a_page_that_has_not_changed_is_not_sent_again(site, fetcher):
    known = fetcher.get(site.url()).validators
    again = fetcher.get(site.url(), known=known)
    assert (again.is_unchanged, again.content) == (True, b"")
    assert [asked.status for asked in site.log] == [200, 304]
    assert not fetcher.get(site.url(), known=Validators('"other"')).is_unchanged


def test_no_cookie_goes_back(site, fetcher):
    site.replies["/"] = Reply(PAGE, headers={"Set-Cookie": "visitor=1"})
    fetcher.get(site.url())
    fetcher.get(site.url())
    assert site.cookies == []


# --- Where it may go ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.0.1/",
        "http://100.100.100.200/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://user@clinic.example/",
        "http://clinic.example@127.0.0.1/",
        "file:///etc/hostname",
    ],
)
def test_nobodys_own_network_is_asked(address):
    """The addresses that are numbers are resolved as they are; a name would fail the test."""
    asked = []

    def by_number(host: str, port: int) -> list[str]:
        asked.append(host)
        return [host]

    with Fetcher(SMALL, resolve=by_number) as fetcher, pytest.raises(RefusedAddressError):
        fetcher.get(address)
    assert "clinic.example" not in asked


@pytest.mark.parametrize(
    "numbers", [["127.0.0.1"], ["8.8.8.8", "10.1.1.1"], ["::1"], ["169.254.169.254"]]
)
def test_a_name_is_judged_by_every_number_that_it_has(site, numbers):
    with (
        Fetcher(SMALL, resolve=lambda host, port: numbers) as fetcher,
        pytest.raises(RefusedAddressError, match="not one of the open internet") as caught,
    ):
        fetcher.get(site.url())
    assert "--allow-private" in caught.value.remedy
    assert site.log == []


def test_a_name_that_changes_its_number_between_two_looks_gains_nothing(site):
    """The number that was judged is the number that is connected to: there is no second look."""
    looks: list[str] = []

    def changing(host: str, port: int) -> list[str]:
        looks.append(host)
        return ["127.0.0.1"] if len(looks) > 1 else ["192.0.2.1"]

    with Fetcher(SMALL, resolve=changing) as fetcher, pytest.raises(RefusedAddressError):
        fetcher.get(site.url())
    assert (looks, site.log) == (["clinic.example"], [])


@pytest.mark.parametrize("number", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1"])  # noqa: S104
def test_even_where_ones_own_network_is_allowed_these_are_not(site, number):
    with (
        Fetcher(SMALL, allow_private=True, resolve=lambda host, port: [number]) as fetcher,
        pytest.raises(RefusedAddressError),
    ):
        fetcher.get(site.url())


@pytest.mark.parametrize(
    "to",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "http://inside.example/",
        "file:///etc/hostname",
        "ftp://clinic.example/",
        "http://name:word@clinic.example/",
        "javascript:alert(1)",
        "http://2130706433/",
    ],
)
def test_a_redirect_is_judged_like_an_address(site, to):
    """Here only the made-up site itself is let through, by its name; everything else must be refused."""
    site.replies["/out"] = redirect(to)
    numbers = {
        "clinic.example": "127.0.0.1",
        "inside.example": "169.254.1.1",
        "10.0.0.1": "169.254.1.2",
    }
    with (
        Fetcher(
            SMALL, allow_private=True, resolve=lambda host, port: [numbers.get(host, host)]
        ) as f,
        pytest.raises(RefusedAddressError),
    ):
        f.get(site.url("/out"))
    assert site.paths() == ["/out"]


def test_what_a_redirect_leads_to_can_be_objected_to_before_it_is_asked(site, fetcher):
    site.replies["/out"] = redirect("/private")

    def before(address):
        if address.path == "/private":
            raise FetchError("not that one")

    with pytest.raises(FetchError, match="not that one"):
        fetcher.get(site.url("/out"), before=before)
    assert site.paths() == ["/out"]


def test_redirects_are_followed_up_to_five_times(site, fetcher):
    for n in range(5):
        site.replies[f"/{n}"] = redirect(f"/{n + 1}", (301, 302, 303, 307, 308)[n])
    site.replies["/5"] = Reply(PAGE)
    assert fetcher.get(site.url("/0")).address.path == "/5"
    site.replies["/start"] = redirect("/0")
    with pytest.raises(FetchError, match="more than 5 times"):
        fetcher.get(site.url("/start"))


def test_a_loop_is_named(site, fetcher):
    site.replies |= {"/a": redirect("/b"), "/b": redirect("/a")}
    with pytest.raises(FetchError, match="in a loop"):
        fetcher.get(site.url("/a"))
    assert site.paths() == ["/a", "/b"]


# --- How much it may cost -------------------------------------------------------------------------------------------


def test_a_page_beyond_the_limit_is_cut_off_while_it_comes(site, fetcher):
    site.replies["/"] = Reply(size=30_000_000, headers={"ETag": ""})
    with pytest.raises(UnsuitablePageError, match="larger than"):
        fetcher.get(site.url())
    assert site.sent < 10_000_000


def test_a_page_that_says_that_it_is_too_large_is_not_read(site, fetcher):
    site.replies["/"] = Reply(PAGE, headers={"Content-Length": "100001"})
    with pytest.raises(UnsuitablePageError, match=r"larger than 0\.1 MB"):
        fetcher.get(site.url())


def zeros(packer: str) -> bytes:
    """10 MB of zeros, packed into 10 KB."""
    if packer == "gzip":
        return gzip.compress(bytes(10_000_000), 9)
    bits = {"deflate": zlib.MAX_WBITS, "raw": -zlib.MAX_WBITS}[packer]
    pack = zlib.compressobj(9, zlib.DEFLATED, bits)
    return pack.compress(bytes(10_000_000)) + pack.flush()


@pytest.mark.parametrize("packer", ["gzip", "deflate", "raw"])
def test_a_bomb_is_unpacked_only_up_to_the_limit(site, fetcher, packer):
    encoding = "gzip" if packer == "gzip" else "deflate"
    bomb = zeros(packer)
    assert len(bomb) < SMALL.size
    site.replies["/"] = Reply(bomb, headers={"Content-Encoding": encoding})
    with pytest.raises(UnsuitablePageError, match="larger than"):
        fetcher.get(site.url())


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
def test_a_packed_page_is_unpacked(site, fetcher, encoding):
    packed = {"gzip": gzip.compress(PAGE), "deflate": zlib.compress(PAGE), "identity": PAGE}
    site.replies["/"] = Reply(packed[encoding], headers={"Content-Encoding": encoding})
    assert fetcher.get(site.url()).content.endswith(PAGE)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(b"anything", "br"), (b"no gzip at all", "gzip"), (gzip.compress(PAGE)[:-20], "gzip")],
)
def test_what_cannot_be_unpacked_is_refused(site, fetcher, body, encoding):
    site.replies["/"] = Reply(body, headers={"Content-Encoding": encoding})
    with pytest.raises((UnsuitablePageError, UnreachableError)):
        fetcher.get(site.url())


def test_a_slow_page_is_given_up(site):
    site.replies["/"] = Reply(PAGE, delay=5)
    begun = time.monotonic()
    with (
        Fetcher(HASTY, allow_private=True, resolve=resolve) as fetcher,
        pytest.raises(UnreachableError, match="no answer in time"),
    ):
        fetcher.get(site.url())
    assert time.monotonic() - begun < 2


def test_a_server_that_drips_gains_no_time():
    """One byte every 20 ms: each arrives well in time, the page does not."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        stop = threading.Event()

        def drip() -> None:
            connection, _ = listening.accept()
            with connection:
                try:
                    for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000:
                        connection.sendall(bytes([byte]))
                        if stop.wait(0.02):
                            return
                except OSError:
                    pass

        thread = threading.Thread(target=drip)
        thread.start()
        begun = time.monotonic()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with (
            Fetcher(HASTY, allow_private=True, resolve=resolve) as fetcher,
            pytest.raises(UnreachableError, match="in time"),
        ):
            fetcher.get(url)
        assert time.monotonic() - begun < 2
        stop.set()
        thread.join()


# --- What it takes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, PageGoneError),
        (410, PageGoneError),
        (500, UnreachableError),
        (503, UnreachableError),
        (429, UnreachableError),
        (401, FetchError),
        (403, FetchError),
        (204, FetchError),
        (302, FetchError),  # without saying where to
    ],
)
def test_each_status_has_its_name(site, fetcher, status, kind):
    site.replies["/"] = Reply(b"", status)
    with pytest.raises(FetchError) as caught:
        fetcher.get(site.url())
    assert type(caught.value) is kind
    assert str(status) in caught.value.message


@pytest.mark.parametrize(
    "kind", ["image/png", "application/zip", "text/javascript", "video/mp4", ""]
)
def test_what_holds_no_article_is_not_read(site, fetcher, kind):
    site.replies["/"] = Reply(PAGE, headers={"Content-Type": kind})
    with pytest.raises(UnsuitablePageError):
        fetcher.get(site.url())
    assert fetcher.get(site.url(), kinds=None).content == PAGE


def test_only_the_kinds_that_are_wanted_are_read(site, fetcher):
    site.replies["/"] = Reply(b"text", headers={"Content-Type": "text/plain; charset=utf-8"})
    assert fetcher.get(site.url()).suffix == ".txt"
    with pytest.raises(UnsuitablePageError, match="text/plain"):
        fetcher.get(site.url(), kinds=HTML)


@pytest.mark.parametrize(
    ("charset", "sent", "read"),
    [
        ("iso-8859-1", "rodilla rígida “bien”".encode("cp1252"), "rodilla rígida “bien”"),
        ("windows-1252", b"\x93x\x94", "“x”"),
        ("utf-8", "año".encode(), "año"),
        ("no-such-set", b"plain", "plain"),
        ("utf-8", b"\xff\xfe" + "año".encode("utf-16-le"), None),
    ],
)
def test_the_character_set_of_the_server_counts(site, fetcher, charset, sent, read):
    site.replies["/"] = Reply(sent, headers={"Content-Type": f"text/html; charset={charset}"})
    content = fetcher.get(site.url()).content
    assert content == sent if read is None else content.decode("utf-8-sig") == read


def test_a_host_that_is_not_there_is_named(fetcher):
    with pytest.raises(UnreachableError, match=r"no-such\.example: no such host"):
        fetcher.get("http://no-such.example/")


def test_a_port_that_nobody_listens_on_is_named(fetcher):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(UnreachableError, match=str(port)):
        fetcher.get(f"http://127.0.0.1:{port}/")


def test_the_second_number_of_a_name_is_tried_when_the_first_does_not_answer(site):
    with Fetcher(SMALL, allow_private=True, resolve=lambda h, p: ["127.0.0.2", "127.0.0.1"]) as f:
        assert f.get(site.url()).content.endswith(PAGE)


def test_https_does_not_lead_down_to_http():
    secure, plain = (
        parse_address("https://clinic.example/"),
        parse_address("http://clinic.example/a"),
    )
    with pytest.raises(RefusedAddressError, match="from https to http"):
        check_redirect([secure], plain)
    check_redirect([plain], secure)
    check_redirect([plain, secure], parse_address("http://clinic.example/b"))


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server that speaks TLS, as clinic.example; its certificate is trusted for this test."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]
    made += ["-subj", "/CN=clinic.example", "-addext", "subjectAltName=DNS:clinic.example"]
    made += ["-days", "2", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with running({"/": Reply(PAGE)}, tls=context) as secure_site:
        yield secure_site.port


@pytest.mark.slow
def test_a_certificate_is_checked_against_the_name_and_not_the_number(secure, fetcher):
    assert fetcher.get(f"https://clinic.example:{secure}/").content.endswith(PAGE)
    with pytest.raises(UnreachableError, match=r"(?i)certificate"):
        fetcher.get(f"https://www.clinic.example:{secure}/")
    with pytest.raises(UnreachableError, match=r"(?i)certificate"):
        fetcher.get(f"https://127.0.0.1:{secure}/")
