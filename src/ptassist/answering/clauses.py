"""Clauses: a message in pieces, and which of them ask: people write without question marks, full stops and capitals."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A part of a sentence with fewer words is no clause by itself: "when and how do I ...".
_SHORTEST = 3
# What is told in front of a question stays with it in a sentence of at most so many words: "if I am 60, can I jump".
_LONGEST_SENTENCE = 20

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\s*[\n\r]+\s*|\s+(?=¿)")
_ABBREVIATION = re.compile(r"(?:^|\s)(?:dr|dra|mr|mrs|ms|sr|sra|st|vs|approx|e\.g|i\.e)\.$")
_NUMBERED = re.compile(r"(?:^|(?<=\s))\(?([1-9])[.):]\s+")
_BULLET = re.compile(r"^\s*[-*•–]\s+", re.MULTILINE)

_LEAD = (
    r"(?:(?:hi|hello|hey|so|ok|okay|and|but|also|then|now|well|please|plus|first|firstly|second|secondly|third|finally"
    r"|lastly|another (?:question|thing)|(?:my |one |the )?(?:first |second |other |next |main )?questions? (?:is|are)"
    r"|y|e|pero|entonces|tambien|ademas|hola|buenas|buenos dias|primero|segundo|por ultimo)\b[\s,:;.-]*)*"
)
_AUXILIARY = (
    r"(?:can|could|should|shall|may|must|do|does|did|is|are|was|were|will|would|am|isn'?t|aren'?t|don'?t|doesn'?t"
    r"|can'?t|shouldn'?t|won'?t|has|have (?:i|you|we|they))"
)
_ASKING = (
    r"(?:how\b|why\b|what(?:'?s)?\b(?! (?:i|we) (?:did|do|feel|have|had|was)\b)"
    r"|who(?:'?s)? (?:can|should|do|does|is|will)\b|which \w+"
    r"|(?:when|where)(?:'?s)? (?:can|could|should|do|does|did|is|are|will|would|am|to)\b"
    rf"|{_AUXILIARY} (?!not\b)\w+"
    r"|que (?!me\b|mi\b|la\b|el\b|yo\b)\w+|como (?!si\b|mi\b|el\b|la\b)\w+|cuant[oa]s?\b|cual(?:es)?\b|por que\b"
    r"|donde\b|(?:cuando|cada cuanto|desde cuando) (?:puedo|debo|deberia|se|es|hay|tengo)\b"
    r"|(?:me )?pued[oe]s?\b|debo\b|deberia\b|podria\b|hay (?:que|algun\w*)\b|sirven?\b|ayudan?\b"
    r"|(?:es|son|seria) (?:normal|segur|mal|buen|peligros|necesari|posible|mejor)\w*)"
)
_ASKS_FIRST = re.compile(_LEAD + _ASKING)
_ASKS_ANYWHERE = re.compile(
    r"\?|\b(?:(?:want|wanted|like|love|need|trying|hoping) to (?:know|ask|find out|understand)|wonder(?:ed|ing)?"
    r"|curious|(?:tell|show|advise) me|explain|not sure (?:if|whether|what|how|when|which)"
    r"|unsure (?:if|whether|what|how|when)"
    r"|any (?:\w+ )?(?:advice|exercises?|tips?|ideas?|suggestions?|recommendations?|help|info|information|stretch\w*)"
    r"|(?:need|want|looking for) (?:\w+ )?(?:help|advice|exercises|tips|information)|help (?:me )?with|please help"
    r"|(?:quisiera|quiero|gustaria|necesito) saber|me pregunto|alguna? (?:recomendacion|consejo|ejercicio)"
    r"|no se (?:si|que|como|cuando))\b"
)

_CONNECTED = re.compile(
    r"\s*[,;]?\s+(?:and also|and then|and|also|plus|y tambien|y ademas|tambien|ademas|y)[\s,]+"
    rf"(?={_ASKING})|\s*[,;]\s+(?={_ASKING})"
)
# "My father has a cough and is losing weight" goes on to tell; "and is it normal", "I have a cough and is yoga ok" ask.
_TOLD_ON = re.compile(
    r"(?:is|are|was|were|has) "
    r"(?!(?:i|you|he|she|it|we|they|this|that|these|those|there|the|my|any)\b)"
)
_OF_ONESELF = re.compile(r"\bi\b|\bi'")
# Where one clause runs into the next: after what is told any question may begin, after a question only one with its own
# question word: "what exercises can I do" is one.
_AFTER_TOLD = re.compile(
    r"(?<=\w)\s+(?=(?:can|could|should|am|may|do|will) i\b|is (?:it|this|that|there)\b|are there\b|does (?:it|this)\b"
    r"|puedo\b|debo\b)"
)
_AFTER_ANY = re.compile(
    r"(?<=\w)\s+(?=how (?:long|often|many|much|soon|do i|can i|should i)\b|what (?:is|are|can|should|exercises)\b"
    r"|when (?:can|should|will) i\b|why (?:do|does|is|am)\b|cuant[oa]s? \w+|cual es\b|por que\b)"
)
# After these a question is part of the clause: "I don't know how long".
_EMBEDDING = frozenset(
    "know tell me ask asking asked wonder wondering explain see if whether about of or than sure unsure and that but"
    " understand idea what how why when exactly on for to which say so then matter matters depends depending show with"
    " in no not just as advice question also is are y o e saber decir que si como cuando de preguntar se sobre"
    " pregunta".split()
)

# Prepositions that a question may end with.
_LEFT_OVER = frozenset("about of for on in to as with".split())
_JOINS = re.compile(r"\s*[,;]?\s+(?:and|also|plus|y|tambien|ademas)\b")


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a message.

    Attributes:
        text: As it was written.
        asks: Whether it asks something; else it tells something.
    """

    text: str
    asks: bool


