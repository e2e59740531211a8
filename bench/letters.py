"""Measures whether a question is found in the middle of a letter: alone, inside the letter, the letter as a whole.

    python -m bench.letters FOLDER...

Each folder is one that `ptassist evaluate` reads. Its single English questions are put between six sentences that tell
of other things, the same in every run. Prints success@1, success@3, MRR@10 and nDCG@10 beside those of the question
alone (paired bootstrap).
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench.retrieval import encoded, judged_in, puts_of, report, worth_of
from ptassist.answering.phrasing import Put
from ptassist.answering.question import tidy
from ptassist.answering.retriever import MEASURED
from ptassist.cli.evaluate import open_index_for
from ptassist.evaluation.questions import Judged
from ptassist.index.encoder import open_encoder
from ptassist.settings import load_settings

SEED, BEFORE, BEHIND = 5, 4, 2
# Other people's knees and other complaints stand in real letters too.
TOLD = (
    "I teach at a primary school and stand most of the day.",
    "We moved house in the spring and I carried far too many boxes.",
    "My husband says I worry too much but here I am.",
    "I have two boys who play football and a dog that pulls on the lead.",
    "Last year I saw somebody about my shoulder and that went well.",
    "I try to walk to work when it does not rain.",
    "A friend of mine had an operation on her hip and she swears by swimming.",
    "Money is a bit tight at the moment so I would rather not drive far.",
    "I used to run when I was at college, then life happened.",
    "My mother had bad knees too, so maybe it is in the family.",
    "I sleep badly and get up stiff.",
    "At work I sit at a screen for hours with hardly a break.",
    "I bought new shoes last month.",
    "My doctor is away until the end of the month.",
    "I read so many things online and everybody says something else.",
    "I take vitamin D in the winter.",
    "We have a trip to the mountains planned in July.",
    "It has been going on for about six weeks now.",
    "I am fifty two and not very sporty to be honest.",
    "My neighbour lent me her exercise bike and I have used it twice.",
    "I do yoga on Tuesdays with a group from church.",
    "I had a baby nine years ago, nothing special since.",
    "Sorry for the long message.",
    "I am a bit scared to make things worse.",
    "Thank you for taking the time to read this.",
)


def in_letters(judged: Sequence[Judged]) -> Iterator[Judged]:
    """The questions, each in the middle of a letter."""
    chance = random.Random(SEED)
    for one in judged:
        told, (question,) = chance.sample(TOLD, BEFORE + BEHIND), one.turns
        mark = "" if question.rstrip().endswith(("?", "!", ".")) else "?"
        letter = " ".join([*told[:BEFORE], question + mark, *told[BEFORE:]])
        yield replace(one, turns=(letter,))


def as_a_whole(put: Put, letter: str) -> Put:
    """A letter that is searched for as it was written."""
    text = tidy(letter)
    return replace(put, question=replace(put.question, standalone=text, words=text))


def main() -> None:
    settings = load_settings().settings
    encoder = open_encoder(settings.encoder.model)
    for folder in map(Path, sys.argv[1:]):
        index = open_index_for(folder, settings, encoder)
        judged = [one for one in judged_in(folder) if len(one.turns) == 1]
        letters = list(in_letters(judged))
        alone, found = puts_of(index, judged)[1], puts_of(index, letters)[1]
        pairs = zip(found, letters, strict=True)
        whole = [as_a_whole(put, letter.turns[0]) for put, letter in pairs]
        print(f"\n{folder.name}: {len(judged)} questions")
        ways = {"alone": alone, "in a letter": found, "the letter as a whole": whole}
        worth = {
            name: worth_of(index, judged, puts, encoded(encoder, puts), MEASURED)
            for name, puts in ways.items()
        }
        for name in ways:
            report(name, worth[name], worth["alone"])


if __name__ == "__main__":
    main()
