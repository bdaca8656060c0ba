"""What a template engine takes out of an HTML file, or shows as an example: blanked, so that every offset stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from altproof.patterns import lazy_regex

_LONGEST_COMMENT = 4000
"""Characters; a short comment that does not end within them is taken as plain text, which keeps reading linear."""
_COMMENTS = {"{#": "#}", "{{!--": "--}}", "<%--": "--%>"}
_MARK = lazy_regex(
    r"\{\#|\{\{!--|<%--|\{%[-+]?[ \t]{0,20}(end)?(comment|raw|verbatim|highlight)(?=[\s%+-])[^%\n]{0,200}%\}"
)
_GONE_IN_JEKYLL = frozenset({"comment", "highlight"})
_VISIBLE = lazy_regex(r"[^\r\n]")


def without_liquid(text: str) -> str:
    """`text` with blanks for what Jekyll takes out of it or shows as code: comment and highlight blocks."""
    return _blanked(text, (place for *place, name in _stretches(text) if name in _GONE_IN_JEKYLL))


def masked(text: str) -> str:
    """`text` with blanks for template comments and for the content of raw and highlight blocks, line ends kept.

    Jinja and its kin write `{# … #}`, Handlebars `{{!-- … --}}`, JSP and ERB `<%-- … --%>`, Liquid, Django and Twig
    `{% comment %}`, `{% raw %}`, `{% verbatim %}` and `{% highlight %}` with their ends. One that never ends is text.
    """
    return _blanked(text, (place for *place, _ in _stretches(text)))


def _blanked(text: str, places: Iterable[Sequence[int]]) -> str:
    parts: list[str] = []
    kept = 0
    for start, end in places:
        parts += (text[kept:start], _VISIBLE.sub(" ", text[start:end]))
        kept = end
    return "".join(parts) + text[kept:] if parts else text


def _stretches(text: str) -> list[tuple[int, int, str]]:
    """Where the hidden stretches are, in order and apart from each other, with the names of blocks."""
    found: list[tuple[int, int, str]] = []
    opened: tuple[str, int] | None = None
    behind = 0
    for match in _MARK.finditer(text):
        ends, name = match.groups()
        if name is None:
            end = _end_of_comment(text, match)
            if opened is None and match.start() >= behind and end is not None:
                found.append((match.start(), end, ""))
                behind = end
        elif opened is None and not ends and match.start() >= behind:
            opened = (name, match.start())
        elif opened is not None and ends and opened[0] == name:
            found.append((opened[1], match.end(), name))
            behind, opened = match.end(), None
    return found


def _end_of_comment(text: str, match: re.Match[str]) -> int | None:
    closer = _COMMENTS[match.group()]
    end = text.find(closer, match.end(), match.end() + _LONGEST_COMMENT)
    return None if end < 0 else end + len(closer)
