"""`ptassist calibrate`: what it asks for, what it writes, and that a server answers by it."""

import datetime as dt
from pathlib import Path

import pytest

from ptassist.answering.calibration import (
    Calibration,
    Correction,
    MadeWith,
    path_of,
    read_calibration,
    write_calibration,
)
from ptassist.answering.coverage import SHIPPED
from ptassist.assistant import open_assistant
from ptassist.build import build_index
from ptassist.checks.weighing import LeftOut
from ptassist.cli import calibrate as command
from ptassist.evaluation.calibrating import Calibrated, Figures
from ptassist.evaluation.fitting import Fit
from ptassist.settings import Settings, load_settings
from tests.cli.conftest import Cli
from tests.fakes import write_corpus

ANSWERED = {
    "feet/heel": [
        "what eases heel pain", "does a cold bottle ease heel pain", "rolling the foot over a cold bottle",
        "stretching the calf for heel pain", "how long does calf stretching take", "do soft shoes help heel pain",
        "hard floors hurt my heel", "first steps in the morning hurt", "heel pain wakes me at night",
        "my toes feel numb", "stiff band under the foot", "how often should i stretch the calf",
        "heel pain in the morning", "when to see a therapist for heel pain",
    ],
    "hopping": [
        "does hopping make the hip bone denser", "how many hops on both feet", "how long to rest between the sets",
        "how many hops to add every week", "hopping with a swollen knee", "fracture of the spine and hopping",
        "how long until i feel steady", "what load does hopping put on the hip", "is a firm floor needed for hopping",
        "may i hop with a swollen knee", "short bouts of hopping", "hopping with brittle bones",
        "rest for one minute between sets", "knee aches the day after hopping",
    ],
    "stairs": [
        "which leg leads going up the stairs", "which leg leads coming down", "should i hold the rail",
        "one stair at a time after a long rest", "signs to slow down on stairs", "breath too fast to speak on stairs",
        "dull ache in the thigh", "thigh ache that fades overnight", "climbing stairs after a long rest",
        "hold the rail with one hand", "weaker leg on the stairs", "stronger leg on the stairs",
        "stop and sit on the stairs",
    ],
}  # fmt: skip
NOT_COVERED = [
    "which mortgage suits a lighthouse", "how do volcanoes erupt", "best jazz records of the fifties",
    "how to prune roses", "who invented the zip", "how to bake rye bread", "when do swallows fly south",
    "heel of a guitar neck", "hopping mad meaning", "stairs in gothic towers", "cold bottle of lemonade price",
    "why is the sky blue", "how do submarines dive", "rail timetable to vienna", "best chess opening",
    "how old is the moon", "what do hedgehogs eat", "rules of cricket", "how to tune a piano",
    "cheap flights to oslo", "how is glass made",
]  # fmt: skip


def use(settings: Settings) -> Path:
    """Makes the settings' folders those of `ptassist.toml`; returns where they lie."""
    folder = settings.corpus_dir.parent
    (folder / "ptassist.toml").write_text('corpus_dir = "corpus"\nindex_dir = "index"\n')
    return folder


def write_golden(folder: Path, answered: int = 41, not_covered: int = 21) -> None:
    told = [(text, name) for name, texts in ANSWERED.items() for text in texts][:answered]
    rows = [*told, *((text, "none") for text in NOT_COVERED[:not_covered])]
    lines = ["question,article", *(f"{text},{name}" for text, name in rows)]
    (folder / "golden.csv").write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("answered", "not_covered", "told"),
    [(0, 0, "40 answered and 20 not covered are missing"), (41, 7, "13 not covered are missing")],
)
def test_too_few_golden_questions_are_refused_before_any_is_asked(
    cli: Cli, built: Settings, answered, not_covered, told
):
    write_golden(use(built), answered, not_covered)
    ran = cli("calibrate")
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err
    assert 'docs/staff.md, "How sure is sure enough"' in ran.err


