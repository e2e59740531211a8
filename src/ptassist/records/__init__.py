"""What is kept: counters, never a question."""
