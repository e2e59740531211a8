"""Judged questions become metrics: pure functions; the runner is handed the function to ask."""
