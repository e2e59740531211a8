"""The words and the class names of the made-up pages: what they say, and two vocabularies of how sites build them."""

# ruff: noqa: E501 - the pages are easier to read as the lines that they have

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Speech:
    """How a page talks."""

    patterns: tuple[str, ...]
    acts: tuple[str, ...]
    parts: tuple[str, ...]
    whens: tuple[str, ...]
    headings: tuple[str, ...]
    title: str
    columns: tuple[str, str, str]
    months: tuple[str, ...]
    date: str
    by: str
    reviewed: str


SPEECH: Mapping[str, Speech] = {
    "en": Speech(
        patterns=(
            "{act} {when} can ease the {part} within {n} days.",
            "In trial {n}, people with pain in the {part} did better with a plan to {act} {when}.",
            "Do not {act} with a hot, swollen {part}; it took {n} people longer to heal.",
            "If the {part} aches at night, see a doctor before you {act} {when} (group {n}).",
            "Call your doctor the same day if the {part} goes numb after {n} steps.",
            "The {part} carries {n} percent of the load when you {act} {when}.",
            "Our therapists see that a strong {part} lets {n} patients of ours {act} {when}.",
        ),
        acts=("Walking", "exercise", "a slow squat", "heel raises", "balance work", "stretching"),
        parts=("knee", "hip", "bone of the heel", "shoulder", "lower back", "pelvic floor"),
        whens=("twice a day", "before breakfast", "on firm ground", "with a light band"),
        headings=(
            "Why the {part} hurts {n}",
            "What helps the {part} {n}",
            "When to rest the {part} {n}",
            "Caring for your {part}: step {n}",
        ),
        title="A Plain Guide to the {part}, Part {n}",
        columns=("Exercise", "Week", "How it should feel"),
        months=(
            "January February March April May June July August September October November December"
        ).split(),  # type: ignore[arg-type]
        date="{month} {day}, {year}",
        by="By",
        reviewed="Last reviewed",
    ),
    "es": Speech(
        patterns=(
            "El dolor de la {part} mejora en {n} días con {act} {when}.",
            "En el estudio {n}, las personas con dolor en la {part} mejoraron con {act} {when}.",
            "No haga {act} si la {part} está hinchada; {n} personas tardaron más en sanar.",
            "Consulte a su médico si la {part} se duerme después de {n} pasos.",
        ),
        acts=("caminata suave", "ejercicio de fuerza", "estiramiento", "equilibrio"),
        parts=("rodilla", "cadera", "espalda baja", "muñeca"),
        whens=("dos veces al día", "antes del desayuno", "en suelo firme"),
        headings=("¿Por qué duele la {part} {n}", "Qué ayuda a la {part} {n}"),
        title="Guía sencilla de la {part}, parte {n}",
        columns=("Ejercicio", "Semana", "Cómo debe sentirse"),
        months=(
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
            " diciembre"
        ).split(),  # type: ignore[arg-type]
        date="{day} de {month} de {year}",
        by="Por",
        reviewed="Última revisión",
    ),
}


@dataclass(frozen=True)
class Vocabulary:
    """How one half of the sites is built."""

    site: str
    separator: str
    schema_type: str
    authors: tuple[str, ...]
    columns: tuple[str, str]
    figure: str
    faq: str
    accordion: str
    builder_paragraphs: tuple[str, ...]
    styled_headings: tuple[str, ...]
    cta_shapes: tuple[str, ...]
    calls: Mapping[str, tuple[tuple[str, str], ...]]
    reference_headings: Mapping[str, tuple[str, ...]]
    around: Mapping[str, Mapping[str, tuple[str, ...]]]
    section_titles: Mapping[str, Mapping[str, str]]
    teaser: str
    shapes: Mapping[str, tuple[str, ...]]


