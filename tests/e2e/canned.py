"""Canned answers in the JSON shape of docs/architecture.md, and a server of them for what a real one never says.

The widget is driven against these where a test needs a state that the sample articles do not give on demand: every
level of card, every failure, hostile text, an answer that comes late.
"""

from typing import Any

Json = dict[str, Any]

HANDOFF: Json = {
    "text": "A physical therapist can look at your case. Call us or book a visit.",
    "actions": [
        {"label": "Call (555) 010-0100", "href": "tel:5550100100"},
        {"label": "Book a visit", "href": "/booking"},
    ],
}

CONFIG: Json = {
    "clinic": {
        "name": "Sample Physical Therapy Clinic",
        "assistant_name": "Article Assistant",
        "phone": "(555) 010-0100",
        "booking_url": "/booking",
    },
    "language": "en",
    "languages": ["en", "es"],
    "disclosure": {
        "en": "Automated tool. It quotes our articles. It is not a person and not medical advice. Do not type "
        "names or private details. We don't keep your messages. Emergency? Call 911. Crisis? Call or text 988.",
        "es": "Herramienta automática. Cita nuestros artículos. No es una persona ni da consejo médico. No "
        "escriba nombres ni datos privados. No guardamos sus mensajes. ¿Emergencia? Llame al 911. "
        "¿Crisis? Llame o escriba al 988.",
    },
    "pinned": {
        "en": "Automated, not medical advice · 911 · 988",
        "es": "Automático, no es consejo médico · 911 · 988",
    },
    "unreviewed": {
        "en": "Not yet reviewed by a therapist.",
        "es": "Un terapeuta aún no lo ha revisado.",
    },
    "suggestions": {
        "en": [
            "Is jumping safe with osteoporosis?",
            "How long does heel pain take to get better?",
            "What happens at a first visit?",
        ],
        "es": [
            "¿Es seguro saltar con osteoporosis?",
            "¿Cuánto tarda en mejorar el dolor de talón?",
            "¿Qué pasa en la primera visita?",
        ],
    },
    "handoff": {
        "en": HANDOFF,
        "es": {
            "text": "Un fisioterapeuta puede ver su caso. Llámenos o pida una cita.",
            "actions": [
                {"label": "Llamar al (555) 010-0100", "href": "tel:5550100100"},
                {"label": "Pedir una cita", "href": "/booking"},
            ],
        },
    },
}

REFERENCE: Json = {
    "label": "[2]",
    "text": "Watson SL, et al. High-intensity resistance and impact training improves bone mineral density. "
    "J Bone Miner Res. 2018.",
    "doi": "10.1002/jbmr.3284",
    "url": None,
}

CITATION: Json = {
    "number": 1,
    "article_id": "strength-and-osteoporosis",
    "title": "Strength Training and Osteoporosis",
    "heading": "Safe Practices Include:",
    "author": "Sample article",
    "published": "2026-11-20",
    "reviewed": None,
    "url": "/articles/strength-and-osteoporosis",
    "deep_link": "/articles/strength-and-osteoporosis?s=1-2#q",
    "language": "en",
    "sample": True,
    "further_reading": [REFERENCE | {"label": "[3]"}],
}

EMPTY: Json = {
    "id": "0123456789abcdef0123456789abcdef",
    "kind": "answer",
    "level": "none",
    "card": None,
    "frames": [],
    "segments": [],
    "citations": [],
    "nearest": [],
    "handoff": HANDOFF,
    "suggestions": [],
    "confidence": 0.9,
    "language": "en",
    "index_version": "test",
    "notices": [],
    "notes": [],
}


def segment(text: str, role: str = "answer", **more: Any) -> Json:
    """One quoted sentence of the first citation."""
    article = CITATION["article_id"]
    quote = {"article_id": article, "passage_id": f"{article}#1", "start": 300, "end": 359}
    return {
        "text": text,
        "citation": 1,
        "role": role,
        "quote": quote,
        "references": [],
    } | more


def frame(text: str, before: int | None) -> Json:
    """A fixed sentence of ours."""
    return {"code": "test", "text": text, "before": before}


