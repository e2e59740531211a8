"""Made-up articles in memory, for the tests of the answering stages: no file, no model."""

from typing import Any

from ptassist.answering.choosing import MOST_ANSWERS
from ptassist.answering.conditions import SentenceRules
from ptassist.answering.cues import cues_for, load_cues
from ptassist.answering.evidence import Evidence, Quoted, find_evidence
from ptassist.answering.question import Question, Turn, understand
from ptassist.answering.retriever import Hit, search
from ptassist.articles.article import Article
from ptassist.articles.markdown import read_markdown
from ptassist.index.encoder import Vectors
from ptassist.index.passages import split_article
from ptassist.index.store import Index
from ptassist.shipped import shipped
from tests.fakes import FakeEncoder

CUES = load_cues(shipped("corpus/language"))


def article_of(body: str, article_id: str = "made", title: str = "Made Up", **more: Any) -> Article:
    read = read_markdown(body)
    return Article(
        article_id, title, read.text, read.blocks, read.sections, read.references, **more
    )


def index_of(*articles: Article | str) -> Index:
    """An index of articles; a text alone becomes the body of "a0", "a1" and so on."""
    made = [
        article if isinstance(article, Article) else article_of(article, f"a{number}")
        for number, article in enumerate(articles)
    ]
    passages = [passage for article in made for passage in split_article(article)]
    return Index.build(made, passages, FakeEncoder())


def hits_of(index: Index, question: Question, top: int = 20) -> list[Hit]:
    return search(index, question.standalone, vector_of(question), top)


def evidence_of(
    index: Index, text: str, *turns: str, most_answers: int = MOST_ANSWERS
) -> tuple[Question, Evidence]:
    question = understand(text, [Turn(turn) for turn in turns])
    hits, vector = hits_of(index, question), vector_of(question)
    return question, find_evidence(index, question, hits, vector, CUES, most_answers)


def vector_of(question: Question) -> Vectors:
    vector: Vectors = FakeEncoder().encode_questions([question.standalone])[0]
    return vector


def said(quote: Quoted) -> str:
    return quote.article.text[quote.start : quote.end]


def roles(evidence: Evidence) -> list[tuple[str, str]]:
    """(role, words) of every quote, in the order shown."""
    return [(quote.role.value, said(quote)) for quote in evidence.quotes]


class Rules:
    """The sentence rules of one article, asked and answered in words."""

    def __init__(self, body: str, language: str = "en") -> None:
        self.article = article_of(body, language=language)
        sentences = [s for p in split_article(self.article) for s in p.sentences]
        self._rules = SentenceRules(self.article, sentences, cues_for(CUES, language))
        self._starts = [s.start for s in sentences]

    def _place(self, beginning: str) -> int:
        found = [start for start in self._starts if self.article.text[start:].startswith(beginning)]
        assert len(found) == 1, (beginning, found)
        return self._rules.place_of(found[0])

    def conditions(self, beginning: str, *, warn: bool = False) -> set[str]:
        found = self._rules.companions(self._place(beginning), warn=warn).conditions
        return {self.article.text[start:end] for start, end in found}

    def contexts(self, beginning: str, *, warn: bool = False) -> set[str]:
        found = self._rules.companions(self._place(beginning), warn=warn).contexts
        return {self.article.text[start:end] for start, end in found}

    def question_over(self, beginning: str) -> str:
        return self._rules.question_over(self._place(beginning))

    def line_over(self, beginning: str) -> str:
        return self._rules.line_over(self._place(beginning))

    def may_answer(self, beginning: str) -> bool:
        return self._rules.may_answer(self._place(beginning))

    def is_fragment(self, beginning: str) -> bool:
        return self._rules.is_fragment(self._place(beginning))
