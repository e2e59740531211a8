"""What a monitor may know of a running server: how many answers of which kind and how fast, as Prometheus text.

Counters of this process only. No question, no address, nothing about one visitor.
"""

import threading
from collections import Counter
from collections.abc import Iterator

# The limits that Prometheus' own clients use; an answer takes milliseconds, a cold one more.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ANSWERS, _PROBLEMS, _FEEDBACK = "answers_total", "problems_total", "feedback_total"
_HELP = {
    _ANSWERS: "Answers given, by kind and level.",
    _PROBLEMS: "Requests refused or failed, by status.",
    _FEEDBACK: "What visitors pressed under answers.",
}

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[Labels]] = {name: Counter() for name in _HELP}
        self._buckets = [0] * (len(_SECONDS) + 1)
        self._seconds = 0.0
        self._guard = threading.Lock()

    def answered(self, kind: str, level: str, seconds: float) -> None:
        """An answer was given, and took so long."""
        place = sum(seconds > limit for limit in _SECONDS)
        with self._guard:
            self._counts[_ANSWERS][("kind", kind), ("level", level)] += 1
            self._buckets[place] += 1
            self._seconds += seconds

    def refused(self, status: int) -> None:
        """A request got a problem instead of what it asked for."""
        with self._guard:
            self._counts[_PROBLEMS][(("status", str(status)),)] += 1

    def voted(self, helpful: bool) -> None:
        """A visitor said whether an answer helped."""
        with self._guard:
            self._counts[_FEEDBACK][(("helpful", str(helpful).lower()),)] += 1

    def as_text(self, index_version: str) -> str:
        """Everything in Prometheus' text format.

        Args:
            index_version: The index that is served.
        """
        with self._guard:
            return "\n".join([*self._lines(), *_info(index_version), ""])

    def _lines(self) -> Iterator[str]:
        for name, counter in self._counts.items():
            yield from _head(name, "counter", _HELP[name])
            for labels, count in sorted(counter.items()):
                yield f"ptassist_{name}{_written(labels)} {count}"
        yield from self._histogram()

    def _histogram(self) -> Iterator[str]:
        yield from _head("answer_seconds", "histogram", "How long answers took.")
        total = 0
        for limit, count in zip((*_SECONDS, "+Inf"), self._buckets, strict=True):
            total += count
            yield f'ptassist_answer_seconds_bucket{{le="{limit}"}} {total}'
        yield f"ptassist_answer_seconds_sum {self._seconds:.6f}"
        yield f"ptassist_answer_seconds_count {total}"


def _info(index_version: str) -> Iterator[str]:
    yield from _head("index_info", "gauge", "The index that is served.")
    yield f"ptassist_index_info{_written((('version', index_version),))} 1"


def _head(name: str, kind: str, words: str) -> Iterator[str]:
    yield f"# HELP ptassist_{name} {words}"
    yield f"# TYPE ptassist_{name} {kind}"


def _written(labels: Labels) -> str:
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
