"""A made-up clinic's site on 127.0.0.1: what a crawl has to cope with, served by a real server that keeps a log.

`Site` serves whatever `replies` holds, with ETags; `clinic_site` fills it with some fifty pages in three layouts. Every
text is put together from words by number, so that no two articles are alike and none was ever written by anybody.
"""

import gzip
import hashlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_MORE = b"<p>more and more of it</p>" * 2000
HOST = "clinic.example"
KNOWN_AS = {HOST: "127.0.0.1", f"www.{HOST}": "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the site answers to one path.

    Attributes:
        body: The bytes; a page in UTF-8 as a rule.
        status: The status code.
        headers: Further headers; a content type in them counts.
        delay: Seconds before the second half of the body.
        size: If given, a body of so many bytes is made up while it is sent.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    size: int = 0

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:12]}"'


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the server's log."""

    path: str
    status: int
    is_conditional: bool
    agent: str
    host: str


class Site:
    """A server that answers out of a table.

    Attributes:
        replies: By path and query; may be changed while it runs.
        log: What was asked, in order.
        sent: Bytes of made-up bodies that went out.
        cookies: The cookies that came back.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.replies: dict[str, Reply] = {}
        self.log: list[Asked] = []
        self.sent = 0
        self.cookies: list[str] = []
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/", host: str = HOST) -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        reply = self.replies.get(handler.path, Reply(b"<p>not there</p>", 404))
        asked_with = handler.headers.get("If-None-Match")
        is_same = reply.status == 200 and asked_with == reply.etag
        status = 304 if is_same else reply.status
        self.log.append(
            Asked(
                handler.path,
                status,
                asked_with is not None,
                handler.headers.get("User-Agent", ""),
                handler.headers.get("Host", ""),
            )
        )
        self.cookies += handler.headers.get_all("Cookie", [])
        handler.send_response(status)
        headers = {"Content-Type": "text/html; charset=utf-8", "ETag": reply.etag, **reply.headers}
        for name, value in headers.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        if not is_same:
            self._send(handler, reply)

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        try:
            half = len(reply.body) // 2 if reply.delay else len(reply.body)
            handler.wfile.write(reply.body[:half])
            if reply.delay:
                handler.wfile.flush()
                self.closing.wait(reply.delay)
                handler.wfile.write(reply.body[half:])
            for _ in range(reply.size // len(_MORE)):
                handler.wfile.write(_MORE)
                self.sent += len(_MORE)
        except OSError:  # the other side has had enough
            pass


@contextmanager
def running(
    replies: Mapping[str, Reply] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Site]:
    """A site that runs for as long as the block."""
    site = Site(tls)
    site.replies |= replies or {}
    site.start()
    try:
        yield site
    finally:
        site.stop()


def resolve(host: str, port: int) -> list[str]:
    """The only names that there are in these tests; no look-up leaves the machine."""
    if host in KNOWN_AS or host == "127.0.0.1":
        return [KNOWN_AS.get(host, host)]
    raise OSError(f"no look-up of {host} in a test")


def redirect(to: str, status: int = 301) -> Reply:
    return Reply(status=status, headers={"Location": to})


# ---------------------------------------------------------------------------------------------------------------------

_PARTS = (
    "ankle knee hip wrist elbow shoulder neck back heel toe calf thigh thumb jaw rib spine".split()
)
_DOES = (
    "bends rests aches swells stretches turns loads settles warms stiffens moves carries".split()
)
_WHEN = "morning evening walk climb garden stair shower drive shift lesson match nap".split()
_HOW = "slowly gently twice evenly early quietly loosely firmly often rarely".split()


def sentences(number: int, count: int = 16) -> list[str]:
    """So many sentences, other ones for every number."""
    made = []
    for n in range(count):
        k = number * 31 + n * 7 + number * n
        made.append(
            f"The {_PARTS[k % 16]} {_DOES[(k + n) % 12]} {_HOW[k % 10]} after the {_WHEN[(k * 5 + n) % 12]}"
            f" of day {number * 100 + n}, as the {_PARTS[(k + 5) % 16]} {_DOES[(k * 3) % 12]} too."
        )
    return made


def paragraphs(number: int, count: int = 16) -> str:
    lines = sentences(number, count)
    groups = [lines[n : n + 4] for n in range(0, len(lines), 4)]
    return "".join(f"<p>{' '.join(group)}</p>\n" for group in groups)


def links_to(paths: Mapping[str, str] | list[str]) -> str:
    named = paths if isinstance(paths, Mapping) else {path: path for path in paths}
    return "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in named.items())


def wordpress(
    title: str,
    body: str,
    *,
    canonical: str = "",
    classes: str = "single single-post",
    head: str = "",
) -> bytes:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="utf-8"><title>{title} - Sample Clinic</title>
{link}{head}<meta property="og:type" content="article"><meta property="og:title" content="{title}">
<meta property="article:published_time" content="2024-05-07T09:00:00+00:00">
<link rel="alternate" type="application/rss+xml" href="/feed/"></head>
<body class="{classes}"><header class="site-header"><nav class="menu"><ul>
<li><a href="/">Home</a></li><li><a href="/blog/">Blog</a></li><li><a href="/contact/">Contact</a></li>
<li><a href="/privacy-policy/">Privacy</a></li><li><a href="/wp-login.php">Log in</a></li></ul></nav></header>
<main><article class="post"><header class="entry-header"><h1 class="entry-title">{title}</h1>
<p class="byline">By <span class="author">Author One, PT, DPT</span></p></header>
<div class="entry-content">{body}</div></article></main>
<aside class="widget-area"><h2>Related posts</h2><ul>{links_to(["/2024/05/heel/"])}</ul></aside>
<footer class="site-footer"><p>Copyright Sample Clinic</p><a href="mailto:desk@clinic.example">Mail</a>
<a href="tel:+15550100100">Call</a><a href="javascript:void(0)">Top</a><a href="https://other.example/x">Friend</a>
<a href="https://portal.clinic.example/">Portal</a></footer></body></html>""".encode()


