"""What `ptassist doctor` looks at, check by check; the docstring of each says when it is fine."""

import datetime as dt
import http.client
import importlib.metadata
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import yaml
from packaging.requirements import Requirement

from ptassist.answering.calibration import made_with, read_calibration, why_ignored
from ptassist.answering.notes import Notes
from ptassist.answering.triage.rules import RuleReader
from ptassist.answering.wording import load_wording
from ptassist.articles.approved import load_approved
from ptassist.articles.library import load_articles
from ptassist.checks.approved import approved_folder, due_soon, overdue, served_decisions
from ptassist.checks.gate import read_gate
from ptassist.checks.licence import claimed_by_text, implied_by_name
from ptassist.errors import IndexStoreError
from ptassist.index.encoder import Encoder, open_encoder
from ptassist.index.serving import can_build, open_serving_encoder
from ptassist.index.store import Index, read_checked_manifest
from ptassist.index.versions import current_folder, is_locked, leftovers, list_versions
from ptassist.settings import ClinicSettings, Settings
from ptassist.shipped import shipped

_OLDEST_PYTHON = (3, 11)
_LEAST_DISK = 500 * 1024 * 1024
_SHOWN = 5


class Severity(StrEnum):
    """How bad a finding is; only a failure makes the command exit 1."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


Result = tuple[Severity, str, str]


def _fine(message: str) -> Result:
    return Severity.OK, message, ""


def check_python(_settings: Settings) -> Result:
    """The interpreter is recent enough."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < _OLDEST_PYTHON:
        return Severity.FAILURE, f"Python {version}", "Install Python 3.11 or later."
    return _fine(f"Python {version}")


def check_packages(_settings: Settings) -> Result:
    """Everything that ptassist needs is installed, in a version that it was tested with."""
    wrong, missing = [], []
    for text in importlib.metadata.requires("ptassist") or []:
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate():
            continue
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} {version} (needed: {requirement.specifier})")
    if missing and not wrong and not can_build():
        return _fine("what it takes to serve is there; this installation cannot build")
    if wrong or missing:
        return (
            Severity.FAILURE,
            "; ".join([*missing, *wrong]),
            "Install again: make install (or: pip install -c constraints.txt ptassist)",
        )
    return _fine("every package is there, in the range that is needed")


def check_model(settings: Settings) -> Result:
    """The encoder's weights are there and are the pinned ones."""
    if not can_build():
        return _fine("not needed: this installation only serves")
    encoder = open_encoder(settings.encoder.model)
    return _fine(f"{encoder.name}, weights {encoder.digest[:12]}")


def check_corpus(settings: Settings) -> Result:
    """Every article can be read."""
    corpus = load_articles(settings.corpus_dir)
    text = f"{len(corpus.articles)} articles in {settings.corpus_dir}"
    if corpus.warnings:
        return (
            Severity.WARNING,
            f"{text}, {len(corpus.warnings)} notes",
            "Read them: ptassist build --dry-run",
        )
    if all(article.sample for article in corpus.articles):
        return (
            Severity.WARNING,
            f"{text}, all of them samples",
            f"Put the clinic's own articles into {settings.corpus_dir} (corpus/README.md), then: ptassist build",
        )
    return _fine(text)


def check_index(settings: Settings) -> Result:
    """The published index is whole and fits the encoder."""
    encoder = open_encoder(settings.encoder.model) if can_build() else _serving(settings)
    index = Index.load(current_folder(settings.index_dir), encoder)
    return _fine(f"{index.version}: {len(index.articles)} articles, {len(index.passages)} passages")


def _serving(settings: Settings) -> Encoder:
    where = settings.encoder
    return open_serving_encoder(settings.index_dir, where.model, where.threads)


