"""Quotation marks around somebody's words, in messages and reports."""

from __future__ import annotations


def in_marks(text: str) -> str:
    """`text` in quotation marks: curly ones where straight ones in it would make the end of it hard to find."""
    return f"“{text}”" if '"' in text else f'"{text}"'
