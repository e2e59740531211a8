"""Where in a text words do not count as a complaint now: denied, long past, or only asked about."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
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

    def status(self, start: int, end: int, negator_inside: bool, past_counts: bool) -> Status:
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
    """Works out how each word is meant, in time linear in their number.

    Args:
        count: How many words there are.
        ends: Where sentences end.
        pauses: Where commas and the like stand.
        spans: Where each kind of cue stands, by its name in `cues.yaml`.
    """
    marks = sorted([*ends, *pauses])
    denied = _denied(count, ends, spans)
    return Context(denied, _past(count, marks, spans), _asked(count, ends, marks, spans))


def _denied(count: int, ends: list[int], spans: Spans) -> list[int]:
    denied = [-1] * count
    stops = _stops(count, ends, spans["denial_stops"])
    for kind, reach in (("denies_list", _LIST_REACH), ("denies_next", _NOT_REACH)):
        for start, end in _outside(count, spans[kind], spans["no_denial"]):
            # A comma, "and" or "or" carries a denied list on; a new "not" or "but" begins anew.
            for place in range(end, min(end + reach, _next(stops, end))):
                denied[place] = start
    return denied


def _past(count: int, marks: list[int], spans: Spans) -> list[bool]:
    past = [False] * count
    stops = _stops(count, marks, spans["clause_stops"])
    for start, end in _outside(count, spans["past"], spans["no_past"]):
        before = bisect_left(stops, start)
        first = stops[before - 1] if before else 0
        last = _next(stops, end)
        if not past[first:last] or not past[last - 1]:
            past[first:last] = [True] * (last - first)
    return past


def _asked(count: int, ends: list[int], marks: list[int], spans: Spans) -> list[bool]:
    """A question reaches from its clause to the end of its sentence: what stands before a comma is told."""
    asked = [False] * count
    stops = sorted({*ends, count})
    people = {_next(stops, start) for start, _ in spans["person"]}
    for start, _ in spans["question"]:
        end = _next(stops, start)
        if end in people:
            continue
        before = bisect_left(marks, start)
        first = marks[before - 1] + 1 if before else 0
        asked[first:end] = [True] * (end - first)
    for _, end in _outside(count, spans["what_if"], spans["no_what_if"]):
        for place in range(end, min(end + _WHAT_IF_REACH, _next(stops, end))):
            asked[place] = True
    return asked


def _stops(count: int, marks: Iterable[int], spans: Iterable[tuple[int, int]]) -> list[int]:
    return sorted({*marks, *(start for start, _ in spans), count})


def _next(stops: list[int], place: int) -> int:
    """The first stop at or after a place; the last stop is the end of the text."""
    return stops[bisect_left(stops, place)]


def _outside(
    count: int, spans: list[tuple[int, int]], barred: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The spans that share no word with a barred one."""
    if not spans:
        return
    taken = bytearray(count)
    for start, end in barred:
        taken[start:end] = b"\1" * (end - start)
    for start, end in spans:
        if not any(taken[start:end]):
            yield start, end
