"""Conversation: a follow-up such as "how often?" or "and a steroid jab?" is completed from the turns before it.

A question leans on them when it names no subject of its own. Then the turn that opened the subject is put in front of
it; the questions asked in between are left out, unless the new one points at the last of them or names nothing at all.
"And for the knee?" is the other way round: what was asked is kept, and the part of the body is the new one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ptassist.answering.language import OTHER, detect_language
from ptassist.answering.leaning import is_tied, leans, leaves_open
from ptassist.answering.subjects import MOST_CHARACTERS, Said, read_subject

# The article under discussion is ranked this much higher (a fused score is around 0 to 1), the others that the last
# answer quoted half as much; measured by `python -m bench.followups`, the table is in docs/answers.md.
BONUS = 0.1

# How far back the opening turn is looked for, and how much of it is taken along.
MOST_TURNS, _MOST_WORDS, _LONGEST_OPENING = 6, 12, 150

_FOR = re.compile(r"\b(?:for|para)\b")


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same visitor, as the browser kept it."""

    question: str
    article_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question, completed from the turns before it.

    Attributes:
        leans: Whether it leans on them.
        words: What BM25 searches for.
        standalone: What the encoder reads.
        prefer: What to add to the score of the articles under discussion, by id; none where it does not lean.
    """

    leans: bool
    words: str
    standalone: str
    prefer: Mapping[str, float]


def resolve(
    text: str, history: Sequence[Turn], known: Callable[[str], bool] = lambda _: True
) -> Resolved:
    """Completes a question from the turns before it.

    Args:
        text: What the visitor wrote now, cleaned.
        history: The turns before, oldest first.
        known: Whether any article holds a word.
    """
    said = read_subject(text)
    thread = _thread(history) if _is_follow_up(text, said, known) else []
    if not any(earlier.telling for _, earlier in thread):
        return Resolved(False, text, text, {})
    opening, parts = _parts(said, thread)
    if replaced := _replaced(said, opening):
        asked = [word for word in opening.telling if word not in replaced]
        moved = " ".join([*asked[:_MOST_WORDS], text])
        return Resolved(True, moved, moved, {})
    return Resolved(
        leans=True,
        words=" ".join([*(_briefly(earlier) for _, earlier in parts), text]),
        standalone=" ".join([*(_readably(*part) for part in parts), text]),
        prefer={} if _names_more(said, opening) else _under_discussion(thread),
    )


def _is_follow_up(text: str, said: Said, known: Callable[[str], bool]) -> bool:
    """Whether it leans, and is not just short: no article knows a word of "the capital of France"."""
    if len(text) > MOST_CHARACTERS or not leans(said):
        return False
    return not said.telling or is_tied(said) or any(known(word) for word in said.telling)


_Thread = Sequence[tuple[Turn, Said]]


def _thread(history: Sequence[Turn]) -> list[tuple[Turn, Said]]:
    """The turns under discussion, the last one first, back to the one that opened the subject."""
    thread: list[tuple[Turn, Said]] = []
    for turn in reversed(history[-MOST_TURNS:]):
        said = read_subject(turn.question)
        alone = len(turn.question) > MOST_CHARACTERS or not leans(said)
        if alone and detect_language(turn.question[:MOST_CHARACTERS]) == OTHER:
            continue
        thread.append((turn, said))
        if alone:
            break
    return thread


def _parts(said: Said, thread: _Thread) -> tuple[Said, _Thread]:
    """The turn that opened the subject, and the turns to put in front of a question."""
    telling = [part for part in thread if part[1].telling]
    opening, last = telling[-1], telling[0]
    both = leaves_open(said) and last is not opening
    return opening[1], [opening, last] if both else [opening]


def _replaced(said: Said, opening: Said) -> frozenset[str]:
    """What a new part of the body or complaint takes the place of: "and for the knee?" asks the same of the knee.

    A part is part of a complaint ("a stroke", "and her hand?") unless it is asked for.
    """
    if not said.named - opening.named:
        return frozenset()
    if _FOR.search(said.plain) or (said.complaints and opening.complaints):
        return opening.named
    return opening.parts if said.parts - opening.parts else frozenset()


def _names_more(said: Said, opening: Said) -> bool:
    """Whether it names what may have an article of its own: "and after the baby is born?"."""
    return not said.named | said.states <= opening.named | opening.states


def _briefly(said: Said) -> str:
    """Its telling words, the subject before the story around it."""
    first = sorted(said.telling, key=lambda word: word not in said.named)[:_MOST_WORDS]
    return " ".join(word for word in said.telling if word in first)


def _readably(turn: Turn, said: Said) -> str:
    return turn.question if len(turn.question) <= _LONGEST_OPENING else _briefly(said)


def _under_discussion(thread: _Thread) -> Mapping[str, float]:
    """What the last answer quoted, its first article above the others."""
    quoted = next((turn.article_ids for turn, _ in thread if turn.article_ids), ())
    return {article: BONUS / (2 if article != quoted[0] else 1) for article in quoted}