def builder(title: str, body: str, more: str = "") -> bytes:
    deep = "".join(f'<div style="margin:{n}px;font-family:Arial">' for n in range(12))
    spans = body.replace("<p>", '<div style="font-size:17px"><span style="color:#222">').replace(
        "</p>", "</span></div>"
    )
    return f"""<!DOCTYPE html><html><head><title>{title} | Sample Clinic</title>
<meta name="description" content="made up"><style>.a{{color:red}}</style></head><body><div id="root">
<div style="display:flex"><a href="/">Home</a><a href="/learn">Learn</a><a href="/about-us">About us</a></div>
{deep}<h1 style="font-size:40px"><span>{title}</span></h1>{spans}{"</div>" * 12}
<div style="padding:9px">{more}</div><div style="background:#eee"><span>Book now</span></div>
<script>var hidden = "<p>never text</p>";</script></div></body></html>""".encode()


def static(title: str, body: str, lang: str = "en", more: str = "") -> bytes:
    return (
        f'<html lang="{lang}"><head><title>{title}</title></head><body><h1>{title}</h1>\n{body}\n{more}'
        '<hr><a href="index.html">All papers</a></body></html>'
    ).encode()


SPANISH = (
    "La rodilla descansa mejor cuando el paciente camina despacio por la mañana y no salta en frío. "
    "El dolor de la pierna baja si se mueve el tobillo con calma antes de subir la escalera. "
    "Nadie debe correr con la rodilla hinchada, y una pausa de dos días no hace daño. "
) * 4


def clinic_site() -> tuple[dict[str, Reply], set[str]]:
    """The replies of the whole site, and the paths of the pages that are articles."""
    posts = {f"/2024/05/post-{n}/": f"Post number {n}" for n in range(1, 15)}
    posts["/2024/05/heel/"] = "Heel of the morning"
    papers = {f"/learn/paper-{n}": f"Learning paper {n}" for n in range(1, 13)}
    sheets = {f"/library/sheet-{n}.html": f"Old sheet {n}" for n in range(1, 10)}
    articles = _posts(posts) | _papers(papers) | _sheets(sheets)
    replies = (
        articles | _lists(posts, sheets) | _no_articles() | _trouble() | _of_the_site(list(posts))
    )
    return replies, set(articles)


def _posts(posts: Mapping[str, str]) -> dict[str, Reply]:
    """WordPress-like; in the sitemap, and one only in the feed."""
    replies = {
        path: Reply(wordpress(title, paragraphs(n), canonical=path))
        for n, (path, title) in enumerate(posts.items())
    }
    replies["/news/in-the-feed/"] = Reply(wordpress("Only in the feed", paragraphs(60)))
    return replies


def _papers(papers: Mapping[str, str]) -> dict[str, Reply]:
    """As from a site builder; each links to the next."""
    replies = {}
    for n, (path, title) in enumerate(papers.items(), 1):
        following = f"/learn/paper-{n + 1}"
        more = f'<a href="{following}">Next</a>' if following in papers else ""
        replies[path] = Reply(builder(title, paragraphs(n + 20), more))
    return replies


def _sheets(sheets: Mapping[str, str]) -> dict[str, Reply]:
    """Plain files; one in Spanish."""
    replies = {
        path: Reply(static(title, paragraphs(n)))
        for n, (path, title) in enumerate(sheets.items(), 40)
    }
    replies["/library/rodilla.html"] = Reply(static("La rodilla", f"<p>{SPANISH}</p>", "es"))
    return replies


