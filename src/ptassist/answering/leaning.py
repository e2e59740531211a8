"""Leaning: whether a message names too little to be understood without what was said before it.

"How often?" names nothing, "and for the knee?" is the rest of a sentence, "does it help?" points back. A message that
names a part of the body or a complaint in a whole sentence stands alone: a new subject is not mixed with the old one.
"""

import re

from ptassist.answering.subjects import Said

# The most telling words that a message which leans may have: without a subject; without one, but with a word that
# connects or points back; with one in the rest of a sentence; with one and a word that points back.
_FEW, _FEW_TIED, _FEW_CUT_SHORT, _FEW_POINTING = 2, 6, 3, 4

_CONNECTIVE = re.compile(
    r"^(?:(?:ok|okay|and|but|so|or|also|then|well|what about|how about|what if"
    r"|y|e|o|pero|entonces|tambien|bueno|que tal|que pasa con)\b ?)+"
)
_PREPOSITION = re.compile(
    r"^(?:for|with|without|in|during|after|before|at|on|from|while|if|para|con|sin|en|durante|despues|antes|si)\b"
)
# A whole sentence, not the rest of one.
_COMPLETE = re.compile(
    r"^(?:is|are|was|were|does|do|did|can|could|should|will|would|may|how|why|when|which|where|who|what|es|son|puedo|debo"
    r"|como|cuando|cuant[oa]s?|cual|por que)\b"
    r"|\b(?:is|are|does|do|did|can|could|should|will|would|how|why|when) (?:i|you|we|he|she|they|my)\b"
    r"|\b(?:hurts?|aches?|aching|duelen?)\b"
)
_DEFINITION = re.compile(r"^what(?:'s|s| is| are) ")

_POINTING = re.compile(
    r"\b(?:it|its|this|that|these|those|they|them|their|he|she|his|him|her|ones?|instead|either|both|another|others?|same"
    r"|eso|esto|esos|estos|esas|ella|ello|ellos|ellas|lo)\b"
)
_WITH_NOUN = frozenset({"this", "that", "these", "those", "both"})
# "It" and "that" that point at nothing: "is it ok to run", "so that I heal".
_EXPLETIVE = re.compile(
    r"\b(?:is|was|would|will|be|makes?) it (?:\w+ ){0,4}?(?:to|if|when|that)\b"
    r"|\bit(?:'s| is) (?:\w+ ){0,2}?(?:to|if|that)\b|\bso that\b"
)
_OF_IT = re.compile(r"\b(?:for|of|with|from|about|to|after|before|during) (?:it|this|that|them)\b")
_SOMEBODY = re.compile(r"\b(?:he|she|his|her|him)\b")
_THEIRS = re.compile(r"\b(?:he|she|his|her|him|they|them|their)\b")
_PERSON = re.compile(
    r"\b(?:son|daughter|dad|mum|mom|mother|father|husband|wife|baby|child|kid|toddler|boy|girl|gran|grandma|granny|grandpa"
    r"|grandad|partner|friend|brother|sister|doctor|doc|surgeon|\d+ ?yo)s?\b"
)


def leans(said: Said) -> bool:
    """Whether a message names too little to be understood without what was said before."""
    named, rest = len(said.telling), _unconnected(said)
    if named == 0:
        return True
    if said.named or (said.states and named > 1):
        cut_short = (rest != said.plain or _PREPOSITION.match(rest)) and not _COMPLETE.search(rest)
        most = _FEW_POINTING if points(said) else _FEW_CUT_SHORT if cut_short else 0
    else:
        most = _FEW_TIED if is_tied(said) else _FEW
    return named <= most and not _defines(said)


def is_tied(said: Said) -> bool:
    """Whether it connects to what was said before, or points back at it."""
    return _unconnected(said) != said.plain or points(said)


def leaves_open(said: Said) -> bool:
    """Whether it leans on the very question before it ("when exactly?", "how often do I do that?")."""
    if not said.telling:
        return True
    return len(said.telling) <= _FEW and points(said) and not _THEIRS.search(said.plain)


def points(said: Said) -> bool:
    """Whether a word points at something that the message has not named before it."""
    plain = _EXPLETIVE.sub(" ", _unconnected(said))
    if _PERSON.search(plain):
        plain = _THEIRS.sub(" ", plain)
    elif _SOMEBODY.search(plain):
        return True
    if _OF_IT.search(plain) and not said.named:
        return True
    found = _POINTING.search(plain)
    if found is None:
        return False
    before, after = plain[: found.start()].split(), plain[found.end() :].split()
    if said.named & {*before, *(after[:2] if found[0] in _WITH_NOUN else ())}:
        return False
    return sum(word in said.telling for word in before) < _FEW


def _unconnected(said: Said) -> str:
    """The words without "and", "ok" or "what about" in front."""
    return said.plain[found.end() :] if (found := _CONNECTIVE.match(said.plain)) else said.plain


def _defines(said: Said) -> bool:
    """Whether it asks what something is that it names: "what is cupping"."""
    found = _DEFINITION.match(said.plain)
    return found is not None and all(w in said.telling for w in said.plain[found.end() :].split())
