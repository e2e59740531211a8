"""What therapists laid down meets the articles: every pasted sentence gets its place, or the build says why it cannot.

A sentence that was never found is a fault. One that a version before had, and that the articles no longer say, makes
its entry stale: a reviewed answer is left out; a sentence that must not be quoted, or not alone, stands for the one
that is most like it, and where there is none for nothing. All of it is told.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptassist.articles.approved import (
    AnswerEntry,
    ApprovedFiles,
    ApprovedKind,
    Entry,
    load_approved,
)
from ptassist.articles.article import Article
from ptassist.articles.pasted import Pasted
from ptassist.errors import CorpusError, Fault, PtassistError
from ptassist.index.approved import Decisions, Part, ReviewedAnswer, Rule, Stale, read_decisions
from ptassist.index.lexical import words
from ptassist.index.passages import Passage, split_sentences
from ptassist.index.places import Near, Place, Places, Span, key_of
from ptassist.index.versions import current_folder
from ptassist.settings import Settings

# Two sentences that differ in one word of ten are this much alike; what is less so may say something else.
_ALIKE = 0.9
_SHOWN = 90  # characters of a sentence that a message repeats
_SOON = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class LaidDown:
    """What therapists laid down, as a build finds it.

    Attributes:
        digest: SHA-256 over the files; empty when nothing is laid down.
        warnings: What is stale, expired or not read.
    """

    decisions: Decisions
    digest: str = ""
    warnings: tuple[Fault, ...] = ()


def approved_folder(settings: Settings) -> Path:
    """The folder that the settings name, else `approved` beside the articles' folder."""
    return settings.approved_dir or settings.corpus_dir.parent / "approved"


def read_laid_down(
    settings: Settings,
    articles: Sequence[Article],
    passages_of: Callable[[Article], Sequence[Passage]],
    today: dt.date,
) -> LaidDown:
    """Reads what is laid down and finds its sentences.

    Args:
        settings: Where it lies, and where the served index is.
        articles: The articles to be indexed.
        passages_of: Gives the passages of one of them.
        today: The day on which answers expire or not.

    Raises:
        CorpusError: A file cannot be read, or a sentence cannot be found; every fault is in it.
    """
    folder = approved_folder(settings)
    files = load_approved(folder)
    if not files.entries:
        if files.findings.faults:
            raise CorpusError(files.findings.faults)
        return LaidDown(Decisions(), "", tuple(files.findings.warnings))
    passages = [passage for article in articles for passage in passages_of(article)]
    decisions = resolve(files, Places(articles, passages), served_decisions(settings.index_dir))
    told = [Fault(folder, None, problem) for problem in overdue(decisions, today)]
    return LaidDown(decisions, files.digest, (*files.findings.warnings, *told))


def served_decisions(index_dir: Path) -> Decisions:
    """What was laid down in the served version; nothing where there is none."""
    try:
        return read_decisions(current_folder(index_dir))
    except PtassistError:
        return Decisions()


def overdue(decisions: Decisions, today: dt.date) -> list[str]:
    """What a therapist has to look at again: what is stale or expired."""
    expired = [
        f"{answer.source}: expired on {answer.expires}: no longer shown"
        for answer in decisions.answers
        if answer.is_expired(today)
    ]
    return [*(f"{one.source}: stale: {one.message}" for one in decisions.stale), *expired]


def due_soon(decisions: Decisions, today: dt.date) -> list[str]:
    """The answers that expire within a month."""
    return [
        f"{answer.source}: expires on {answer.expires}"
        for answer in decisions.answers
        if today <= answer.expires <= today + _SOON
    ]


def resolve(files: ApprovedFiles, places: Places, before: Decisions) -> Decisions:
    """Gives every sentence its place.

    Args:
        files: What is laid down.
        places: The sentences of the articles.
        before: What the served version made of it.

    Raises:
        CorpusError: A file has a fault, or a sentence cannot be found; every fault is in it.
    """
    resolver = _Resolver(places, frozenset(before.known))
    for entry in files.entries:
        resolver.take(entry)
    faults = [*files.findings.faults, *resolver.faults, *resolver.contradictions()]
    faults += _asked_twice(files.entries)
    if faults:
        raise CorpusError(sorted(faults, key=lambda fault: (str(fault.path), fault.line or 0)))
    return Decisions(
        tuple(resolver.rules),
        tuple(resolver.answers),
        tuple(resolver.stale),
        tuple(sorted(resolver.known)),
    )


def _asked_twice(entries: Sequence[Entry]) -> Iterator[Fault]:
    """A question can have one reviewed answer only."""
    taken: dict[tuple[str, ...], str] = {}
    for entry in entries:
        for question in entry.questions if isinstance(entry, AnswerEntry) else ():
            first = taken.setdefault(tuple(words(question)), entry.source)
            if first != entry.source:
                problem = f'the question "{question}" has an answer in {first} too'
                yield Fault(entry.path, entry.parts[0].line, problem)