def test_reset_removes_what_was_written_and_says_when_there_is_nothing(cli: Cli, built: Settings):
    use(built)
    made = MadeWith("e", "r", "m")
    correction = Correction(1.0, 0.0, 0.4, 40, 20)
    write_calibration(
        built.index_dir, Calibration(dt.date(2026, 1, 1), made, with_reader=correction)
    )
    assert "the shipped threshold holds again" in cli("calibrate", "--reset").err
    assert not path_of(built.index_dir).exists()
    assert "there is no calibration" in cli("calibrate", "--reset").err


@pytest.mark.parametrize("other", ["--dry-run", "--json"])
def test_reset_stands_alone(cli: Cli, built: Settings, other):
    use(built)
    assert cli("calibrate", "--reset", other).code == 2


FOUND = Calibrated(
    {True: Fit(2.0, 0.0, 0.5)},
    {True: (74, 43)},
    Figures(74, 9, 43, 9, 54, 0.118),
    Figures(74, 12, 43, 7, 47, 0.093),
)


def test_the_table_stands_on_standard_output(capsys: pytest.CaptureFixture[str]):
    command._print(FOUND)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["shipped", "calibrated"]
    assert [line[-2:] for line in lines[1:]] == [
        ["9", "12"],
        ["9", "7"],
        ["54", "47"],
        ["0.118", "0.093"],
    ]


def test_it_says_what_was_written_and_how_to_go_back(capsys, built: Settings):
    command._tell_outcome(FOUND, built, written=True)
    told = capsys.readouterr().err
    assert f"needs 0.50 (shipped: {SHIPPED.with_reader.threshold:.2f}" in told
    assert str(path_of(built.index_dir)) in told
    assert "ptassist calibrate --reset" in told
    command._tell_outcome(FOUND, built, written=False)
    assert "dry run: nothing was written" in capsys.readouterr().err


def test_rows_that_were_left_out_are_named_once_a_reason(capsys):
    command._tell_left_out(
        [LeftOut(2, "it cannot be asked"), *(LeftOut(n, "a card") for n in range(3, 16))]
    )
    assert capsys.readouterr().err.splitlines() == [
        "left out, row 2: it cannot be asked",
        "left out, row 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 more: a card",
    ]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index by the real encoder, and golden questions that the build did not ask."""
    folder = tmp_path_factory.mktemp("clinic")
    settings = Settings(corpus_dir=folder / "corpus", index_dir=folder / "index")
    write_corpus(settings.corpus_dir)
    build_index(settings)
    use(settings)
    write_golden(folder)
    return folder


@pytest.mark.slow
def test_a_dry_run_writes_nothing_and_the_file_holds_no_word_of_a_question(
    cli: Cli, clinic: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(clinic)
    dry = cli("calibrate", "--dry-run", "--json")
    assert (dry.code, dry.json["written"], path_of(Path("index")).exists()) == (0, False, False)
    assert dry.json["before"]["not_covered"] + len(dry.json["left_out"]) <= 62
    ran = cli("calibrate", "--json")
    assert ran.json["after"] == dry.json["after"]
    assert ran.json["written"] is ran.json["better"] is path_of(Path("index")).exists()
    for text in (*NOT_COVERED, *(text for texts in ANSWERED.values() for text in texts)):
        assert text not in ran.out


@pytest.mark.slow
def test_a_server_answers_by_what_was_written_from_the_next_question_on(
    clinic: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
):
    monkeypatch.chdir(clinic)
    assistant = open_assistant(load_settings().settings)
    question = "rolling the foot over a cold bottle"
    path_of(Path("index")).unlink(missing_ok=True)
    before = assistant.ask(question)
    made_for = cli("calibrate", "--dry-run", "--json").json["calibration"]["made_with"]
    strict = Correction(1.0, -50.0, 0.5, 41, 21)
    made = MadeWith(**made_for)
    write_calibration(Path("index"), Calibration(dt.date(2026, 1, 1), made, with_reader=strict))
    assert read_calibration(Path("index")) is not None
    assert before.kind == "answer"
    assert assistant.ask(question).kind == "not_covered"
    (doctor,) = [f for f in cli("doctor", "--json").json if f["check"] == "calibration"]
    assert doctor["severity"] == "ok"
    assert "2026-01-01" in doctor["message"]
    cli("calibrate", "--reset")
    assert assistant.ask(question).kind == "answer"