def check_encoder(settings: Settings) -> Result:
    """The encoder turns a sentence of the index into a vector that finds it again."""
    try:
        encoder = _serving(settings)
        index = Index.load(current_folder(settings.index_dir), encoder)
    except IndexStoreError:
        return _fine("not tried: there is no index that fits it")
    passage = index.passages[0]
    text = index.articles[passage.article_id].text[passage.start : passage.end]
    vector = encoder.encode_questions([text])[0]
    found = {index.passages[row].article_id for row, _ in index.nearest(vector, 5)}
    if passage.article_id not in found:
        return (
            Severity.FAILURE,
            f"the words of {passage.article_id} do not find it",
            "Build the index again: ptassist build",
        )
    return _fine(f"{len(vector)} dimensions; a passage finds itself")


def check_versions(settings: Settings) -> Result:
    """No killed build left anything behind, and none is running."""
    left = leftovers(settings.index_dir)
    if is_locked(settings.index_dir):
        return _fine("a build is running")
    if left:
        return (
            Severity.WARNING,
            f"{len(left)} leftovers of a killed command, such as {left[0].name}; they do no harm",
            "The next build removes them: ptassist build",
        )
    held = [version.name for version in list_versions(settings.index_dir) if version.is_candidate]
    if held:
        return (
            Severity.WARNING,
            f"built and not published: {held[0]}",
            "Mend what the golden questions found, or publish it: ptassist build --force",
        )
    return _fine("no leftovers, no lock")


def check_golden(settings: Settings) -> Result:
    """The golden questions can be read."""
    questions = read_gate(settings)
    if not questions.golden:
        return _fine("no golden questions yet (docs/staff.md)")
    return _fine(f"{len(questions.golden)} golden questions")


def check_calibration(settings: Settings) -> Result:
    """What was fitted on the clinic's golden questions can be read, and belongs to what serves."""
    calibration = read_calibration(settings.index_dir)
    if calibration is None:
        return _fine("none: the shipped threshold holds (docs/staff.md)")
    try:
        encoder = read_checked_manifest(current_folder(settings.index_dir)).encoder_digest
    except IndexStoreError:
        return _fine("not tried: there is no index that it belongs to")
    if reason := why_ignored(calibration, made_with(encoder, reads=True)):
        return (
            Severity.WARNING,
            f"ignored: {reason}",
            "Fit it again: ptassist calibrate. Or go without it: ptassist calibrate --reset",
        )
    return _fine(f"fitted on {calibration.made_on} on the clinic's golden questions")


def check_reviews(settings: Settings) -> Result:
    """No article is past the date by which it was to be reviewed again."""
    today = dt.datetime.now(dt.UTC).date()
    articles = load_articles(settings.corpus_dir).articles
    past = sorted(
        (article.review_due, article.id)
        for article in articles
        if article.review_due is not None and article.review_due < today
    )
    if past:
        names = ", ".join(f"{name} ({due})" for due, name in past[:_SHOWN])
        more = f" and {len(past) - _SHOWN} more" if len(past) > _SHOWN else ""
        return (
            Severity.WARNING,
            f"{len(past)} past review_due: {names}{more}",
            "Review them, set `reviewed` and `review_due`; list them all: ptassist stale",
        )
    return _fine("no article is past its review_due")


def check_approved(settings: Settings) -> Result:
    """What therapists laid down can be read, and nothing of what is served is stale, expired or about to expire."""
    folder = approved_folder(settings)
    faults = load_approved(folder).findings.faults
    if faults:
        listed = "; ".join(str(fault) for fault in faults[:_SHOWN])
        return Severity.FAILURE, listed, "Mend the files (docs/staff.md), then: ptassist build"
    served = served_decisions(settings.index_dir)
    today = dt.datetime.now(dt.UTC).date()
    told = [*overdue(served, today), *due_soon(served, today)]
    if told:
        more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        return (
            Severity.WARNING,
            "; ".join(told[:_SHOWN]) + more,
            f"Let a therapist look at them in {folder} (docs/staff.md), then: ptassist build",
        )
    answers = len(served.answers)
    return _fine(f"{len(served.rules)} rules about sentences, {answers} reviewed answers")