_JOURNAL_A = """<!DOCTYPE html>
<html lang="{language}"><head>
{head}
<style>.a{{color:red}}</style></head>
<body class="post-template-default single single-post has-sidebar">
<a class="skip-link screen-reader-text" href="#content">{h_skip}</a>
<div id="cookie-notice" role="dialog" class="cookie-notice">{cookie}</div>
<header id="masthead" class="site-header"><nav class="main-navigation">{menu}</nav></header>
<div id="content" class="site-content"><div id="primary"><main id="main" class="site-main">
<article id="post-9" class="post type-post status-publish hentry category-blog">
<header class="entry-header"><h1 class="entry-title">{title}</h1>
<div class="entry-meta"><span class="byline">{byline}</span></div></header>
<div class="entry-content">
{body}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">{h_share}</h3>{share}</div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>{h_related}</h3>{teasers}</div>
</div>
<footer class="entry-footer"><span class="cat-links">Posted in <a href="/c">Blog</a></span></footer>
</article>
<div class="author-box"><h4>{h_author}</h4>{bio}</div>
<nav class="navigation post-navigation"><a href="/p">Previous</a> <a href="/n">Next</a></nav>
<div id="comments" class="comments-area"><h2>{h_comments}</h2><ol class="comment-list"><li>{comment}</li></ol>
<form><textarea></textarea><button>Send</button></form></div>
</main></div>
<aside id="secondary" class="widget-area">{sidebar}</aside></div>
<footer id="colophon" class="site-footer">{newsletter}{footer}</footer>
<script>var x = "<p>No sentence.</p>";</script></body></html>"""

_JOURNAL_A2 = """<!DOCTYPE html>
<html lang="{language}"><head>
{head}
</head>
<body class="elementor-default single-post"><div class="elementor-location-header">{menu}</div>
<div class="elementor elementor-location-single"><section class="elementor-section"><div class="elementor-container">
<div class="elementor-widget elementor-widget-theme-post-title"><h1 class="elementor-heading-title">{title}</h1></div>
<div class="elementor-widget elementor-widget-post-info"><ul><li>{byline}</li></ul></div>
<div class="elementor-widget elementor-widget-theme-post-content"><div class="elementor-widget-container">
{body}</div></div>
<div class="elementor-widget elementor-widget-share-buttons">{share}</div>
<div class="elementor-widget elementor-widget-author-box"><h4>{h_author}</h4>{bio}</div>
<div class="elementor-widget elementor-widget-posts"><h3>{h_related}</h3>{teasers}</div>
</div></section></div>
<div class="elementor-location-footer">{sidebar}{newsletter}{footer}</div>
<div class="cky-consent-container" role="region" aria-label="cookies">{cookie}</div></body></html>"""

_BUILDER_A = """<!DOCTYPE html>
<html lang="{language}"><head>
{head}
</head><body id="dmRoot" class="dmRoot"><div id="site"><div><div class="dmHeaderContainer"><div class="unifiednav">{menu}</div></div>
<div class="dmInner"><div id="dm_content"><div class="dmRespRow"><div class="dmRespCol large-12">
<div class="dmNewParagraph" data-element-type="blog-title"><h1><span>{title}</span></h1></div>
<div class="blog-post-info"><span>{byline}</span></div>
<div class="dmPostContent"><div><div>{body}</div></div></div>
</div></div><div class="dmRespRow"><div class="dmShareBox"><span>{h_share}</span>{share}</div></div>
<div class="dmRespRow" data-anchor="posts"><div class="inner-title">{h_related}</div><div class="blog-list">{teasers}</div></div>
<div class="dmRespRow"><div>{bio}{sidebar}</div></div>
</div></div><div class="dmFooterContainer"><div>{newsletter}</div><div>{footer}</div></div></div>
<div id="gdpr-banner" style="position:fixed">{cookie}</div></body></html>"""

_BUILDER_A2 = """<html lang="{language}"><head>
{head}
</head><body><div id="SITE_CONTAINER"><div id="comp-k1"><div id="comp-k2" class="wixui-menu">{menu}</div></div>
<div id="PAGES_CONTAINER"><div><div><div><section class="comp-k5"><div data-hook="post">
<div data-hook="post-title"><h1 class="H3vOVf">{title}</h1></div><ul data-hook="post-metadata"><li>{byline}</li></ul>
<div data-hook="post-description"><div class="rcv-content">{body}</div></div>
<div data-hook="post-footer"><div class="social-share">{share}</div></div></div>
<div data-hook="related-posts"><div>{h_related}</div>{teasers}</div>
<div class="comments-widget"><p>{h_comments}</p>{comment}</div></section></div></div></div></div>
<div id="SITE_FOOTER">{sidebar}{newsletter}{footer}</div></div></body></html>"""

_STATIC_A = """<HTML><HEAD>
{head}
</HEAD><BODY bgcolor=white>
<p><font size=2>{menu}</font></p><hr>
<h1>{title}</h1>
<p><i>{byline}</i></p>
{body}
<hr>
<h3>{h_related}</h3>{teasers}
<p><small>{footer}</small></p>
</BODY></HTML>"""

