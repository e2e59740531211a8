"""kill -9 at 500 random moments of build, publish, roll back and prune, while a client asks without pause."""

import argparse
import json
import tempfile
import time
from pathlib import Path

from tests.killing import kill_at_random


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = kill_at_random(Path(folder), arguments.kills, arguments.seed)
    print(
        json.dumps(
            {
                "seed": arguments.seed,
                "killed": dict(tally.killed),
                "finished_first": dict(tally.finished),
                "questions": tally.asked,
                "failed_questions": len(tally.failed),
                "faults_of_the_index": len(tally.broken),
                "versions_that_answered": len(tally.took_over),
                "seconds": round(time.monotonic() - start),
            },
            indent=2,
        )
    )
    for fault in [*tally.failed, *tally.broken][:20]:
        print(fault)


if __name__ == "__main__":
    main()
