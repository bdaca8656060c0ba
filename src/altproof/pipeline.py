"""The story of one run, in small steps: documents, references, images, looking, judging, report.

It opens nothing itself: files come from the `Workspace`, analyses from the `Eyes`. Every step adds to what is known,
and `report()` tells what is known so far, so a cancelled run still has something to say.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

from altproof import plan
from altproof.config import request
from altproof.drafting import suggestions
from altproof.errors import AltproofError
from altproof.images.identify import identify
from altproof.looking import Eyes, Seen
from altproof.model import (
    DescribedImage,
    Finding,
    ImageFile,
    ImageReference,
    Problem,
    Severity,
    Span,
    Stage,
    Status,
    Subject,
    Suggestion,
    Violation,
)
from altproof.readers import MARKERS, SUFFIXES
from altproof.reading import Documents
from altproof.report import Report
from altproof.rules import judge
from altproof.task import Task, Workspace
from altproof.wording import choose

IMAGE_BYTES = 64 << 20
"""Larger files are not even hashed; what an engine takes is its own, lower limit."""
MOST_FINDINGS = 10_000
"""Findings of one run; a person reads a few hundred, a report of more is for programs."""


def image_file(path: str, data: bytes, status: Status) -> ImageFile:
    """The facts of an image. Raises ImageError when the bytes are no image that can be used."""
    facts = identify(data)
    return ImageFile(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=facts.media_type,
        width=facts.width,
        height=facts.height,
        byte_count=len(data),
        status=status,
        embedded=facts.embedded,
    )


def described(image: ImageFile, seen: Seen | None) -> DescribedImage:
    """An image with what was seen in it, and what it should be called where no document stands around it."""
    alone = ImageReference(image.path, Span(1, 1, 1, 1), "file", image.path, alt=None, alt_span=None, image=image.path)
    analysis = seen.analysis if seen else None
    draft = choose(Subject(alone, image, analysis))
    return DescribedImage(image, analysis, seen.problem if seen else None, draft)


class Run:
    """One run. The steps in order: `read`, `choose_images`, `look`, `judge`; `report` may be called at any time."""

    def __init__(self, workspace: Workspace, task: Task) -> None:
        self._workspace = workspace
        self._task = task
        self._annotate = task.config.report.annotate
        self._changed = plan.changed_images(task.changes, task.wants_image)
        self._files = task.changes.by_path()
        self._documents: Documents | None = None
        self._references: list[ImageReference] = []
        self._judged: list[ImageReference] = []
        self._images: dict[str, ImageFile] = {}
        self._seen: dict[str, Seen] = {}
        self._findings: list[Finding] = []
        self._problems = [*task.problems, *map(_not_followed, task.changes.not_followed)]
        self._engine_failed = False

    # --- documents and references ---

    def read(self) -> None:
        """Read the documents that may show a changed image or that changed, and find their references."""
        self._documents = Documents(self._workspace, self._task)
        markers = (*MARKERS, *self._task.config.documents.site.markers)
        candidates = filter(self._task.wants_document, self._workspace.documents_with(markers, SUFFIXES))
        wanted = plan.documents(candidates, self._task.changes, self._changed, self._annotate)
        self._references = list(self._documents.references(wanted))
        self._problems += self._documents.problems
        self._judged = plan.worth_judging(self._references, self._task.changes, self._changed, self._annotate)

    # --- images ---

    def choose_images(self) -> None:
        """Decide which images an engine should look at, and read their facts."""
        flawed = [reference for reference in self._judged if self._verdict(Subject(reference))]
        most = self._task.config.images.max_count
        chosen = plan.worth_looking_at(self._changed, flawed, self._task.may_look_at, most)
        for path in chosen.images:
            self._identify(path)
        if chosen.left_out:
            count = f"{len(chosen.left_out)} image{'s' if len(chosen.left_out) > 1 else ''} over the count"
            words = f"not looked at: images.max_count is {most}"
            self._problems.append(Problem(Stage.LOOK, count, words, "raise images.max_count in the configuration"))

    def _identify(self, path: str) -> None:
        try:
            data = self._workspace.read(path, IMAGE_BYTES)
            file = self._files.get(path)
            self._images[path] = image_file(path, data, file.status if file else Status.UNCHANGED)
        except AltproofError as error:
            self._problem(Stage.IMAGES, path, error)

    @property
    def images(self) -> tuple[ImageFile, ...]:
        """The images to look at."""
        return tuple(self._images.values())

    async def look(self, eyes: Eyes) -> None:
        """Have every image looked at. Raises UsageError when the request itself cannot work."""
        try:
            await eyes.look(self.images, self._bytes, request(self._task.config.analysis))
        finally:
            self._seen = eyes.seen
            self._engine_failed = eyes.failed
            self._problems += eyes.stops

    def _bytes(self, file: ImageFile) -> bytes:
        return self._workspace.read(file.path, IMAGE_BYTES)

    # --- judging ---

    def judge(self) -> None:
        """Judge the references, and draft what the flawed ones should say."""
        found = [
            (subject, verdict) for subject in map(self._subject, self._judged) if (verdict := self._verdict(subject))
        ]
        if len(found) > MOST_FINDINGS:
            words = f"left out: a report holds {MOST_FINDINGS:,}"
            count = f"{len(found) - MOST_FINDINGS:,} findings"
            self._problems.append(Problem(Stage.REFERENCES, count, words, "narrow the run with `paths`"))
            del found[MOST_FINDINGS:]
        drafts = self._drafts([subject for subject, _ in found])
        counts: Counter[tuple[str, str, str]] = Counter()
        for (subject, (rule, severity, violation)), draft in zip(found, drafts, strict=True):
            key = (rule, subject.reference.document, subject.reference.target)
            counts[key] += 1
            fingerprint = _fingerprint(*key, counts[key])
            self._findings.append(Finding(rule, severity, violation.message, subject.reference, fingerprint, draft))

    def _verdict(self, subject: Subject) -> tuple[str, Severity, Violation] | None:
        return judge(subject, self._task.config.rules)

    def _drafts(self, subjects: list[Subject]) -> list[Suggestion]:
        return suggestions(subjects, self._documents, self._problems) if self._documents else []

    def _subject(self, reference: ImageReference) -> Subject:
        image = self._images.get(reference.image or "")
        seen = self._seen.get(image.sha256) if image else None
        return Subject(reference, image, seen.analysis if seen else None)

    # --- the result ---

    def report(self, *, cancelled: bool = False) -> Report:
        """Everything known so far, sorted."""
        facts = replace(
            self._task.facts,
            documents_read=self._documents.read if self._documents else 0,
            changed_images=len(self._changed),
            images_looked_at=sum(self._was_seen(image) for image in self._images.values()),
            engine_failed=self._engine_failed,
            cancelled=cancelled,
        )
        return Report(
            run=facts,
            changes=self._task.changes,
            images=tuple(described(image, self._seen.get(image.sha256)) for _, image in sorted(self._images.items())),
            references=tuple(sorted(self._references, key=_place)),
            findings=tuple(sorted(self._findings, key=lambda f: (-f.severity.rank, *_place(f.reference)))),
            problems=tuple(self._problems),
        )

    def _was_seen(self, image: ImageFile) -> bool:
        seen = self._seen.get(image.sha256)
        return seen is not None and seen.analysis is not None and seen.analysis.holds_anything

    # --- small things ---

    def _problem(self, stage: Stage, path: str, error: AltproofError) -> None:
        self._problems.append(Problem(stage, path, error.message.removeprefix(f"{path}: "), error.hint))


def _not_followed(path: str) -> Problem:
    return Problem(Stage.CHANGES, path, "a symbolic link or submodule, which is not followed")


def _place(reference: ImageReference) -> tuple[str, int, int]:
    return reference.document, reference.span.line, reference.span.column


def _fingerprint(rule: str, document: str, target: str, occurrence: int) -> str:
    """Sixteen hexadecimal digits that stay the same when lines move."""
    named = "\0".join((rule, document, target, str(occurrence))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(named).hexdigest()[:16]