_STATIC_A2 = """<html lang={language}><head>
{head}
</head><body>
<table width=100%><tr><td width=150 valign=top class=navbar>{menu}{sidebar}</td><td valign=top>
<h1>{title}</h1>
<p class=byline>{byline}</p>
{body}
<p>{share}</p>
</td></tr></table>
<div class=footer>{footer}</div></body></html>"""

A = Vocabulary(
    site="Example Motion Clinic",
    separator=" | ",
    schema_type="BlogPosting",
    authors=("Author One, PT, DPT", "Dr. Author Two, PT", "Author Three, PT, DPT, OCS"),
    columns=("wp-block-columns", "wp-block-column"),
    figure="wp-block-image",
    faq="faq-list",
    accordion='<div class="accordion-item"><button class="accordion-button" aria-expanded="false"'
    ' aria-controls="a{n}">{question}</button><div id="a{n}" style="display:none"><p>{answer}</p></div></div>\n',
    builder_paragraphs=(
        '<p class="m-size-14" style="line-height:1.5"><span style="display:unset;color:rgb(51,51,51)">{}</span></p>\n',
        "<div><div><span>{}</span></div></div>\n",
        '<p style="margin:0"><br></p><p><span><span style="font-size:16px">{}</span></span></p>\n',
    ),
    styled_headings=(
        '<p><span style="font-size:{size}px;font-weight:bold">{text}</span></p>\n',
        '<p style="font-size:{size}px"><span><strong>{text}</strong></span></p>\n',
    ),
    cta_shapes=(
        '<div class="wp-block-buttons cta"><p>{words}</p><a class="wp-block-button__link" href="/book">{button}</a></div>\n',
        '<p>{words}</p><p><a class="btn" href="/book">{button}</a></p>\n',
    ),
    calls={
        "en": (
            ("Ready to feel better? Call our clinic today at (555) 010-0100.", "Book a visit"),
            ("Our team is here for you, so reach out today.", "Schedule an Appointment"),
        ),
        "es": (("¡Llámenos hoy al (555) 010-0100 y reserve su cita!", "Reserve una cita"),),
    },
    reference_headings={"en": ("References", "Resources"), "es": ("Referencias",)},
    around={
        "en": {
            "menu": ("Home", "Services", "Our Team", "Blog", "Contact Us", "Patient Forms"),
            "cookie": ("We use cookies to improve your experience on our site.", "Accept all"),
            "newsletter": ("Sign up for our newsletter and never miss a post.",),
            "footer": (
                "1 Example Street, Example Town",
                "© 2025 Example Motion Clinic. All rights reserved.",
            ),
            "sidebar": (
                "Follow us on social media",
                "The staff were wonderful and I can garden again.",
            ),
            "share": ("Facebook", "Twitter", "Email this"),
            "bio": ("{who} has treated runners and dancers for a decade and loves long hikes.",),
        },
        "es": {
            "menu": ("Inicio", "Servicios", "Equipo", "Contacto"),
            "cookie": ("Usamos cookies para mejorar su experiencia.", "Aceptar"),
            "newsletter": ("Suscríbase a nuestro boletín mensual.",),
            "footer": (
                "1 Example Street, Example Town",
                "© 2025 Example Motion Clinic. Todos los derechos reservados.",
            ),
            "sidebar": ("Síganos en redes sociales",),
            "share": ("Facebook", "Twitter"),
            "bio": ("{who} trata a corredores desde hace diez años y le gusta la montaña.",),
        },
    },
    section_titles={
        "en": {
            "skip": "Skip to content",
            "share": "Share this:",
            "related": "Related Posts",
            "author": "About the Author",
            "comments": "2 Comments",
        },
        "es": {
            "skip": "Saltar al contenido",
            "share": "Compartir:",
            "related": "Artículos relacionados",
            "author": "Sobre la autora",
            "comments": "2 comentarios",
        },
    },
    teaser='<div class="post-teaser"><h4><a href="/r">{title}</a></h4><p>{excerpt}</p></div>\n',
    shapes={
        "journal": (_JOURNAL_A, _JOURNAL_A2),
        "builder": (_BUILDER_A, _BUILDER_A2),
        "static": (_STATIC_A, _STATIC_A2),
    },
)

