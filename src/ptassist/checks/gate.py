"""The gate before publishing: golden and judged questions are asked of the new index before visitors are.

A golden question is a hard requirement: the visitor must be shown its article (cited in the answer, or among the
nearest when nothing answers), and its sentence where one is given. A golden question that the articles do not answer
must not be answered; one that the published index answers as well is only told, or nobody could ever publish a mended
article while another fault waits. The judged questions of `corpus/evaluation` are
compared with the published index: of those that it finds, at most 5 % more may be lost than are gained. No quote may
differ from its article by a character.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ptassist.answering.calibration import LiveModels, made_with
from ptassist.answering.reader import CompiledReader
from ptassist.answering.triage import load_triage
from ptassist.articles.article import Article
from ptassist.assistant import Assistant, assistant_of
from ptassist.checks.addresses import Addresses
from ptassist.checks.shown import Shown, show
from ptassist.errors import PtassistError
from ptassist.evaluation.golden import Golden, find_golden, read_golden
from ptassist.evaluation.questions import QUESTIONS, Judged, read_questions
from ptassist.evaluation.runner import normalise
from ptassist.index.batching import SharedEncoder
from ptassist.index.encoder import Encoder
from ptassist.index.store import Index
from ptassist.index.versions import Version, current_folder
from ptassist.settings import Settings
from ptassist.shipped import shipped

# Rewriting one article moves a question or two by chance; of 141 sample questions 5 % are 7.
_LOSS_ALLOWED = 0.05
_LOSSES_ALWAYS_ALLOWED = 3
_JUDGED = "evaluation"  # the folder beside the articles

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class GateQuestions:
    """What is asked before publishing.

    Attributes:
        golden: The staff's own questions.
        judged: The judged questions of the articles.
    """

    golden: tuple[Golden, ...] = ()
    judged: tuple[Judged, ...] = ()

    def about(self, articles: Iterable[Article]) -> "GateQuestions":
        """These questions without the judged ones whose articles are none of these."""
        there = {article.id for article in articles}
        return replace(self, judged=tuple(q for q in self.judged if _wanted(q) & there))


@dataclass(frozen=True, slots=True)
class GoldenResult:
    """A golden question asked of the published index and of the new one.

    Attributes:
        article_id: The article that it names; None when there is none such.
        before: What the published index shows; None without one.
        now: What the new index shows.
        problem: Why it stops the new index; empty when it does not.
        note: What staff should look at although it stops nothing; empty when there is nothing.
    """

    golden: Golden
    article_id: str | None
    before: Shown | None
    now: Shown
    problem: str = ""
    note: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether visitors would be shown something else than before."""
        return self.before != self.now


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the gate found.

    Attributes:
        golden: Every golden question.
        judged: How many judged questions were asked: those whose articles are in the corpus.
        found: How many of them find their article.
        found_before: How many of them the published index finds; None without one.
        lost: The ids of those that the published index finds and the new one does not.
        faults: Every reason not to publish.
        notes: What staff should look at; none of it stops the new index.
        cited: In how many of the answers each article is cited.
    """

    golden: tuple[GoldenResult, ...] = ()
    judged: int = 0
    found: int = 0
    found_before: int | None = None
    lost: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cited: Mapping[str, int] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether the new index may be published."""
        return not self.faults


def ask_all(
    questions: GateQuestions,
    new: Assistant,
    published: Assistant | None,
    progress: Progress | None = None,
) -> GateReport:
    """Asks every question of the new index, and of the published one to compare.

    Args:
        questions: What to ask.
        new: An assistant over the new index.
        published: An assistant over the published index.
        progress: Called with the number of questions asked so far, and of all.
    """
    total, done = len(questions.golden) + len(questions.judged), 0

    def ask(assistant: Assistant | None, turns: Sequence[str]) -> Shown | None:
        return show(assistant, turns) if assistant else None

    results, found, found_before, faults = [], set(), set(), []
    cited: Counter[str] = Counter()
    addresses = Addresses(new.articles.values())
    for item in questions.golden:
        results.append(_golden(item, addresses, ask(published, [item.question]), new))
        cited.update(results[-1].now.cited)
        done = _count(done, total, progress)
    for question in questions.judged:
        now, before = show(new, question.turns), ask(published, question.turns)
        faults += _not_verbatim(f'question "{question.id}"', now)
        cited.update(now.cited)
        if _wanted(question) & set(now.article_ids):
            found.add(question.id)
        if before and _wanted(question) & set(before.article_ids):
            found_before.add(question.id)
        done = _count(done, total, progress)
    faults = [*(result.problem for result in results if result.problem), *faults]
    return GateReport(
        golden=tuple(results),
        judged=len(questions.judged),
        found=len(found),
        found_before=len(found_before) if published else None,
        lost=tuple(
            question.id for question in questions.judged if question.id in found_before - found
        ),
        faults=(*faults, *_too_many_lost(found, found_before)),
        notes=tuple(result.note for result in results if result.note),
        cited=dict(sorted(cited.items())),
    )


