"""Passages of an article that are not written for readers: orders to a program, imitated cards, other help lines.

None of it changes an answer: triage reads visitors only, and an article's words are shown as text. But whoever wrote it
into a clinic's article meant something by it, so staff are told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ptassist.articles.article import Article

_ORDERS = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,30}\b(?:previous|prior|above|earlier|all|your|the|any)\b"
    r"[^.\n]{0,20}\b(?:instructions?|rules?|prompts?|guidelines|triage|red flags?)\b"
    r"|\b(?:ignor[ae]|olvid[ae]|omit[ae])\b[^.\n]{0,30}\b(?:instrucciones|reglas|indicaciones anteriores)\b"
    r"|\bsystem prompt\b|\bdeveloper mode\b|\bjailbreak\b|\bprompt injection\b"
    r"|\byou are (?:now )?(?:an? )?(?:\w+ )?(?:ai|assistant|chatbot|language model|bot)\b"
    r"|\b(?:dear|attention|note to(?: the)?|hey) (?:ai|assistant|chatbot|bot|language model|llm|ptassist)\b"
    r"|\bwhen(?:ever)? (?:asked|a (?:user|visitor|patient) asks)\b[^.\n]{0,60}"
    r"\b(?:say|reply|respond|answer|quote|output)\b"
    r"|\b(?:always|only) (?:quote|cite|answer with|reply with|output) (?:this|the following)\b"
)
_CARDS = (
    r"[\"'{\[<]\s*/?\s*(?:level|card|triage|kind|frames?|segments?)\b[\"']?\s*[:=>]"
    r"|\b(?:level|triage)\s*[:=]\s*[\"']?(?:emergency|crisis|urgent_today|safety|clinician_first)\b"
    r"|\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|<\s*/?\s*(?:script|iframe|style|form)\b"
)
_PHONE = r"(?:\+?\d[\s().-]{0,2}){7,15}"
_HELP_LINES = r"\b(?:emergency|crisis|suicide|poison|emergencia|crisis)\b[^.\n]{0,60}?" + _PHONE
_KINDS = (
    (re.compile(_ORDERS, re.IGNORECASE), "speaks to a program, not to a reader"),
    (re.compile(_CARDS, re.IGNORECASE), "imitates a card or a template"),
    (re.compile(_HELP_LINES, re.IGNORECASE), "gives a help line of its own; check the number"),
)
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A passage to look at.

    Attributes:
        words: The passage, shortened.
        why: What is odd about it.
    """

    words: str
    why: str


def suspicions(article: Article) -> Iterator[Suspicion]:
    """The passages of an article that are not written for readers."""
    for pattern, why in _KINDS:
        for found in pattern.finditer(f"{article.title}\n{article.text}"):
            yield Suspicion(" ".join(found.group().split())[:_SHOWN], why)
