"""Suggestions for flawed references: a draft for each, and the proven edit that puts it in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from altproof.judging import Case
from altproof.model import Grade, ImageReference, Problem, Stage, Suggestion, WordSource
from altproof.readers import prove
from altproof.reading import Documents
from altproof.rules import RULES
from altproof.rules.base import Cause
from altproof.wording import choose
from altproof.wording.base import Wishes

MOST_CHARACTERS = 40_000_000
"""Text that one run reads again to prove its edits; beyond it drafts come without edits, and the report says so."""


class _Wanted(Struct, frozen=True):
    """A draft to be put into its document."""

    number: int
    """Of its case."""
    reference: ImageReference
    draft: Suggestion
    alt: str


def suggestions(
    cases: Sequence[Case], documents: Documents, problems: list[Problem], wishes: Wishes
) -> list[Suggestion | None]:
    """A suggestion for each case, in their order; what had to be left out is added to `problems`.

    A mended text where the rule is certain; a draft where there are no words worth keeping; None where an alt text
    describes the image and a person has to say it better.
    """
    drafts = [_draft(case, wishes) for case in cases]
    by_document: dict[str, list[_Wanted]] = defaultdict(list)
    for number, (case, draft) in enumerate(zip(cases, drafts, strict=True)):
        if draft is not None and draft.alt is not None and draft.grade.is_committable:
            reference = case.subject.reference
            by_document[reference.document].append(_Wanted(number, reference, draft, draft.alt))
    room = MOST_CHARACTERS
    left_out = 0
    for document, wanted in by_document.items():
        known = documents.again(document)
        if known is None:
            continue
        reader, text, site = known
        if 2 * len(text) > room:
            left_out += len(wanted)
            continue  # a smaller document may still fit
        proof = prove(reader, text, [(one.reference, one.alt) for one in wanted], site, room)
        room -= proof.characters
        left_out += proof.untried
        for one, edit in zip(wanted, proof.edits, strict=True):
            drafts[one.number] = replace(one.draft, edit=edit)
    if left_out:
        words = "came without an edit: proving all of them would take too long"
        problems.append(Problem(Stage.REFERENCES, f"{left_out} drafts", words, "narrow the run with `paths`"))
    return drafts


def _draft(case: Case, wishes: Wishes) -> Suggestion | None:
    if case.violation.fix is not None:
        return Suggestion(case.violation.fix, Grade.HIGH, WordSource.AUTHOR, note="the same words, mended")
    wordless = RULES[case.finding.rule].CAUSE is Cause.WORDS
    return choose(case.subject, wishes) if wordless else None
