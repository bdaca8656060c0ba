"""Plain text made safe for the place it is written into, so that reading it again gives the same text."""

from __future__ import annotations

from altproof.patterns import lazy_regex

_BACKSLASHED = "\\[]`*_|"
_IN_ANY_TEMPLATE = "&<~${}^"

_LABEL = str.maketrans({c: f"\\{c}" for c in _BACKSLASHED} | {c: f"&#{ord(c)};" for c in _IN_ANY_TEMPLATE})
_LABEL |= str.maketrans({"&": "&amp;", "<": "&lt;"})

_ATTRIBUTE = str.maketrans({c: f"&#{ord(c)};" for c in "`\\{}$|"})
_ATTRIBUTE |= str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})

_LIST_VALUE = _ATTRIBUTE | str.maketrans({c: f"&#{ord(c)};" for c in "*_[]~^!="})

_GAPS = lazy_regex(r"[\x00-\x20\x7f]+")


def one_line(text: str) -> str:
    """`text` without control characters and line breaks, runs of blanks made one; other characters stay."""
    return _GAPS.sub(" ", text).strip(" ")


def markdown_label(text: str) -> str:
    """`text` for the brackets of a Markdown image.

    Only escapes that CommonMark, GFM, Python-Markdown and mistune all undo: Python-Markdown keeps the backslash
    before ``& < ~ $ { } ^``, so these become character references. `|` is escaped outside tables as well, which every
    parser undoes, so the host need not be known.
    """
    return text.translate(_LABEL)


def html_attribute(text: str, quote: str) -> str:
    """`text` for an HTML attribute between `quote` marks, in a Markdown or an HTML file."""
    return _quoted(text.translate(_ATTRIBUTE), quote)


def list_value(text: str, quote: str) -> str:
    """`text` for a value of an attribute list, `{alt="…"}`, whose inside Python-Markdown reads as inline text first."""
    return _quoted(text.translate(_LIST_VALUE), quote)


def _quoted(escaped: str, quote: str) -> str:
    return escaped.replace("'", "&#39;") if quote == "'" else escaped
