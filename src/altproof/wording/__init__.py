"""From what was seen and what the author wrote to a draft: the sources of words, and `choose`, which picks one."""

from __future__ import annotations

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.wording import author, caption, elsewhere, siblings, svg, words
from altproof.wording.base import Source, Wishes
from altproof.wording.nothing import no_draft
from altproof.wording.review import review

SOURCES: tuple[Source, ...] = (
    author,
    elsewhere,
    siblings,
    svg,
    caption,
    words,
)
"""In the order of the ladder: people's words before an engine's, an engine's before guesses from names."""

_BEST_FIRST = tuple(Grade)


def choose(subject: Subject, wishes: Wishes | None = None) -> Suggestion:
    """The draft with the best grade, the earlier source winning a tie; grade none with a note when there is none.

    Every draft is one line that breaks no rule of `wishes` (None: those of the default profile). It carries no edit:
    the reader of the document's format makes that.
    """
    wanted = wishes or Wishes()
    drafts = [draft for source in SOURCES for draft in source.drafts(subject)]
    known: list[tuple[int, int, Suggestion]] = []  # by grade, then by the place of its source
    for number, draft in sorted(enumerate(drafts), key=lambda numbered: _BEST_FIRST.index(numbered[1].grade)):
        if known and min(known)[0] < _BEST_FIRST.index(draft.grade):
            break  # a review only takes from a grade
        reviewed = review(subject, draft, wanted)
        if reviewed is not None:
            known.append((_BEST_FIRST.index(reviewed.grade), number, reviewed))
    if known:
        return min(known)[2]
    return no_draft(subject, next((draft.alt for draft in drafts if draft.source is WordSource.AUTHOR), None))
