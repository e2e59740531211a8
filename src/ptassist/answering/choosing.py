"""Choosing: which of the sentences that may answer are quoted: the best, and few others that add something."""

from collections.abc import Collection, Mapping, Sequence

from ptassist.answering.candidates import Candidate
from ptassist.answering.conditions import SentenceRules
from ptassist.answering.differing import differing_pairs
from ptassist.index.lexical import terms
from ptassist.index.store import Index

# At most four sentences, about 120 words: what a visitor reads on a phone.
MOST_ANSWERS = 4
MOST_WORDS = 120
MOST_ARTICLES = 3
# A sentence that needs more than this many conditions is quoted only when it is the best one; a further sentence may
# add at most two.
MOST_CONDITIONS = 8
_MORE_CONDITIONS = 2
_NEAR_BEST = 0.25
# A sentence that the reader gives a chance may be further below: it brings a right sentence into the answers to 2 to 4
# in a hundred questions more, at three to six words an answer; with all sentences so near it is eight to fifteen
# words, for one question in a hundred more (`python -m bench.quoting`; the table is in docs/answers.md).
_NEAR_READ = 0.4
_READ_AT_ALL = 0.1
_READ_AS_ANSWER = 0.5
_STEPS = 3  # so many of a list of steps are read as instructions; one or two may be the answer by themselves
# What denies a quoted sentence may match the question less: of 20 planted pairs 17 are found so, 13 within _NEAR_BEST.
_NEAR_RIVAL = 0.5
_SAME = 0.6  # share of common stems above which two sentences say the same


def without_shown(
    ranked: Sequence[Candidate], shown: Collection[tuple[str, int]]
) -> Sequence[Candidate]:
    """Without what stands above already, where the reader takes something else for an answer too."""
    fresh = [c for c in ranked if (c.hit.passage.article_id, c.start) not in shown]
    return fresh if fresh and fresh[0].features.read >= _READ_AS_ANSWER else ranked


def choose(
    ranked: Sequence[Candidate], rules: Mapping[str, SentenceRules], most: int, *, warn: bool
) -> list[Candidate]:
    """The best sentence, and further ones that are nearly as good, say something else and need little with them.

    Args:
        ranked: What may answer, best first.
        rules: Each article's rules.
        most: How many at most.
        warn: Whether the visitor asks if something is safe.
    """
    selection = _Selection(rules, warn)
    for candidate in _preferred_first(ranked, rules):
        chosen = selection.chosen
        if len(chosen) == most or (chosen and candidate.score < chosen[0].score - _NEAR_READ):
            break
        if not chosen or selection.admits(candidate):
            selection.add(candidate)
    return _from_the_first_step(selection.chosen, ranked, rules)


def with_rival(
    index: Index,
    ranked: Sequence[Candidate],
    chosen: list[Candidate],
    rules: Mapping[str, SentenceRules],
    most: int,
    *,
    warn: bool,
) -> tuple[list[Candidate], tuple[Candidate, ...]]:
    """The chosen sentences with one of another article that differs from one of them, and those two; none as a rule.

    The best sentence stays; another one gives way where both would be too much to read.
    """
    near = [
        other
        for other in ranked
        if chosen[0].score - other.score <= _NEAR_RIVAL and not _strays(other, chosen[0])
    ]
    for one, other in differing_pairs(index, chosen, near):
        needed = list(dict.fromkeys((chosen[0], one, other)))
        selection = _Selection(rules, warn)
        if selection.holds(needed, most):
            kept = chosen if other in chosen else _filled(selection, needed, chosen, most)
            return kept, (one, other)
    return chosen, ()


def _from_the_first_step(
    chosen: list[Candidate], ranked: Sequence[Candidate], rules: Mapping[str, SentenceRules]
) -> list[Candidate]:
    """The same with the first of some steps in front, for the weakest if need be, where several are quoted."""

    def start(candidate: Candidate) -> tuple[str, int | None]:
        article_id = candidate.hit.passage.article_id
        return article_id, rules[article_id].first_step(candidate.place)

    for steps in {start(one) for one in chosen[1:]}:
        shown = [one for one in chosen if start(one) == steps]
        first = next((c for c in ranked if (c.hit.passage.article_id, c.place) == steps), None)
        if first is None or len(shown) < _STEPS:
            continue
        if first not in chosen:
            chosen = [first if one is shown[-1] else one for one in chosen]
        if chosen[0] in shown:  # steps stand in their order
            chosen = [first, *(one for one in chosen if one is not first)]
    return chosen


