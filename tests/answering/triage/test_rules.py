"""Reading the triage files: what is wrong is named with path and line; a signature holds for one digest."""

import hashlib
import shutil
from pathlib import Path

import pytest
import yaml

from ptassist.answering.triage import load_triage
from ptassist.answering.triage.rules import digests
from ptassist.cli.triage import review_lines, self_test
from ptassist.errors import ShippedFileError
from tests.fakes import shipped_triage

# Each test reads all the files again.
pytestmark = pytest.mark.slow

RULES = Path(__file__).parents[3] / "corpus" / "triage"
TRIAGE = shipped_triage()
SITUATION = "situations/stroke.yaml"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(RULES, tmp_path / "triage"))


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replaces text in a file, and returns the line that it stood on."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refusal(folder: Path) -> str:
    with pytest.raises(ShippedFileError) as caught:
        load_triage(folder)
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (SITUATION, "level: emergency", "level: urgent", "'urgent' is no level"),
        (SITUATION, "audience:", "audiense:", "unknown key 'audiense'"),
        (
            SITUATION,
            "  - one side + not old stroke",
            "  - one sied",
            "no sign is called 'one sied'",
        ),
        (SITUATION, "card: emergency_stroke", "card: emergency_strok", "no card is called"),
        (SITUATION, "  - tia", "  - (tia", "')' is missing"),
        (SITUATION, "  - tia", "  - .. tia", "a pattern must begin and end with a word"),
        ("signs.yaml", '"{sudden}"', '"{suden}"', "no group of words is called {suden}"),
        (SITUATION, "name: Stroke", "name: [Stroke", "expected"),
        (SITUATION, "  passed:", "  passed + gone:", "cannot name a sign"),
        (SITUATION, "  - side limb + woke + not slept on it\n", "", "no combination uses 'woke'"),
        (SITUATION, "<1-60>", "<60-1>", "the lower bound comes first"),
        ("cues.yaml", "what_if:", "what_iff:", "the key 'what_if' is missing"),
        ("cards-en.yaml", "    title: Get checked today", "    titel: x", "must be a text"),
        ("cards-es.yaml", "press: [emergency, poison", "press: [emergencia, poison", "no label"),
        ("numbers.yaml", '  crisis: {say: "988"', '  crisi: {say: "988"', "'crisis' is missing"),
        (
            "situations/meds_dx.yaml",
            "    declines: dose",
            "    declines: does",
            "declines must be one of dose",
        ),
        ("words.yaml", "  preg: pregnant", "  preg: [pregnant]", "must be a text"),
    ],
)
def test_a_fault_is_named_with_path_and_line(folder, name, old, new, message):
    line = change(folder, name, old, new)
    said = refusal(folder)
    assert message in said
    path, number, _ = said.split(":", 2)
    assert path == str(folder / name)
    assert (
        int(number) <= line + 1
        if "missing" in message or "uses" in message
        else abs(int(number) - line) <= 2
    )


def test_a_missing_key_is_named(folder):
    change(folder, SITUATION, "why:", "audience:")
    assert "'audience' stands twice" in refusal(folder)
    change(folder, SITUATION, "audience: Each", "# why: Each")
    assert "the key 'why' is missing" in refusal(folder)


def test_missing_files_are_named(folder):
    (folder / "cards-en.yaml").unlink()
    assert "cards-en.yaml" in refusal(folder)
    shutil.rmtree(folder / "situations")
    assert "no situation file found" in refusal(folder)


def test_a_group_that_contains_itself_is_refused(folder):
    change(folder, "words.yaml", "groups:\n", "groups:\n  loop: ['{loop}']\n")
    assert "contains itself" in refusal(folder)


def sign(folder: Path, *names: str) -> None:
    signed = {
        name: {
            "reviewer": "A. Tester",
            "date": "2026-11-22",
            "digest": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
        }
        for name in names
    }
    (folder / "signatures.yaml").write_text(yaml.safe_dump({"signed": signed}), encoding="utf-8")


def test_unsigned_rules_are_active_and_said_to_be_unreviewed():
    assert not TRIAGE.reviewed
    assert TRIAGE.assess(["i cough up blood"]).level.code == "emergency"


def test_reviewed_means_that_every_file_is_signed_and_an_edit_voids_it(folder):
    names = [p.relative_to(folder).as_posix() for p in folder.rglob("*.yaml")]
    names = [name for name in names if name != "signatures.yaml"]
    sign(folder, *names)
    assert load_triage(folder).reviewed
    change(folder, SITUATION, "Time is brain", "Time is still brain")
    after = load_triage(folder)
    assert not after.reviewed
    assert any("void: the file has changed" in line for line in review_lines(after))


def test_a_digest_changes_with_its_file(folder):
    before = digests(folder)
    assert before == digests(RULES)
    change(folder, "words.yaml", "Edit with care", "Edit with great care")
    after = digests(folder)
    assert after != before
    assert {name for name in after if after[name] != before[name]} == {"words.yaml"}


def test_the_self_test_reports_what_does_not_fire(folder):
    change(folder, SITUATION, "phrases:\n", "phrases:\n  - my knee clicks\n")
    [fault] = self_test(load_triage(folder))
    assert fault == "stroke.yaml: 'my knee clicks' is none, less than emergency"


def test_the_review_shows_every_situation_with_a_line_to_sign():
    text = "\n".join(review_lines(TRIAGE))
    for situation in TRIAGE.rules.situations:
        assert f"\n## {situation.name}: {situation.level.code}" in text
    assert text.count("Reviewed by: ____") == len(TRIAGE.rules.situations)
    assert "Cards, es (awaiting: human translator)" in text
