"""Question: what a visitor wrote, cleaned, in its language, with what it leans on from the turns before."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ptassist.answering.conversation import MOST_TURNS, Turn, resolve
from ptassist.answering.language import ENGLISH, OTHER, detect_language
from ptassist.answering.messages import Asked, questions_in
from ptassist.errors import QuestionError
from ptassist.index.lexical import words

__all__ = ["MAX_CHARACTERS", "Question", "Turn", "clean", "parts_of", "tidy", "understand"]

MAX_CHARACTERS = 2000

_EMPTY = "Please type a question."
_UNREADABLE = "Your message holds characters that we cannot read. Please type it again."
_NO_WORDS = "Please ask your question in words."
_TOO_LONG = f"Your message is too long. Please ask in at most {MAX_CHARACTERS} characters."

_PERMISSION = re.compile(
    r"(?<!how )(?<!what )(?<!where )(?<!who )"
    r"\b(?:can|could|should|may|shall|must) (?:i|we|my|he|she|they|someone|you)\b"
    r"(?! (?:please|tell|explain|help|show|give|send|recommend|say|describe|be|list|write)\b)"
    r"(?! (?:worry|panic|see|call|expect)\b)"
    r"|\b(?:can|could|should|may) (?:kids|children|people|women|adults|seniors|patients|toddlers|babies|teen\w*)\b"
    r"(?!(?: \w+){0,4}? (?:get\w*|have|develop|feel|suffer|outgrow|recover|heal|be|tell|know|help)\b)"
    r"|\b(?:is|are|was) (?:it |this |that )?(?:\w+ ){0,6}?"
    r"(?:safe|ok|okay|alright|dangerous|bad|harmful|unsafe|risky|fine|allowed)"
    r"(?=$| (?:to|for|with|if|when|while|during|in|after|before|or|on|at|as|right|now|since)\b)"
    r"|\bam i (?:allowed|able|ok|okay|safe)\b|\b(?:safe|ok|okay|dangerous|bad) (?:to|for)\b"
    r"|(?<!what )(?<!which )\b(?:is|was|would) (?:\w+ ){0,6}?a good idea\b"
    r"|\b(?:is|would) it (?:be )?(?:good|wise|advisable|recommended) to\b"
    r"|\b(?:es|seria) (?:\w+ ){0,2}?(?:buen[oa]|buena idea|recomendable|aconsejable|conveniente) \w+[aei]r\b"
    r"|\b(?:puedo|puede|debo|debe|deberia|podria)\b"
    r"(?! (?:preocupar\w*|consultar|ver|llamar|acudir|ir (?:al medico|al doctor|a urgencias)|saber|pedir)\b)"
    r"|\b(?:es|son) (?:\w+ ){0,4}?(?:segur[oa]s?|peligros[oa]s?|mal[oa]s?)\b"
)
# Asks for an amount, a kind or a time, and takes it for granted that it may be done.
_ASKS_HOW_MUCH = re.compile(
    r"\b(?:how (?:often|long|many|much|far|hard|fast|soon|early)|what|which)"
    r"(?: (?!(?:i|if|my|and|or|but)\b)\w+){0,3} (?:should|must|shall) (?:i|we|you|my|he|she|they|someone)\b"
)
# What visitors tell of themselves: an age, a pregnancy or birth, a drug, an operation, an illness.
_OPERATION = r"(?:surgery|operation|replace\w*|reconstruct\w*|c ?section|stent\w*|fusion|graft|bypass|cirugia)"
_ILLNESS = r"(?:osteo\w+|diabetes|cancer|copd|asthma|parkinson\w*|lupus|ms|arthritis)"
_OF_SELF = re.compile(
    r"\b(?:i am|i'?m) (?:an? )?[1-9]\d\b|\b\d{1,2} ?(?:yo|yrs?|years?) ?(?:old)?\b|\b\d{2} anos\b"
    r"|\b\d{1,2} (?:days?|weeks?|wks?|months?) (?:preg\w*|along|post ?\w*|pp|out|after|since)\b"
    r"|\b\d{1,2} (?:semanas?|meses) (?:de embarazo|embarazada|del parto)\b"
    r"|\b(?:i am|i'?m|estoy) (?:pregnant|embarazada|nursing|breastfeeding|diabetic|diabetic[oa])\b"
    r"|(?:^|\b(?:and|but|because|since|so|also|if|while|when|as) )i take \w+"
    r"|\b(?:i'?m on|i am on|i'?m taking|i am taking|tomo) \w+"
    r"|\b(?:had|since|after|me hicieron) (?:my |an? |the |una? )?(?:\w+ ){0,4}?"
    + _OPERATION
    + r"\b"
    r"|\bme operaron\b|\b(?:diagnosed|diagnosticaron) \w+"
    r"|\b(?:i have|i'?ve got|tengo) (?:\w+ ){0,2}" + _ILLNESS + r"\b"
)
# Asks when help is needed; an article on worries is not meant, so nothing is searched for by these words.
_WORRIED = re.compile(
    r"\b(?:should|do|must|would) (?:i|we|you) (?:(?:need|have) to |start to |start )?"
    r"(?:be |get )?(?:worry|worried|worrying|concerned)\b(?: about\b)?",
    re.IGNORECASE,
)
_AGE_FIRST = re.compile(r"[2-9]\d\s*(?:,|[mf]\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    Attributes:
        text: What the visitor asks now, cleaned; of a long story with one question, the question.
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
    detected = detect_language(cleaned)
    asked = questions_in(text)
    # A long story is searched for by its one question; several questions are told apart by `parts_of`.
    only = asked[0] if len(asked) == 1 else Asked(cleaned)
    resolved = resolve(_searched(only), _asked(history), known)
    own = tidy(only.text)
    plain = " ".join(words(cleaned))
    return Question(
        text=own,
        standalone=resolved.standalone,
        turns=(*(_cut(turn) for turn in history), cleaned),
        language=ENGLISH if detected == OTHER else detected,
        asks_permission=_asks_permission(own),
        leans=resolved.leans,
        tells_of_self=bool(_OF_SELF.search(plain) or _AGE_FIRST.match(cleaned)),
        readable=detected != OTHER,
        words=_without_worry(resolved.words),
        prefer=resolved.prefer,
    )


def parts_of(
    text: str,
    whole: Question,
    history: Sequence[Turn] = (),
    known: Callable[[str], bool] = lambda _: True,
) -> tuple[Question, ...]:
    """The questions of a message, each understood with what it needs of the rest; the whole one when it is one.

    Args:
        text: What the visitor wrote, lines and all.
        whole: The message as `understand` gives it.
        history: The turns before, oldest first.
        known: Whether any article holds a word.
    """
    asked = questions_in(text)
    if len(asked) == 1:
        return (whole,)
    earlier = _asked(history)
    return tuple(_part(part, whole, earlier, known) for part in asked)


def _part(
    asked: Asked, whole: Question, earlier: Sequence[Turn], known: Callable[[str], bool]
) -> Question:
    resolved = resolve(_searched(asked), earlier, known)
    text = tidy(asked.text)
    return replace(
        whole,
        text=text,
        standalone=resolved.standalone,
        asks_permission=_asks_permission(text),
        leans=resolved.leans,
        words=_without_worry(resolved.words),
        prefer=resolved.prefer,
    )


def _without_worry(searched: str) -> str:
    return _WORRIED.sub(" ", searched)


def _searched(asked: Asked) -> str:
    """A question of a message with the words that it is about; the reader is surest of them in brackets."""
    about = ", ".join(asked.about.split())
    return tidy(f"{asked.text} ({about})" if about else asked.text)


def _asked(history: Sequence[Turn]) -> list[Turn]:
    """The turns before, question by question: what follows leans on the last one of a message."""
    return [
        Turn(_searched(asked)[:MAX_CHARACTERS], turn.article_ids)
        for turn in history[-MOST_TURNS:]
        for asked in questions_in(turn.question[:MAX_CHARACTERS])
    ]


def _cut(turn: Turn) -> str:
    return tidy(turn.question[: 2 * MAX_CHARACTERS])[:MAX_CHARACTERS]


def _asks_permission(text: str) -> bool:
    return _PERMISSION.search(_ASKS_HOW_MUCH.sub(" ", " ".join(words(text)))) is not None


def clean(text: str) -> str:
    """A question as people would have typed it.

    Raises:
        QuestionError: It is empty, unreadable or too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(_TOO_LONG, "too_long")
    if any(
        unicodedata.category(character) == "Cc" and character not in "\t\n\r" for character in text
    ):
        raise QuestionError(_UNREADABLE, "unreadable")
    cleaned = tidy(text)
    if not cleaned:
        raise QuestionError(_EMPTY, "empty")
    if not any(character.isalpha() for character in cleaned):
        raise QuestionError(_NO_WORDS, "no_words")
    return cleaned


def tidy(text: str) -> str:
    """NFC, single spaces, no control or invisible characters, no half characters."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    shown = (c for c in kept if unicodedata.category(c) not in {"Cf", "Cs", "Co", "Cn"})
    # Composed last: an invisible character may have stood between a letter and its accent.
    return " ".join(unicodedata.normalize("NFC", "".join(shown)).split())
