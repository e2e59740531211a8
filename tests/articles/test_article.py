import msgspec
import pytest

from ptassist.articles.article import Article
from ptassist.articles.library import load_articles
from ptassist.articles.markdown import read_markdown
from tests.fakes import write_corpus


def article_of(source: str) -> Article:
    body = read_markdown(source)
    return Article("a", "A", body.text, body.blocks, body.sections, body.references)


def test_the_chain_of_a_section_goes_up_to_its_outermost_one():
    article = article_of("In.\n\n## A\n\na.\n\n### B\n\nb.\n\n#### C\n\nc.\n\n## D\n\nd.\n")
    chains = {
        section.heading: list(article.section_chain(index))
        for index, section in enumerate(article.sections)
    }
    assert chains == {None: [0], "A": [1], "B": [2, 1], "C": [3, 2, 1], "D": [4]}


def test_an_article_cannot_be_changed():
    article = article_of("Text.")
    with pytest.raises(AttributeError):
        article.text = "Other."  # type: ignore[misc]


def test_an_article_survives_json(tmp_path):
    for article in load_articles(write_corpus(tmp_path)).articles:
        assert msgspec.json.decode(msgspec.json.encode(article), type=Article) == article
