"""The public sets that the reader learns from, each read into examples. MODEL_CARD.md says where each is published.

Every reader takes the set's folder and a seeded generator, and yields examples. No set without a licence is read.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from ptassist.index.passages import split_sentences
from training.examples import UNJUDGED, Example, unanswered
from training.phrasings import PHRASINGS
from training.similar import Similar, word_set

PASSAGE_WORDS = 110
_SMALLEST_WINDOW = 35  # the reader meets windows of all lengths, since what it reads of a passage is cut to cost little
# Its questions are made from headings and much alike: a part of them is enough.
_MEDQUAD_SHARE = 0.55
_SUBJECT = re.compile(r"\{subject\}")


def squad(folder: Path, chance: random.Random) -> Iterator[Example]:
    """SQuAD 2.0 (CC BY-SA 4.0): corpus.jsonl and questions.jsonl; the unanswerable questions are near misses."""
    passages = {row["_id"]: row for row in _lines(folder / "corpus.jsonl")}
    for row in _lines(folder / "questions.jsonl"):
        text = passages[row["passage"]]["text"]
        title = row["article"].replace("_", " ")
        spans = list(split_sentences(text, "en"))
        sentences = tuple(text[start:end] for start, end in spans)
        if not row["answerable"]:
            yield _shortened(unanswered(row["text"], title, sentences, "squad"), chance)
            continue
        labels = _where_said(row["text"], row["answers"], sentences)
        yield _shortened(Example(row["text"], title, sentences, labels, 1, "squad"), chance)


def medquad(folder: Path, chance: random.Random) -> Iterator[Example]:
    """MedQuAD (CC BY 4.0): what one heading answers, the other headings of the same document do not."""
    documents = [d for d in medquad_documents(folder) if len(d["pairs"]) > 1]
    similar = Similar([document["focus"] for document in documents])
    for number, document in enumerate(documents):
        if chance.random() > _MEDQUAD_SHARE:
            continue
        by_kind: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for pair in document["pairs"]:
            by_kind[pair["kind"]] += passages_of(pair["sentences"], _length(chance))
        for kind, own in by_kind.items():
            if kind not in PHRASINGS:
                continue
            subject = document["focus"].lower()
            asked = _SUBJECT.sub(lambda _: subject, chance.choice(PHRASINGS[kind]))  # noqa: B023
            good = own[0]
            yield Example(asked, document["focus"], good, (UNJUDGED,) * len(good), 1, "medquad")
            others = [
                passage
                for other, passages in by_kind.items()
                if other not in (kind, "information") and not {kind, other} <= _OVERLAPPING
                for passage in passages
            ]
            # "What is it" is answered a little everywhere in its own document.
            if others and kind != "information":
                yield unanswered(asked, document["focus"], chance.choice(others), "medquad")
            neighbour = documents[similar.to(number, chance)]
            theirs = [p for p in neighbour["pairs"] if p["kind"] == kind]
            if theirs and chance.random() < 0.5:
                passage = passages_of(theirs[0]["sentences"], _length(chance))[0]
                yield unanswered(asked, neighbour["focus"], passage, "medquad")


# The sources of MedQuAD that write for patients; and our own articles.
_PLAIN = ("4_", "5_", "7_", "8_", "part")
# Headings that often say the same thing.
_OVERLAPPING = {"treatment", "considerations", "research", "prevention", "outlook", "complications"}


def selqa(folder: Path, chance: random.Random) -> Iterator[Example]:
    """SelQA (Apache-2.0): the sentences of a section that answer; a section of the same article that does not."""
    for name in ("dev", "test"):
        rows = json.loads((folder / "ass" / f"selqa-ass-{name}.json").read_text(encoding="utf-8"))
        by_article = defaultdict(list)
        for row in rows:
            by_article[row["article"]].append(row)
        for row in rows:
            above = f"{row['article']}. {row['section']}"
            labels = tuple(int(k in row["answers"]) for k in range(len(row["candidates"])))
            sentences = tuple(row["candidates"])
            yield _shortened(Example(row["question"], above, sentences, labels, 1, "selqa"), chance)
            others = [o for o in by_article[row["article"]] if o["section"] != row["section"]]
            if others:
                other = chance.choice(others)
                above = f"{other['article']}. {other['section']}"
                found = unanswered(row["question"], above, tuple(other["candidates"]), "selqa")
                yield _shortened(found, chance)


def conditionalqa(folder: Path, chance: random.Random) -> Iterator[Example]:
    """ConditionalQA (BSD-2-Clause; gov.uk text under OGL): a person's story, a question, and the lines that answer."""
    rows = json.loads((folder / "v1_0" / "train.json").read_text(encoding="utf-8"))
    by_page = defaultdict(set)
    for row in rows:
        by_page[row["url"]] |= {_untagged(line) for line in row["evidences"]}
    for row in rows:
        page = row["url"].rsplit("/", 1)[-1].replace("-", " ")
        right = list(dict.fromkeys(_untagged(line) for line in row["evidences"]))[:4]
        wrong = sorted(by_page[row["url"]] - set(right))
        chance.shuffle(wrong)
        story = row["scenario"].split(". ")[-1]
        asked = f"{story} {row['question']}" if chance.random() < 0.5 else row["question"]
        if right and not row["not_answerable"]:
            lines = [(line, 1) for line in right] + [(line, 0) for line in wrong[:3]]
            chance.shuffle(lines)
            yield _cut(
                Example(
                    asked,
                    page,
                    tuple(line for line, _ in lines),
                    tuple(label for _, label in lines),
                    1,
                    "conditionalqa",
                )
            )
        if len(wrong) >= 3:
            yield _cut(unanswered(asked, page, tuple(wrong[:5]), "conditionalqa"))


