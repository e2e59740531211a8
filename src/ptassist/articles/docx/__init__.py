"""A Word file becomes drafts."""

from ptassist.articles.docx.reader import read_docx

__all__ = ["read_docx"]
