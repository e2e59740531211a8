"""What pages, papers and pasted texts have in common: bylines, titles, asides, hidden characters."""