_JOURNAL_B = """<!doctype html>
<html lang="{language}-US"><head>
{head}
</head>
<body class="blog-post-view">
<a class="visually-hidden" href="#top">{h_skip}</a>
<div class="global-top"><div class="logo"><a href="/">Sample Movement Studio</a></div><div class="links">{menu}</div></div>
<section class="hero"><div class="wrap"><p class="kicker"><a href="/blog">Blog</a></p><h1>{title}</h1>
<p class="meta-line">{byline}</p></div></section>
<div class="wrap two-up"><div class="col-8">
<div class="prose">
{body}
</div>
<div class="after-prose"><div class="toolbox">{share}</div>
<div class="person-card"><h5>{h_author}</h5>{bio}</div></div>
</div>
<div class="col-4"><div class="sticky">{sidebar}<h4>{h_related}</h4>{teasers}</div></div></div>
<section class="wrap talk"><h3>{h_comments}</h3>{comment}</section>
<section class="band">{newsletter}</section>
<section class="bottom">{footer}</section>
<section class="notice-strip" style="position:fixed;bottom:0">{cookie}</section></body></html>"""

_JOURNAL_B2 = """<!doctype html>
<html lang="{language}"><head>
{head}
</head><body class="gh-site">
<div id="gh-head">{menu}</div>
<main><article class="gh-article">
<header class="gh-article-header"><h1 class="gh-article-title">{title}</h1>
<div class="gh-article-meta"><span>{byline}</span> <time class="gh-date" datetime="{day}">{day}</time></div></header>
<section class="gh-content">
{body}
</section>
<section class="gh-after">{bio}<p>{share}</p></section>
</article>
<section class="gh-talk"><h2>{h_comments}</h2>{comment}</section>
<section class="gh-feed-box"><h2>{h_related}</h2>{teasers}</section></main>
<div class="gh-foot">{newsletter}{footer}</div><div class="gh-strip">{cookie}{sidebar}</div></body></html>"""

_BUILDER_B = """<html lang="{language}"><head>
{head}
</head><body id="collection-5f" class="tweak-on"><div id="siteWrapper"><div data-nc-group="top"><div data-nc-element="links">{menu}</div></div>
<div class="page-section"><div class="content-wrapper"><div class="content"><div class="blog-item-wrapper">
<div class="blog-item-top-wrapper"><div class="item-meta">{byline}</div><h1 data-content-field="title">{title}</h1></div>
<div class="blog-item-content-wrapper"><div><div class="sqs-layout"><div class="row"><div class="span-12">
<div class="sqs-block html-block"><div class="sqs-block-content">{body}</div></div></div></div></div></div></div>
<div class="blog-item-meta-wrapper"><div>{share}</div><div class="blog-item-who">{bio}</div></div>
</div></div></div></div>
<div class="page-section"><div class="summary-v2-block"><div class="summary-heading">{h_related}</div>{teasers}</div></div>
<div id="bottom-sections"><div class="sqs-block newsletter-block">{newsletter}</div><div>{sidebar}{footer}</div></div></div>
<div class="x9k2">{cookie}</div></body></html>"""

_BUILDER_B2 = """<html><head>
{head}
</head><body><div class="w-1a"><div class="w-2b">{menu}</div><div class="w-3c"><div class="w-4d">
<div style="font-size:40px;line-height:1.2">{title}</div><div style="color:#888">{byline}</div></div>
<div class="w-5e"><div class="w-6f"><div>{body}</div></div></div>
<div class="w-7g"><div style="font-size:26px">{h_share}</div>{share}</div>
<div class="w-8h"><div style="font-size:26px">{h_author}</div>{bio}</div>
<div class="w-9i"><div style="font-size:26px">{h_related}</div><div>{teasers}</div></div>
<div class="w-0j"><div>{newsletter}{sidebar}</div><div>{footer}</div></div></div></div><div>{cookie}</div></body></html>"""

_STATIC_B = """<html><head>
{head}
</head><body>
<center>{menu}</center>
<center><h1><font color=navy>{title}</font></h1>
<font size=-1>{byline}</font></center>
<blockquote>
{body}
</blockquote>
<p align=center>{share}</p>
<p><b>{h_author}</b></p>{bio}
<center><font size=1>{footer}</font></center>
</body></html>"""

