"""Lighthouse on the demo page, on a phone as it imitates one: accessibility 100, best practices 100, performance 95.

    npm install --prefix build/lighthouse lighthouse
    python -m bench.lighthouse --lighthouse build/lighthouse/node_modules/.bin/lighthouse [--url http://127.0.0.1:8000]

Lighthouse is a program for Node.js and no part of the project; it uses the Chromium of the browser tests.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
from typing import Any

from bench.screenshots import chromium, served

WANTED = {"accessibility": 100, "best-practices": 100, "performance": 95}
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lighthouse", default="lighthouse", help="the program")
    parser.add_argument("--url", help="a server that is running already")
    options = parser.parse_args()
    server = contextlib.nullcontext(options.url) if options.url else served()
    with server as url:
        report = measured(options.lighthouse, url)
    scores = {name: round(100 * report["categories"][name]["score"]) for name in WANTED}
    for name, score in scores.items():
        print(f"{name:16} {score:3}  (wanted {WANTED[name]})")
    print(f"{'':16} with Lighthouse {report['lighthouseVersion']}")
    sys.exit(any(scores[name] < least for name, least in WANTED.items()))


def measured(lighthouse: str, url: str) -> dict[str, Any]:
    command = [lighthouse, url, "--quiet", "--output=json", f"--chrome-flags={FLAGS}",
               f"--only-categories={','.join(WANTED)}"]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": chromium() or ""}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


if __name__ == "__main__":
    main()