def mtrag(folder: Path, chance: random.Random) -> Iterator[Example]:
    """MTRAG-UN (Apache-2.0): the sentences that the written answer was made from."""
    path = folder / "mtragun-human" / "generation_tasks" / "reference.jsonl"
    for row in _lines(path):
        said = [turn["text"] for turn in row["input"] if turn["speaker"] == "user"]
        asked = " ".join(said[-2:]) if len(said[-1].split()) < 6 else said[-1]
        kinds = row["answerability"]
        for context in row["contexts"][:3]:
            text = " ".join(context["text"].split())
            sentences = tuple(text[start:end] for start, end in split_sentences(text, "en"))
            if not sentences:
                continue
            if "ANSWERABLE" in kinds:
                target = word_set(" ".join(turn["text"] for turn in row["targets"]))
                labels = tuple(_copied(sentence, target) for sentence in sentences)
                if 1 in labels:
                    found = Example(asked, "", sentences, labels, 1, "mtrag")
                    yield _shortened(found, chance)


def visitors(ours: Path, medquad: Path, chance: random.Random) -> Iterator[Example]:
    """Our own visitors' questions: which sentences answer, and near misses that none does.

    They are asked over MedQuAD's documents (CC BY 4.0) and over made-up articles of our own.

    Args:
        ours: Holds questions/*.jsonl and articles/*.jsonl.
        medquad: MedQuAD's folder.
        chance: Seeded.
    """
    documents = [*medquad_documents(medquad), *_made_up(ours / "articles")]
    by_id = {document["id"]: document for document in documents}
    elsewhere = _Elsewhere(documents)
    for path in sorted((ours / "questions").glob("*.jsonl")):
        for row in _lines(path):
            yield from _of_visitor(row, by_id[row["doc"]], chance)
            for above, passage in elsewhere.for_question(row["q"], row["doc"], chance):
                yield _shortened(unanswered(row["q"], above, passage, "visitors"), chance)


