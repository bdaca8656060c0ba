"""Comments in documents by which an author excepts an image, or a whole document, from rules.

In the comment form of the document: `<!-- altproof-disable-next-line missing-alt -->`, `{/* … */}`, `.. …`, `// …`.
A comment counts only where an image would: `probe` is the document with an image in place of every comment, and the
reader of the format tells which of them it sees. So an example in a code block is no exception.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Final

from msgspec import Struct, field

from altproof.model import ImageReference, Span
from altproof.patterns import lazy_regex

MARK: Final = "altproof"
_MOST: Final = 1000
"""Directives of one document; what follows is ignored."""
_DECORATIVE: Final = ("missing-alt", "empty-alt", "questionable-empty-alt", "title-instead-of-alt")
"""The rules that have nothing to say about an image called decorative."""
_WORDS = lazy_regex(
    r"altproof(?:-(?P<form>disable-next-line|disable-line|disable-file)"
    r"(?P<rules>(?:[ \t,]{1,20}[a-z]{1,30}(?:-[a-z0-9]{1,30}){0,8}){0,50})|: ?decorative\b)"
)
_CLOSERS = {
    "<!--": "-->",
    "{{/*": "*/}}",
    "{/*": "*/}",
    "{% comment %}": "{% endcomment %}",
    "{%- comment -%}": "{%- endcomment -%}",
}
_LINE_COMMENTS = {".rst": "..", ".adoc": "//", ".md": "%"}
"""What begins a comment that fills its line, by the suffix of the format."""
_REASONS = ("--", ":")
"""What may stand between the rules and the reason for the exception."""
_LONGEST: Final = 500
"""Characters of one comment."""
_SAME = {".rest": ".rst", ".txt": ".rst", ".asciidoc": ".adoc", ".asc": ".adoc", ".ad": ".adoc"}
PROBE: Final = "altproof-probe-"
"""The addresses of the probes begin with it; the number of the comment follows."""
_PROBES = {"..": ".. image:: {}", "//": "image::{}[]"}
"""An image in a line of its own, by what begins a comment; everywhere else HTML will do."""
_NEW_LINE = lazy_regex("\n")
_BLANKS = frozenset({"", "\\n", '"\\n",', '"\\n"', '"",', '""'})
"""What an empty line holds, be it in a notebook's JSON."""
_ONE_LINE = lazy_regex(r"[ \t]{0,20}(?:\\r)?\\n")
"""The end of a line inside a string of JSON that goes on behind it."""


class Directive(Struct):
    """One comment; `used` once it has covered a finding."""

    span: Span
    first: int
    """The lines that it covers, both ends included."""
    last: int
    rules: frozenset[str]
    """Empty: all of them."""
    words: str
    """As written, on one line."""
    place: tuple[int, int]
    """Offsets of the comment."""
    decorative: bool = False
    """Whether it calls the image decorative instead of naming rules."""
    used: bool = field(default=False)

    def may_be_needed(self, lines: Collection[int], judged: Collection[int], active: frozenset[str]) -> bool:
        """Whether another run may find something here that this one could not."""
        within = [line for line in lines if self.first <= line <= self.last]
        if not within:
            return False
        told = bool(self.rules) and (bool(self.rules & active) if self.decorative else self.rules <= active)
        return not told or not all(line in judged for line in within)

    def covers(self, line: int, rule: str) -> bool:
        """Whether a finding of `rule` at an image that begins on `line` is excepted."""
        return self.first <= line <= self.last and (not self.rules or rule in self.rules)


