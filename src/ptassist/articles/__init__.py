"""A file of the corpus becomes an Article."""
