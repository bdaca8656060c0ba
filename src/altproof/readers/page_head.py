"""Where the body of a page begins: behind its byte-order mark and its front matter, which is YAML or TOML."""

from __future__ import annotations

import re

from altproof.patterns import lazy_regex

_FENCES = ("---", "+++")
_TITLE = lazy_regex(r"title\s*[:=]\s*(.{1,300})", re.ASCII)
"""Characters of a title looked at; no page has a longer one that means anything."""
_YAML = lazy_regex(
    r"[ \t]|#|-(?=[ \t]|$)|[\]}]|\.\.\.$|"
    r"(?P<key>(?:\"[^\"]*\"|'[^']*'|[^\s\"'\[\]{}#&*!|>%@`<-][^:]*|-[^\s:][^:]*):(?=\s|$))"
)
_TOML = lazy_regex(r"[ \t]|#|[\]}]|(?P<key>\[{1,2}[^\[\]]+\]|(?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\.[\w\"'-]+)*[ \t]*=)")
_MULTILINE = ('"""', "'''")


def is_toml(source: str) -> bool:
    """Whether a page begins with the fence of TOML, which is words for whoever does not know it, such as GitHub."""
    return source.startswith("+++", source.startswith("\ufeff"))


def front_matter(source: str) -> tuple[int, str | None]:
    """Where the body of a page begins, behind byte-order mark and front matter, and the title given there.

    Lines between two fences that do not look like keys and values are no front matter: programs that build sites
    refuse them, and all others show them.
    """
    start = 1 if source.startswith("\ufeff") else 0
    fence = source[start : start + 3]
    first_end = source.find("\n", start)
    if fence not in _FENCES or first_end < 0 or source[start + 3 : first_end].strip():
        return start, None
    lines: list[str] = []
    at = first_end + 1
    while (end := source.find("\n", at)) >= 0 or at < len(source):
        line = source[at : end if end >= 0 else len(source)].rstrip()
        if line == fence or (line == "..." and fence == "---"):
            behind = end + 1 if end >= 0 else len(source)
            return (behind, _title(lines)) if _are_keys(lines, fence) else (start, None)
        if at == first_end + 1 and not line:
            return start, None  # a rule with a blank line under it, not front matter
        lines.append(line)
        at = end + 1 if end >= 0 else len(source)
    return start, None


def _title(lines: list[str]) -> str | None:
    found = next((match for line in lines if (match := _TITLE.match(line))), None)
    return None if found is None else found.group(1).strip().strip("\"'") or None


def _are_keys(lines: list[str], fence: str) -> bool:
    """Whether the lines look like YAML or TOML; none at all do, for an empty head is common."""
    pattern = _YAML if fence == "---" else _TOML
    keys, quote = not any(lines), ""
    for line in lines:
        if not quote and line:
            match = pattern.match(line)
            if match is None:
                return False
            keys = keys or match.group("key") is not None
        for mark in _MULTILINE if fence == "+++" else ():
            if quote in {"", mark} and line.count(mark) % 2:
                quote = "" if quote else mark
    return keys
