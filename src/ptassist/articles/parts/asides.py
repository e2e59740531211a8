"""The words of what stands beside an article: headings such as "Related posts", share lines, calls to book."""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from ptassist.articles.article import BlockKind
from ptassist.articles.references import is_reference_heading

_LINE_WORDS = 25  # a longer paragraph says more than such a line does


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# Headings (and lone lines) that open what is no article.
HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "related posts",
        _any(
            r"^(?:related|recent|latest|similar|popular|more|other|recommended|further|previous)\s+(?:blog\s+|clinic\s+)?"
            r"(?:posts?|articles?|reads?|stories|blogs?|news|reading|from\b.*)\W*$",
            r"^you (?:may|might) (?:also )?(?:like|enjoy)\b.*$",
            r"^(?:(?:keep|continue) reading|read (?:more|next)|what to read next|up next|from (?:the|our) blog)\W*$",
            r"^(?:(?:explore|see) more|more from)\b.*$",
            r"^(?:artículos|entradas|publicaciones|temas|notas|lecturas) (?:relacionad[oa]s|recientes|similares)\W*$",
            r"^(?:también (?:te|le) puede (?:gustar|interesar)|más artículos|siga?(?:ue)? leyendo)\W*$",
        ),
    ),
    (
        "share bar",
        _any(
            r"^share(?: (?:this|with|on|via|it|the)\b.*)?\W*$",
            r"^(?:spread the word|compartir|comparte\b.*|compártelo|comparta\b.*)\W*$",
        ),
    ),
    (
        "author box",
        _any(
            r"^(?:about|meet|sobre|acerca de|conozca a)\s+(?:the\s+|our\s+|la\s+|el\s+|al\s+)?"
            r"(?:authors?|writers?|autora?)\b.*$",
            r"^(?:about|meet) (?:dr\.?|me)\b.*$",
            r"^(?:author|written by|autora?|el autor|la autora)\W*$",
        ),
    ),
    (
        "comments",
        _any(
            r"^(?:\d+\s+)?(?:comments?|responses?|replies|comentarios?|respuestas)\W*$",
            r"^(?:\d+\s+)?thoughts on\b.*$",
            r"^(?:leave|post|add|write) (?:a|your) (?:reply|comment)\b.*$",
            r"^join the (?:conversation|discussion)\W*$",
            r"^(?:deja|deje) (?:un|tu|su) (?:comentario|respuesta)\W*$",
        ),
    ),
    (
        "newsletter form",
        _any(
            r"^(?:subscribe|sign up|join)\b.*(?:newsletter|updates|list|mail|inbox|tips|blog)?\W*$",
            r"^(?:our )?newsletter\W*$",
            r"^stay (?:in touch|connected|updated)\W*$",
            r"^suscr[ií]b\w+\b.*$",
            r"^boletín\W*$",
        ),
    ),
    (
        "booking call",
        _any(
            r"^(?:ready to|need help|want (?:help|to learn more)|have (?:any )?questions|schedule|book|request)\b.*$",
            r"^(?:contact us|get in touch|call us|reserve|pida|agende|solicite|contáctenos|llámenos)\b.*$",
        ),
    ),
    ("categories", _any(r"^(?:categories|tags|archives?|topics|categorías|etiquetas)\W*$")),
)

# Single lines.
LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "copyright line",
        _any(
            r"^(?:copyright\b|©|\(c\)\s*\d{4})",
            "all rights reserved",
            "todos los derechos reservados",
        ),
    ),
    (
        "share bar",
        _any(
            r"^(?:share|tweet|pin|like|compartir|comparte)\b.{0,40}$(?<![.?!])",
            r"^(?:(?:share (?:on|via|to|with) )?(?:facebook|twitter|x|linkedin|pinterest|email(?: this)?|e-mail"
            r"|whatsapp|instagram|print|copy link|reddit)\W*)+$",
        ),
    ),
    (
        "categories",
        _any(
            r"^(?:posted in|filed under|categor(?:y|ies|ía|ías)|tags?|tagged|etiquetas?|topics?|publicado en)\b"
            r"\s*:?.{0,80}$(?<![.?!])"
        ),
    ),
    ("breadcrumbs", _any(r"^you are here\b.*$", r"^(?:home|inicio)\s*[>»›/|].*$")),
    (
        "reading time",
        _any(
            r"^\W*(?:reading time\W*)?\d+\s*(?:-|\s)?min(?:ute)?s?(?:\.|\s)*(?:read|reading|de lectura)?\W*$"
        ),
    ),
    (
        "photo credit",
        _any(
            r"^(?:photo|image|foto|imagen|picture)\s*(?:credit|by|source|courtesy|de|por|:).{0,80}$"
        ),
    ),
    (
        "cookie notice",
        _any(
            r"\b(?:we|site|website|page) uses? cookies\b",
            r"\busamos cookies\b",
            r"\bsitio (?:web )?(?:usa|utiliza) cookies\b",
        ),
    ),
    (
        "newsletter form",
        _any(
            r"\b(?:subscribe to|sign up for|join) (?:our|the) (?:\w+ )?(?:newsletter|mailing list|blog)\b",
            r"\bsuscrí?b[ae]se a\b",
            r"\bsuscríb[ae](?:se|te) a\b",
        ),
    ),
    (
        "menu",
        _any(
            r"^(?:back to (?:blog|top|all posts|the blog)|previous(?: post)?|next(?: post)?|older|newer)\W*$",
            r"^(?:all posts|read more|learn more|anterior|siguiente|volver|leer más|print(?: this)?(?: page)?)\W*$",
            r"^(?:skip to .{0,30}|(?:\d+ )?(?:likes?|views?))\W*$",
        ),
    ),
)

