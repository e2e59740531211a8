"""Measures what `answering/conversation.py` makes of follow-up questions.

    python -m bench.followups CANARD_FILE FOLDER...

CANARD_FILE is dev.json of CANARD (Elgohary et al. 2019): a follow-up and the question that stands alone. Each folder is
one that `ptassist evaluate` reads. The conversations of followups.jsonl are asked of the served index: half stay with
their subject ("same"), a quarter change it ("topic"), a quarter go to another article of the same field ("near"). The
assistant says which articles answered the turns before.
"""

import json
import sys
from pathlib import Path

from ptassist.answering.conversation import Resolved, Turn, resolve
from ptassist.answering.leaning import leans
from ptassist.answering.retriever import search
from ptassist.answering.subjects import read_subject
from ptassist.assistant import assistant_of
from ptassist.cli.evaluate import open_index_for
from ptassist.evaluation.questions import QUESTIONS
from ptassist.index.encoder import open_encoder
from ptassist.index.lexical import terms
from ptassist.settings import ClinicSettings, load_settings

OURS = Path(__file__).parent / "followups.jsonl"
CORPUS = Path("corpus/evaluation")
BONUSES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
DEPTH = 600


def main():
    canard(json.loads(Path(sys.argv[1]).read_text()))
    settings = load_settings().settings
    encoder = open_encoder(settings.encoder.model, settings.encoder.threads)
    sets = [(Path(folder), Path(folder) / QUESTIONS) for folder in sys.argv[2:]]
    for folder, file in [*sets, (CORPUS, CORPUS / QUESTIONS), (CORPUS, OURS)]:
        index = open_index_for(folder, settings, encoder)
        rows = [json.loads(line) for line in file.read_text().splitlines()]
        print(f"\n{file}")
        told_apart(rows)
        found(index, encoder, [row for row in rows if row.get("kind") == "follow-up"])


def leaning(text):
    return leans(read_subject(text))


def told_apart(rows):
    """Follow-ups lean; single questions do not, unless a conversation says so."""
    for kind, expected in (("follow-ups that lean", True), ("others that stand alone", False)):
        asked = [row for row in rows if row.get("leans", row["kind"] == "follow-up") is expected]
        right = sum(leaning(row["question"]) is expected for row in asked)
        print(f"{kind:24} {right} of {len(asked)}")


def canard(rows):
    """Leaning: the rewrite holds terms that the question lacks. Rewriting: terms of the rewrite found and added."""
    pairs = [(leaning(row["Question"]), bool(missing(row))) for row in rows]
    both = sum(said and true for said, true in pairs)
    print(f"CANARD: {len(rows)} questions, {sum(true for _, true in pairs)} lean")
    print(f"accuracy  {sum(said == true for said, true in pairs) / len(pairs):.3f}")
    print(f"precision {both / sum(said for said, _ in pairs):.3f}")
    print(f"recall    {both / sum(true for _, true in pairs):.3f}\n")
    for name, standalone in REWRITES.items():
        texts = [set(terms(standalone(row["Question"], earlier(row)), "en")) for row in rows]
        asked = [set(terms(row["Rewrite"], "en")) for row in rows]
        common = sum(len(text & right) for text, right in zip(texts, asked, strict=True))
        recall, precision = common / sum(map(len, asked)), common / sum(map(len, texts))
        f1 = 2 * recall * precision / (recall + precision)
        print(f"{name:14} recall {recall:.3f}  precision {precision:.3f}  F1 {f1:.3f}")


def missing(row):
    return set(terms(row["Rewrite"], "en")) - set(terms(row["Question"], "en"))


def earlier(row):
    """The title of the passage as the turn that opened the subject, and the questions without their answers."""
    return [Turn(turn) for turn in (row["History"][0], *row["History"][2::2])]


def joined(text, turns):
    return " ".join([*(turn.question for turn in turns), text])


REWRITES = {
    "question alone": lambda text, turns: text,
    "all turns": joined,
    "last three": lambda text, turns: joined(text, turns[-2:]),
    "resolved": lambda text, turns: resolve(text, turns).words,
}


def found(index, encoder, rows):
    """S@1 and MRR of the article: alone, joined, and completed with each bonus."""
    assistant = assistant_of(lambda: index, encoder, ClinicSettings())
    asked = [(row, answered(assistant, row["turns"][:-1])) for row in rows]
    for name in ("question alone", "all turns", "last three"):
        texts = [REWRITES[name](row["question"], turns) for row, turns in asked]
        show(name, index, encoder, rows, [Resolved(False, text, text, {}) for text in texts])
    resolved = [resolve(row["question"], turns) for row, turns in asked]
    for bonus in BONUSES:
        scaled = [Resolved(True, r.words, r.standalone, scale(r.prefer, bonus)) for r in resolved]
        show(f"resolved, {bonus:.2f}", index, encoder, rows, scaled)


def scale(prefer, bonus):
    most = max(prefer.values(), default=1.0)
    return {article: value * bonus / most for article, value in prefer.items()}


def answered(assistant, questions):
    """The turns before, each with the articles that the assistant answers it with."""
    turns = []
    for question in questions:
        cited = assistant.ask(question, turns).citations
        ids = dict.fromkeys(citation.article_id for citation in cited)
        turns.append(Turn(question, tuple(ids)))
    return turns


def show(name, index, encoder, rows, resolved):
    vectors = encoder.encode_questions([r.standalone for r in resolved])
    places = [
        place(ranking(index, r, vector), row["relevant"])
        for row, r, vector in zip(rows, resolved, vectors, strict=True)
    ]
    cases = sorted({row.get("case", "") for row in rows})
    told = [
        f"{case} S@1 {sum(p == 1 for p in at)}/{len(at)} MRR {sum(1 / p for p in at) / len(at):.3f}"
        for case in cases
        if (at := [p for row, p in zip(rows, places, strict=True) if row.get("case", "") == case])
    ]
    print(f"{name:16}", "   ".join(told))


def ranking(index, resolved, vector):
    """The articles by their best passage, the articles under discussion that much higher."""
    best = {}
    for hit in search(index, resolved.words, vector, DEPTH):
        article = hit.passage.article_id
        score = hit.score + resolved.prefer.get(article, 0.0)
        best[article] = max(score, best.get(article, score))
    return sorted(best, key=lambda article: -best[article])


def place(articles, relevant):
    return next((n for n, article in enumerate(articles, 1) if article in relevant), 1000)


if __name__ == "__main__":
    main()
