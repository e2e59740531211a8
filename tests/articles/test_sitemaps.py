import gzip
import time

import pytest

from ptassist.articles.web.address import parse_address
from ptassist.articles.web.sitemaps import MOST_ADDRESSES, Listed, read_list
from tests.articles.site import sitemap

HERE = parse_address("https://clinic.example/sitemap.xml")


def pages(content: bytes) -> tuple[str, ...]:
    return read_list(content, HERE).pages


def test_a_sitemap_lists_pages_and_an_index_lists_sitemaps():
    listed = ["https://clinic.example/a", "/b", "https://clinic.example/a"]
    both = ("https://clinic.example/a", "https://clinic.example/b")
    assert read_list(sitemap(listed), HERE) == Listed(pages=both)
    assert read_list(sitemap(listed, "sitemapindex", "sitemap"), HERE) == Listed(sitemaps=both)
    assert read_list(gzip.compress(sitemap(listed)), HERE) == Listed(pages=both)


def test_images_in_a_sitemap_are_no_pages():
    content = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="urn:i"><url>'
        b"<loc> /a </loc><image:image><image:loc>/a.jpg</image:loc></image:image></url></urlset>"
    )
    assert pages(content) == ("https://clinic.example/a",)


def test_feeds_list_pages():
    rss = b"<rss><channel><link>/</link><item><link>/a</link></item><item><link>/b</link></item></channel></rss>"
    assert pages(rss) == ("https://clinic.example/a", "https://clinic.example/b")
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/><entry><link href="/a"/>'
        b'<link rel="edit" href="/edit"/></entry></feed>'
    )
    assert pages(atom) == ("https://clinic.example/a",)


def test_a_text_file_lists_pages():
    assert pages(b"https://clinic.example/a\r\nnonsense\nhttps://clinic.example/b\n") == (
        "https://clinic.example/a",
        "https://clinic.example/b",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Not found</body></html>",
        b"<",
        b"\x1f\x8bbroken",
        b"\x00" * 100,
        b"<a><b></a>",
    ],
)
def test_what_is_no_list_lists_nothing(content):
    assert read_list(content, HERE) == Listed()


def test_a_broken_list_gives_what_can_be_read():
    assert pages(b"<urlset><url><loc>/a</loc></url><url><loc>/b & c</loc>")[0].endswith("/a")


def test_no_entity_is_expanded_and_no_file_is_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("https://clinic.example/secret")
    content = (
        f'<!DOCTYPE u [<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY t "/told">]>'
        "<urlset><url><loc>&f;</loc></url><url><loc>/x&t;</loc></url></urlset>"
    ).encode()
    assert all("secret" not in page and "told" not in page for page in pages(content))


def test_the_bomb_of_a_billion_laughs_stays_small():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    content = (
        f'<!DOCTYPE u [<!ENTITY l0 "ha">{laughs}]><urlset><url><loc>/&l11;</loc></url></urlset>'
    ).encode()
    begun = time.monotonic()
    assert len(pages(content)) <= 1
    assert time.monotonic() - begun < 1


@pytest.mark.slow
def test_a_packed_bomb_is_cut():
    begun = time.monotonic()
    assert pages(gzip.compress(b"<urlset>" + bytes(80_000_000), 1)) == ()
    assert time.monotonic() - begun < 3


@pytest.mark.slow
def test_two_hundred_thousand_addresses_are_cut():
    listed = [f"/{n}" for n in range(200_000)]
    assert len(pages(sitemap(listed))) <= MOST_ADDRESSES