class _Selection:
    """The sentences chosen so far, with all that is shown because of them."""

    def __init__(self, rules: Mapping[str, SentenceRules], warn: bool) -> None:
        self.chosen: list[Candidate] = []
        self._rules = rules
        self._warn = warn
        self._shown: set[tuple[str, int]] = set()
        self._words = 0

    def admits(self, candidate: Candidate) -> bool:
        """Whether a further sentence adds something at a small cost."""
        articles = {c.hit.passage.article_id for c in (*self.chosen, candidate)}
        further = candidate.score < self.chosen[0].score - _NEAR_BEST
        # Where a visitor asks if something is safe, a warning that is there already is no further answer.
        is_warning = (
            self._warn and (candidate.hit.passage.article_id, candidate.start) in self._shown
        )
        return not (
            is_warning
            or (further and not self._admits_further(candidate))
            or len(articles) > MOST_ARTICLES
            or self._words + self._count(candidate) > MOST_WORDS
            or len(self._needed(candidate) - self._shown) > _MORE_CONDITIONS
            or _strays(candidate, self.chosen[0])
            or any(_same(candidate, other, self._rules) for other in self.chosen)
        )

    def holds(self, needed: Sequence[Candidate], most: int) -> bool:
        """Whether these sentences, with what must come along, can be shown together."""
        articles = {c.hit.passage.article_id for c in needed}
        return (
            len(needed) <= most
            and len(articles) <= MOST_ARTICLES
            and sum(map(self._count, needed)) <= MOST_WORDS
            and all(len(self._needed(c)) <= MOST_CONDITIONS for c in needed[1:])
        )

    def add(self, candidate: Candidate) -> None:
        """Chooses a sentence."""
        self.chosen.append(candidate)
        self._words += self._count(candidate)
        own = (candidate.hit.passage.article_id, candidate.start)
        self._shown |= {own, *self._needed(candidate)}

    def _admits_further(self, candidate: Candidate) -> bool:
        """Whether one further below may be quoted; never of what else is safe, where a visitor asks if this is."""
        read = candidate.features.read >= _READ_AT_ALL
        return read and not self._warn and not self._unsettles(candidate)

    def _unsettles(self, candidate: Candidate) -> bool:
        """Whether it would stand before the best sentence of its article, or makes a condition of one that answers."""
        article_id = candidate.hit.passage.article_id
        of_article = [c for c in self.chosen if c.hit.passage.article_id == article_id]
        answers = {(article_id, c.start) for c in of_article}
        # Neighbours stand in reading order, so one right above the best or above its neighbour would lead.
        leads = any(candidate.place + 1 == c.place <= of_article[0].place for c in of_article)
        return leads or not answers.isdisjoint(self._needed(candidate))

    def _count(self, candidate: Candidate) -> int:
        return len(self._rules[candidate.hit.passage.article_id].text(candidate.place).split())

    def _needed(self, candidate: Candidate) -> set[tuple[str, int]]:
        article_id = candidate.hit.passage.article_id
        companions = self._rules[article_id].companions(candidate.place, warn=self._warn)
        return {(article_id, start) for start, _ in companions.conditions}


def _filled(
    selection: _Selection, needed: Sequence[Candidate], chosen: Sequence[Candidate], most: int
) -> list[Candidate]:
    """What must be shown, and of what was chosen as much as there is room for."""
    for candidate in needed:
        selection.add(candidate)
    for candidate in chosen:
        room = len(selection.chosen) < most
        if room and candidate not in needed and selection.admits(candidate):
            selection.add(candidate)
    return sorted(selection.chosen, key=lambda c: (c is not chosen[0], -c.score))


def _strays(candidate: Candidate, first: Candidate) -> bool:
    """Whether a sentence of another article speaks of another complaint than the first sentence's article."""
    elsewhere = candidate.hit.passage.article_id != first.hit.passage.article_id
    return elsewhere and not first.titled <= candidate.said


def _preferred_first(
    ranked: Sequence[Candidate], rules: Mapping[str, SentenceRules]
) -> list[Candidate]:
    """The ranking, with a first sentence that does not drag a whole page of conditions along, if there is one."""
    for place, candidate in enumerate(ranked):
        if candidate.score < ranked[0].score - _NEAR_BEST:
            break
        companions = rules[candidate.hit.passage.article_id].companions(candidate.place)
        if len(companions.conditions) <= MOST_CONDITIONS:
            return [candidate, *ranked[:place], *ranked[place + 1 :]]
    return list(ranked)


def _same(one: Candidate, other: Candidate, rules: Mapping[str, SentenceRules]) -> bool:
    stems = [set(terms(rules[c.hit.passage.article_id].text(c.place), "en")) for c in (one, other)]
    smaller = min(len(stems[0]), len(stems[1]))
    return smaller > 0 and len(stems[0] & stems[1]) / smaller >= _SAME