class _Resolver:
    """Takes entry by entry; what is wrong is collected, not raised."""

    def __init__(self, places: Places, known_before: frozenset[str]) -> None:
        self.rules: list[Rule] = []
        self.answers: list[ReviewedAnswer] = []
        self.stale: list[Stale] = []
        self.known: set[str] = set()
        self.faults: list[Fault] = []
        self._places = places
        self._known_before = known_before
        self._forbidden: set[tuple[str, Span]] = set()
        self._shown: list[tuple[Entry, Pasted, Place]] = []

    def take(self, entry: Entry) -> None:
        """Resolves one entry."""
        if isinstance(entry, AnswerEntry):
            self._answer(entry)
        elif entry.kind is ApprovedKind.ALWAYS_WITH:
            self._always_with(entry)
        else:
            self._never_quote(entry)

    def contradictions(self) -> Iterator[Fault]:
        """What is to be shown though it is never to be quoted."""
        for entry, part, place in self._shown:
            if any((place.article_id, span) in self._forbidden for span in place.spans):
                problem = f'another entry says never to quote this: "{_short(part.text)}"'
                yield Fault(entry.path, part.line, problem)

    def _never_quote(self, entry: Entry) -> None:
        (part,) = entry.parts
        found = self._find(entry, part, entry.article_id, every=True)
        if found is None:
            return
        self._forbidden |= {(place.article_id, span) for place in found for span in place.spans}
        found = found or self._replace(entry, part, "is never quoted", "it forbids nothing")
        self.rules += [Rule(place) for place in found]

    def _always_with(self, entry: Entry) -> None:
        first, *others = entry.parts
        found = self._find(entry, first, entry.article_id)
        if found is None:
            return
        found = found or self._replace(
            entry, first, "is never quoted alone", "it holds for nothing"
        )
        within = found[0].article_id if found else entry.article_id
        companions = [self._companion(entry, part, within) for part in others]
        missing = any(not place.spans for place in companions)
        spans = tuple(span for place in companions for span in place.spans)
        # Alone it must not stand: without what goes with it, it is not quoted at all.
        self.rules += [
            Rule(place, None if missing or place.article_id != within else spans) for place in found
        ]

    def _companion(self, entry: Entry, part: Pasted, within: str | None) -> Place:
        """What goes with a sentence, in the same article; no span where it is not there."""
        found = self._find(entry, part, within)
        if found == [] and within is not None:
            outcomes = ("comes along instead", "the other is not quoted")
            found = self._replace(entry, part, *outcomes, article_id=within)
        for place in found or ():
            self._shown.append((entry, part, place))
        return Place(within or "", tuple(span for place in found or () for span in place.spans))

    def _answer(self, entry: AnswerEntry) -> None:
        quotes = [part for part in entry.parts if part.quoted]
        found = {part: self._find(entry, part, entry.article_id) for part in quotes}
        for part, where in found.items():
            if where == []:
                self._tell(entry, "the answer is not shown", part.text)
        if not all(found.values()):
            return
        places = {part: where[0] for part, where in found.items() if where}
        self._shown += [(entry, part, place) for part, place in places.items()]
        self.answers.append(
            ReviewedAnswer(
                entry.source,
                entry.questions,
                tuple(
                    Part(place=places[part]) if part.quoted else Part(words=part.text)
                    for part in entry.parts
                ),
                entry.reviewer,
                entry.reviewed,
                entry.expires,
                entry.language,
            )
        )

    def _find(
        self, entry: Entry, part: Pasted, article_id: str | None, *, every: bool = False
    ) -> list[Place] | None:
        """The place of a sentence; empty when it was there before, None with a fault when it never was."""
        key = key_of(part.text)
        found = self._places.find(part.text, article_id)
        if every and len({place.article_id for place in found}) == 1:
            # An article that says a sentence twice must not say it once.
            found = [Place(found[0].article_id, tuple(s for place in found for s in place.spans))]
        if len(found) == 1:
            self.known.add(key)
            return found
        if not found and key in self._known_before:
            self.known.add(key)
            return []
        problem = self._ambiguous(part, found) if found else self._lost(part, article_id)
        self.faults.append(Fault(entry.path, part.line, problem))
        return None

    def _ambiguous(self, part: Pasted, found: Sequence[Place]) -> str:
        names = ", ".join(dict.fromkeys(place.article_id for place in found))
        hint = 'name one with "article:" in the front matter, or paste more of it'
        return f'"{_short(part.text)}" stands in {len(found)} places ({names}); {hint}'

    def _lost(self, part: Pasted, article_id: str | None) -> str:
        missing = f'not found: "{_short(part.text)}"'
        if article_id is not None and article_id not in self._places:
            return f'{missing}; there is no article "{article_id}"'
        near = self._places.nearest(part.text)
        return f"{missing}; the nearest is {_named(near)}" if near else missing

    def _replace(
        self,
        entry: Entry,
        part: Pasted,
        instead: str,
        otherwise: str,
        article_id: str | None = None,
    ) -> list[Place]:
        """Where the sentences stand that a text became, as far as that can be told; each loss is told.

        Args:
            entry: What the text belongs to.
            part: The text.
            instead: What is said of the sentence that takes its place.
            otherwise: What is said when there is none.
            article_id: The only article to look in.
        """
        found: list[Place] = []
        for start, end in split_sentences(part.text, "en"):
            near = self._places.nearest(part.text[start:end], article_id)
            if near and near.similarity >= _ALIKE:
                found.append(near.place)
                self._tell(entry, f"{_named(near)} {instead}", part.text[start:end])
            else:
                self._tell(entry, otherwise, part.text[start:end])
        return found

    def _tell(self, entry: Entry, outcome: str, text: str) -> None:
        message = f'"{_short(text)}" is no longer in the articles; {outcome}'
        self.stale.append(Stale(entry.source, message))


def _named(near: Near) -> str:
    return f'"{_short(near.text)}" in {near.place.article_id} ({near.similarity:.0%} alike)'


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
