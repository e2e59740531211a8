"""`ptassist triage`: why a message gets the card it gets, the rule files' own tests, and the document to sign."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from ptassist.answering.triage import Assessment, Level, Triage, load_triage
from ptassist.answering.triage.rules import Situation
from ptassist.cli.common import (
    ConfigOption,
    JsonOption,
    cache_folder,
    read_settings,
    tell,
    write_json,
)
from ptassist.shipped import shipped

TextArgument = Annotated[str | None, typer.Argument(help="What a visitor writes.")]
TestOption = Annotated[bool, typer.Option("--test", help="Try every file's phrases and decoys.")]
ReviewOption = Annotated[
    bool, typer.Option("--review", help="Print the rules as a document for a therapist to sign.")
]


def triage(
    text: TextArgument = None,
    test: TestOption = False,
    review: ReviewOption = False,
    language: Annotated[str, typer.Option(help="Language of the card.")] = "en",
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Explains which red flag fires on which words, tests the rules, or prints them for review."""
    settings = read_settings(config)
    rules = load_triage(shipped("corpus/triage"), settings.clinic.region, cache_folder(settings))
    if sum((text is not None, test, review)) != 1:
        raise typer.BadParameter("give a text in quotes, or --test, or --review")
    if test:
        _test(rules)
    elif review:
        typer.echo("\n".join(review_lines(rules)))
    else:
        _explain(rules.assess([text or ""], language), as_json)


def _explain(assessment: Assessment, as_json: bool) -> None:
    if as_json:
        write_json(_as_data(assessment))
        return
    named = " (only named or asked about: a small card above the answer)"
    typer.echo(f"level: {assessment.level.code}{named if assessment.compact else ''}")
    for finding in assessment.findings:
        manner = "named in" if finding.compact else "fired on"
        words = ", ".join(f'"{word}"' for word in finding.words)
        typer.echo(f"  {finding.rule} ({finding.level.code}) {manner} {words}")
    if assessment.card:
        typer.echo(f"card: {assessment.card.title}\n  {assessment.card.text}")
        for action in assessment.card.actions:
            typer.echo(f"  [{action.label}] {action.href}")


def _as_data(assessment: Assessment) -> dict[str, Any]:
    card = assessment.card
    return {
        "level": assessment.level.code,
        "compact": assessment.compact,
        "findings": [
            {"rule": f.rule, "level": f.level.code, "words": f.words, "compact": f.compact}
            for f in assessment.findings
        ],
        "card": card
        and {
            "title": card.title,
            "text": card.text,
            "actions": [{"label": a.label, "href": a.href} for a in card.actions],
        },
    }


def _test(rules: Triage) -> None:
    faults = list(self_test(rules))
    for fault in faults:
        typer.echo(fault)
    count = sum(len(s.phrases) + len(s.decoys) for s in rules.rules.situations)
    tell(f"{count} phrases and decoys tried, {len(faults)} not as the files say")
    if faults:
        raise typer.Exit(1)


def self_test(rules: Triage) -> Iterator[str]:
    """Tries every file's own phrases and decoys.

    Yields:
        A line for each that does not get the level its file says: a phrase less, a decoy more.
    """
    for situation in rules.rules.situations:
        for phrase, level in situation.phrases:
            if (found := _full_level(rules.assess([phrase]))) < level:
                yield _fault(situation, phrase, f"is {found.code}, less than {level.code}")
        for decoy, level in situation.decoys:
            if (found := _full_level(rules.assess([decoy]))) > level:
                yield _fault(situation, decoy, f"is {found.code}, more than {level.code}")


def _full_level(assessment: Assessment) -> Level:
    """The level without small cards: a decoy that names a situation may get one."""
    return max((f.level for f in assessment.findings if not f.compact), default=Level.NONE)


def _fault(situation: Situation, text: str, message: str) -> str:
    return f"{situation.document.path.name}: {text!r} {message}"


def review_lines(rules: Triage) -> Iterator[str]:
    """The rules as a document for a therapist, in Markdown, with what is signed and what is not."""
    yield "# Red flags: for review and signature\n"
    yield f"Digest of all files: {rules.digest}\n"
    for name, digest in rules.rules.digests.items():
        yield f"- [{_mark(rules, name)}] {name} `{digest}`"
    for situation in rules.rules.situations:
        yield from _situation_lines(rules, situation)
    yield from _card_lines(rules)


def _mark(rules: Triage, name: str) -> str:
    signature = rules.rules.signatures.get(name)
    if signature is None:
        return "not signed"
    if signature.digest != rules.rules.digests[name]:
        return f"signature of {signature.reviewer}, {signature.date}, void: the file has changed"
    return f"signed by {signature.reviewer}, {signature.date}"


def _situation_lines(rules: Triage, situation: Situation) -> Iterator[str]:
    values = situation.document.values
    yield f"\n## {situation.name}: {situation.level.code}\n"
    yield f"{values['why']} For: {values.get('audience', 'anyone')}."
    yield f"Guideline: {values['guideline']['title']} <{values['guideline']['link']}>\n"
    yield "Signs, in lay words:\n"
    for name, patterns in values["signs"].items():
        yield f"- {name}: {' · '.join([*patterns, *values.get('spanish', {}).get(name, [])])}"
    yield "\nFires on:\n"
    for entry in values["fires"]:
        level = entry.get("level", situation.level.code) if isinstance(entry, dict) else ""
        line = entry["when"] if isinstance(entry, dict) else entry
        yield f"- {line}{f' ({level})' if level else ''}"
    yield "\nMust fire:\n"
    yield from (f"- {phrase} ({level.code})" for phrase, level in situation.phrases)
    yield "\nMust not fire higher than said:\n"
    yield from (f"- {decoy} ({level.code})" for decoy, level in situation.decoys)
    yield "\nReviewed by: ______________________  Licence: ____________  Date: ____________"


def _card_lines(rules: Triage) -> Iterator[str]:
    for language, texts in rules.rules.cards.items():
        waiting = "" if texts.translator else " (awaiting: human translator)"
        yield f"\n## Cards, {language}{waiting}\n"
        for name in texts.cards:
            card = texts.card(name, rules.numbers)
            buttons = " ".join(f"[{action.label}]" for action in card.actions)
            yield f"- **{name}**: {card.title}. {card.text} {buttons}".rstrip()
