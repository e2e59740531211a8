"""A PDF becomes drafts."""

from ptassist.articles.pdf.reader import read_pdf

__all__ = ["read_pdf"]
