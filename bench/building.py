"""How long a build takes as the corpus grows: a dry run of 5,000 files, an unchanged build, one changed article.

With `--fake` the encoder is the tests' fake one, so that only what is not encoding is measured.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.made_up import write

_STEP = """
import sys, time, resource
start = time.perf_counter()
from pathlib import Path
from ptassist.build import build_index
from ptassist.cli.index import without_collecting
from ptassist.index.encoder import open_encoder
from ptassist.settings import Settings
settings = Settings(corpus_dir=Path(sys.argv[1]) / "articles", index_dir=Path(sys.argv[1]) / "index")
encoder = None
if sys.argv[3] == "fake":
    from tests.fakes import FakeEncoder
    encoder = FakeEncoder()
with without_collecting():  # as the command does
    report = build_index(settings, dry_run=sys.argv[2] == "dry", encoder=encoder)
used = resource.getrusage(resource.RUSAGE_SELF)
seconds = time.perf_counter() - start, used.ru_utime + used.ru_stime
print(*(round(each, 2) for each in seconds), round(used.ru_maxrss / 1024), len(report.changed), bool(report.published))
"""


def step(folder: Path, kind: str, encoder: str) -> dict[str, object]:
    """One build in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _STEP, str(folder), kind, encoder],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, of_cpu, megabytes, changed, published = done.stdout.split()
    return {
        "seconds": float(seconds),
        "CPU seconds": float(of_cpu),
        "MB": int(megabytes),
        "changed": int(changed),
        "published": published,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--fake", action="store_true")
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    encoder = "fake" if arguments.fake else "real"
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        write(folder / "articles", arguments.articles)
        found = {"first build": step(folder, "build", encoder)}
        found["dry run"] = step(folder, "dry", encoder)
        found["unchanged build"] = step(folder, "build", encoder)
        changed = folder / "articles" / "made-up-00007.md"
        changed.write_text(changed.read_text() + "\n\nOne more sentence about the knee.\n")
        found["dry run after one change"] = step(folder, "dry", encoder)
        found["build after one change"] = step(folder, "build", encoder)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
