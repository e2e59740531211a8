import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.articles.web.address import join_address, page_key, parse_address, refusal
from ptassist.errors import RefusedAddressError


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("https://clinic.example", "https://clinic.example/"),
        ("HTTPS://WWW.Clinic.Example:443/a/../b/#top", "https://www.clinic.example/b/"),
        ("http://clinic.example:8080/é?q=ñ o", "http://clinic.example:8080/%C3%A9?q=%C3%B1%20o"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/"),
        ("http://[2606:4700::1]/x", "http://[2606:4700::1]/x"),
        ("http://clinic.example/../../x", "http://clinic.example/x"),
        ("http://clinic.example./", "http://clinic.example/"),
    ],
)
def test_an_address_has_one_plain_form(written, plain):
    assert str(parse_address(written)) == plain


@pytest.mark.parametrize(
    "written",
    [
        "",
        "clinic.example/page",
        "//clinic.example/page",
        "/page",
        "file:///etc/hostname",
        "ftp://clinic.example/",
        "gopher://clinic.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://name@clinic.example/",
        "http://name:word@clinic.example/",
        "http://clinic.example@other.example/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.1.1/",
        "http://１２７.0.0.1/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://clinic.example:99999/",
        "http://clinic.example:0/",
        "http://clinic .example/",
        "http://clinic..example/",
        "http:///path",
        f"http://clinic.example/{'x' * 3000}",
    ],
)
def test_what_is_no_plain_web_address_is_refused(written):
    with pytest.raises(RefusedAddressError):
        parse_address(written)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "::1",
        "fc00::1",
        "fd12:3456::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_ones_own_network_is_asked_only_when_that_is_allowed(number):
    assert refusal(number) is not None
    assert refusal(number, allow_private=True) is None


@pytest.mark.parametrize(
    "number",
    [
        "0.0.0.0",  # noqa: S104
        "0.1.2.3",
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fe80::1",
        "fec0::1",
        "224.0.0.1",
        "ff02::1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "2001:db8::1",
        "2001::1",
        "::",
        "::127.0.0.1",
        "not a number",
    ],
)
def test_what_is_no_machine_of_anybodys_site_is_never_asked(number):
    assert refusal(number) is not None
    assert refusal(number, allow_private=True) is not None


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_open_internet_may_be_asked(number):
    assert refusal(number) is None


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_all_its_forms(number):
    """The oracle: an IPv4 address and the IPv6 address that carries it lead to one machine."""
    mapped = f"::ffff:{number}"
    for allow in (False, True):
        plain = refusal(str(number), allow_private=allow)
        assert (refusal(mapped, allow_private=allow) is None) == (plain is None)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text):
    for written in (text, f"http://{text}", f"http://clinic.example/{text}"):
        try:
            address = parse_address(written)
        except RefusedAddressError:
            continue
        assert str(address).isascii()
        assert not set(str(address)) & set(' \r\n\t<>"')
        assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "other",
    [
        "http://clinic.example/blog/heel",
        "https://www.clinic.example/blog/heel/",
        "https://clinic.example/blog/heel/#part",
        "https://clinic.example/blog/heel?utm_source=x&fbclid=y",
        "https://clinic.example/blog/heel/index.html",
        "https://clinic.example:443/blog/./heel",
        "https://clinic.example/blog/%68eel",
    ],
)
def test_addresses_of_one_page_have_one_key(other):
    assert page_key(other) == page_key("https://clinic.example/blog/heel")


@pytest.mark.parametrize(
    "other",
    [
        "https://clinic.example/blog/heel?id=2",
        "https://clinic.example/blog/heels",
        "https://blog.clinic.example/blog/heel",
        "https://clinic.example:8443/blog/heel",
    ],
)
def test_other_pages_have_other_keys(other):
    assert page_key(other) != page_key("https://clinic.example/blog/heel")


def test_links_are_read_from_the_page_that_they_stand_on():
    base = "https://clinic.example/blog/heel/"
    assert str(join_address(base, " ../knee ")) == "https://clinic.example/blog/knee"
    assert str(join_address(base, "//other.example/x")) == "https://other.example/x"
    assert join_address(base, "mailto:desk@clinic.example") is None
    assert join_address(base, "http://[broken") is None
