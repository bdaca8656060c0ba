"""Suggestions for flawed references: a draft for each, and the proven edit that puts it in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from altproof.model import Problem, Stage, Subject, Suggestion
from altproof.readers import proven_edits
from altproof.reading import Documents
from altproof.wording import choose

MOST_CHARACTERS = 40_000_000
"""Text that one run reads again to prove its edits; beyond it drafts come without edits, and the report says so."""


def suggestions(subjects: Sequence[Subject], documents: Documents, problems: list[Problem]) -> list[Suggestion]:
    """One suggestion for each subject, in their order; what had to be left out is added to `problems`."""
    drafts = [choose(subject) for subject in subjects]
    by_document: dict[str, list[int]] = defaultdict(list)
    for number, (subject, draft) in enumerate(zip(subjects, drafts, strict=True)):
        if draft.alt is not None and draft.grade.is_committable:
            by_document[subject.reference.document].append(number)
    room = MOST_CHARACTERS
    left_out = 0
    for document, numbers in by_document.items():
        known = documents.again(document)
        if known is None:
            continue
        reader, text, site = known
        room -= 2 * len(text)
        if room < 0:
            left_out += len(numbers)
            continue
        wanted = [(subjects[number].reference, drafts[number].alt or "") for number in numbers]
        for number, edit in zip(numbers, proven_edits(reader, text, wanted, site), strict=True):
            drafts[number] = replace(drafts[number], edit=edit)
    if left_out:
        words = "came without an edit: proving all of them would take too long"
        problems.append(Problem(Stage.REFERENCES, f"{left_out} drafts", words, "narrow the run with `paths`"))
    return drafts