class _Elsewhere:
    """Passages of other documents: one that shares words with a question, and one by chance."""

    def __init__(self, documents: Sequence[dict]) -> None:
        self._passages = [
            (document["id"], document["focus"], passage)
            for document in documents
            if document["id"].startswith(_PLAIN)
            for pair in document["pairs"]
            for passage in passages_of(pair["sentences"])[:3]
        ]
        self._similar = Similar([f"{focus} {' '.join(p)}" for _, focus, p in self._passages])

    def for_question(
        self, question: str, document: str, chance: random.Random
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        near = [k for k in self._similar.best(question, 12) if self._passages[k][0] != document]
        for place in [*near[:1], chance.randrange(len(self._passages))]:
            _, above, passage = self._passages[place]
            yield above, passage


def _made_up(folder: Path) -> Iterator[dict]:
    for path in sorted(folder.glob("*.jsonl")):
        for row in _lines(path):
            pairs = [{"above": s["heading"], "sentences": s["sentences"]} for s in row["sections"]]
            yield {"id": row["id"], "focus": row["title"], "pairs": pairs}


def medquad_documents(folder: Path) -> Iterator[dict]:
    """MedQuAD's documents that carry answers: id, focus, pairs of kind and sentences."""
    for path in sorted(folder.glob("[1-9]_*/*.xml")):
        root = ElementTree.parse(path).getroot()
        pairs = []
        for pair in root.iter("QAPair"):
            text = " ".join((pair.findtext("Answer") or "").split())
            if text:
                kind = pair.find("Question").get("qtype")
                sentences = [text[start:end] for start, end in split_sentences(text, "en")]
                pairs.append({"kind": kind, "sentences": sentences})
        if pairs:
            name = f"{path.parent.name}-{path.stem}"
            yield {"id": name, "focus": (root.findtext("Focus") or "").strip(), "pairs": pairs}


def passages_of(sentences: Sequence[str], most: int = PASSAGE_WORDS) -> list[tuple[str, ...]]:
    """Sentences in passages of about the length that an index holds."""
    groups: list[list[str]] = [[]]
    for sentence in sentences:
        if groups[-1] and len(" ".join([*groups[-1], sentence]).split()) > most:
            groups.append([])
        groups[-1].append(sentence)
    return [tuple(group) for group in groups if group]


def _of_visitor(row: dict, document: dict, chance: random.Random) -> Iterator[Example]:
    asked, best, also = row["q"], set(row["best"]), set(row["also"])
    judged, number = [], 0
    for pair in document["pairs"]:
        for passage in passages_of(pair["sentences"]):
            places = range(number, number + len(passage))
            number += len(passage)
            labels = tuple(1 if k in best else UNJUDGED if k in also else 0 for k in places)
            above = ". ".join(filter(None, (document["focus"], pair.get("above"))))
            judged.append((passage, labels, above))
    similar = Similar([" ".join((above, *passage)) for passage, _, above in judged])
    order = similar.ranked(asked)
    for place in [p for p in order if 1 in judged[p][1]]:
        passage, labels, above = judged[place]
        yield _shortened(Example(asked, above, passage, labels, 1, "visitors"), chance)
    silent = [p for p in order if set(judged[p][1]) == {0}]
    for place in silent[: 1 if best else 3]:
        passage, _, above = judged[place]
        silence = unanswered(asked, above, passage, "visitors")
        yield _shortened(silence, chance)


def _where_said(question: str, answers: Sequence[str], sentences: Sequence[str]) -> tuple[int, ...]:
    """Of the sentences that hold an answer's words, the one nearest to the question counts; the rest stay unjudged."""
    holding = [any(answer in sentence for answer in answers) for sentence in sentences]
    if not any(holding):
        return (UNJUDGED,) * len(sentences)
    asked = word_set(question)
    shared = [
        len(asked & word_set(s)) if h else -1 for s, h in zip(sentences, holding, strict=True)
    ]
    best = shared.index(max(shared))
    return tuple(
        1 if place == best else UNJUDGED if held else 0 for place, held in enumerate(holding)
    )


def _shortened(example: Example, chance: random.Random) -> Example:
    """A window of about a passage's length that keeps the answering sentence."""
    words = [len(sentence.split()) for sentence in example.sentences]
    first = example.labels.index(1) if 1 in example.labels else chance.randrange(len(words))
    low = high = first
    most = _length(chance)
    while True:
        grown = [k for k in (low - 1, high + 1) if 0 <= k < len(words)]
        fitting = [k for k in grown if sum(words[min(k, low) : max(k, high) + 1]) <= most]
        if not fitting:
            break
        chosen = chance.choice(fitting)
        low, high = min(low, chosen), max(high, chosen)
    return Example(
        example.question,
        example.above,
        example.sentences[low : high + 1],
        example.labels[low : high + 1],
        example.answers,
        example.source,
    )


def _length(chance: random.Random) -> int:
    return chance.randint(_SMALLEST_WINDOW, PASSAGE_WORDS)


def _cut(example: Example) -> Example:
    """The same with at most eight lines."""
    return Example(
        example.question,
        example.above,
        example.sentences[:8],
        example.labels[:8],
        example.answers,
        example.source,
    )


def _copied(sentence: str, target: set[str]) -> int:
    said = word_set(sentence)
    share = len(said & target) / len(said) if said else 0.0
    return 1 if share >= 0.6 and len(said) >= 4 else UNJUDGED if share >= 0.3 else 0


def _untagged(line: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", line).split())


def _lines(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
