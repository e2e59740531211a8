"""Where in a text words do not count as a complaint now: denied, long past, or only asked about."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

Spans = Mapping[str, list[tuple[int, int]]]

_LIST_REACH = 9
_NOT_REACH = 4
_WHAT_IF_REACH = 12


class Status(IntEnum):
    """How a sign is meant."""

    ABSENT = 0
    ASKED = 1
    PRESENT = 2


@dataclass(frozen=True, slots=True)
class Context:
    """How each word of a text is meant.

    Attributes:
        denied: For each word, where the word that denies it begins; -1 where none does.
        past: For each word, whether it lies in the past.
        asked: For each word, whether it is only asked about (a definition, a what-if, a topic).
    """

    denied: list[int]
    past: list[bool]
    asked: list[bool]

    def status(self, start: int, end: int, *, negator_inside: bool, past_counts: bool) -> Status:
        """How the words from `start` up to `end` are meant.

        Args:
            start: The first word.
            end: The word after the last.
            negator_inside: Whether a "no" or "not" is part of the sign itself ("not breathing").
            past_counts: Whether the sign counts although it is past.
        """
        first, last = self.denied[start], self.denied[end - 1]
        if 0 <= first < start or (last >= 0 and not negator_inside):
            return Status.ABSENT
        if self.past[start] and not past_counts:
            return Status.ABSENT
        return Status.ASKED if self.asked[start] and self.asked[end - 1] else Status.PRESENT


def read_context(count: int, ends: list[int], pauses: list[int], spans: Spans) -> Context:
    """Works out how each word is meant.

    Args:
        count: How many words there are.
        ends: Where sentences end.
        pauses: Where commas and the like stand.
        spans: Where each kind of cue stands, by its name in `cues.yaml`.
    """
    denied = _denied(count, ends, spans)
    return Context(denied, _past(count, [*ends, *pauses], spans), _asked(count, ends, spans))


def _denied(count: int, ends: list[int], spans: Spans) -> list[int]:
    denied = [-1] * count
    stops = sorted({*ends, *(start for start, _ in spans["denial_stops"])})
    for kind, reach in (("denies_list", _LIST_REACH), ("denies_next", _NOT_REACH)):
        for start, end in _outside(spans[kind], spans["no_denial"]):
            # A comma, "and" or "or" carries a denied list on; a new "not" or "but" begins anew.
            stop = next((s for s in stops if s >= end), count)
            for place in range(end, min(end + reach, stop, count)):
                denied[place] = start
    return denied


def _past(count: int, marks: list[int], spans: Spans) -> list[bool]:
    past = [False] * count
    stops = sorted({*marks, *(start for start, _ in spans["clause_stops"])})
    for start, end in _outside(spans["past"], spans["no_past"]):
        first = max((s + 1 for s in stops if s < start), default=0)
        last = next((s for s in stops if s >= end), count)
        past[first:last] = [True] * (last - first)
    return past


def _asked(count: int, ends: list[int], spans: Spans) -> list[bool]:
    asked = [False] * count
    people = [start for start, _ in spans["person"]]
    questions = [start for start, _ in spans["question"]]
    first = 0
    for end in [*ends, count]:
        if _any_within(questions, first, end) and not _any_within(people, first, end):
            asked[first:end] = [True] * (end - first)
        first = end + 1
    for _, end in _outside(spans["what_if"], spans["no_what_if"]):
        last = min(end + _WHAT_IF_REACH, next((e for e in ends if e >= end), count), count)
        asked[end:last] = [True] * (last - end)
    return asked


def _any_within(places: list[int], first: int, end: int) -> bool:
    return any(first <= place < end for place in places)


def _outside(spans: list[tuple[int, int]], barred: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(s, e) for s, e in spans if not any(b < e and s < c for b, c in barred)]
