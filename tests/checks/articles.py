"""Articles made of a few words, for tests that look at articles and not at how they are read."""

import dataclasses
from typing import Any

from ptassist.articles.article import Article
from ptassist.articles.markdown import read_markdown


def article(article_id: str, body: str = "Rest well.", **facts: Any) -> Article:
    """An article with a Markdown body; its title is its id unless one is given."""
    read = read_markdown(body)
    plain = Article(article_id, article_id, read.text, read.blocks, read.sections, read.references)
    return dataclasses.replace(plain, **facts)
