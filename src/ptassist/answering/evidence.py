"""Evidence: the sentences of the found passages that answer, with what belongs to them; or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ptassist.answering.answer import Role
from ptassist.answering.conditions import SentenceRules
from ptassist.answering.cues import Cues, cues_for
from ptassist.answering.question import Question
from ptassist.answering.retriever import Hit
from ptassist.articles.article import Article
from ptassist.index.lexical import terms
from ptassist.index.passages import Passage, headings_above
from ptassist.index.store import Index

MOST_ANSWERS = 3
MOST_ARTICLES = 3
READ_PASSAGES = 8
# A sentence that needs more than this many conditions is quoted only when it is the best one; a further sentence may
# add at most two.
MOST_CONDITIONS = 8
_MORE_CONDITIONS = 2

# How well a sentence answers, as a weighted sum. Fitted by hand on the gold sentences of clinic-dev
# (`ptassist evaluate ../shared/data/clinic-dev`: sentence@1, sentence@3).
_SIMILARITY, _WORDS, _PASSAGE, _LENGTH, _FRAGMENT = 1.0, 0.6, 0.9, 0.004, 0.15
_PLAIN_LENGTH = 25  # words; a longer sentence pays _LENGTH a word
_NEAR_BEST = 0.22
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
    """

    quotes: tuple[Quoted, ...]
    excludes: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    place: int
    start: int
    end: int
    score: float
    titled: frozenset[str]  # the question's terms that its article's title holds
    said: frozenset[str]  # those that its title or its passage holds


def find_evidence(
    index: Index,
    question: Question,
    hits: Sequence[Hit],
    cues: Mapping[str, Cues],
    most_answers: int = MOST_ANSWERS,
) -> Evidence:
    """Picks the sentences that answer and what must come along with each.

    Args:
        index: Where the hits are from.
        question: What is asked.
        hits: The found passages, best first.
        cues: The cues by language.
        most_answers: How many answering sentences at most.
    """
    rules = _rules_of(index, hits[:READ_PASSAGES], cues)
    ranked = sorted(
        _candidates(index, question, hits[:READ_PASSAGES], rules), key=lambda c: -c.score
    )
    chosen = _choose(ranked, rules, most_answers, warn=question.asks_permission)
    quotes = [
        quote
        for group in _by_article(chosen)
        for quote in _quotes(index, group, rules, warn=question.asks_permission)
    ]
    excludes = any(
        cues_for(cues, quote.article.language).excludes(quote.article.text[quote.start : quote.end])
        for quote in quotes
    )
    return Evidence(tuple(quotes), excludes)


def _rules_of(
    index: Index, hits: Iterable[Hit], cues: Mapping[str, Cues]
) -> dict[str, SentenceRules]:
    rules = {}
    for article_id in dict.fromkeys(hit.passage.article_id for hit in hits):
        of_language = cues_for(cues, index.articles[article_id].language)
        rules[article_id] = index.kept.get(
            (SentenceRules, article_id, of_language),
            partial(_read_rules, index, article_id, of_language),
        )
    return rules


def _read_rules(index: Index, article_id: str, cues: Cues) -> SentenceRules:
    rows = index.rows_of(article_id)
    sentences = [sentence for row in rows for sentence in index.passages[row].sentences]
    return SentenceRules(index.articles[article_id], sentences, cues)


def _terms(index: Index, text: str, language: str) -> frozenset[str]:
    """The terms of something that stands in the index; a visitor's words are never kept."""
    return index.kept.get((terms, text, language), lambda: frozenset(terms(text, language)))


def _candidates(
    index: Index, question: Question, hits: Sequence[Hit], rules: Mapping[str, SentenceRules]
) -> Iterable[_Candidate]:
    asked = frozenset(terms(question.standalone, question.language))
    for hit in hits:
        article = index.articles[hit.passage.article_id]
        of_article = rules[article.id]
        headings = " ".join(headings_above(article, hit.passage.section))
        above = _terms(index, headings, article.language)
        titled, said_near = _subject(index, asked, hit, article)
        for sentence, similarity in zip(hit.passage.sentences, hit.sentences, strict=True):
            place = of_article.place_of(sentence.start)
            if not of_article.may_answer(place):
                continue
            text = of_article.text(place)
            said = _terms(index, text, article.language) | above
            covered = len(asked & said) / len(asked) if asked else 0.0
            longer = max(0, len(text.split()) - _PLAIN_LENGTH)
            score = (
                _SIMILARITY * similarity
                + _WORDS * covered
                + _PASSAGE * hit.score
                - _LENGTH * longer
                - _FRAGMENT * of_article.is_fragment(place)
            )
            yield _Candidate(hit, place, sentence.start, sentence.end, score, titled, said_near)


def _subject(
    index: Index, asked: frozenset[str], hit: Hit, article: Article
) -> tuple[frozenset[str], frozenset[str]]:
    """The question's terms in the article's title, and those in the passage or the title."""
    title = asked & _terms(index, article.title, article.language)
    passage = article.text[hit.passage.start : hit.passage.end]
    return title, title | (asked & _terms(index, passage, article.language))


