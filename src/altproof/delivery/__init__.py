"""Bringing findings to the pull request: what is posted, what is refused, and what carries the findings then."""
