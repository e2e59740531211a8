"""From the clinic's site, or from files, into the corpus: fetching, crawling, importing."""
