"""Averages the weights of several trainings that began alike: `python -m training.average OUT FOLDER...`.

The average of like models errs less on articles that none of them met than each does.
"""

import shutil
import sys
from pathlib import Path

import torch


def main() -> None:
    out, folders = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    out.mkdir(parents=True, exist_ok=True)
    states = [torch.load(folder / "reader.pt", weights_only=True) for folder in folders]
    average = {
        name: (sum(state[name].float() for state in states) / len(states)).to(first.dtype)
        for name, first in states[0].items()
    }
    torch.save(average, out / "reader.pt")
    shutil.copy(folders[0] / "facts.json", out / "facts.json")


if __name__ == "__main__":
    main()
