"""ptassist answers website visitors out of a clinic's own articles, word for word, with citations."""

from importlib.metadata import version

__version__ = version("ptassist")
