"""What staff look at before and after an index is published: the gate, the notes on the articles, the build's page."""