def clauses_of(message: str) -> list[Clause]:
    """A message in its pieces, in order; words that only join two of them are left out."""
    head, *items = _listed(message)
    return [*_parts(head), *(clause for item in items for clause in _of_item(item))]


def _parts(text: str) -> list[Clause]:
    return [clause for sentence in _sentences(text) for clause in _of_sentence(sentence)]


def _of_item(item: str) -> list[Clause]:
    """The clauses of an item of a list; an item asks even when it is no question ("heel pain")."""
    parts = _parts(item)
    if parts and not any(clause.asks for clause in parts):
        return [Clause(item, asks=True)]
    return parts


def flat(text: str) -> str:
    """Lower case without accents, straight apostrophes, letter for letter."""
    return "".join(_bare(letter) for letter in text)


def _bare(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if letter == "’":
        return "'"
    plain = unicodedata.normalize("NFKD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def _listed(message: str) -> list[str]:
    """What stands before a numbered or bulleted list, then its items; no items where there is no list."""
    marks = [*_NUMBERED.finditer(message)]
    if [int(mark[1]) for mark in marks] != [*range(1, len(marks) + 1)] or len(marks) < 2:
        marks = [*_BULLET.finditer(message)]
    if len(marks) < 2:
        return [message]
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(message)]
    pieces = [message[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [pieces[0], *filter(None, pieces[1:])]


def _sentences(text: str) -> Iterator[str]:
    begun = 0
    plain = flat(text)
    for end in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(plain[begun : end.start()]):
            yield text[begun : end.start()]
            begun = end.end()
    yield text[begun:]


def _of_sentence(sentence: str) -> list[Clause]:
    """The clauses of a sentence, what is told in front of a question with it unless it is long."""
    sentence = sentence.strip()
    if not any(letter.isalnum() for letter in sentence):
        return []
    plain = flat(sentence)
    spans = _spans(plain)
    if len(sentence.split()) <= _LONGEST_SENTENCE:
        spans = _glued(plain, spans)
    return [Clause(sentence[start:end], _asks(plain[start:end])) for start, end in spans]


def _spans(plain: str) -> list[tuple[int, int]]:
    found = [
        (match.start(), match.end(), False)
        for match in _CONNECTED.finditer(plain)
        if not _tells_on(plain, match)
    ]
    found += [(match.start(), match.end(), True) for match in _AFTER_TOLD.finditer(plain)]
    found += [(match.start(), match.end(), False) for match in _AFTER_ANY.finditer(plain)]
    spans: list[tuple[int, int]] = []
    begun = 0
    for start, end, after_told in sorted(found):
        before = plain[begun:start]
        joined = start < end and _JOINS.match(plain, start) is not None
        if start < begun or len(before.split()) < _SHORTEST:
            continue
        if _is_embedding(before) and not (joined and _ends_asking(before)):
            continue
        if not (after_told and _asks(before)):
            spans.append((begun, start))
            begun = end
    return [*spans, (begun, len(plain))]


def _tells_on(plain: str, joint: re.Match[str]) -> bool:
    """Whether what follows a joint goes on to tell of the one before it: no question mark, no subject of its own."""
    before, after = plain[: joint.start()], plain[joint.end() :]
    return not (
        "?" in after or not _TOLD_ON.match(after) or _asks(before) or _OF_ONESELF.search(before)
    )


def _ends_asking(before: str) -> bool:
    """Whether a question ends with a preposition of its own: "what side do I sleep on"."""
    return before.rsplit(maxsplit=1)[-1] in _LEFT_OVER and _ASKS_FIRST.match(before) is not None


def _is_embedding(before: str) -> bool:
    return before.rsplit(maxsplit=1)[-1] in _EMBEDDING


def _glued(plain: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, those that tell joined with the one behind them."""
    glued: list[tuple[int, int]] = []
    begun: int | None = None
    for start, end in spans:
        begun = start if begun is None else begun
        if _asks(plain[start:end]):
            glued.append((begun, end))
            begun = None
    return glued if begun is None else [*glued, (begun, len(plain))]


def _asks(plain: str) -> bool:
    plain = plain.strip(" \"'(¿¡-")
    return bool(_ASKS_FIRST.match(plain) or _ASKS_ANYWHERE.search(plain))
