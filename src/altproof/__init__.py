"""Altproof checks alt text where it is written and proposes what it should say."""

__version__ = "0.1.0"
