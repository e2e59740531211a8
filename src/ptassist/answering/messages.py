"""Messages: the questions of one message, each with what it needs of the rest.

"How do I do kegels and how often?" asks two things, and the second is about the first. A story of ten lines asks one
thing in the middle. "Is jumping safe? I have osteoporosis" is one question and stays as it was written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ptassist.answering.clauses import clauses_of, flat
from ptassist.answering.leaning import leans
from ptassist.answering.subjects import Said, read_subject
from ptassist.index.lexical import terms

MOST_QUESTIONS = 3

# A message of at most so many words is no story: it is read as a whole.
_SHORT = 30
_MOST_ABOUT = 12
# A story that names so many parts, complaints and states is told by them; of another one every telling word is taken.
_ENOUGH = 2
# What a question can ask for that names nothing else; others without a telling word ("is that normal?") belong to the
# question before them.
_ASKS_FOR = re.compile(
    r"\bhow (?:often|long|many|much|soon|far|fast|hard|heavy)\b|\b(?:when|where|why|who|cost|price)\b"
    r"|\b(?:cuant[oa]s?|cuando|donde|por que)\b"
)
# What is asked of the clinic and not about the body.
_ERRAND = re.compile(
    r"\b(?:park\w*|insur\w*|referral|appointment|book\w*|price\w*|cost\w*|pay\w*|fee|fees|opening|hours open|address"
    r"|(?:your|office|clinic|business) hours|(?:are you|do you) (?:open|close)"
    r"|seguro medico|cita|precio|cuesta\w*|estacion\w*|horario|abren|cierran)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a message.

    Attributes:
        text: As it was written.
        about: Telling words of the rest of the message, to search with beside it; empty when the text says it all.
    """

    text: str
    about: str = ""


def questions_in(message: str) -> tuple[Asked, ...]:
    """The questions of a message, in order, at most three; the whole message when it is one question or none.

    Args:
        message: As the visitor wrote it, lines and all.
    """
    clauses = clauses_of(message)
    asked = _different([clause.text for clause in clauses if clause.asks])
    told = [clause.text for clause in clauses if not clause.asks]
    if not asked or (len(asked) == 1 and (not told or len(message.split()) <= _SHORT)):
        return (Asked(message),)
    story = [read_subject(text) for text in told]
    found: list[Asked] = []
    for place, text in enumerate(asked[:MOST_QUESTIONS]):
        said = read_subject(text)
        found.append(Asked(text, _about(said, [read_subject(t) for t in asked[:place]], story)))
    return tuple(found)


def _different(texts: Iterable[str]) -> list[str]:
    """The questions without those that were asked before; one that names nothing goes with the one before it."""
    kept: list[str] = []
    known: set[str] = set()
    for text in dict.fromkeys(texts):
        plain, named = flat(text), set(_stems(read_subject(text).telling))
        asks_anew = _ASKS_FOR.search(plain) or _ERRAND.search(plain)
        if not kept or asks_anew or not named <= known:
            kept.append(text)
        elif not named:
            kept[-1] = f"{kept[-1]} {text}"
        known |= named
    return kept


def _about(said: Said, before: Sequence[Said], story: Sequence[Said]) -> str:
    """The words of the rest that a question is about."""
    if _ERRAND.search(said.plain):
        return ""
    named = [word for other in story for word in other.telling if _names(other, word)]
    words = list(named)
    if leans(said):
        if len(set(named)) < _ENOUGH:
            words += [word for other in story for word in other.telling]
        words += [word for other in before for word in other.telling]
    own = set(_stems(said.telling))
    telling = (word for word in dict.fromkeys(words) if not own & set(_stems([word])))
    return " ".join(islice(telling, _MOST_ABOUT))


def _names(said: Said, word: str) -> bool:
    return word in said.named or word in said.states


def _stems(telling: Iterable[str]) -> list[str]:
    return terms(" ".join(telling), "en")