def _golden(
    golden: Golden, addresses: Addresses, before: Shown | None, new: Assistant
) -> GoldenResult:
    now = show(new, [golden.question])
    if golden.article is None:
        return _golden_without_article(golden, before, now)
    article_id = addresses.find(golden.article)
    problems = [*_missing(golden, article_id, now), *_not_verbatim(_name(golden), now)]
    return GoldenResult(golden, article_id, before, now, "; ".join(problems))


def _golden_without_article(golden: Golden, before: Shown | None, now: Shown) -> GoldenResult:
    """A golden question that no article answers: a card, a kind word or "not covered" is right, a quote is wrong."""
    problems = _not_verbatim(_name(golden), now)
    if not now.quotes:
        return GoldenResult(golden, None, before, now)
    first = now.quotes[0]
    told = (
        f'{_name(golden)}: no article answers it, but {first.article_id} is quoted: "{first.text}"'
    )
    if before is not None and not before.quotes:
        return GoldenResult(golden, None, before, now, "; ".join([told, *problems]))
    return GoldenResult(golden, None, before, now, "; ".join(problems), told)


def _missing(golden: Golden, article_id: str | None, now: Shown) -> Iterable[str]:
    if article_id is None:
        yield f'{_name(golden)}: the corpus has no article "{golden.article}"'
    elif article_id not in now.article_ids:
        shown = ", ".join(now.article_ids) or f"no article ({now.kind})"
        yield f"{_name(golden)}: does not find {article_id}; it shows {shown}"
    elif golden.sentence and not _is_quoted(golden.sentence, now):
        yield f'{_name(golden)}: does not quote "{golden.sentence}"'


def _is_quoted(sentence: str, now: Shown) -> bool:
    """Whether the quotes, read one after the other, hold the sentence; spaces and quotation marks aside."""
    said = " ".join(normalise(quote.text) for quote in now.quotes).casefold()
    return normalise(sentence).casefold() in said


def _not_verbatim(name: str, now: Shown) -> list[str]:
    return [
        f'{name}: quotes "{quote.text[:60]}", which {quote.article_id} does not say'
        for quote in now.quotes
        if not quote.verbatim
    ]


def _name(golden: Golden) -> str:
    return f'row {golden.row} "{golden.question}"'


def _wanted(question: Judged) -> set[str]:
    return {article_id for article_id, grade in question.relevant.items() if grade > 0}


def _too_many_lost(found: set[str], before: set[str]) -> list[str]:
    net = len(before) - len(found)
    allowed = max(_LOSSES_ALWAYS_ALLOWED, _LOSS_ALLOWED * len(before))
    if net <= allowed:
        return []
    lost = ", ".join(sorted(before - found)[:10])
    return [
        f"{len(found)} judged questions find their article, {len(before)} did before; lost: {lost}"
    ]


def _count(done: int, total: int, progress: Progress | None) -> int:
    if progress:
        progress(done + 1, total)
    return done + 1


def read_gate(settings: Settings) -> GateQuestions:
    """Reads the golden questions and, where they lie beside the articles, the judged ones.

    Raises:
        EvaluationError: They cannot be read.
    """
    path = find_golden(settings.corpus_dir, settings.golden)
    judged = settings.corpus_dir.parent / _JUDGED
    return GateQuestions(
        golden=read_golden(path) if path else (),
        judged=tuple(read_questions(judged)) if (judged / QUESTIONS).is_file() else (),
    )


def ask_golden(
    questions: GateQuestions,
    version: Version,
    settings: Settings,
    encoder: Encoder,
    progress: Callable[[str, int, int], None] | None = None,
) -> GateReport:
    """Asks a version that is built and not yet published.

    Args:
        questions: What to ask.
        version: The version.
        settings: Where the published index is, and what the clinic says about itself.
        encoder: What questions are encoded with; each only once.
        progress: Called with the stage, how much of it is done, and how much there is.

    Raises:
        IndexStoreError: The new version cannot be loaded.
    """
    if not (questions.golden or questions.judged):
        return GateReport()
    new = Index.load(version.folder, encoder)
    remembering = SharedEncoder(encoder)  # both indexes are asked the same questions
    triage = load_triage(
        shipped("corpus/triage"), settings.clinic.region, settings.index_dir / "cache"
    )

    reader = CompiledReader(threads=settings.encoder.threads)
    models = LiveModels(settings.index_dir, lambda: made_with(encoder.digest, reads=True))

    def over(index: Index) -> Assistant:
        clinic = settings.clinic
        return assistant_of(lambda: index, remembering, clinic, triage, reader, models.get)

    published = _published(settings.index_dir, encoder)
    return ask_all(
        questions,
        over(new),
        over(published) if published else None,
        (lambda done, total: progress("asking", done, total)) if progress else None,
    )


def _published(index_dir: Path, encoder: Encoder) -> Index | None:
    try:
        return Index.load(current_folder(index_dir), encoder)
    except (PtassistError, OSError):
        return None  # nothing to compare with
