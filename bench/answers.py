"""Checks answers one by one: word for word, no condition left behind, no sentence that leans on one that is not shown.

    python -m bench.answers FOLDER... [--also questions.jsonl] [--at-least 500]

Each folder is one that `ptassist evaluate` reads. Besides the judged questions every heading of the articles is asked.
The checks are written apart from the rules that they check: own lists of cue words, own splitting into lines. Prints
each fault and the counts; exits with 1 where there is a fault.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from ptassist.answering.reader import CompiledReader
from ptassist.assistant import assistant_of
from ptassist.cli.evaluate import open_index_for
from ptassist.errors import QuestionError
from ptassist.evaluation.questions import read_questions
from ptassist.index.encoder import open_encoder
from ptassist.settings import ClinicSettings, load_settings

# What nobody needs ("a scan that you do not need") limits nothing.
CONDITION = re.compile(
    r"\b(?:if|unless|except|avoid|do not(?! need)|don't(?! need)|never|only if|only when|before you|before starting|"
    r"not recommended|should not|shouldn't|with a fracture)\b"
)
LEANS = re.compile(r"(?:this|that|these|those|they|it|it's|he|she|such)\b", re.IGNORECASE)
STANDS = re.compile(
    r"it(?:'s| is| can be| may be| takes)? (?:\w+ ){0,2}(?:to|that|for)\b", re.IGNORECASE
)
YES_NO = re.compile(r"(?:yes|nope|yep|sí)\b[,.!:;– -]|no\b[,.!:;–]", re.IGNORECASE)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--also", type=Path)
    parser.add_argument("--at-least", type=int, default=500)
    given = parser.parse_args()
    settings = load_settings().settings
    encoder = open_encoder(settings.encoder.model)
    reader, seen, faults = CompiledReader(), 0, []
    for folder in given.folders:
        index = open_index_for(folder, settings, encoder)
        assistant = assistant_of(
            lambda index=index: index, encoder, ClinicSettings(), reader=reader
        )
        for asked in questions_for(folder, index, given.also):
            try:
                answer = assistant.ask(asked)
            except QuestionError:
                continue
            if answer.kind == "answer":
                seen += 1
                faults += [(asked, *fault) for fault in faults_of(index, answer)]
    for asked, kind, what in faults:
        print(f"{kind}: {asked!r}: {what}")
    kinds = {kind: sum(1 for _, k, _ in faults if k == kind) for _, kind, _ in faults}
    print(json.dumps({"answers": seen, "faults": kinds}))
    sys.exit(bool(faults) or seen < given.at_least)


def questions_for(folder, index, also):
    yield from (judged.turns[-1] for judged in read_questions(folder))
    if also:
        yield from (json.loads(line)["question"] for line in also.read_text().splitlines())
    for article in index.articles.values():
        yield article.title
        for section in article.sections:
            if section.heading and not section.is_references:
                yield f"{section.heading} {article.title}"[:300]


def faults_of(index, answer):
    shown = {(s.quote.article_id, s.quote.start) for s in answer.segments}
    for segment in answer.segments:
        text = index.articles[segment.quote.article_id].text
        if text[segment.quote.start : segment.quote.end] != segment.text:
            yield "not verbatim", segment.text
        if segment.role != "answer":
            continue
        before, after = beside(index, segment)
        for neighbour in (before, after):
            left = neighbour and (segment.quote.article_id, neighbour.start) not in shown
            said = left and text[neighbour.start : neighbour.end]
            if said and CONDITION.search(said.lower()) and not said.rstrip().endswith(("?", ":")):
                yield "condition left", said
        opening = segment.text.lstrip("\"“'‘*•- ")
        if LEANS.match(opening) and not STANDS.match(opening):
            introduced = before is None or (segment.quote.article_id, before.start) in shown
            if not introduced:
                yield "leans", segment.text
        if YES_NO.match(opening) and not any(s.role == "context" for s in answer.segments):
            yield "yes or no", segment.text


def beside(index, segment):
    """The sentences before and after a quoted one in its section; None where there is none."""
    article_id = segment.quote.article_id
    article = index.articles[article_id]
    sentences = [s for row in index.rows_of(article_id) for s in index.passages[row].sentences]
    place = next(k for k, s in enumerate(sentences) if s.start == segment.quote.start)
    section = article.blocks[sentences[place].block].section

    def at(k):
        inside = 0 <= k < len(sentences)
        return (
            sentences[k]
            if inside and article.blocks[sentences[k].block].section == section
            else None
        )

    return at(place - 1), at(place + 1)


if __name__ == "__main__":
    main()
