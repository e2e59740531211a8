"""Evidence: the sentences of the found passages that answer, with what belongs to them; or none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ptassist.answering.answer import Role
from ptassist.answering.candidates import Candidate, Features, candidates
from ptassist.answering.choosing import MOST_ANSWERS, choose, with_rival, without_shown
from ptassist.answering.conditions import Companions, SentenceRules, rules_of
from ptassist.answering.cues import Cues, cues_for
from ptassist.answering.question import Question
from ptassist.answering.reading import Read
from ptassist.answering.retriever import Hit
from ptassist.articles.article import Article
from ptassist.index.encoder import Vectors
from ptassist.index.passages import Passage
from ptassist.index.store import Index

# How well a sentence answers, as a weighted sum (`python -m bench.quoting`; the table is in docs/answers.md).
WEIGHTS = Features(
    read=0.4,
    similarity=1.0,
    beyond=0.6,
    covered=0.6,
    passage=0.8,
    longer=-0.002,
    fragment=-0.15,
    sought=0.4,
    promised=0.2,
    asked=0.6,
)


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
    ranked = without_shown(sorted(found, key=lambda candidate: -candidate.score), above)
    warn = question.asks_permission
    chosen = choose(ranked, rules, most_answers, warn=warn)
    chosen, rivals = with_rival(index, ranked, chosen, rules, most_answers, warn=warn)
    groups, second = _newest_first(index, _by_article(chosen), rivals)
    shown = [_quotes(index, group, rules, warn=warn) for group in groups]
    quotes = [quote for of_article in shown for quote in of_article]
    differs = None if second is None else sum(map(len, shown[:second]))
    excludes = any(
        cues_for(cues, quote.article.language).excludes(quote.article.text[quote.start : quote.end])
        for quote in quotes
    )
    return Evidence(tuple(quotes), excludes, differs)


def _rules_of(
    index: Index, hits: Iterable[Hit], cues: Mapping[str, Cues]
) -> dict[str, SentenceRules]:
    found = dict.fromkeys(hit.passage.article_id for hit in hits)
    return {
        name: rules_of(index, name, cues_for(cues, index.articles[name].language)) for name in found
    }


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
