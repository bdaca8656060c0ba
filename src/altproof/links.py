"""Addresses of the project itself, as they appear in reports and messages."""

from __future__ import annotations

from urllib.parse import quote

HOME = "https://github.com/altproof/altproof"
ISSUES = f"{HOME}/issues"

CONFIG_PAGE = f"{HOME}/blob/main/docs/config.md"
FORKS_PAGE = f"{HOME}/blob/main/docs/forks.md"


def rule_page(rule: str) -> str:
    """The page that explains a rule; a name that is none of ours still makes one harmless address."""
    return f"{HOME}/blob/main/docs/rules/{quote(rule, safe='', errors='surrogatepass')}.md"
