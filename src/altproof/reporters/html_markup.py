"""HTML made of values: text becomes text here and nowhere else, and an address is ours or none."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from msgspec import Struct

from altproof.links import HOME
from altproof.report import Report
from altproof.reporters.escaping import one_line, path_in_address, shorten

LONGEST_TEXT = 2_000
"""Characters of one text on the page; report.json has all of it."""
EMPTY_ELEMENTS = frozenset({"br", "meta", "link", "input"})
BLOCKS = frozenset({"p", "div", "li", "ol", "ul", "dl", "section", "article", "header", "main", "footer", "h2", "h3"})
"""Elements that end their line in the source, so that no line of the file is endless."""


class Markup(Struct, frozen=True):
    """A finished piece of the page. Only this module and the fixed style and script are made to it directly."""

    source: str


Child = str | Markup | None
"""A text of any origin, a finished piece, or nothing."""


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """An element. Attributes are written with `_` for `-` and at the end of Python's own words; None leaves one out."""
    given = "".join(_attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    end = "\n" if name in BLOCKS else ""
    if name in EMPTY_ELEMENTS:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{join(children).source}</{name}>{end}")


def join(children: Iterable[Child]) -> Markup:
    """The pieces one after the other, texts escaped."""
    return Markup("".join(child.source if isinstance(child, Markup) else _text(child or "") for child in children))


def foreign(text: str) -> Markup:
    """Text by a stranger, whose direction of writing stays its own affair."""
    return tag("bdi", text)


def link(address: str | None, *children: Child) -> Markup:
    """A link, or just the children where there is no address."""
    return tag("a", *children, href=address) if address else join(children)


def source_address(report: Report, path: str, line: int | None = None) -> str | None:
    """Where a person can see a file of the repository, at a line of its source; None: nobody knows."""
    base = report.run.source_url or ""
    if not base.startswith("https://"):
        return None
    # plain=1: GitHub shows a rendered page else, which has no lines
    return f"{base}{path_in_address(path)}" + (f"?plain=1#L{line}" if line else "")


def home() -> Markup:
    """The link to the project."""
    return link(HOME, "Altproof")


def _attribute(name: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{_text(value)}"'


def _text(text: str) -> str:
    # The bracket: the page may be printed into a log, where "##[" would be a command of the runner.
    return escape(shorten(one_line_kept(text), LONGEST_TEXT), quote=True).replace("[", "&#91;")


def one_line_kept(text: str) -> str:
    """`one_line`, but a blank at either end stays: it separates a text from the element beside it."""
    inner = one_line(text)
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0] == ' ' else ''}{inner}{' ' if text[-1] == ' ' else ''}"