class Directives:
    """The directives of one document; before `keep`, what may be one."""

    def __init__(self, document: str = "", text: str = "") -> None:
        self.all: list[Directive] = list(_found(document, text)) if MARK in text else []
        self._text = text if self.all else ""

    @property
    def probe(self) -> str:
        """The document with an image in place of every comment; no line is added or taken away."""
        parts, end = [], 0
        for number, directive in enumerate(self.all):
            start = directive.place[0]
            sign = self._text[start : start + 2]
            parts += [self._text[end:start], _PROBES.get(sign, "<img src='{}' />").format(f"{PROBE}{number}")]
            end = directive.place[1]
        return "".join([*parts, self._text[end:]])

    def keep(self, targets: Iterable[str]) -> None:
        """Forget the comments whose probes are not among these targets: they are text, in a code block perhaps."""
        seen = frozenset(targets)
        self.all = [one for number, one in enumerate(self.all) if f"{PROBE}{number}" in seen]

    def cover(self, reference: ImageReference, rule: str) -> bool:
        """Whether a finding at this reference is excepted; the directive counts as used from now on."""
        for directive in self.all:
            if directive.covers(reference.span.line, rule):
                directive.used = True
                return True
        return False

    def unused(
        self, lines: Collection[int], judged: Collection[int], active: Collection[str], known: Collection[str]
    ) -> list[Directive]:
        """The directives that cover nothing although they could, and those that name what is no rule.

        `lines`: where images of the document begin; `judged`: those of them that were judged; `active`: the rules that
        can tell in this run; `known`: all rules. A directive for another rule, for all rules, or for an image that was
        not judged, may be needed another time.
        """
        return [
            directive
            for directive in self.all
            if directive.rules - frozenset(known)
            or not (directive.used or directive.may_be_needed(lines, judged, frozenset(active)))
        ]


def _found(document: str, text: str) -> Iterator[Directive]:
    suffix = "." + document.lower().rpartition(".")[2]
    own = _LINE_COMMENTS.get(_SAME.get(suffix, suffix), _LINE_COMMENTS[".md"])
    starts = [0, *(match.end() for match in _NEW_LINE.finditer(text))]
    following: list[int] = []
    for match in islice(_WORDS.finditer(text), _MOST):
        comment = _comment(match, text, starts[bisect_right(starts, match.start()) - 1], own)
        if comment:
            following = following or _following(text, starts)
            yield _directive(match, comment, starts, following, goes_on=_goes_on(text, comment[1], suffix))


def _following(text: str, starts: list[int]) -> list[int]:
    """For each line, by its number, the first line from there on that is not empty; the last when all are."""
    found = [0] * (len(starts) + 2)
    found[-1] = found[-2] = len(starts)
    for line in range(len(starts) - 1, 0, -1):
        words = text[starts[line - 1] : starts[line] - 1].strip()
        found[line] = found[line + 1] if words in _BLANKS or not words.strip(">") else line
    return found


def _goes_on(text: str, end: int, suffix: str) -> bool:
    """Whether the next line of a notebook's cell stands in the same string of JSON."""
    ended = _ONE_LINE.match(text, end) if suffix == ".ipynb" else None
    return ended is not None and text[ended.end() : ended.end() + 1] not in {'"', ""}


def _comment(match: re.Match[str], text: str, line: int, own: str) -> tuple[int, int] | None:
    """Where the comment begins and ends that holds nothing but these words and perhaps a reason."""
    before = text[max(line, match.start() - _LONGEST) : match.start()].rstrip(" \t")
    after = text[match.end() : match.end() + _LONGEST].partition("\n")[0]
    if before.strip() == own:
        indent = len(before) - len(before.lstrip())
        return (line + indent, match.end() + len(after.rstrip())) if _is_reason(after) else None
    for opener, closer in _CLOSERS.items():
        rest, found, _ = after.partition(closer)
        if before.endswith(opener) and found and _is_reason(rest):
            return line + len(before) - len(opener), match.end() + len(rest) + len(closer)
    return None


def _is_reason(words: str) -> bool:
    return not words.strip() or words.strip().startswith(_REASONS)


def _directive(
    match: re.Match[str], comment: tuple[int, int], starts: list[int], following: list[int], *, goes_on: bool
) -> Directive:
    line, end = (bisect_right(starts, place) for place in comment)
    span = Span(line, comment[0] - starts[line - 1] + 1, end, comment[1] - starts[end - 1] + 1)
    rules = frozenset(re.split(r"[ \t,]+", match["rules"] or "")) - {""}
    words = " ".join(match.group().split())
    if match["form"] == "disable-file":
        return Directive(span, 1, len(starts), rules, words, comment)
    if match["form"] == "disable-line":
        return Directive(span, line, line, rules, words, comment)
    covered = end if goes_on else following[min(end + 1, len(starts))]
    if match["form"]:
        return Directive(span, covered, covered, rules, words, comment)
    return Directive(span, covered, covered, frozenset(_DECORATIVE), words, comment, decorative=True)
