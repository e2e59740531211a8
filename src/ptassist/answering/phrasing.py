"""Phrasing: how a visitor's question is put to the articles.

A slip of the pen is mended and what lay people call a thing gets the name that articles use. A question in Spanish is
put to the clinic's Spanish articles as it is, and to the others in English, word by word. Triage and what is shown keep
the visitor's own words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from ptassist.answering.glossary import Glossary, load_glossary
from ptassist.answering.language import ENGLISH, SPANISH
from ptassist.answering.question import Question
from ptassist.answering.spelling import Speller
from ptassist.answering.synonyms import Synonyms, load_synonyms
from ptassist.answering.vocabulary import Vocabulary, count_words, load_terms, whole_words
from ptassist.index.compiled import read_pieces
from ptassist.index.lexical import stems
from ptassist.index.passages import text_to_encode
from ptassist.index.store import Index

# How many other names the encoder and the reader are given; BM25 gets them all.
_NAMED = 2
# How many passages tell which of several names the articles use; more of them change no choice.
_MOST_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Put:
    """One way to put a question.

    Attributes:
        question: The question, with the words that are searched for.
        language: Only the articles in this language are meant; empty for all.
        more: Other names for what it names, for BM25.
    """

    question: Question
    language: str = ""
    more: str = ""


class Phrasing:
    """Puts questions; its tables are read when the first question needs them.

    Args:
        folder: `corpus/language`.
        common: A tokenizer's file whose whole words are common English ones.
    """

    def __init__(self, folder: Path, common: Path) -> None:
        self._folder = folder
        self._common = common

    def ways(self, index: Index, question: Question) -> Iterator[Put]:
        """The ways to put a question, the best first.

        Args:
            index: What it is put to.
            question: What is asked.

        Raises:
            ShippedFileError: A table is missing or malformed.
        """
        if question.language != SPANISH:
            yield self._in_their_words(index, question)
            return
        if SPANISH in index.languages:
            yield Put(question, SPANISH)
        english = self._glossary.to_english
        yield Put(
            replace(
                question,
                language=ENGLISH,
                standalone=english(question.standalone),
                words=english(question.words),
            )
        )

    def _in_their_words(self, index: Index, question: Question) -> Put:
        """The question as the articles' authors would have written it."""
        speller = index.kept.get(Speller, lambda: self._speller_of(index))
        words = speller.correct(question.words)
        alike = question.standalone == question.words
        standalone = words if alike else speller.correct(question.standalone)
        more = self._synonyms.expansions(words, index.lexical.knows)
        # The encoder and the reader know few of the names that nobody writes in an article.
        standalone = self._synonyms.named(standalone, index.lexical.knows, partial(_said_in, index))
        if more:
            standalone = f"{standalone} ({', '.join(more[:_NAMED])})"
        return Put(replace(question, standalone=standalone, words=words), more=", ".join(more))

    def _speller_of(self, index: Index) -> Speller:
        """What knows the words of the field, of these articles and of everyday English."""
        terms = load_terms(self._folder).plus(self._synonyms.expressions)
        passages = (
            index.articles[passage.article_id].text[passage.start : passage.end]
            for passage in index.passages
            if index.articles[passage.article_id].language == ENGLISH
        )
        common = whole_words(read_pieces(self._common))
        return Speller(Vocabulary(terms, count_words(passages), common))

    @cached_property
    def _synonyms(self) -> Synonyms:
        return load_synonyms(self._folder)

    @cached_property
    def _glossary(self) -> Glossary:
        return load_glossary(self._folder)


def _said_in(index: Index, expression: str) -> int:
    """How many of the passages that hold an expression's words say it, the words side by side in any form."""
    return index.kept.get((_said_in, expression), lambda: _count_said(index, expression))


def _count_said(index: Index, expression: str) -> int:
    spelled = _spelled(expression)
    rows = index.lexical.holding(expression, ENGLISH)[:_MOST_LOOKED_AT]
    return sum(spelled in _spelled(_text_of(index, row)) for row in rows.tolist())


def _spelled(text: str) -> str:
    return f" {' '.join(stems(text, ENGLISH))} "


def _text_of(index: Index, row: int) -> str:
    passage = index.passages[row]
    return text_to_encode(index.articles[passage.article_id], passage)
