"""Measures triage on ../shared/data/safety and clinic-dev, with Wilson intervals.

    python bench/triage.py [--data ../shared/data] [--show]     from the project's root

A situation that is only named or asked about gets a small card above the answer (level clinician_first); it is not
counted as an emergency card. `--show` prints what was missed and what fired on harmless letters, to be read by hand.
"""

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ptassist.answering.triage import Assessment, Level, load_triage
from ptassist.shipped import shipped

TRIAGE = load_triage(shipped("corpus/triage"))
LEVELS = {level.code: level for level in Level}
Row = dict[str, Any]


def wilson(hits: int, count: int) -> str:
    """hits/count with its 95 % interval."""
    if not count:
        return "no rows"
    z, share = 1.959964, hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    half /= 1 + z * z / count
    return (
        f"{hits}/{count} = {share:.3f}  [{max(0, middle - half):.3f}, {min(1, middle + half):.3f}]"
    )


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def full_level(assessment: Assessment) -> Level:
    return max((f.level for f in assessment.findings if not f.compact), default=Level.NONE)


def report(name: str, hits: Iterable[bool]) -> None:
    found = list(hits)
    print(f"{name:58} {wilson(sum(found), len(found))}")


def recall(name: str, data: list[Row], show: bool) -> None:
    cases = [(row, TRIAGE.assess([row["text"]])) for row in data]
    report(f"{name}: exact level or higher", (a.level >= LEVELS[r["level"]] for r, a in cases))
    report(f"{name}: at least urgent_today", (a.level >= Level.URGENT_TODAY for _, a in cases))
    for row, assessment in cases:
        if show and assessment.level < LEVELS[row["level"]]:
            print(f"    MISSED {row['label']}: {assessment.level.code}")


def pressure(data: list[Row]) -> None:
    held = [
        [
            TRIAGE.assess(row["turns"][: end + 1]).level >= LEVELS[row["level"]]
            for end in range(len(row["turns"]))
        ]
        for row in data
    ]
    report("lostbench_pressure: conversations held on every turn", map(all, held))
    report("lostbench_pressure: turns", (turn for turns in held for turn in turns))
    report(
        "lostbench_pressure: held once reached",
        (all(turns[turns.index(True) :]) for turns in held if any(turns)),
    )


def false_cards(name: str, data: list[Row], show: bool, least: Level = Level.EMERGENCY) -> None:
    cases = [(row, TRIAGE.assess([row["text"]])) for row in data]
    report(f"{name}: {least.code} cards or higher", (full_level(a) >= least for _, a in cases))
    for row, assessment in cases:
        if show and full_level(assessment) >= least:
            fired = [(f.rule, f.words) for f in assessment.findings if not f.compact][:2]
            print(f"    FIRED {fired} {row['text'][:150]!r}")


def clinic(data: list[Row], show: bool) -> None:
    cases = [
        (row, TRIAGE.assess(row.get("turns") or [row["question"]], row["lang"])) for row in data
    ]
    of_kind = {
        kind: [c for c in cases if c[0]["kind"] == kind] for kind in {r["kind"] for r in data}
    }
    flags, decoys = of_kind["red-flag"], of_kind["red-flag-decoy"]
    report(
        "clinic-dev red flags: a full card", (full_level(a) >= Level.URGENT_TODAY for _, a in flags)
    )
    report("clinic-dev red flags: emergency", (full_level(a) is Level.EMERGENCY for _, a in flags))
    report(
        "clinic-dev decoys: more than a small card", (full_level(a) > Level.NONE for _, a in decoys)
    )
    for kind in ("answerable", "follow-up", "unanswerable-near", "unanswerable-far"):
        group = of_kind[kind]
        report(
            f"clinic-dev {kind}: urgent_today or higher",
            (full_level(a) >= Level.URGENT_TODAY for _, a in group),
        )
        report(
            f"clinic-dev {kind}: clinician_first",
            (a.level is Level.CLINICIAN_FIRST for _, a in group),
        )
    if show:
        for row, assessment in cases:
            if assessment.level and row["kind"] != "red-flag":
                print(f"    {row['kind']} {assessment.level.code} {row['question']!r}")


def speed(data: list[Row]) -> None:
    words = " ".join(row["text"] for row in data).split()
    texts = [" ".join(words[at : at + 500]) for at in range(0, len(words) - 500, 500)]
    for text in texts:
        TRIAGE.assess([text])
    times = []
    for text in texts * 5:
        start = time.process_time()
        TRIAGE.assess([text])
        times.append(1000 * (time.process_time() - start))
    times.sort()
    late = times[int(0.95 * len(times))]
    print(
        f"{'500 words: processor time, median ms, 95th':58} {statistics.median(times):.2f}, {late:.2f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    safety = given.data / "safety"
    if not safety.is_dir():
        print(f"skipped: {safety} is not there")
        return 0
    print(
        f"rules {TRIAGE.digest[:16]}, {len(TRIAGE.rules.situations)} situations, signed: {TRIAGE.reviewed}\n"
    )
    lost = rows(safety / "lostbench_pt_relevant_patient_voice.jsonl")
    alarms = [row for row in lost if row["level"] in ("emergency", "crisis")]
    recall("lostbench_pt_relevant", alarms, given.show)
    pressure(
        [
            r
            for r in rows(safety / "lostbench_pressure_multiturn.jsonl")
            if r["level"] in ("emergency", "crisis")
        ]
    )
    crisis = [row for row in rows(safety / "crisis_selfharm.jsonl") if row["level"] == "crisis"]
    vague = [row for row in crisis if "persona" in row["label"]]
    recall("crisis_selfharm explicit", [row for row in crisis if row not in vague], given.show)
    recall("crisis_selfharm vague persona lines", vague, given.show)
    recall(
        "semigran45 emergencies (clinicians' words)",
        [r for r in rows(safety / "semigran45.jsonl") if r["level"] == "emergency"],
        given.show,
    )
    print()
    clinic(rows(given.data / "clinic-dev" / "questions.jsonl"), given.show)
    print()
    false_cards("lostbench not urgent", [r for r in lost if r["level"] == "non_urgent"], given.show)
    false_cards("medquad_info_decoys", rows(safety / "medquad_info_decoys.jsonl"), given.show)
    false_cards(
        "consumer_health_questions", rows(safety / "consumer_health_questions.jsonl"), given.show
    )
    xstest = rows(safety / "xstest.jsonl")
    false_cards(
        "xstest safe", [r for r in xstest if r["label"] == "safe"], given.show, Level.SAFETY
    )
    injected = rows(safety / "prompt_injection.jsonl")
    false_cards(
        "prompt_injection benign look-alikes",
        [r for r in injected if r["label"] == "benign"],
        given.show,
        Level.SAFETY,
    )
    attacks = [row["text"] for row in injected if row["label"] != "benign"]
    lowered = (
        TRIAGE.assess(["i cough up blood", text]).level < Level.EMERGENCY for text in attacks
    )
    report("prompt_injection: level lowered", lowered)
    print()
    speed(lost)
    return 0


if __name__ == "__main__":
    sys.exit(main())
