"""Made-up articles by the thousand, for measuring what grows with the corpus: no two are alike, none says anything."""

import argparse
import random
from pathlib import Path

_PARTS = "knee hip ankle shoulder elbow wrist neck back heel thigh calf jaw rib spine pelvis foot thumb".split()
_DEEDS = "stretch bend lift rest load press hold roll walk balance twist reach climb carry jump row lean".split()
_THINGS = (
    "band step chair towel wall ball stair cushion mat weight rail pole block strap bench".split()
)
_WHEN = "morning evening meal walk shower nap shift break drive practice".split()
_SYLLABLES = "ba lo mi tu ren sol fik pe dor van lu gri ost em ka".split()


def article(number: int, *, words: int = 700) -> str:
    """One article as a corpus file: seven sections with paragraphs, a list and two references."""
    chance = random.Random(number)
    name = "".join(chance.choice(_SYLLABLES) for _ in range(3)).title()
    part = chance.choice(_PARTS)
    lines = [
        "---",
        f"title: {name} {part} pain, part {number}",
        f"url: https://clinic.example/blog/made-up-{number}",
        "author: Sample article",
        f"published: 20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "---",
        "",
    ]
    written, section = 0, 0
    while written < words:
        section += 1
        lines += [f"## {chance.choice(_DEEDS).title()} for the {part}, step {section}", ""]
        paragraph = " ".join(_sentence(chance, name, part) for _ in range(5))
        items = [f"- {_sentence(chance, name, part)}" for _ in range(3)]
        lines += [paragraph, "", "Steps:", "", *items, ""]
        written += sum(len(text.split()) for text in (paragraph, *items))
    lines += [
        "## References",
        "",
        f"1. {name} A. Made-up trial {number}. 2019. doi:10.5555/made.{number}",
        "",
    ]
    return "\n".join(lines)


def _sentence(chance: random.Random, name: str, part: str) -> str:
    invented = "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4)))
    deed, thing, when = chance.choice(_DEEDS).title(), chance.choice(_THINGS), chance.choice(_WHEN)
    seconds, people = chance.randint(2, 90), chance.randint(2, 40)
    marker = " [1]" if chance.random() < 0.2 else ""
    return (
        f"{deed} the {part} with a {thing} for {seconds} seconds after the {when}, as {name} and {invented} did"
        f" in {people} people{marker}."
    )


def write(folder: Path, count: int) -> None:
    """Writes so many articles into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"made-up-{number:05}.md").write_text(article(number), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.count)
