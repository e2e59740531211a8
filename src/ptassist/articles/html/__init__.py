"""A web page becomes drafts."""

from ptassist.articles.html.reader import read_html

__all__ = ["read_html"]
