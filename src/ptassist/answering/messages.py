"""Messages: the questions of one message, each with what it needs of the rest.

"How do I do kegels and how often?" asks two things, and the second is about the first. A story of ten lines asks one
thing in the middle. "Is jumping safe? I have osteoporosis" is one question and stays as it was written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ptassist.answering.clauses import Clause, clauses_of, flat
from ptassist.answering.leaning import leans
from ptassist.answering.subjects import Said, read_subject
from ptassist.index.lexical import terms

MOST_QUESTIONS = 3

# A message of at most so many words is no story: it is read as a whole.
_SHORT = 30
_MOST_ABOUT, _MOST_NEAR = 12, 8
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
    found: list[Asked] = []
    for place, text in enumerate(asked[:MOST_QUESTIONS]):
        before = [read_subject(other) for other in asked[:place]]
        found.append(Asked(text, _about(read_subject(text), before, _story(clauses, text))))
    return tuple(found)


def _story(clauses: Sequence[Clause], question: str) -> list[Said]:
    """What is told around a question: what stands before it from the nearest on, then what stands behind it."""
    places = (n for n, clause in enumerate(clauses) if question.startswith(clause.text))
    asked_at = next(places, 0)
    told = [n for n, clause in enumerate(clauses) if not clause.asks]
    nearest = sorted(told, key=lambda place: (place > asked_at, abs(place - asked_at)))
    return [read_subject(clauses[place].text) for place in nearest]


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
    """The words of the rest that a question is about.

    What somebody is or goes through counts wherever it is told. A part of the body or a complaint counts where it is
    told nearest, and only for a question that names none: a story tells of other knees, and of the dog.

    Args:
        said: The question.
        before: The questions before it.
        story: What is told, nearest first.
    """
    if _ERRAND.search(said.plain):
        return ""
    states = [word for other in story for word in other.telling if word in other.states]
    near = next((other for other in story if other.named), None)
    if leans(said):
        told = near.telling[:_MOST_NEAR] if near else _every(story)
        words = [*told, *states, *_every(before)]
    elif near and not said.named:
        words = [*(word for word in near.telling if word in near.named), *states]
    else:
        words = states
    own = set(_stems(said.telling))
    telling = (word for word in dict.fromkeys(words) if not own & set(_stems([word])))
    return " ".join(islice(telling, _MOST_ABOUT))


def _every(told: Iterable[Said]) -> list[str]:
    return [word for other in told for word in other.telling]


def _stems(telling: Iterable[str]) -> list[str]:
    return terms(" ".join(telling), "en")