_STATIC_B2 = """<!DOCTYPE html><html lang="{language}"><head>
{head}
</head><body>
<div id="left">{menu}{sidebar}</div>
<div id="right"><h2>{title}</h2>
<div><em>{byline}</em></div>
{body}
<p><strong>{h_related}</strong></p>
{teasers}
<p>{newsletter}</p></div>
<address>{footer}</address></body></html>"""

B = Vocabulary(
    site="Sample Movement Studio",
    separator=" – ",
    schema_type="MedicalWebPage",
    authors=("Author Four, PT, DPT, SCS", "Dr. Author Five, DPT", "Author Six, PT, WCS"),
    columns=("grid-2", "grid-cell"),
    figure="kg-image-card",
    faq="qa-group",
    accordion='<div class="qa"><div class="q-head" role="button" aria-expanded="false">{question}</div>'
    '<div class="q-body" style="display: none;"><p>{answer}</p></div></div>\n',
    builder_paragraphs=(
        '<p class="" style="white-space:pre-wrap;">{}</p>\n',
        '<div style="text-align:left"><span style="font-family:lato">{}</span></div>\n',
        '<p class="font_8" style="font-size:15px"><span class="c1">{}</span></p>\n',
    ),
    styled_headings=(
        '<div style="font-size:{size}px"><span>{text}</span></div>\n',
        '<p class="font_7"><span style="font-size:{size}px;"><span style="font-weight:700">{text}</span></span></p>\n',
    ),
    cta_shapes=(
        '<aside class="inline-offer"><p><em>{words}</em></p><button>{button}</button></aside>\n',
        '<p style="text-align:center"><strong>{words}</strong></p><div class="b7"><a href="https://booking.example">{button}</a></div>\n',
    ),
    calls={
        "en": (
            (
                "Want a plan made for you? Text our front desk at 555-010-0101 and we will find a time.",
                "Claim Your Free Consult",
            ),
            ("Schedule your evaluation online, and take the first step with us.", "Get Started"),
        ),
        "es": (("Agende su evaluación con nuestro equipo en línea.", "Pida su cita"),),
    },
    reference_headings={"en": ("Sources", "References:"), "es": ("Bibliografía", "Fuentes")},
    around={
        "en": {
            "menu": ("Start", "What We Treat", "Meet Us", "Journal", "Location", "Pricing"),
            "cookie": ("This website uses cookies so that it can work well.", "Decline"),
            "newsletter": ("Join our mailing list for monthly movement tips.",),
            "footer": (
                "22 Sample Road, Sampleville",
                "Copyright 2024 Sample Movement Studio",
                "Privacy Policy",
            ),
            "sidebar": (
                "Five stars from more than 200 neighbors",
                "The best care that I have had in years, thank you.",
            ),
            "share": ("Pin it", "LinkedIn", "Print this page"),
            "bio": (
                "{who} is a physical therapist who works with swimmers and bakes bread at home.",
            ),
        },
        "es": {
            "menu": ("Principal", "Tratamientos", "Nosotros", "Ubicación"),
            "cookie": ("Este sitio utiliza cookies para funcionar bien.", "Rechazar"),
            "newsletter": ("Suscríbase a nuestra lista de correo mensual.",),
            "footer": (
                "22 Sample Road, Sampleville",
                "Copyright 2024 Sample Movement Studio",
                "Aviso de privacidad",
            ),
            "sidebar": ("Cinco estrellas de más de 200 vecinos",),
            "share": ("LinkedIn", "Imprimir"),
            "bio": ("{who} es fisioterapeuta, trabaja con nadadores y hornea pan en casa.",),
        },
    },
    section_titles={
        "en": {
            "skip": "Jump to the text",
            "share": "Share this article",
            "related": "You May Also Like",
            "author": "Written by",
            "comments": "Leave a Reply",
        },
        "es": {
            "skip": "Ir al texto",
            "share": "Comparte este artículo",
            "related": "También le puede interesar",
            "author": "Acerca de la autora",
            "comments": "Deje un comentario",
        },
    },
    teaser='<div class="tile"><a href="/r"><div class="tile-name">{title}</div></a><div class="tile-text">{excerpt}</div></div>\n',
    shapes={
        "journal": (_JOURNAL_B, _JOURNAL_B2),
        "builder": (_BUILDER_B, _BUILDER_B2),
        "static": (_STATIC_B, _STATIC_B2),
    },
)

VOCABULARIES: tuple[Vocabulary, ...] = (A, B)
