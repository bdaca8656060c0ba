"""Text in reStructuredText that looks like a directive for an image and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof import image_names
from altproof.patterns import lazy_regex
from altproof.readers.leftover_kinds import NO_BLANK, Leftover

_SUFFIX = image_names.pattern()
_DIRECTIVE = lazy_regex(
    rf"^\.\. (?:image|figure)::(?P<target>[^\s:|`]{{1,300}}{_SUFFIX})[ \t]*$", re.IGNORECASE | re.MULTILINE
)


def in_rst(text: str) -> Iterator[Leftover]:
    """Everything of that kind, in order."""
    for found in _DIRECTIVE.finditer(text):
        above = text[max(0, found.start() - 300) : found.start()].rstrip()
        if not above.endswith("::"):  # else it may be a quoted literal block
            yield Leftover(found.start(), found.end(), NO_BLANK, found["target"])