def _lists(posts: Mapping[str, str], sheets: Mapping[str, str]) -> dict[str, Reply]:
    """What leads through the site."""
    teasers = "".join(
        f'<h2><a href="{path}">{title}</a></h2><p>{" ".join(sentences(n, 2))}</p>'
        for n, (path, title) in enumerate(list(posts.items())[:6])
    )
    ways = links_to(["/learn", "/library/index.html", "/blog/"])
    library = links_to([*sheets, "/library/rodilla.html", "/more-links/"])
    more = links_to(["/blog/page/2/", "/category/feet/"])
    return {
        "/": Reply(wordpress("Welcome", paragraphs(70) + ways, classes="home")),
        "/blog/": Reply(wordpress("Blog", teasers + more, classes="blog")),
        "/blog/page/2/": Reply(wordpress("Blog", teasers, classes="blog paged")),
        "/category/feet/": Reply(wordpress("Feet", teasers, classes="archive category")),
        "/learn": Reply(builder("Learn", "<p>Papers.</p>", links_to(["/learn/paper-1"]))),
        "/recent": Reply(builder("What is new", teasers)),
        "/library/index.html": Reply(static("Library", f"<ul>{library}</ul>")),
        "/more-links/": Reply(static("More", f"<p>Short.</p><ul>{links_to(ODD)}</ul>")),
    }


def _no_articles() -> dict[str, Reply]:
    heel = "/2024/05/heel/"
    noindex = '<meta name="robots" content="noindex">'
    elsewhere = "https://other.example/original"
    pages = {
        "/contact/": wordpress("Contact", paragraphs(80)),
        "/privacy-policy/": wordpress("Privacy", paragraphs(81)),
        "/about-us": builder("About us", paragraphs(82)),
        "/short/": wordpress("Short", "<p>Only a few words stand here.</p>"),
        "/hidden-from-search/": wordpress("Hidden", paragraphs(83), head=noindex),
        "/borrowed/": wordpress("Borrowed", paragraphs(84), canonical=elsewhere),
        "/private/notes/": wordpress("Private", paragraphs(85)),
        f"{heel}?print=1": wordpress("Heel of the morning", paragraphs(14), canonical=heel),
        "/amp/heel/": wordpress("Heel of the morning", paragraphs(14), canonical=heel),
    }
    for n in range(1, 60):  # a calendar without an end
        pages[f"/events?month={n}"] = builder(
            "Events", "<p>None.</p>", links_to([f"/events?month={n + 1}"])
        )
    return {path: Reply(content) for path, content in pages.items()}


def _trouble() -> dict[str, Reply]:
    return {
        "/old-heel": redirect("/2024/05/heel/"),
        "/to-the-private-part": redirect("/private/notes/"),
        "/loop-a": redirect("/loop-b"),
        "/loop-b": redirect("/loop-a", 302),
        "/away": redirect("http://other.example/page", 302),
        "/to-a-file": redirect("file:///etc/hostname", 302),
        "/broken": Reply(b"<h1>Oh no</h1>", 500),
        "/slow": Reply(wordpress("Slow", paragraphs(90)), delay=3.0),
        "/huge": Reply(b"<html><body>", size=30_000_000, headers={"ETag": ""}),
        "/handout.pdf": Reply(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}),
        "/picture": Reply(b"GIF89a", headers={"Content-Type": "image/gif"}),
    }


def _of_the_site(posts: list[str]) -> dict[str, Reply]:
    """robots.txt, sitemaps (an index that names itself, one packed), a feed."""
    robots = b"User-agent: *\nDisallow: /private/\nSitemap: /sitemap_index.xml\n"
    index = sitemap(["/posts.xml", "/rest.xml.gz", "/sitemap_index.xml"], "sitemapindex", "sitemap")
    rest = gzip.compress(sitemap([*posts[10:], "/short/", "/contact/"]), mtime=0)
    feed = (
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>'
        b"<item><title>x</title><link>/news/in-the-feed/</link></item></channel></rss>"
    )
    xml = {"Content-Type": "application/xml"}
    return {
        "/robots.txt": Reply(robots, headers={"Content-Type": "text/plain"}),
        "/sitemap_index.xml": Reply(index, headers=xml),
        "/posts.xml": Reply(sitemap(posts[:10]), headers=xml),
        "/rest.xml.gz": Reply(rest, headers={"Content-Type": "application/gzip"}),
        "/feed/": Reply(feed, headers={"Content-Type": "application/rss+xml"}),
    }


ODD = [
    "/old-heel",
    "/loop-a",
    "/away",
    "/to-a-file",
    "/to-the-private-part",
    "/broken",
    "/slow",
    "/huge",
    "/picture",
    "/handout.pdf",
    "/photo.jpg",
    "/private/notes/",
    "/hidden-from-search/",
    "/borrowed/",
    "/amp/heel/",
    "/2024/05/heel/?print=1",
    "/2024/05/heel/?utm_source=feed",
    "/recent",
    "/events?month=1",
    "/not-there",
    "/search?q=knee",
    "/cart/",
]


def sitemap(paths: list[str], outer: str = "urlset", inner: str = "url") -> bytes:
    inside = "".join(f"<{inner}><loc>{path}</loc></{inner}>" for path in paths)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{inside}</{outer}>"
    ).encode()
