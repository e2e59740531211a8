"""Made-up pages in the shapes of real clinic sites, with their main text and their boilerplate known.

A page is a plan (what the article says, block by block) and a rendering (one of three families, with the class names
and wordings of one vocabulary). The rules were tuned on the pages of the first vocabulary; the second is held out.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape, unescape

from tests.articles.page_words import SPEECH, VOCABULARIES, Speech, Vocabulary

FAMILIES = ("journal", "builder", "static")


@dataclass(frozen=True)
class Page:
    """A page with what a reader should find in it.

    Attributes:
        main: The sentences (and list items and cells) of the article.
        boilerplate: What must stay out of it.
        headings: (level, words) where the page has real headings; levels are not known otherwise.
    """

    name: str
    content: bytes
    title: str
    author: str | None
    published: date | None
    reviewed: date | None
    url: str
    language: str
    main: tuple[str, ...]
    boilerplate: tuple[str, ...]
    headings: tuple[tuple[int, str], ...]
    levels_known: bool
    dois: tuple[str, ...]


@dataclass
class Plan:
    """What one page says."""

    title: str
    author: str
    published: date
    reviewed: date | None
    url: str
    blocks: list[tuple[str, object]]
    main: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    dois: list[str] = field(default_factory=list)


class Writer:
    """Makes sentences that no other page has."""

    def __init__(self, seed: int, speech: Speech) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - no secret
        self.speech = speech
        self.count = seed * 1000

    def sentence(self) -> str:
        self.count += 1
        pick = self.rng.choice
        s = self.speech
        return pick(s.patterns).format(
            act=pick(s.acts), part=pick(s.parts), when=pick(s.whens), n=self.count
        )

    def paragraph(self, least: int = 1, most: int = 4) -> list[str]:
        return [self.sentence() for _ in range(self.rng.randint(least, most))]

    def item(self) -> str:
        self.count += 1
        pick = self.rng.choice
        return f"{pick(self.speech.acts)} {pick(self.speech.whens)}, {self.count}"

    def heading(self) -> str:
        self.count += 1
        return self.rng.choice(self.speech.headings).format(
            part=self.rng.choice(self.speech.parts), n=self.count
        )


def make_plan(seed: int, language: str, v: Vocabulary) -> tuple[Plan, Writer]:
    """Chooses what a page says; every kind of block comes in some of them."""
    w = Writer(seed, SPEECH[language])
    rng = w.rng
    title = w.speech.title.format(part=rng.choice(w.speech.parts), n=seed)
    author = rng.choice(v.authors)
    published = date(2021, 1, 1) + timedelta(days=rng.randrange(1800))
    reviewed = published + timedelta(days=90) if seed % 5 == 0 else None
    plan = Plan(title, author, published, reviewed, f"https://clinic.example/blog/post-{seed}", [])
    add = plan.blocks.append
    add(("two columns" if seed % 6 == 1 else "paragraph", w.paragraph(2, 4)))
    add(("paragraph", w.paragraph(2, 4)))
    for section in range(rng.randint(3, 5)):
        add(("h2", w.heading()))
        add(("paragraph", w.paragraph(1, 4)))
        kind = (seed + section * 3) % 9
        match kind:
            case 0:
                add(("bullets", [w.item() for _ in range(rng.randint(2, 5))]))
            case 1:
                add(("nested", [(w.sentence(), [w.item(), w.item()]) for _ in range(2)]))
            case 2:
                head = [w.speech.columns[0], w.speech.columns[1], w.speech.columns[2]]
                add(("table", (head, [[w.item(), str(k), w.item()] for k in range(3)])))
            case 3:
                add(("figure", (f"ALT {w.sentence()}", w.sentence())))
            case 4:
                add(("faq", [(w.heading() + "?", w.paragraph(1, 2)) for _ in range(3)]))
            case 5:
                add(("cta", rng.choice(v.calls[language])))
                add(("paragraph", w.paragraph(1, 3)))
            case 6:
                add(("h3", w.heading()))
                add(("paragraph", w.paragraph(1, 3)))
            case 7:
                add(("numbered", [w.item() for _ in range(rng.randint(2, 5))]))
            case _:
                add(("quote", w.paragraph(1, 2)))
                add(("aside link", (w.sentence(), f"https://clinic.example/{seed}")))
    add(("paragraph", w.paragraph(1, 2)))
    if seed % 3 != 2:
        doi = f"10.5555/page.{seed}"
        plan.dois.append(doi)
        add(("marker", (w.sentence(), seed % 2 == 0)))
        add(("references", (rng.choice(v.reference_headings[language]), doi, f"{30000000 + seed}")))
    return plan, w


# What a block looks like -------------------------------------------------------------------------


class Look:
    """Renders the blocks of a plan, and notes what is main text and what is not."""

    def __init__(self, plan: Plan, v: Vocabulary, rng: random.Random, family: str) -> None:
        self.plan, self.v, self.rng, self.family = plan, v, rng, family
        self.styled = family == "builder" and rng.random() < 0.5
        self.fancy = rng.random() < 0.4

    def say(self, sentences: list[str]) -> str:
        self.plan.main += sentences
        text = " ".join(escape(s) for s in sentences)
        if self.fancy:
            text = text.replace(" the ", " the\u00a0", 1).replace("exercise", "exer\u00adcise")
            text = text.replace(" a ", " <strong>a</strong> ", 1).replace("bone", "bo\u200bne", 1)
        return text

    def paragraph(self, sentences: list[str]) -> str:
        text = self.say(sentences)
        if self.family == "builder":
            return self.rng.choice(self.v.builder_paragraphs).format(text)
        return f"<p>{text}</p>\n"

    def heading(self, level: int, words: str) -> str:
        self.plan.headings.append((level, words))
        if self.styled:
            size = 28 if level == 2 else 22
            return self.rng.choice(self.v.styled_headings).format(size=size, text=escape(words))
        if self.family == "static" and level == 3 and self.rng.random() < 0.5:
            return f"<p><b>{escape(words)}</b></p>\n"
        return f"<h{level}>{escape(words)}</h{level}>\n"

    def render(self) -> str:
        return "".join(self.block(kind, what) for kind, what in self.plan.blocks)

    def block(self, kind: str, what: object) -> str:
        method = getattr(self, "_" + kind.replace(" ", "_"))
        result: str = method(what)
        return result

    def _paragraph(self, what: list[str]) -> str:
        return self.paragraph(what)

    def _two_columns(self, what: list[str]) -> str:
        left, right = self.paragraph(what[:1]), self.paragraph(what[1:])
        row, column = self.v.columns
        return (
            f'<div class="{row}"><div class="{column}">{left}</div>'
            f'<div class="{column}">{right}</div></div>\n'
        )

    def _h2(self, what: str) -> str:
        return self.heading(2, what)

    def _h3(self, what: str) -> str:
        return self.heading(3, what)

    def _items(self, what: list[str], tag: str) -> str:
        self.plan.main += what
        items = "".join(f"<li>{escape(i)}</li>\n" for i in what)
        return f"<{tag}>\n{items}</{tag}>\n"

    def _bullets(self, what: list[str]) -> str:
        return self._items(what, "ul")

    def _numbered(self, what: list[str]) -> str:
        return self._items(what, "ol")

    def _nested(self, what: list[tuple[str, list[str]]]) -> str:
        items = ""
        for lead, inner in what:
            self.plan.main.append(lead)
            items += f"<li>{escape(lead)}{self._items(inner, 'ul')}</li>\n"
        return f"<ul>{items}</ul>\n"

    def _table(self, what: tuple[list[str], list[list[str]]]) -> str:
        head, rows = what
        self.plan.main += [cell for row in rows for cell in row if len(cell) > 2]
        cells = "".join(f"<th>{escape(c)}</th>" for c in head)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>\n" for row in rows
        )
        return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>\n"

    def _figure(self, what: tuple[str, str]) -> str:
        alt, caption = what
        self.plan.out.append(alt)
        self.plan.main.append(caption)
        return (
            f'<figure class="{self.v.figure}"><img src="a.jpg" alt="{escape(alt)}">'
            f"<figcaption>{escape(caption)}</figcaption></figure>\n"
        )

    def _faq(self, what: list[tuple[str, list[str]]]) -> str:
        if self.family == "journal" and self.rng.random() < 0.5:
            parts = []
            for question, answer in what:
                self.plan.main.append(question)
                parts.append(
                    f"<details><summary>{escape(question)}</summary>"
                    f"<p>{self.say(answer)}</p></details>\n"
                )
            return "".join(parts)
        parts = []
        for number, (question, answer) in enumerate(what):
            self.plan.main.append(question)
            parts.append(
                self.v.accordion.format(
                    n=number, question=escape(question), answer=self.say(answer)
                )
            )
        return f'<div class="{self.v.faq}">{"".join(parts)}</div>\n'

    def _cta(self, what: tuple[str, str]) -> str:
        words, button = what
        self.plan.out += [words, button]
        return self.rng.choice(self.v.cta_shapes).format(words=escape(words), button=escape(button))

    def _quote(self, what: list[str]) -> str:
        return f"<blockquote><p>{self.say(what)}</p></blockquote>\n"

    def _aside_link(self, what: tuple[str, str]) -> str:
        sentence, target = what
        self.plan.main.append(sentence)
        first, _, rest = escape(sentence).partition(" ")
        return f'<p>{first} <a href="{target}">{rest}</a></p>\n'

    def _marker(self, what: tuple[str, bool]) -> str:
        sentence, numbered = what
        text = escape(sentence)
        marker = '<sup><a href="#ref1">1</a></sup>' if numbered else " (Maple, 2015)."
        self.plan.main.append(sentence if numbered else sentence.rstrip("."))
        return f"<p>{text if numbered else text.rstrip('.')}{marker}</p>\n"

    def _references(self, what: tuple[str, str, str]) -> str:
        heading, doi, pmid = what
        self.plan.main += ["Short bouts of hopping", "Rest between sets"]
        entries = [
            f'Maple A, Birch B. Short bouts of hopping. 2015. <a href="https://doi.org/{doi}">link</a>',
            f"Cedar C. Rest between sets. 2019. PMID: {pmid}",
        ]
        if self.rng.random() < 0.5:
            listed = "".join(f'<li id="ref{n}">{e}</li>' for n, e in enumerate(entries, 1))
            listed = f"<ol>{listed}</ol>"
        else:
            listed = "".join(f"<p>{n}. {e}</p>" for n, e in enumerate(entries, 1))
        return f"{self.heading(2, heading)}{listed}\n"


# The page around the article ---------------------------------------------------------------------


def _facts_in_head(plan: Plan, v: Vocabulary, seed: int, language: str) -> str:
    """Metadata in one of several ways, now complete, now not."""
    site = v.site
    head = [f"<title>{escape(plan.title)}{v.separator}{escape(site)}</title>"]
    style = seed % 4
    name = plan.author.split(",")[0]
    if style in (0, 1):
        article: dict[str, object] = {
            "@type": v.schema_type,
            "headline": plan.title,
            "author": {"@type": "Person", "name": name} if style else [{"@id": "#who"}],
            "datePublished": f"{plan.published}T08:00:00+00:00",
            "dateModified": f"{plan.published + timedelta(days=30)}T08:00:00+00:00",
            "publisher": {"@type": "Organization", "name": site},
        }
        if plan.reviewed:
            article["lastReviewed"] = str(plan.reviewed)
        data: dict[str, object] = {"@context": "https://schema.org", **article}
        if not style:
            who = {"@type": "Person", "@id": "#who", "name": name}
            page = {"@type": "WebPage", "name": f"{plan.title} | {site}"}
            data = {"@context": "https://schema.org", "@graph": [page, article, who]}
        head.append(f'<script type="application/ld+json">{json.dumps(data)}</script>')
    if style in (1, 2):
        head += [
            f'<meta property="og:title" content="{escape(plan.title)}{v.separator}{escape(site)}">',
            f'<meta property="og:site_name" content="{escape(site)}">',
            f'<meta property="article:published_time" content="{plan.published}T08:00:00+00:00">',
            f'<meta name="author" content="{escape(name)}">',
        ]
    if seed % 3:
        head.append(f'<link rel="canonical" href="{plan.url}">')
    else:
        head.append(f'<meta property="og:url" content="{plan.url}">')
    return "\n".join(head)


def _byline(plan: Plan, v: Vocabulary, language: str) -> str:
    months = SPEECH[language].months
    day = plan.published
    written = SPEECH[language].date.format(day=day.day, month=months[day.month - 1], year=day.year)
    text = f"{SPEECH[language].by} {plan.author} • {written}"
    if plan.reviewed:
        r = plan.reviewed
        review = SPEECH[language].date.format(day=r.day, month=months[r.month - 1], year=r.year)
        text += f" | {SPEECH[language].reviewed}: {review}"
    return text


def _around(plan: Plan, v: Vocabulary, language: str, w: Writer) -> dict[str, str]:
    """The parts of the page that are no article; each sentence is noted as boilerplate."""
    words = v.around[language]
    plan.out += [s for part in words.values() for s in part]
    related = [(w.heading(), w.sentence()) for _ in range(3)]
    plan.out += [s for pair in related for s in pair]
    comment = w.sentence()
    plan.out.append(comment)
    links = "".join(f'<li><a href="/x">{escape(t)}</a></li>' for t in words["menu"])
    teasers = "".join(
        v.teaser.format(title=escape(title), excerpt=escape(text)) for title, text in related
    )
    who = plan.author.split(",")[0]
    bio = words["bio"][0].format(who=who)
    plan.out.append(bio)
    return {
        "menu": f"<ul>{links}</ul>",
        "teasers": teasers,
        "comment": f"<p>{escape(comment)}</p>",
        "bio": f"<p>{escape(bio)}</p>",
        **{
            name: "".join(f"<p>{escape(s)}</p>" for s in words[name])
            for name in ("cookie", "newsletter", "footer", "sidebar")
        },
        "share": "".join(f'<a href="https://share.example">{s}</a> ' for s in words["share"]),
    }


def make_page(seed: int, half: int) -> Page:
    """One page; the same seed and half always give the same page."""
    v = VOCABULARIES[half]
    language = "es" if seed % 7 == 3 else "en"
    family = FAMILIES[seed % 3]
    plan, w = make_plan(seed + half * 500, language, v)
    rng = random.Random(seed * 7 + half)  # noqa: S311 - no secret
    around = _around(plan, v, language, w)
    plan.out = [s for s in plan.out if "{" not in s]
    look = Look(plan, v, rng, family)
    parts = {
        **around,
        "head": _facts_in_head(plan, v, seed, language),
        "title": escape(plan.title),
        "byline": escape(_byline(plan, v, language)),
        "body": look.render(),
        "day": str(plan.published),
        "author": escape(plan.author),
        "language": language,
        **{f"h_{k}": escape(t) for k, t in v.section_titles[language].items()},
    }
    shape = v.shapes[family][(seed // 3) % len(v.shapes[family])]
    plan.out += list(v.section_titles[language].values())
    html = shape.format(**parts)
    content = _encoded(html, seed)
    used = "{byline}" in shape
    return Page(
        name=f"{'tuning' if half == 0 else 'held-out'}-{seed:02}-{family}-{language}",
        content=content,
        title=plan.title,
        author=plan.author if used else None,
        published=plan.published,
        reviewed=plan.reviewed,
        url=plan.url,
        language=language,
        main=tuple(plan.main),
        boilerplate=tuple(dict.fromkeys(s for s in plan.out if s in _shown(html))),
        headings=tuple(plan.headings),
        levels_known=family == "journal",
        dois=tuple(plan.dois),
    )


def _shown(html: str) -> str:
    return unescape(html)


def _encoded(html: str, seed: int) -> bytes:
    match seed % 5:
        case 1:
            return html.replace("<head>", '<head><meta charset="windows-1252">').encode(
                "windows-1252", errors="xmlcharrefreplace"
            )
        case 2:
            return b"\xef\xbb\xbf" + html.encode()
        case 3:
            return html.encode("windows-1252", errors="xmlcharrefreplace")  # and says so nowhere
        case _:
            return html.replace("<head>", '<head><meta charset="utf-8">').encode()


def pages(half: int, count: int = 42) -> Iterator[Page]:
    """The pages of one half."""
    for seed in range(count):
        yield make_page(seed, half)
