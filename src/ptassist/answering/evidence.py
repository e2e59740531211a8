"""Evidence: the sentences of the found passages that answer, with what belongs to them; or none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ptassist.answering.answer import Role
from ptassist.answering.candidates import Candidate, Features, candidates
from ptassist.answering.conditions import Companions, SentenceRules, rules_of
from ptassist.answering.cues import Cues, cues_for
from ptassist.answering.differing import differing_pairs
from ptassist.answering.question import Question
from ptassist.answering.reading import Read
from ptassist.answering.retriever import Hit
from ptassist.articles.article import Article
from ptassist.index.encoder import Vectors
from ptassist.index.lexical import terms
from ptassist.index.passages import Passage
from ptassist.index.store import Index

# At most four sentences, about 120 words: what a visitor reads on a phone.
MOST_ANSWERS = 4
MOST_WORDS = 120
MOST_ARTICLES = 3
# A sentence that needs more than this many conditions is quoted only when it is the best one; a further sentence may
# add at most two.
MOST_CONDITIONS = 8
_MORE_CONDITIONS = 2

# How well a sentence answers, as a weighted sum (`python -m bench.quoting`; the table is in docs/answers.md).
WEIGHTS = Features(
    read=0.4,
    similarity=1.0,
    beyond=0.6,
    covered=0.6,
    passage=0.8,
    longer=-0.002,
    fragment=-0.15,
    sought=0.3,
    asked=0.6,
)
_NEAR_BEST = 0.25
_READ_AS_ANSWER = 0.5
_STEPS = 3  # so many of a list of steps are read as instructions; one or two may be the answer by themselves
# What denies a quoted sentence may match the question less: of 20 planted pairs 17 are found so, 13 within _NEAR_BEST.
_NEAR_RIVAL = 0.5
_SAME = 0.6  # share of common stems above which two sentences say the same


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span of an article to be shown.

    Attributes:
        row: The row of the passage that it stands in (or that it introduces).
        references: Indices of the article's references whose marker stands inside it.
    """

    article: Article
    row: int
    start: int
    end: int
    role: Role
    references: tuple[int, ...]
    section: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is quoted, in the order in which it is shown, article by article.

    Attributes:
        quotes: Empty when no sentence can be quoted.
        excludes: Whether a quoted sentence says who should not, or what to leave.
        differs: The place of the first quote of an article that differs from the one before it; None without one.
    """

    quotes: tuple[Quoted, ...]
    excludes: bool
    differs: int | None = None


def find_evidence(
    index: Index,
    question: Question,
    hits: Sequence[Hit],
    vector: Vectors,
    cues: Mapping[str, Cues],
    most_answers: int = MOST_ANSWERS,
    readings: Mapping[int, Read] | None = None,
    weights: Features = WEIGHTS,
    above: Collection[tuple[str, int]] = (),
) -> Evidence:
    """Picks the sentences that answer and what must come along with each.

    Args:
        index: Where the hits are from.
        question: What is asked.
        hits: The found passages, best first.
        vector: The question's unit vector, float32, shape (dimension,).
        cues: The cues by language.
        most_answers: How many answering sentences at most.
        readings: What the reader made of the passages, by row.
        weights: How much each feature of a sentence counts.
        above: The sentences that answer another question of the message, by article and first character.
    """
    rules = _rules_of(index, hits, cues)
    found = candidates(index, question, vector, hits, rules, readings or {}, cues, weights)
    ranked = _fresh(sorted(found, key=lambda candidate: -candidate.score), above)
    warn = question.asks_permission
    chosen = _from_the_first_step(_choose(ranked, rules, most_answers, warn=warn), ranked, rules)
    chosen, rivals = _with_rival(index, ranked, chosen, rules, most_answers, warn=warn)
    groups, second = _newest_first(index, _by_article(chosen), rivals)
    shown = [_quotes(index, group, rules, warn=warn) for group in groups]
    quotes = [quote for of_article in shown for quote in of_article]
    differs = None if second is None else sum(map(len, shown[:second]))
    excludes = any(
        cues_for(cues, quote.article.language).excludes(quote.article.text[quote.start : quote.end])
        for quote in quotes
    )
    return Evidence(tuple(quotes), excludes, differs)


def _fresh(ranked: Sequence[Candidate], shown: Collection[tuple[str, int]]) -> Sequence[Candidate]:
    """Without what stands above already, where the reader takes something else for an answer too."""
    fresh = [c for c in ranked if (c.hit.passage.article_id, c.start) not in shown]
    return fresh if fresh and fresh[0].features.read >= _READ_AS_ANSWER else ranked


def _rules_of(
    index: Index, hits: Iterable[Hit], cues: Mapping[str, Cues]
) -> dict[str, SentenceRules]:
    found = dict.fromkeys(hit.passage.article_id for hit in hits)
    return {
        name: rules_of(index, name, cues_for(cues, index.articles[name].language)) for name in found
    }


def _choose(
    ranked: Sequence[Candidate], rules: Mapping[str, SentenceRules], most: int, *, warn: bool
) -> list[Candidate]:
    """The best sentence, and further ones that are nearly as good, say something else and need little with them."""
    selection = _Selection(rules, warn)
    for candidate in _preferred_first(ranked, rules):
        chosen = selection.chosen
        if len(chosen) == most or (chosen and candidate.score < chosen[0].score - _NEAR_BEST):
            break
        if not chosen or selection.admits(candidate):
            selection.add(candidate)
    return selection.chosen


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
        # Where a visitor asks if something is safe, a warning that is there already is no further answer.
        is_warning = (
            self._warn and (candidate.hit.passage.article_id, candidate.start) in self._shown
        )
        return not (
            is_warning
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

    def _count(self, candidate: Candidate) -> int:
        return len(self._rules[candidate.hit.passage.article_id].text(candidate.place).split())

    def _needed(self, candidate: Candidate) -> set[tuple[str, int]]:
        article_id = candidate.hit.passage.article_id
        companions = self._rules[article_id].companions(candidate.place, warn=self._warn)
        return {(article_id, start) for start, _ in companions.conditions}


def _with_rival(
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


def _by_article(chosen: Sequence[Candidate]) -> list[list[Candidate]]:
    groups: dict[str, list[Candidate]] = {}
    for candidate in chosen:
        groups.setdefault(candidate.hit.passage.article_id, []).append(candidate)
    return list(groups.values())


def _newest_first(
    index: Index, groups: list[list[Candidate]], rivals: Sequence[Candidate]
) -> tuple[list[list[Candidate]], int | None]:
    """The articles in order, of two that differ the one reviewed last before the other; and the place of the other."""
    if not rivals:
        return groups, None
    pair = [group for group in groups if any(rival in group for rival in rivals)]
    newer, older = sorted(pair, key=lambda group: _age(index.articles[_named(group)]))
    # What is marked as differing stands right below the mark.
    older.sort(key=lambda candidate: candidate not in rivals)
    place = groups.index(pair[0])
    rest = [group for group in groups if group not in pair]
    return [*rest[:place], newer, older, *rest[place:]], place + 1


def _named(group: Sequence[Candidate]) -> str:
    return group[0].hit.passage.article_id


def _age(article: Article) -> int:
    """Lower for a later review; without one the day of publishing counts, without both it is the oldest."""
    day = article.reviewed or article.published
    return -day.toordinal() if day else 0


def _quotes(
    index: Index, group: Sequence[Candidate], rules: Mapping[str, SentenceRules], *, warn: bool
) -> list[Quoted]:
    """The spans of one article: the best answer with what belongs to it, then the others in reading order."""
    article_id = group[0].hit.passage.article_id
    companions = {(c.start, c.end): rules[article_id].companions(c.place, warn=warn) for c in group}
    # A precaution above another answer limits that one, even when it was found as an answer itself.
    limiting = [
        span
        for span in companions
        if any(other > span and span in of.conditions for other, of in companions.items())
    ]
    companions = {span: of for span, of in companions.items() if span not in limiting}
    roles = _roles(companions)
    first = _unit(companions, {(c.start, c.end): c.place for c in group}, next(iter(companions)))
    order = sorted(roles, key=lambda span: (span not in first, span))
    return [quoted(index, article_id, span, roles[span]) for span in order]


def _roles(companions: Mapping[tuple[int, int], Companions]) -> dict[tuple[int, int], Role]:
    """What each span does; answering outranks limiting outranks introducing."""
    roles: dict[tuple[int, int], Role] = {}
    for of_one in companions.values():
        roles |= dict.fromkeys(of_one.contexts, Role.CONTEXT)
    for of_one in companions.values():
        roles |= dict.fromkeys(of_one.conditions, Role.CONDITION)
    return roles | dict.fromkeys(companions, Role.ANSWER)


def _unit(
    companions: Mapping[tuple[int, int], Companions],
    places: Mapping[tuple[int, int], int],
    best: tuple[int, int],
) -> set[tuple[int, int]]:
    """The best answer, the answers that stand next to it in the article, and what belongs to them.

    Neighbours stay in reading order: the second may lean on the first without a word that tells so.
    """
    unit = {best}
    for span in sorted(companions, key=lambda span: abs(places[span] - places[best])):
        if any(abs(places[span] - places[other]) == 1 for other in unit):
            unit.add(span)
    return unit | {
        span
        for answer in unit
        for span in companions[answer].conditions | companions[answer].contexts
    }


def quoted(index: Index, article_id: str, span: tuple[int, int], role: Role) -> Quoted:
    """A span of an article, with where it stands and what it cites."""
    article = index.articles[article_id]
    rows = index.rows_of(article_id)
    # A heading stands in no passage; it goes with the first passage below it.
    row = next((row for row in rows if index.passages[row].end >= span[1]), rows[-1])
    passage: Passage = index.passages[row]
    cited = next((s.references for s in passage.sentences if s.start == span[0]), ())
    return Quoted(article, row, *span, role, cited, passage.section)
