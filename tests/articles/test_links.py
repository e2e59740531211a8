import pytest

from ptassist.articles.web.address import parse_address
from ptassist.articles.web.links import PageFacts, is_page, kind_of_address, own_address, read_facts

HERE = parse_address("https://clinic.example/blog/heel/")


def facts(head: str = "", body: str = "", html: str = "<html>") -> PageFacts:
    return read_facts(f"{html}<head>{head}</head><body>{body}</body></html>".encode(), HERE)


def test_links_come_in_order_once_and_whole():
    body = (
        '<a href="/a">a</a> <a href="b?x=1#y">b</a> <a href="/a#z">again</a>'
        '<a href="//other.example/c">c</a> <a rel="nofollow" href="/no">no</a>'
        '<a href="mailto:x@y">m</a> <a href="javascript:x()">j</a> <a href="/p.jpg">p</a>'
    )
    assert facts(body=body).links == (
        "https://clinic.example/a",
        "https://clinic.example/blog/heel/b?x=1",
        "https://other.example/c",
    )


def test_a_base_changes_where_links_lead():
    assert facts('<base href="/en/">', '<a href="a">a</a>').links == (
        "https://clinic.example/en/a",
    )


def test_a_page_may_forbid_to_follow_and_to_find():
    found = facts('<meta name="robots" content="NOINDEX, nofollow">', '<a href="/a">a</a>')
    assert (found.refuses_index, found.links) == (True, ())
    assert facts('<meta name="robots" content="noindex">').refuses_index
    assert facts('<meta name="robots" content="nofollow">', '<a href="/a">a</a>').links == ()
    assert not facts('<meta name="robots" content="index, follow">').refuses_index


def test_language_canonical_and_feeds():
    head = (
        '<link rel="canonical" href="/blog/heel">'
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        '<link rel="alternate" type="application/atom+xml" href="/atom">'
        '<link rel="alternate" hreflang="es" href="/es/">'
    )
    found = facts(head, html='<html lang="es-MX">')
    assert found.language == "es"
    assert found.canonical == "https://clinic.example/blog/heel"
    assert found.feeds == ("https://clinic.example/feed/", "https://clinic.example/atom")
    assert facts('<link rel="canonical" href="javascript:alert(1)">').canonical == ""


@pytest.mark.parametrize(
    ("canonical", "own"),
    [
        ("https://www.clinic.example/blog/heel", "https://www.clinic.example/blog/heel"),
        ("https://other.example/blog/heel", str(HERE)),
        ("https://clinic.example/", str(HERE)),  # a common mistake of a site's software
        ("", str(HERE)),
    ],
)
def test_the_address_to_cite_a_page_by(canonical, own):
    assert own_address(PageFacts(canonical=canonical), HERE) == own


@pytest.mark.parametrize(
    "path",
    [
        "/heel-pain/",
        "/blog/heel-pain",
        "/2024/05/heel-pain/",
        "/about/knee-pain",
        "/news/in-the-feed/",
        "/archives/123",
        "/resources/hip.html",
        "/page/knee",
        "/contact-sports-and-the-knee",
        "/?p=123",
    ],
)
def test_these_may_be_articles(path):
    address = parse_address(f"https://clinic.example{path}")
    assert kind_of_address(address) in {"", "the home page"}
    assert is_page(address)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "the home page"),
        ("/blog/", "a list of articles"),
        ("/blog/page/2/", "a list of articles"),
        ("/category/feet/heel", "a list of articles"),
        ("/TAG/pain", "a list of articles"),
        ("/2024/05/", "a list of articles"),
        ("/author/one/", "a list of articles"),
        ("/x?paged=3", "a list of articles"),
        ("/?s=knee", "the home page"),
        ("/search?q=knee", "a search page"),
        ("/find?q=knee", "a search page"),
        ("/contact.html", "a contact page"),
        ("/es/contacto", "a contact page"),
        ("/privacy-policy/", "a legal page"),
        ("/about-us", "a page about the clinic"),
        ("/wp-login.php", "a login page"),
        ("/shop/ball", "a shop page"),
        ("/heel/feed/", "a feed"),
        ("/handout.PDF", "a PDF: take it with `ptassist import`"),
    ],
)
def test_these_are_none(path, kind):
    assert kind_of_address(parse_address(f"https://clinic.example{path}")) == kind


@pytest.mark.parametrize("path", ["/a.jpg", "/a.CSS", "/a.zip", "/x/x/x/x/", f"/{'y' * 600}"])
def test_files_and_traps_are_no_pages(path):
    assert not is_page(parse_address(f"https://clinic.example{path}"))


def test_a_list_of_teasers_is_no_article_and_an_article_with_linked_headings_is_none_of_those():
    teasers = "".join(
        f'<h2><a href="/p{n}">Post {n}</a></h2><p>It begins so.</p>' for n in range(5)
    )
    assert facts(body=teasers).kind == "a list of articles"
    anchors = "".join(f'<h2><a href="#p{n}">Part {n}</a></h2><p>It says so.</p>' for n in range(5))
    assert facts(body=anchors).kind == ""
    article = "".join(f"<h2>Part {n}</h2><p>It says so.</p>" for n in range(5))
    assert facts(body=f"<main>{article}</main><aside>{teasers}</aside>").kind == ""
    assert facts(body=f"{article}<footer>{teasers}</footer>").kind == ""


def test_the_marks_of_a_sites_software_count():
    page = read_facts(b'<html><body class="archive category"><p>x</p></body></html>', HERE)
    assert page.kind == "a list of articles"
    page = read_facts(b'<html><body class="single blog"><p>x</p></body></html>', HERE)
    assert page.kind == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"<" * 10_000,
        b"<div>" * 100_000,
        b"<html><body>" + b"<a href='/x'>" * 50_000,
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><html><body>&a;</body></html>',
        "<html lang='\U0001f9b4'><body class='\udcff'>".encode("utf-8", "replace"),
        b"\xff\xfe<\x00h\x00",
    ],
)
def test_hostile_pages_do_no_harm(content):
    assert len(read_facts(content, HERE).links) <= 2000
