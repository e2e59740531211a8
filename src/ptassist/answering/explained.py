"""Explained: whether a text tells in the same breath what a word means, as in "sarcopenia (loss of muscle)".

Told are "called X", "X is a", "X means", "X (what it is)", "what it is (X)" and their like, in English and Spanish.
"""

import re

# How far around a word its explanation is looked for.
_NEAR = 90
# An article that says it more often is not looked through to its end.
_MOST_PLACES = 50
_ARTICLE = r"(?: (?:an?|the|el|la|los|las|una?))?"
_CALLED = re.compile(
    r"\b(?:called|known as|termed|named|what (?:is|are)|what does|(?:word|name|term) (?:for \w+ )?is"
    r"|se llaman?|llamad[oa]s?|conocid[oa]s? como|qué (?:es|son))"
    rf"{_ARTICLE}[\s\"“'‘«]+$"
)
_IS = re.compile(
    r"[\"”'’»]? (?:(?:is|are) (?:an?|the|when|where|what|how|pain|loss)|means?|refers? to|describes?"
    r"|(?:es|son) (?:una?s?|el|la|los|las|cuando|lo que|dolor|pérdida)|significan?|quieren? decir)\b"
)
# "Surgery for prolapse is an option" tells of surgery.
_OF_ANOTHER = re.compile(
    r"\b(?:in|for|of|with|to|after|from|during|on|by|de|con|en|para|por|tras|del|al)(?: \w+){0,2} $"
)
_BESIDE = re.compile(
    r"[\"”'’»]?(?:"
    r",? (?:such as|like|como) "
    r"|, (?:which (?:is|are|means?)|meaning|that is|i\.e\.|also (?:called|known as)) "
    r"|, (?:que (?:es|son|significa)|es decir|o sea|también (?:llamad|conocid)[oa]s?)\b"
    r"|, (?:an?|the|or|una?|el|la|o) [^,.;:]{3,60},"
    # A year or a number tells of a study, one word alone of a short form.
    r"| \([^()\d]*[^\W\d_]+ [^()\d]*\)"
    r")"
)
_IN_BRACKETS = re.compile(r"[^\W\d_][^()]{2,} \($")
_ENDING = re.compile(r"(?:e?s)?(?![^\W_])")


def is_explained(text: str, term: str) -> bool:
    """Whether a text tells in the same breath what a word means.

    Args:
        text: A sentence or a whole article, in small letters.
        term: The word, as it is written.
    """
    word = term.lower()
    start = text.find(word)
    for _ in range(_MOST_PLACES):
        if start < 0:
            break
        end = start + len(word)
        before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        if not before[-1:].isalnum() and _tells(before, after, is_short_form=term.isupper()):
            return True
        start = text.find(word, end)
    return False


def _tells(before: str, after: str, *, is_short_form: bool) -> bool:
    """Whether what stands around a word explains it: "called X", "X is the", "loss of muscle (X)"."""
    ending = _ENDING.match(after)
    if ending is None:
        return False
    after = after[ending.end() :]
    if _CALLED.search(before) or _BESIDE.match(after):
        return True
    if _IS.match(after) and not _OF_ANOTHER.search(before):
        return True
    # A short form in brackets only follows what it is short for.
    return after.startswith(")") and not is_short_form and bool(_IN_BRACKETS.search(before))