JUMPING: Json = EMPTY | {
    "level": "clinician_first",
    "card": {
        "title": "Check with a clinician first",
        "text": "With weak bones, ask before you start a new exercise.",
        "actions": [],
    },
    "notices": [frame("From sample articles, not this clinic's own.", None)],
    "frames": [
        frame("We can't say if it is safe for you. Our article says:", 0),
        frame("First:", 0),
        frame("Then, under", 1),
        frame("These quotes do not say who should avoid this. Ask a therapist first.", None),
    ],
    "segments": [
        segment(
            "Before starting a strength training program, especially if you have osteoporosis or are at high "
            "risk, consult your healthcare provider or a physical therapist.",
            "condition",
        ),
        segment("Safe Practices Include:", "context"),
        segment(
            "Slowly work into high-impact movements, such as jumping [2].",
            references=[REFERENCE],
        ),
    ],
    "citations": [CITATION],
    "suggestions": ["How often should I train?", "Which exercises should I avoid?"],
}

LONG: Json = JUMPING | {
    "card": None,
    "level": "none",
    "frames": [
        *JUMPING["frames"][:3],
        frame("Another article says:", 6),
        JUMPING["frames"][3],
    ],
    "segments": [
        *JUMPING["segments"],
        segment("Rest for a day between two sessions."),
        segment("Stop when a joint hurts.", "condition"),
        segment("Build up over twelve weeks."),
        segment("Stand near a wall.", "condition", citation=2),
        segment("Walk on heels and toes.", citation=2),
    ],
    "citations": [
        CITATION,
        CITATION
        | {"number": 2, "article_id": "falls", "title": "Balance and Falls", "heading": None},
    ],
}

NOTED: Json = EMPTY | {
    "segments": [segment("A kyphosis changes the range of motion of the shoulder.")],
    "citations": [CITATION],
    "notes": [
        {"term": "kyphosis", "text": "an upper back that is rounded."},
        {"term": "range of motion", "text": "how far a joint can move."},
    ],
}

NOT_COVERED: Json = EMPTY | {
    "kind": "not_covered",
    "frames": [frame("Our articles do not answer this.", None)],
    "nearest": [
        {
            "article_id": "knee-pain",
            "title": "Knee Pain on Stairs",
            "url": "/articles/knee-pain",
        },
        {"article_id": "falls", "title": "Balance and Falls", "url": "/articles/falls"},
    ],
}

SPANISH: Json = EMPTY | {
    "language": "es",
    "handoff": CONFIG["handoff"]["es"],
    "frames": [frame("Nuestro artículo dice:", 0)],
    "segments": [segment("Empiece despacio con los saltos.")],
    "citations": [CITATION | {"language": "es", "title": "Entrenamiento de fuerza y osteoporosis"}],
}


def card(level: str) -> Json:
    """An answer that is a card of a level."""
    urgent = level in {"emergency", "crisis", "safety"}
    actions = [
        {"label": "Call 911", "href": "tel:911"},
        {"label": "Text 988", "href": "sms:988"},
    ]
    text = "These signs can be an emergency. Do not wait.\nIf you are alone, unlock the door."
    return EMPTY | {
        "kind": "urgent" if urgent else "answer",
        "level": level,
        "card": {"title": f"Get help now ({level})", "text": text, "actions": actions},
    }


HOSTILE: Json = EMPTY | {
    "card": {
        "title": "<img src=x onerror=alert(1)>",
        "text": "<script>alert(1)</script>",
        "actions": [
            {"label": "script", "href": "javascript:alert(1)"},
            {"label": "data", "href": "data:text/html,<script>alert(1)</script>"},
            {"label": "broken", "href": "https://[broken"},
            {"label": "mail", "href": "mailto:desk@clinic.example"},
        ],
    },
    "level": "emergency",
    "frames": [frame("<b>bold</b>", 99), frame("early", -1)],
    "segments": [
        segment("<svg onload=alert(1)>" + "long " * 20_000, citation=7),
        segment("numbered", citation=1),
    ],
    "citations": [
        CITATION
        | {
            "title": "<i>title</i>",
            "deep_link": "vbscript:alert(1)",
            "url": "javascript:alert(1)",
            "published": "not a date",
        }
    ],
    "nearest": [{"article_id": "x", "title": "nearest", "url": "javascript:alert(1)"}],
    "notes": [{"term": "<b>numbered</b>", "text": "<img src=x onerror=alert(3)>"}],
}
