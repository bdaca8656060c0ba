"""The one value that every output is made from, its totals, and the exit code it leads to."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from altproof.errors import ExitCode
from altproof.model import ChangeSet, DescribedImage, Finding, ImageReference, Problem, Severity
from altproof.spending import Spending

NEVER = "never"
"""The value of `fail_on` with which findings do not fail a run."""


class RunFacts(Struct, frozen=True):
    """What was run, on what, and how."""

    mode: str
    """`check`, `audit` or `describe`."""
    engine: str
    """The engine that was asked for and found usable, such as `offline`."""
    base: str | None = None
    head: str | None = None
    event: str | None = None
    """The event that started the workflow; None outside GitHub Actions."""
    repository: str | None = None
    """owner/name; None when unknown."""
    pull_request: int | None = None
    source_url: str | None = None
    """Where a person can see the files at head: a path is put behind it. None: unknown."""
    documents_read: int = 0
    changed_images: int = 0
    """Images that the change added or modified, those that cannot be read among them."""
    images_looked_at: int = 0
    known_findings: int = 0
    """Findings that are in the baseline, and so in no list."""
    dry_run: bool = False
    """True when no engine looked and nothing was judged: the report says what would be looked at."""
    spending: Spending = Spending()
    """What the looking cost, or in a dry run would cost."""
    engine_failed: bool = False
    """True when the engine, not an image, was the reason for a problem."""
    cancelled: bool = False
    """True when the run was ended from outside: what follows is what was known by then."""


class Channel(StrEnum):
    """A way on which findings reach people."""

    REVIEW = "review"
    CHECK_RUN = "check-run"
    COMMENT = "comment"
    ANNOTATIONS = "annotations"
    SUMMARY = "summary"
    ARTIFACT = "artifact"


class Delivery(Struct, frozen=True):
    """What became of one way that was asked for."""

    channel: Channel
    done: bool
    count: int = 0
    """Findings that it carries."""
    message: str = ""
    """Why it was not done, or not wholly; "": nothing to tell."""
    instead: Channel | None = None
    """What carries the findings in its place; None: nothing has to."""
    url: str | None = None
    """Where a person can see it."""


class Totals(Struct, frozen=True):
    """Counts for outputs and headlines."""

    errors: int
    warnings: int
    notices: int
    findings: int
    suggestions: int
    """Findings that carry an edit a person can commit."""
    images: int
    changed_images: int
    references: int
    problems: int


class Report(Struct, frozen=True):
    """Everything a run found out. Findings come worst first, then by place; the other lists by path and place."""

    run: RunFacts
    changes: ChangeSet
    images: tuple[DescribedImage, ...] = ()
    references: tuple[ImageReference, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    """What is known of them when a report is written: one that is written before the last delivery lacks it."""

    @property
    def totals(self) -> Totals:
        """The counts, derived from the lists."""
        by_severity = {severity: sum(f.severity is severity for f in self.findings) for severity in Severity}
        return Totals(
            errors=by_severity[Severity.ERROR],
            warnings=by_severity[Severity.WARNING],
            notices=by_severity[Severity.NOTICE],
            findings=len(self.findings),
            suggestions=sum(f.suggestion is not None and f.suggestion.edit is not None for f in self.findings),
            images=len(self.images),
            changed_images=self.run.changed_images,
            references=len(self.references),
            problems=len(self.all_problems),
        )

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Everything that could not be done, that of single images included, each once."""
        of_images = (image.problem for image in self.images if image.problem)
        return tuple(dict.fromkeys((*self.problems, *of_images)))

    @property
    def unreferenced(self) -> tuple[DescribedImage, ...]:
        """Changed images that no document shows: they get their caption on the file itself."""
        shown = {reference.image for reference in self.references}
        shown |= {variant.image for reference in self.references for variant in reference.variants}
        return tuple(i for i in self.images if i.file.status.has_new_bytes and i.file.path not in shown)


def exit_code(report: Report, fail_on: str) -> ExitCode:
    """1 when a finding is at or above `fail_on` (notice, warning, error or never), else 0."""
    if fail_on == NEVER:
        return ExitCode.FINE
    threshold = Severity(fail_on).rank
    return ExitCode.FINDINGS if any(f.severity.rank >= threshold for f in report.findings) else ExitCode.FINE
