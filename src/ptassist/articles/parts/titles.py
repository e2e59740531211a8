"""A title for a text that came without one, for a person to check."""

import re
from collections import Counter

DERIVED = "the title is derived from the text: check it"

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡\"“])")
_SUBJECT = re.compile(
    r"^(?P<subject>[^.,;:()?!]{8,80}?)\s*(?:\([^)]*\)\s*)?\b"
    r"(?:is|are|focuses|focus|helps?|means|refers|involves|includes?|can|may|works?|es|son|ayuda|consiste|puede)\b"
)
_OPENING = re.compile(
    r"^(?:while|typically|this|these|those|that|it|if|when|there|they|we|you|once|in|after|before|as|for|with|some|many"
    r"|most|ultimately|but|and|here|our|what|how|why|mientras|este|esta|estos|si|cuando|hay|en|para|con|muchas?|muchos?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_SENTENCES = 8
_WORDS = 10


def derive_title(text: str) -> str:
    """Takes the subject of an early sentence whose words come back most often; else the first words.

    Args:
        text: The article, or all of its words in one line.
    """
    words = Counter(word.casefold() for word in _WORD.findall(text))
    best, score = "", 0.0
    for sentence in _SENTENCE.split(" ".join(text.split()))[:_SENTENCES]:
        match = _SUBJECT.match(sentence)
        if match is None or _OPENING.match(sentence):
            continue
        own = [word.casefold() for word in _WORD.findall(match["subject"])]
        weight = sum(words[word] - 1 for word in own)
        if len(own) > 1 and weight > score:
            best, score = match["subject"], weight
    return best.strip() or " ".join(text.split()[:_WORDS]).rstrip(".,;:")