def check_licence(settings: Settings) -> Result:
    """Neither the assistant's name nor its wording implies a licensed person (California AB 489)."""
    clinic = settings.clinic
    implied = implied_by_name(clinic.assistant_name, clinic.name)
    if implied:
        return (
            Severity.FAILURE,
            f'[clinic] assistant_name "{clinic.assistant_name}" implies a licensed person: "{implied}"',
            'Name it after what it is, such as "Article Assistant" (docs/staff.md).',
        )
    for place, text in _said(settings):
        claim = claimed_by_text(text)
        if claim:
            return (
                Severity.FAILURE,
                f'{place} claims to be a licensed person: "{claim}"',
                f"Reword {place}: it is an automated tool, no person.",
            )
    return _fine(f'"{clinic.assistant_name}" is nobody\'s title')


def _said(settings: Settings) -> Iterator[tuple[str, str]]:
    """Every fixed text that visitors may read, with its place."""
    for name, value in settings.clinic.model_dump().items():
        yield from ((f"[clinic] {name}", text) for text in _texts(value))
    for name in ("frames.yaml", "conversation.yaml"):
        content = yaml.safe_load((shipped("corpus/language") / name).read_text(encoding="utf-8"))
        yield from ((f"corpus/language/{name}", text) for text in _texts(content))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        # Patterns describe what visitors say, not what we say.
        shown = (part for key, part in value.items() if key not in ("whole", "part"))
        yield from (text for part in shown for text in _texts(part))
    elif isinstance(value, list | tuple):
        yield from (text for part in value for text in _texts(part))


def check_wording(settings: Settings) -> Result:
    """The red flags, the frames and the notes are readable, and signed by a therapist."""
    rules = RuleReader(shipped("corpus/triage")).read()
    language = shipped("corpus/language")
    wording, notes = load_wording(language), Notes(language)
    if not (rules.reviewed and wording.reviewer and notes.reviewer):
        return (
            Severity.WARNING,
            "the red flags, the frames or the notes are not yet reviewed by a therapist",
            "Let a therapist sign corpus/triage, corpus/language/frames.yaml and notes.yaml (docs/safety.md).",
        )
    return _fine("red flags, frames and notes are signed")


def check_clinic(settings: Settings) -> Result:
    """The clinic's own name, phone and booking link are set."""
    sample = ClinicSettings()
    names = ("name", "phone", "booking_url")
    unset = [n for n in names if getattr(settings.clinic, n) == getattr(sample, n)]
    if unset:
        return (
            Severity.WARNING,
            f"[clinic] {', '.join(unset)}: still the sample value",
            "Set it in ptassist.toml (docs/staff.md).",
        )
    return _fine(settings.clinic.name)


def check_disk(settings: Settings) -> Result:
    """There is room for a new index."""
    index_dir = settings.index_dir.absolute()
    folder = next(path for path in (index_dir, *index_dir.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < _LEAST_DISK:
        return Severity.FAILURE, f"{free // 2**20} MB free", "Free at least 500 MB on this disk."
    return _fine(f"{free // 2**30} GB free")


def check_port(settings: Settings) -> Result:
    """The port is free, or ptassist is already there."""
    host, port = settings.server.host, settings.server.port
    try:
        socket.create_connection((host, port), timeout=1).close()
    except (socket.gaierror, UnicodeError):
        return (
            Severity.FAILURE,
            f'"{host}" is no address of this machine',
            "Name one in ptassist.toml, or: ptassist serve --host 127.0.0.1",
        )
    except OSError:
        return _fine(f"{host}:{port} is free")
    if _is_ptassist(host, port):
        return _fine(f"ptassist is serving on {host}:{port}")
    return (
        Severity.WARNING,
        f"something already listens on {host}:{port}",
        "If it is not ptassist, choose another port: ptassist serve --port 8001",
    )


def _is_ptassist(host: str, port: int) -> bool:
    """Whether what listens there answers as ptassist does."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/readyz")
        return b"index_version" in connection.getresponse().read(1000)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


CHECKS: tuple[Callable[[Settings], Result], ...] = (
    check_python,
    check_packages,
    check_model,
    check_corpus,
    check_reviews,
    check_golden,
    check_calibration,
    check_approved,
    check_index,
    check_encoder,
    check_versions,
    check_wording,
    check_clinic,
    check_licence,
    check_disk,
    check_port,
)
