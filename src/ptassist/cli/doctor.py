"""`ptassist doctor`: every check a person should make before asking for help; each failure names its remedy."""

from collections.abc import Callable
from dataclasses import dataclass

import typer

from ptassist.cli.checkup import CHECKS, Result, Severity
from ptassist.cli.common import ConfigOption, JsonOption, read_settings, write_json
from ptassist.errors import PtassistError
from ptassist.settings import Settings


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


def _run(check: Callable[[Settings], Result], settings: Settings) -> Finding:
    name = check.__name__.removeprefix("check_")
    try:
        return Finding(name, *check(settings))
    except PtassistError as error:
        return Finding(name, Severity.FAILURE, error.message, error.remedy)
