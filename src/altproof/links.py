"""Addresses of the project itself, as they appear in reports and messages."""

from __future__ import annotations

HOME = "https://github.com/altproof/altproof"
ISSUES = f"{HOME}/issues"


def rule_page(rule: str) -> str:
    """The page that explains a rule."""
    return f"{HOME}/blob/main/docs/rules/{rule}.md"
