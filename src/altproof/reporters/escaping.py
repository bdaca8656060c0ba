"""Text from outside made safe: shown literally in Markdown or HTML, linking to nothing, calling nobody."""

from __future__ import annotations

import re
from urllib.parse import quote

from altproof.actions_io import visible
from altproof.patterns import lazy_regex

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "`": "&#96;", "$": "&#36;"}
"""Where a backslash would not do: it leaves table cells to be split, and formulas and code to begin."""

_ESCAPES = str.maketrans({character: f"\\{character}" for character in "\\*_{}[]#~^@"} | _ENTITIES)
"""Other punctuation means nothing inside a line, so that paths stay readable in the source; see also _START."""

_START = lazy_regex(r"([-+=]|\d{1,9}(?=[.)]))")
"""What makes a list, a rule or a heading, but at the start of a line only."""

# GitHub looks for these in the finished page, where a backslash is long gone, but never inside code: so the one
# character that matters becomes code. Neighbours go together, for two code spans side by side would not be two.
_TRIGGERS = lazy_regex(
    r"""(?:
        @(?=[\w.-])                 # a mention, an address: its host may begin with any of these
      | \#(?=\d)                    # an issue: #1, owner/name#1
      | (?<=\bgh)-(?=\d)            # GH-1
      | :(?=//)                     # https://
      | (?<=www)\.                  # www., also behind an underscore
      | :(?=[\w+-]{1,64}:)          # :tada:
      | \b[0-9a-f]{7,64}\b          # a commit
    )+""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)


def one_line(text: str) -> str:
    """The text on one line: every stretch of white space is one blank, and what cannot be printed is an escape."""
    return visible(" ".join(text.split()))


def shorten(text: str, limit: int) -> str:
    """The first `limit` characters at most; a cut is shown as "…"."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def path_in_address(path: str) -> str:
    """A path within the repository as a part of an address: percent-encoded, relative, and leading to nowhere else."""
    parts = (part for part in path.split("/") if part not in {"", ".", ".."})
    return "/".join(
        quote(part.encode("utf-8", "surrogateescape" if _is_bytes(part) else "surrogatepass"), safe="")
        for part in parts
    )


def _is_bytes(name: str) -> bool:
    """Whether every lone surrogate in a name stands for a byte, as Python decodes names that are no UTF-8."""
    return not any("\ud800" <= c <= "\udc7f" or "\udd00" <= c <= "\udfff" for c in name)


def escape_markdown(text: str) -> str:
    """Markdown that shows `one_line(text)` and nothing else, in a table cell, a list item or a paragraph.

    No HTML, link, image, formula or emphasis comes of it; GitHub makes no mention, reference, address or emoji of it.
    """
    shown = one_line(text)
    parts = []
    done = 0
    for trigger in _TRIGGERS.finditer(shown):
        parts += [shown[done : trigger.start()].translate(_ESCAPES), f"`{trigger[0]}`"]
        done = trigger.end()
    escaped = "".join([*parts, shown[done:].translate(_ESCAPES)])
    start = _START.match(escaped)
    if start is None:
        return escaped
    return f"\\{escaped}" if start[0] in "-+=" else f"{start[0]}\\{escaped[start.end() :]}"
