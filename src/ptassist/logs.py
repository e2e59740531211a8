"""Logging is configured here, at the edges, once. No message ever carries a visitor's words."""

import logging

_FORMAT = "%(levelname)s %(name)s: %(message)s"


def configure_logging(level: str = "warning") -> None:
    """Sends log records to standard error, in one form, and quiets the libraries.

    Args:
        level: The lowest level shown, such as "info" or "warning".
    """
    logging.basicConfig(level=level.upper(), format=_FORMAT, force=True)
    for noisy in ("httpx", "sentence_transformers", "transformers", "bm25s", "faiss"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
