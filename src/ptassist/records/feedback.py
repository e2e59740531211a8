"""What visitors pressed under answers: counters by article and index version. No word of theirs, no address, no time.

Presses are counted in memory and added to one small file now and then, so that a busy hour costs a few writes.
"""

import logging
import os
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec
from filelock import FileLock

from ptassist.errors import RecordsError

RECORDS = "records"  # the folder below the index folder
_FILE, _LOCK = "feedback.json", ".feedback.lock"
_HELPFUL, _UNHELPFUL = "helpful", "unhelpful"
# Older counts say nothing about the articles of today.
_MOST_VERSIONS = 12
_MOST_REMEMBERED = 4096
_log = logging.getLogger(__name__)

Key = tuple[str, str, str]  # index version, article id, what was said


class Reason(StrEnum):
    """Why an answer did not help."""

    WRONG = "wrong"
    UNCLEAR = "unclear"
    MISSING = "missing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Vote:
    """What a visitor pressed under one answer.

    Attributes:
        answer_id: The answer's random name; only to count no answer twice, and never written.
        helpful: Whether it helped.
        reason: Why not; None when no reason was given.
        article_ids: The articles that the answer quoted; none when it quoted nothing.
    """

    answer_id: str
    helpful: bool
    reason: Reason | None
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What visitors said about the answers out of one article.

    Attributes:
        article_id: The article; empty for answers without a quote.
        reasons: How often each reason was given.
    """

    article_id: str
    helpful: int
    unhelpful: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Row:
    index_version: str
    article_id: str
    said: str
    times: int


class Feedback:
    """Counts votes.

    Args:
        folder: Where the counters are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new: Counter[Key] = Counter()
        self._recent: OrderedDict[str, list[Key]] = OrderedDict()
        self._guard = threading.Lock()

    def add(self, vote: Vote, index_version: str) -> None:
        """Counts a vote; a second one about the same answer takes the place of the first."""
        keys = list(_keys_of(vote, index_version))
        with self._guard:
            self._new.subtract(self._recent.pop(vote.answer_id, []))
            self._new.update(keys)
            self._recent[vote.answer_id] = keys
            if len(self._recent) > _MOST_REMEMBERED:
                self._recent.popitem(last=False)

    def write(self) -> None:
        """Adds what is new to the file; what cannot be written now is kept for the next time."""
        with self._guard:
            new, self._new = self._new, Counter()
        if not any(new.values()):
            return
        try:
            _add(self._folder, new)
        except (OSError, RecordsError) as error:
            _log.warning("feedback could not be written: %s", type(error).__name__)
            with self._guard:
                self._new.update(new)


def read_feedback(folder: Path) -> list[Opinion]:
    """What visitors said, by article: first those whose answers helped least often.

    Raises:
        RecordsError: The counters cannot be read.
    """
    by_article: dict[str, Counter[str]] = {}
    for (_, article_id, said), times in _read(folder).items():
        by_article.setdefault(article_id, Counter())[said] += times
    opinions = (_opinion(article_id, counts) for article_id, counts in by_article.items())
    return sorted(opinions, key=lambda o: (o.helpful - o.unhelpful, o.article_id))


def _keys_of(vote: Vote, index_version: str) -> Iterable[Key]:
    said = [_HELPFUL if vote.helpful else _UNHELPFUL]
    if vote.reason and not vote.helpful:
        said.append(vote.reason.value)
    for article_id in dict.fromkeys(vote.article_ids) or [""]:
        yield from ((index_version, article_id, word) for word in said)


def _opinion(article_id: str, counts: Counter[str]) -> Opinion:
    reasons = {reason.value: counts[reason.value] for reason in Reason if counts[reason.value]}
    return Opinion(article_id, counts[_HELPFUL], counts[_UNHELPFUL], reasons)


def _add(folder: Path, new: Counter[Key]) -> None:
    """Adds counts to the file, which several servers may share; it changes whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / _LOCK, timeout=5):
        counts = _read(folder)
        counts.update(new)
        kept = sorted({version for version, _, _ in counts})[-_MOST_VERSIONS:]
        rows = [_Row(*key, n) for key, n in sorted(counts.items()) if n > 0 and key[0] in kept]
        part = folder / f".{_FILE}-{os.getpid()}"
        part.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=1))
        part.replace(folder / _FILE)


def _read(folder: Path) -> Counter[Key]:
    path = folder / _FILE
    try:
        rows = msgspec.json.decode(path.read_bytes(), type=list[_Row])
    except FileNotFoundError:
        return Counter()
    except (OSError, msgspec.DecodeError):
        raise RecordsError(f"{path}: these counters cannot be read") from None
    return Counter({(row.index_version, row.article_id, row.said): row.times for row in rows})