def _choose(
    ranked: Sequence[_Candidate], rules: Mapping[str, SentenceRules], most: int, *, warn: bool
) -> list[_Candidate]:
    """The best sentence, and further ones that are nearly as good, say something else and need little with them."""
    selection = _Selection(rules, warn)
    for candidate in _preferred_first(ranked, rules):
        chosen = selection.chosen
        if len(chosen) == most or (chosen and candidate.score < chosen[0].score - _NEAR_BEST):
            break
        if not chosen or selection.admits(candidate):
            selection.add(candidate)
    return selection.chosen


class _Selection:
    """The sentences chosen so far, with all that is shown because of them."""

    def __init__(self, rules: Mapping[str, SentenceRules], warn: bool) -> None:
        self.chosen: list[_Candidate] = []
        self._rules = rules
        self._warn = warn
        self._shown: set[tuple[str, int]] = set()

    def admits(self, candidate: _Candidate) -> bool:
        """Whether a further sentence adds something at a small cost."""
        articles = {c.hit.passage.article_id for c in (*self.chosen, candidate)}
        # Where a visitor asks if something is safe, a warning that is there already is no further answer.
        is_warning = (
            self._warn and (candidate.hit.passage.article_id, candidate.start) in self._shown
        )
        return not (
            is_warning
            or len(articles) > MOST_ARTICLES
            or len(self._needed(candidate) - self._shown) > _MORE_CONDITIONS
            or _strays(candidate, self.chosen[0])
            or any(_same(candidate, other, self._rules) for other in self.chosen)
        )

    def add(self, candidate: _Candidate) -> None:
        """Chooses a sentence."""
        self.chosen.append(candidate)
        own = (candidate.hit.passage.article_id, candidate.start)
        self._shown |= {own, *self._needed(candidate)}

    def _needed(self, candidate: _Candidate) -> set[tuple[str, int]]:
        article_id = candidate.hit.passage.article_id
        companions = self._rules[article_id].companions(candidate.place, warn=self._warn)
        return {(article_id, start) for start, _ in companions.conditions}


def _strays(candidate: _Candidate, first: _Candidate) -> bool:
    """Whether a sentence of another article speaks of another complaint than the first sentence's article."""
    elsewhere = candidate.hit.passage.article_id != first.hit.passage.article_id
    return elsewhere and not first.titled <= candidate.said


def _preferred_first(
    ranked: Sequence[_Candidate], rules: Mapping[str, SentenceRules]
) -> list[_Candidate]:
    """The ranking, with a first sentence that does not drag a whole page of conditions along, if there is one."""
    for place, candidate in enumerate(ranked):
        if candidate.score < ranked[0].score - _NEAR_BEST:
            break
        companions = rules[candidate.hit.passage.article_id].companions(candidate.place)
        if len(companions.conditions) <= MOST_CONDITIONS:
            return [candidate, *ranked[:place], *ranked[place + 1 :]]
    return list(ranked)


def _same(one: _Candidate, other: _Candidate, rules: Mapping[str, SentenceRules]) -> bool:
    stems = [set(terms(rules[c.hit.passage.article_id].text(c.place), "en")) for c in (one, other)]
    smaller = min(len(stems[0]), len(stems[1]))
    return smaller > 0 and len(stems[0] & stems[1]) / smaller >= _SAME


def _by_article(chosen: Sequence[_Candidate]) -> list[list[_Candidate]]:
    groups: dict[str, list[_Candidate]] = {}
    for candidate in chosen:
        groups.setdefault(candidate.hit.passage.article_id, []).append(candidate)
    return list(groups.values())


def _quotes(
    index: Index, group: Sequence[_Candidate], rules: Mapping[str, SentenceRules], *, warn: bool
) -> list[Quoted]:
    """The spans of one article in reading order; answering outranks limiting outranks introducing."""
    article_id = group[0].hit.passage.article_id
    companions = {(c.start, c.end): rules[article_id].companions(c.place, warn=warn) for c in group}
    # A precaution above another answer limits that one, even when it was found as an answer itself.
    limiting = [
        span
        for span in companions
        if any(other > span and span in of.conditions for other, of in companions.items())
    ]
    companions = {span: of for span, of in companions.items() if span not in limiting}
    roles: dict[tuple[int, int], Role] = {}
    for of_one in companions.values():
        roles |= dict.fromkeys(of_one.contexts, Role.CONTEXT)
    for of_one in companions.values():
        roles |= dict.fromkeys(of_one.conditions, Role.CONDITION)
    roles |= dict.fromkeys(companions, Role.ANSWER)
    return [_quoted(index, article_id, span, role) for span, role in sorted(roles.items())]


def _quoted(index: Index, article_id: str, span: tuple[int, int], role: Role) -> Quoted:
    article = index.articles[article_id]
    rows = index.rows_of(article_id)
    # A heading stands in no passage; it goes with the first passage below it.
    row = next((row for row in rows if index.passages[row].end >= span[1]), rows[-1])
    passage: Passage = index.passages[row]
    cited = next((s.references for s in passage.sentences if s.start == span[0]), ())
    return Quoted(article, row, *span, role, cited, passage.section)
