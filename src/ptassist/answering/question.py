"""Question: what a visitor wrote, cleaned, in its language, with what it leans on from the turns before."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ptassist.answering.conversation import Turn, resolve
from ptassist.answering.language import ENGLISH, OTHER, detect_language
from ptassist.errors import QuestionError
from ptassist.index.lexical import words

__all__ = ["MAX_CHARACTERS", "Question", "Turn", "clean", "tidy", "understand"]

MAX_CHARACTERS = 2000

_EMPTY = "Please type a question."
_UNREADABLE = "Your message holds characters that we cannot read. Please type it again."
_NO_WORDS = "Please ask your question in words."
_TOO_LONG = f"Your message is too long. Please ask in at most {MAX_CHARACTERS} characters."

_PERMISSION = re.compile(
    r"(?<!how )(?<!what )(?<!where )(?<!who )"
    r"\b(?:can|could|should|may|shall|must) (?:i|we|my|he|she|they|someone|you)\b"
    r"(?! (?:please|tell|explain|help|show|give|send|recommend|say|describe|be|list|write)\b)"
    r"|\b(?:is|are|was) (?:it |this |that )?(?:\w+ ){0,6}?"
    r"(?:safe|ok|okay|alright|dangerous|bad|harmful|unsafe|risky|fine|allowed)"
    r"(?=$| (?:to|for|with|if|when|while|during|in|after|before|or|on|at|as|right|now|since)\b)"
    r"|\bam i (?:allowed|able|ok|okay|safe)\b|\b(?:safe|ok|okay|dangerous|bad) (?:to|for)\b"
    r"|\b(?:puedo|puede|debo|debe|deberia|podria)\b"
    r"|\b(?:es|son) (?:\w+ ){0,4}?(?:segur[oa]s?|peligros[oa]s?|mal[oa]s?)\b"
)
# What visitors tell of themselves: an age, a pregnancy or birth, a drug, an operation, an illness.
_OPERATION = r"(?:surgery|operation|replace\w*|reconstruct\w*|c ?section|stent\w*|fusion|graft|bypass|cirugia)"
_ILLNESS = r"(?:osteo\w+|diabetes|cancer|copd|asthma|parkinson\w*|lupus|ms|arthritis)"
_OF_SELF = re.compile(
    r"\b(?:i am|i'?m) (?:an? )?[1-9]\d\b|\b\d{1,2} ?(?:yo|yrs?|years?) ?(?:old)?\b|\b\d{2} anos\b"
    r"|\b\d{1,2} (?:days?|weeks?|wks?|months?) (?:preg\w*|along|post ?\w*|pp|out|after|since)\b"
    r"|\b\d{1,2} (?:semanas?|meses) (?:de embarazo|embarazada|del parto)\b"
    r"|\b(?:i am|i'?m|estoy) (?:pregnant|embarazada|nursing|breastfeeding)\b"
    r"|\b(?:i take|i'?m on|i am on|i'?m taking|i am taking|tomo) \w+"
    r"|\b(?:had|since|after|me hicieron) (?:my |an? |the |una? )?(?:\w+ ){0,4}?"
    + _OPERATION
    + r"\b"
    r"|\bme operaron\b|\b(?:diagnosed|diagnosticaron) \w+"
    r"|\b(?:i have|i'?ve got|tengo) (?:\w+ ){0,2}" + _ILLNESS + r"\b"
)
_AGE_FIRST = re.compile(r"[2-9]\d\s*(?:,|[mf]\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    Attributes:
        text: What the visitor wrote now, cleaned.
        standalone: The same, readable without the turns before: what the encoder reads.
        turns: All the visitor's turns, oldest first, this one last.
        language: ISO 639-1 of the language to answer in.
        asks_permission: Whether it asks if something is safe or allowed.
        tells_of_self: Whether it tells the visitor's age, pregnancy, operation or drugs.
        readable: Whether it is in a language that ptassist reads.
        leans: Whether it leans on the turns before.
        words: The same with what it leans on, in few words: what BM25 searches for.
        prefer: What to add to the score of the articles under discussion, by id.
    """

    text: str
    standalone: str
    turns: tuple[str, ...]
    language: str
    asks_permission: bool
    leans: bool
    tells_of_self: bool = False
    readable: bool = True
    words: str = ""
    prefer: Mapping[str, float] = field(default_factory=dict)


def understand(
    text: str, history: Sequence[Turn] = (), known: Callable[[str], bool] = lambda _: True
) -> Question:
    """Cleans a question and works out what it leans on.

    Args:
        text: What the visitor wrote.
        history: The turns before, oldest first.
        known: Whether any article holds a word; a short question of unknown words leans on no turn.

    Raises:
        QuestionError: It is empty, unreadable or too long; the message is fixed and holds none of the words.
    """
    cleaned = clean(text)
    earlier = [
        Turn(tidy(t.question[: 2 * MAX_CHARACTERS])[:MAX_CHARACTERS], t.article_ids)
        for t in history
    ]
    detected = detect_language(cleaned)
    resolved = resolve(cleaned, earlier, known)
    plain = " ".join(words(cleaned))
    return Question(
        text=cleaned,
        standalone=resolved.standalone,
        turns=(*(turn.question for turn in earlier), cleaned),
        language=ENGLISH if detected == OTHER else detected,
        asks_permission=_PERMISSION.search(plain) is not None,
        leans=resolved.leans,
        tells_of_self=bool(_OF_SELF.search(plain) or _AGE_FIRST.match(cleaned)),
        readable=detected != OTHER,
        words=resolved.words,
        prefer=resolved.prefer,
    )


def clean(text: str) -> str:
    """A question as people would have typed it.

    Raises:
        QuestionError: It is empty, unreadable or too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(_TOO_LONG)
    if any(
        unicodedata.category(character) == "Cc" and character not in "\t\n\r" for character in text
    ):
        raise QuestionError(_UNREADABLE)
    cleaned = tidy(text)
    if not cleaned:
        raise QuestionError(_EMPTY)
    if not any(character.isalpha() for character in cleaned):
        raise QuestionError(_NO_WORDS)
    return cleaned


def tidy(text: str) -> str:
    """NFC, single spaces, no control or invisible characters, no half characters."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    shown = (c for c in kept if unicodedata.category(c) not in {"Cf", "Cs", "Co", "Cn"})
    # Composed last: an invisible character may have stood between a letter and its accent.
    return " ".join(unicodedata.normalize("NFC", "".join(shown)).split())
