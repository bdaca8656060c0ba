"""From what was seen and what the author wrote to a draft: the sources of words, and `choose`, which picks one."""

from __future__ import annotations

from collections.abc import Mapping

from altproof.model import Grade, Suggestion, WordSource
from altproof.plug_ins import PlugIns
from altproof.rules.base import Subject
from altproof.wording.base import Source, Wishes

SOURCES: Mapping[str, Source] = PlugIns[Source](
    "altproof.wording",
    (
        "author",
        "elsewhere",
        "siblings",
        "svg",
        "caption",
        "words",
        "labels",
    ),
)
"""In the order of the ladder: people's words before an engine's, those before guesses from names, labels last."""

_BEST_FIRST = tuple(Grade)


def choose(subject: Subject, wishes: Wishes | None = None) -> Suggestion:
    """The draft with the best grade, the earlier source winning a tie; grade none with a note when there is none.

    Every draft is one line that breaks no rule of `wishes` (None: those of the default profile). It carries no edit:
    the reader of the document's format makes that.
    """
    from altproof.wording.nothing import no_draft
    from altproof.wording.review import lacks_kind, review

    wanted = wishes or Wishes()
    drafts = [draft for source in SOURCES.values() for draft in source.drafts(subject)]
    # by house style, by grade, by whether a rule had to mend it, then by the place of its source
    known: list[tuple[bool, int, bool, int, Suggestion]] = []
    for number, draft in sorted(enumerate(drafts), key=lambda numbered: _BEST_FIRST.index(numbered[1].grade)):
        if known and min(known)[:2] < (False, _BEST_FIRST.index(draft.grade)):
            break  # a review only takes from a grade
        reviewed = review(subject, draft, wanted)
        if reviewed is not None:
            lacking, lacked = (lacks_kind(subject, one, wanted) for one in (reviewed, draft))
            known.append((lacking, _BEST_FIRST.index(reviewed.grade), lacked, number, reviewed))
    if known:
        return min(known)[-1]
    return no_draft(subject, next((draft.alt for draft in drafts if draft.source is WordSource.AUTHOR), None))
