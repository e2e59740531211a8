"""What is kept: counters, never a question with a person in it."""
