"""Measures what synonyms and mended spelling do for finding, on questions as they are and with slips made in them.

    python -m bench.writing FOLDER...

Each folder is one that `ptassist evaluate` reads; its English questions with an answer count. A slip is made in one
word of six, the same in every run. Prints success@1, success@3 and MRR@10.
"""

import random
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ptassist.answering.question import Turn, understand
from ptassist.answering.retriever import rank_articles, search
from ptassist.answering.spelling import Speller
from ptassist.answering.synonyms import Synonyms, load_synonyms
from ptassist.answering.vocabulary import Vocabulary, count_words, load_terms, whole_words
from ptassist.cli.evaluate import open_index_for
from ptassist.evaluation.questions import Judged, Kind, read_questions
from ptassist.evaluation.runner import Asked, Outcome, measure
from ptassist.index.encoder import Encoder, Vectors, open_encoder
from ptassist.index.lexical import Lexical, Scores
from ptassist.index.store import Index
from ptassist.settings import load_settings
from ptassist.shipped import shipped

DEPTH = 600
SEED, ONE_IN, SHORTEST = 20, 6, 4
SHOWN = ("success@1", "success@3", "mrr@10")
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Way:
    """How expansions are used: what share of their BM25 score counts, and what share of their vector is added.

    Attributes:
        all_known: Whether expressions whose words the articles hold are expanded, too.
    """

    lexical: float = 0.0
    encoder: float = 0.0
    all_known: bool = True


CHOSEN = "BM25, 0.5, where words are lacking"
WAYS = {
    "as it is": Way(),
    "BM25, 1": Way(1.0),
    "BM25, 0.5": Way(0.5),
    "BM25, 0.2": Way(0.2),
    "encoder, 0.3": Way(0, 0.3),
    "both, 0.5 and 0.3": Way(0.5, 0.3),
    "BM25, 1, where words are lacking": Way(1.0, 0, all_known=False),
    CHOSEN: Way(0.5, 0, all_known=False),
    "both, where words are lacking": Way(0.5, 0.3, all_known=False),
}


class Widened(Lexical):
    """BM25 of a question with a share of that of its expansions; what `search` asks of the index."""

    def __init__(self, lexical: Lexical, more: str, weight: float) -> None:
        self._lexical, self._more, self._weight = lexical, more, weight

    def scores(self, question: str) -> Scores:
        return self._lexical.scores(question) + np.float32(self._weight) * self._lexical.scores(
            self._more
        )


class Held:
    """An index whose BM25 is another one."""

    def __init__(self, index: Index, lexical: Lexical) -> None:
        self._index, self.lexical = index, lexical

    def __getattr__(self, name: str) -> object:
        return getattr(self._index, name)


def with_slips(texts: Iterable[str]) -> list[str]:
    """The texts with a letter lost, doubled, swapped or another in about one word of six."""
    chance = random.Random(SEED)

    def slipped(found: re.Match[str]) -> str:
        word = found.group()
        if len(word) < SHORTEST or chance.random() >= 1 / ONE_IN:
            return word
        place = chance.randrange(1, len(word) - 1)
        before, letter, after = word[:place], word[place], word[place + 1 :]
        return chance.choice(
            (
                before + after,
                before + letter * 2 + after,
                before + after[0] + letter + after[1:],
                before + chance.choice("aeioustrn") + after,
            )
        )

    return [_WORD.sub(slipped, text) for text in texts]


def found(
    way: Way, index: Index, encoder: Encoder, synonyms: Synonyms, texts: Sequence[str]
) -> list[tuple[str, ...]]:
    knows = None if way.all_known else index.lexical.knows
    expansions = [", ".join(synonyms.expansions(text, knows)) for text in texts]
    vectors = encoder.encode_questions(texts)
    if way.encoder:
        added = encoder.encode_questions(
            [more or text for text, more in zip(texts, expansions, strict=True)]
        )
        vectors = unit(vectors + np.float32(way.encoder) * added)
    return [
        tuple(
            rank_articles(
                search(Held(index, Widened(index.lexical, more, way.lexical)), text, vector, DEPTH)
            )
        )
        for text, more, vector in zip(texts, expansions, vectors, strict=True)
    ]


def unit(vectors: Vectors) -> Vectors:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def report(judged: Sequence[Judged], rows: dict[str, list[tuple[str, ...]]]) -> None:
    for name, rankings in rows.items():
        pairs = zip(judged, rankings, strict=True)
        figures = measure([Asked(one, Outcome(ranking, quoting=False)) for one, ranking in pairs])
        print(f"  {name:36}", "  ".join(f"{key} {figures[key].value:.3f}" for key in SHOWN))


def speller_for(index: Index, encoder: Encoder, synonyms: Synonyms) -> Speller:
    terms = load_terms(shipped("corpus/language")).plus(synonyms.expressions)
    written = count_words(a.text for a in index.articles.values() if a.language == "en")
    return Speller(Vocabulary(terms, written, whole_words(encoder.model().tokenizer.get_vocab())))


def main():
    settings = load_settings().settings
    encoder = open_encoder(settings.encoder.model)
    synonyms = load_synonyms(shipped("corpus/language"))
    for folder in map(Path, sys.argv[1:]):
        index = open_index_for(folder, settings, encoder)
        judged = [
            one
            for one in read_questions(folder)
            if one.kind in (Kind.ANSWERABLE, Kind.FOLLOW_UP) and one.language == "en"
        ]
        texts = [
            understand(one.turns[-1], [Turn(turn) for turn in one.turns[:-1]]).standalone
            for one in judged
        ]
        speller = speller_for(index, encoder, synonyms)
        slips = with_slips(texts)
        written = {
            "as asked": texts,
            "as asked, mended": [speller.correct(text) for text in texts],
            "with slips": slips,
            "with slips, mended": [speller.correct(text) for text in slips],
        }
        widened = sum(bool(synonyms.expansions(text)) for text in texts)
        print(f"\n{folder}: {len(judged)} questions, {widened} with expansions")
        report(
            judged,
            {name: found(way, index, encoder, synonyms, texts) for name, way in WAYS.items()},
        )
        for way in ("as it is", CHOSEN):
            print(f" {way}:")
            rows = {n: found(WAYS[way], index, encoder, synonyms, t) for n, t in written.items()}
            report(judged, rows)


if __name__ == "__main__":
    main()
