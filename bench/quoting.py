"""Measures the weights of `answering/evidence.py` side by side: is a right sentence quoted first, among three, at all?

    python -m bench.quoting FOLDER... [--weights FOLDER_OF_A_READER] [--failures]

Each folder holds questions.jsonl, with articles/ beside it or the served index. English questions that the articles
answer; nothing is refused, so that only the choice of sentences is measured. `--failures` prints what was quoted
instead of a right sentence.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ptassist.answering.answer import Role
from ptassist.answering.cues import load_cues
from ptassist.answering.evidence import WEIGHTS, find_evidence
from ptassist.answering.phrasing import Phrasing
from ptassist.answering.question import Turn, understand
from ptassist.answering.reader import PIECES, CompiledReader
from ptassist.answering.reader import WEIGHTS as READER
from ptassist.answering.reading import read_hits, worth_reading
from ptassist.answering.retriever import search
from ptassist.cli.evaluate import open_index_for
from ptassist.evaluation.metrics import share
from ptassist.evaluation.questions import Kind, read_questions
from ptassist.evaluation.runner import Asked, Outcome, measure, normalise
from ptassist.index.encoder import open_encoder
from ptassist.settings import load_settings
from ptassist.shipped import shipped

DEPTH = 60
TRIED = [
    ("read", (0.0, 0.2, 0.8, 1.5)),
    ("similarity", (0.5, 1.5)),
    ("beyond", (0.0, 0.3, 1.0)),
    ("covered", (0.0, 0.3, 0.9)),
    ("passage", (0.5, 1.2)),
    ("longer", (0.0, -0.01)),
    ("fragment", (0.0, -0.3)),
    ("sought", (0.0, 0.2, 0.6)),
    ("promised", (0.0, 0.1, 0.4)),
    ("asked", (0.0, 0.3, 1.0)),
]
VARIANTS = {"shipped": WEIGHTS} | {
    f"{name} {weight}": replace(WEIGHTS, **{name: weight})
    for name, weights in TRIED
    for weight in weights
}
VARIANTS["nothing sought"] = replace(WEIGHTS, sought=0.0, promised=0.0)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what was found and read, from which any weights choose."""

    judged: object
    index: object
    question: object
    hits: object
    vector: object
    readings: object


def cases(folder, encoder, reader) -> Iterator[Case]:
    index = open_index_for(folder, load_settings().settings, encoder)
    phrasing = Phrasing(shipped("corpus/language"), READER / PIECES)
    for judged in read_questions(folder):
        if judged.kind not in (Kind.ANSWERABLE, Kind.FOLLOW_UP) or judged.language != "en":
            continue
        asked = understand(judged.turns[-1], [Turn(turn) for turn in judged.turns[:-1]])
        (put,) = phrasing.ways(index, asked)
        vector = encoder.encode_questions([put.question.standalone])[0]
        found = search(
            index, put.question.words, vector, DEPTH, more=put.more, prefer=put.question.prefer
        )
        hits = worth_reading(found)
        readings = read_hits(reader, index, put.question, hits)
        yield Case(judged, index, put.question, hits, vector, readings)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--weights", type=Path, default=READER)
    parser.add_argument("--failures", action="store_true")
    given = parser.parse_args()
    encoder = open_encoder(load_settings().settings.encoder.model)
    reader, cues = CompiledReader(given.weights), load_cues(shipped("corpus/language"))
    for folder in given.folders:
        found = list(cases(folder, encoder, reader))
        print(f"\n{folder}: {len(found)} questions; first, among three, quoted at all; words")
        for name, weights in VARIANTS.items():
            tell(name, found, cues, weights)
        if given.failures:
            show_failures(found, cues)


def tell(name, found, cues, weights):
    asked, anywhere, words = [], [], 0
    for case in found:
        evidence = choose(case, cues, weights)
        outcome = Outcome((), quotes=texts(evidence, Role.ANSWER))
        asked.append(Asked(case.judged, outcome))
        whole = " \n ".join(map(normalise, texts(evidence)))
        anywhere.append(any(normalise(gold) in whole for gold in case.judged.quotes))
        words += sum(len(text.split()) for text in texts(evidence))
    figures = measure(asked)
    first, three = figures["sentence@1"], figures["sentence@3"]
    print(
        f"{name:24} {first.value:.3f}  {three.value:.3f}  {share(anywhere).value:.3f}"
        f"  {words / len(found):.0f}"
    )


def choose(case, cues, weights=WEIGHTS):
    return find_evidence(
        case.index,
        case.question,
        case.hits,
        case.vector,
        cues,
        readings=case.readings,
        weights=weights,
    )


def texts(evidence, role=None):
    return tuple(
        quote.article.text[quote.start : quote.end]
        for quote in evidence.quotes
        if role in (None, quote.role)
    )


def show_failures(found, cues):
    for case in found:
        evidence = choose(case, cues)
        quoted = texts(evidence)
        if any(normalise(gold) in " ".join(map(normalise, quoted)) for gold in case.judged.quotes):
            continue
        print(f"\n? {case.judged.turns[-1]}")
        for gold in case.judged.quotes:
            print("  right:", normalise(gold))
        for quote in evidence.quotes:
            text = quote.article.text[quote.start : quote.end]
            print(f"  {quote.role}: [{quote.article.id}] {normalise(text)}")


if __name__ == "__main__":
    main()