_PHONE = r"\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b"
_VISIT = (
    r"(?:appointments?|visits?|evaluations?|assessments?|consultations?|consults?|discovery calls?|cita|evaluación"
    r"|consulta)"
)
_US = r"(?:us|our (?:\w+ ){0,2}(?:team|clinic|office|staff|therapists?|front desk)|(?:the|this) (?:clinic|office))"
_DESK = (
    r"(?:our|us|clinic|office|today|book|schedule|appointments?|team|front desk|cita|hoy|consulta)"
)
# A call says whom to reach: us. So "schedule your exercise sessions" and "call the crisis line" are none.
_CALL = _any(
    rf"\b(?:call|text|contact|reach out to|e-?mail|get in touch with|visit|message)\b.{{0,30}}\b{_US}\b",
    rf"\b(?:book|schedule|request|reserve|make|claim)\b.{{0,30}}\b{_VISIT}\b.{{0,60}}\b(?:us|our|today|now|online)\b",
    rf"\b{_DESK}\b.{{0,80}}{_PHONE}",
    rf"{_PHONE}.{{0,80}}\b{_DESK}\b",
    r"\b(?:reach out|get started|contact us|call us|llámenos|contáctenos)\b.{0,20}(?:\b(?:today|now|hoy|ahora)\b|$)",
    r"\b(?:agende|reserve|solicite|pida|llame)\b.{0,40}\b(?:su cita|una cita|consulta|evaluación|nuestr[oa]s?)\b",
)
# A lone line, such as a button that was pasted as text.
_LONE_CALL = _any(
    rf"^(?:book|schedule|request|reserve|make|claim|agende|reserve|solicite|pida)\b.{{0,40}}"
    rf"\b(?:{_VISIT}|today|now|online|consult)\W*$",
    r"^(?:call|contact|text|llame|llámenos|contáctenos)(?: us| today| now| hoy)*\W*$",
    r"^get (?:started|in touch)(?: today| now)?\W*$",
)
# What goes along with a call and says nothing of its own.
_AROUND_A_CALL = re.compile(
    r"^(?:ready|want|need|looking|tired|interested|curious|not sure|have questions|don[’']t wait|we"
    r"|we[’']re|our|let us|let[’']s|take the|¿?(?:lista?|listo|quiere|necesita|busca)|nosotros|nuestr[oa])\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# What a clinician may say in such words and a reader must not lose.
_ADVICE = re.compile(
    r"\b(?:911|988|112|doctor|physician|provider|midwife|emergency|urgent|if|unless|before|until|when|numb\w*|weak\w*"
    r"|fever|swell\w*|fracture|bleed\w*|crisis|lifeline|hotline|poison|suicid\w*|médico|doctora|si|antes|cuando|urgencias"
    r"|emergencia|fiebre|debilidad|crisis|veneno)\b",
    re.IGNORECASE,
)
_LONGEST_CALL = 45
_LONGEST_LABEL = 8


def heading_label(text: str) -> str | None:
    """What a heading opens, if it is no part of an article."""
    if len(text.split()) > _LONGEST_LABEL + 4:
        return None
    return next((label for label, pattern in HEADINGS if pattern.match(text.strip())), None)


def line_label(text: str) -> str | None:
    """What a line is that stands in no article."""
    return next((label for label, pattern in LINES if pattern.search(text)), None)


def is_call(text: str) -> bool:
    """Whether a line calls visitors to book with the clinic; never one that tells whom to ask, or when.

    Args:
        text: One paragraph; all its sentences must belong to the call.
    """
    words = len(text.split())
    if words > _LONGEST_CALL or _ADVICE.search(text):
        return False
    if words <= _LONGEST_LABEL and _LONE_CALL.match(text):
        return True
    calls = [bool(_CALL.search(sentence)) for sentence in _SENTENCE.split(text.strip())]
    around = [bool(_AROUND_A_CALL.match(sentence)) for sentence in _SENTENCE.split(text.strip())]
    return any(calls) and all(call or idle for call, idle in zip(calls, around, strict=True))


class _Row(Protocol):
    """A heading, paragraph or item of a paper."""

    @property
    def kind(self) -> BlockKind: ...
    @property
    def text(self) -> str: ...


Row = TypeVar("Row", bound=_Row)


def without_asides(rows: Iterable[Row]) -> tuple[list[str], list[Row]]:
    """Takes lone calls to book and other lines that are no text out of a paper.

    Returns:
        What was taken out, as staff are told, and what stays; a reference list stays whole.
    """
    left_out: list[str] = []
    kept: list[Row] = []
    in_references = False
    for row in rows:
        in_references = in_references or is_reference_heading(row.text)
        lone = row.kind is not BlockKind.HEADING and not in_references
        label = line_label(row.text) if len(row.text.split()) <= _LINE_WORDS else None
        if lone and is_call(row.text):
            left_out.append(f'booking call: "{row.text[:60]}"')
        elif lone and label:
            left_out.append(label)
        else:
            kept.append(row)
    return left_out, kept
