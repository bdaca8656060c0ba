"""`missing-alt`: nothing was written where the alt text belongs (WCAG 1.1.1, failure F65)."""

from __future__ import annotations

from altproof.model import Severity, Subject, Violation
from altproof.rules.phrases import advice, image_name, is_judged
from altproof.rules.text import one_line, quoted

NAME = "missing-alt"
SUMMARY = "An image has no alt text."
SEVERITY = Severity.ERROR


def check(subject: Subject) -> Violation | None:
    """A violation when no alt text was written; an alt text written empty says "decorative" and is respected."""
    reference = subject.reference
    if reference.alt is not None or not is_judged(reference):
        return None
    name = image_name(reference)
    message = f"{name}: there is no alt text, so readers who cannot see the image get its file name or nothing."
    title = reference.surroundings.title or ""
    if one_line(title):
        message += f" Its title, {quoted(title)}, does not count as alt text but is a candidate."
    return Violation(f"{message} {advice(reference)}")
