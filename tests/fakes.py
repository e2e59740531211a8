"""Small real things to test with: an encoder that a pencil can follow, and made-up articles.

`FakeEncoder` hashes words into 64 buckets and scales to length 1, so that every similarity can be
worked out by hand.
The articles are invented for these tests; their references carry DOIs of the test prefix 10.5555.
"""

import math
import re
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ptassist.answering.triage import Triage, load_triage
from ptassist.assistant import Assistant, assistant_of
from ptassist.build import BuildReport, build_index
from ptassist.index.encoder import Progress, Vectors
from ptassist.index.store import Index
from ptassist.index.versions import LiveIndex, current_folder
from ptassist.settings import ClinicSettings, Settings
from ptassist.shipped import shipped

_WORD = re.compile(r"[^\W_]+")
STOP_WORDS = frozenset(
    _WORD.findall(
        "a an and are as at be but by can do does for from how i if in is it me my of on or so that"
        " the this to was what when with you your el la los las un una de del en y o que con por"
        " para si es mi se"
    )
)


class FakeEncoder:
    """A hashed bag of words as a unit vector; a text without a counted word is the first axis.

    Args:
        name: What it calls itself.
        digest: What an index remembers of it.
        seconds_per_text: How slow it pretends to be.
    """

    def __init__(
        self, name: str = "fake", digest: str = "f" * 64, seconds_per_text: float = 0.0
    ) -> None:
        self._name = name
        self._digest = digest
        self._seconds_per_text = seconds_per_text
        self.encoded: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    @property
    def digest(self) -> str:
        return self._digest

    @property
    def dimension(self) -> int:
        return 64

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            time.sleep(self._seconds_per_text)
            vectors[row] = self._vector(text)
            if progress:
                progress(1)
        self.encoded += texts
        return vectors

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def _vector(self, text: str) -> list[float]:
        counts = [0.0] * self.dimension
        for word in _WORD.findall(text.lower()):
            if word not in STOP_WORDS:
                counts[zlib.crc32(word.encode()) % self.dimension] += 1.0
        length = math.sqrt(sum(count * count for count in counts))
        return [count / length for count in counts] if length else [1.0, *counts[1:]]


HOPPING = """---
title: Hopping with Brittle Bones
url: https://clinic.example/blog/hopping
author: Clinic Team
publisher: The Clinic
published: 2024-03-05
reviewed: 2025-01-10
tags: [bones, hopping]
---
Hopping loads the hip bone more than walking does. Short bouts of hopping made the hip bone denser
in one trial [1].

## Before You Begin

Before you begin hopping, talk to your therapist if you have had a fracture of the spine. Do not
hop with a swollen knee.

## How to Hop

Start with these steps:

- Hop ten times on both feet, on a firm floor.
- Rest for one minute between the sets [2].
- Add five hops every week, unless the knee aches the next day.

Most people feel steady after six weeks of hopping.

## References

1. Maple A, Birch B. Short bouts of hopping and the hip. Journal of Invented Motion. 2015.
   doi:10.5555/hop.2015.1
2. Cedar C. Rest between sets. https://journal.example/rest (2019).
"""

HEEL = """---
title: Heel Pain in the Morning
url: https://clinic.example/blog/heel
published: 2023-11-20
---
# Heel Pain in the Morning

The first steps after waking hurt most when the band under the foot is stiff. Dr. Reed calls it a
rusty hinge.

## What Helps

Rolling the foot over a cold bottle eases heel pain for an hour or two (Alder & Pine, 2020).
Stretching the calf twice a day eased heel pain within eight weeks (Willow et al., 2021). Soft shoes
help on hard floors.

## When to See Us

See a therapist when heel pain wakes you at night. Numb toes need a visit this week.

## Sources

Alder, J., & Pine, K. (2020). Cold bottles and the foot. *Invented Foot Review*, 4(2).
https://doi.org/10.5555/foot.2020.4

Willow, L., Rowan, M., & Elder, N. (2021). Calf stretching twice a day. *Invented Foot Review*, 5.
"""

STAIRS = """---
title: Stairs after a Long Rest
---
Climbing stairs

Take one stair at a time after a long rest. Hold the rail with one hand, and lead with the stronger
leg going up. Lead with the weaker leg coming down.

Signs to slow down

Stop and sit when your breath comes too fast to speak. A dull ache in the thigh that fades overnight
is common.
"""

CUELLO = """---
title: Cuello rígido en la oficina
language: es
url: https://clinic.example/blog/cuello
---
El cuello rígido mejora al mover los hombros cada media hora. Suba la pantalla hasta la altura de
los ojos.

## Cuándo parar

No gire el cuello si siente mareo. Pida una cita si el dolor baja por el brazo.
"""

ARTICLES: Mapping[str, str] = {
    "hopping.md": HOPPING,
    "feet/heel.md": HEEL,
    "stairs.markdown": STAIRS,
    "es-cuello.md": CUELLO,
}


def write_corpus(folder: Path, articles: Mapping[str, str | bytes] = ARTICLES) -> Path:
    """Writes a corpus folder, file by file; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in articles.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def article_source(title: str, body: str, **front: object) -> str:
    """A corpus file with a title, further front matter and a body."""
    lines = "".join(f"{key}: {value}\n" for key, value in {"title": title, **front}.items())
    return f"---\n{lines}---\n{body}\n"


def settings_in(folder: Path, **values: Any) -> Settings:
    """Settings with corpus and index in one folder; no file and no environment is read."""
    return Settings(corpus_dir=folder / "corpus", index_dir=folder / "index", **values)


def build_in(
    folder: Path,
    articles: Mapping[str, str | bytes] = ARTICLES,
    encoder: FakeEncoder | None = None,
) -> tuple[Settings, BuildReport]:
    """Writes a corpus into `folder` and publishes an index of it with the fake encoder."""
    settings = settings_in(folder)
    write_corpus(settings.corpus_dir, articles)
    return settings, build_index(settings, encoder=encoder or FakeEncoder())


def load_in(settings: Settings, encoder: FakeEncoder | None = None) -> Index:
    """The published index, loaded."""
    return Index.load(current_folder(settings.index_dir), encoder or FakeEncoder())


def assistant_in(
    settings: Settings, clinic: ClinicSettings | None = None, encoder: FakeEncoder | None = None
) -> Assistant:
    """An assistant that follows the published index, with the shipped rules and wording."""
    encoder = encoder or FakeEncoder()
    live: Callable[[], Index] = LiveIndex(settings.index_dir, encoder).get
    clinic = clinic or settings.clinic
    return assistant_of(live, encoder, clinic, shipped_triage(clinic.region))


@cache
def shipped_triage(region: str = "US") -> Triage:
    """The shipped rules, read once; compiled only when a rule or the code of triage has changed."""
    kept = Path(__file__).parents[1] / ".pytest_cache" / "triage"
    return load_triage(shipped("corpus/triage"), region, kept)
