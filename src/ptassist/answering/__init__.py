"""The online path: a question becomes an answer."""
