"""`ptassist doctor`: every check a person should make before asking for help; each failure names its remedy."""

import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import typer

from ptassist.answering.triage import load_triage
from ptassist.answering.wording import load_wording
from ptassist.articles.library import load_articles
from ptassist.cli.common import ConfigOption, JsonOption, read_settings, write_json
from ptassist.errors import PtassistError
from ptassist.index.encoder import open_encoder
from ptassist.index.store import Index
from ptassist.index.versions import current_folder
from ptassist.settings import ClinicSettings, Settings
from ptassist.shipped import shipped

_OLDEST_PYTHON = (3, 11)
_LEAST_DISK = 500 * 1024 * 1024


class Severity(StrEnum):
    """How bad a finding is; only a failure makes the command exit 1."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        check: The check's name.
        remedy: The command or the act that mends it; empty when nothing is wrong.
    """

    check: str
    severity: Severity
    message: str
    remedy: str = ""


def doctor(as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Checks the installation, the articles, the index and the settings."""
    settings = read_settings(config)
    findings = [_run(check, settings) for check in CHECKS]
    if as_json:
        write_json(findings)
    for finding in [] if as_json else findings:
        typer.echo(f"{finding.severity:8} {finding.check:9} {finding.message}")
        if finding.remedy:
            typer.echo(f"{'':19}{finding.remedy}")
    if any(finding.severity is Severity.FAILURE for finding in findings):
        raise typer.Exit(1)


Result = tuple[Severity, str, str]


def _run(check: Callable[[Settings], Result], settings: Settings) -> Finding:
    name = check.__name__.removeprefix("check_")
    try:
        return Finding(name, *check(settings))
    except PtassistError as error:
        return Finding(name, Severity.FAILURE, error.message, error.remedy)


def _fine(message: str) -> Result:
    return Severity.OK, message, ""


def check_python(_settings: Settings) -> Result:
    """The interpreter is recent enough."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < _OLDEST_PYTHON:
        return Severity.FAILURE, f"Python {version}", "Install Python 3.11 or later."
    return _fine(f"Python {version}")


def check_model(settings: Settings) -> Result:
    """The encoder's weights are there and are the pinned ones."""
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
    encoder = open_encoder(settings.encoder.model)
    index = Index.load(current_folder(settings.index_dir), encoder)
    return _fine(f"{index.version}: {len(index.articles)} articles, {len(index.passages)} passages")


def check_wording(settings: Settings) -> Result:
    """The red flags and the frames are readable, and signed by a therapist."""
    triage = load_triage(shipped("corpus/triage"), settings.clinic.region)
    wording = load_wording(shipped("corpus/language"))
    if not (triage.reviewed and wording.reviewer):
        return (
            Severity.WARNING,
            "the red flags or the frames are not yet reviewed by a therapist",
            "Let a therapist read and sign corpus/triage and corpus/language/frames.yaml (docs/safety.md).",
        )
    return _fine("red flags and frames are signed")


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
    return (
        Severity.WARNING,
        f"something already listens on {host}:{port}",
        "If it is not ptassist, choose another port: ptassist serve --port 8001",
    )


CHECKS: tuple[Callable[[Settings], Result], ...] = (
    check_python,
    check_model,
    check_corpus,
    check_index,
    check_wording,
    check_clinic,
    check_disk,
    check_port,
)
