"""From what was seen and what the author wrote to a draft: the sources of words, and `choose`, which picks one."""

from __future__ import annotations

from altproof.model import Grade, Suggestion
from altproof.rules.base import Subject
from altproof.wording import author, caption, svg, words
from altproof.wording.base import Source
from altproof.wording.review import review

SOURCES: tuple[Source, ...] = (
    author,
    svg,
    caption,
    words,
)
"""In the order of the ladder: people's words before an engine's, an engine's before guesses from names."""

_BEST_FIRST = tuple(Grade)


def choose(subject: Subject) -> Suggestion:
    """The draft with the best grade, the earlier source winning a tie; grade none with a note when there is none.

    Every draft is one line of at most 250 characters that passes our own rules. It carries no edit: the reader of
    the document's format makes that.
    """
    drafts = [source.draft(subject) for source in SOURCES]
    reviewed = [review(subject, suggestion) for suggestion in drafts if suggestion is not None]
    known = [suggestion for suggestion in reviewed if suggestion is not None]
    return min(known, key=lambda suggestion: _BEST_FIRST.index(suggestion.grade), default=words.no_draft(subject))
