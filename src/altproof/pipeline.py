"""The story of one run, in small steps: documents, references, images, looking, judging, report.

It opens nothing itself: files come from the `Workspace`, analyses from the `Eyes`. Every step adds to what is known,
and `report()` tells what is known so far, so a cancelled run still has something to say.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from altproof import plan
from altproof.config import Config, request
from altproof.errors import AltproofError, UnreadableFileError
from altproof.globs import matches
from altproof.images.identify import identify
from altproof.looking import Eyes, Seen
from altproof.model import (
    ChangeSet,
    DescribedImage,
    Finding,
    Grade,
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
from altproof.readers import MARKERS, SUFFIXES, proven_edit, reader_for
from altproof.readers.encoding import decode
from altproof.report import Report, RunFacts
from altproof.rules import judge
from altproof.sites import Sites
from altproof.targets import TargetOptions, Tree, resolve
from altproof.wording import choose

DOCUMENT_BYTES = 4 << 20
"""Larger documents are not read; the longest page among 10,000 measured ones has a quarter of it."""
EDITS_PER_DOCUMENT = 200
"""Each edit is proven by reading the document again; beyond this many in one document drafts come without edits."""
IMAGE_BYTES = 64 << 20
"""Larger files are not even hashed; what an engine takes is its own, lower limit."""
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".ico", ".tif", ".tiff", ".apng")
COMMITTABLE = (Grade.HIGH, Grade.MEDIUM)


class Workspace(Protocol):
    """The files to look at: a commit in git, or a folder on disk."""

    def paths(self) -> list[str]:
        """Every regular file."""

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of one of them; raises UnreadableFileError."""

    def documents_with(self, markers: Iterable[str], suffixes: Iterable[str]) -> list[str]:
        """The files with one of these endings that hold one of these texts, letter case ignored."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of one run."""

    changes: ChangeSet
    config: Config
    facts: RunFacts
    paths: tuple[str, ...] = ()
    """Files and folders to narrow the run to; empty: no narrowing."""
    problems: tuple[Problem, ...] = ()
    """What went wrong before the run began."""


def is_image(path: str) -> bool:
    """Whether the name is that of an image; the content decides later."""
    return path.lower().endswith(IMAGE_SUFFIXES)


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
        self._changed = plan.changed_images(task.changes, self._is_wanted_image)
        self._sites = Sites(())
        self._references: list[ImageReference] = []
        self._judged: list[ImageReference] = []
        self._images: dict[str, ImageFile] = {}
        self._seen: dict[str, Seen] = {}
        self._findings: list[Finding] = []
        self._problems = list(task.problems)
        self._documents = 0
        self._edits: Counter[str] = Counter()
        self._engine_failed = False

    # --- documents and references ---

    def read(self) -> None:
        """Read the documents that may show a changed image or that changed, and find their references."""
        paths = self._workspace.paths()
        tree, self._sites = Tree(paths), Sites(paths)
        options = TargetOptions(self._task.config.documents.static_dirs, self._task.facts.repository)
        candidates = filter(self._is_wanted_document, self._workspace.documents_with(MARKERS, SUFFIXES))
        for path in plan.documents(candidates, self._task.changes, self._changed, self._annotate):
            text = self._text(path)
            if text is not None:
                self._documents += 1
                self._references += self._located(path, text, tree, options)
        self._judged = plan.worth_judging(self._references, self._task.changes, self._changed, self._annotate)

    def _located(self, path: str, text: str, tree: Tree, options: TargetOptions) -> list[ImageReference]:
        """The references of one document, each led to its file and marked when it lies on a changed line."""
        reader = reader_for(path)
        file = self._task.changes.by_path().get(path)
        lines = file.lines if file else ()
        return [
            replace(
                reference,
                image=resolve(reference.target, path, tree, options).path,
                changed=any(stretch.touches(reference.span) for stretch in lines),
            )
            for reference in (reader.references(path, text, self._sites.of(path)) if reader else ())
        ]

    def _text(self, path: str) -> str | None:
        try:
            decoded = decode(self._workspace.read(path, DOCUMENT_BYTES))
        except AltproofError as error:
            self._problem(Stage.REFERENCES, path, error)
            return None
        if decoded.guessed:
            words = "not UTF-8, read as Latin-1: letters outside English may be wrong"
            self._problems.append(Problem(Stage.REFERENCES, path, words, "save the document as UTF-8"))
        return decoded.text

    # --- images ---

    def choose_images(self) -> None:
        """Decide which images an engine should look at, and read their facts."""
        flawed = [r for r in self._judged if judge(Subject(r), self._severities)]
        most = self._task.config.images.max_count
        chosen = plan.worth_looking_at(self._changed, flawed, self._may_be_looked_at, most)
        for path in chosen.images:
            self._identify(path)
        if chosen.left_out:
            count = f"{len(chosen.left_out)} images"
            words = f"not looked at: images.max_count is {most}"
            self._problems.append(Problem(Stage.LOOK, count, words, "raise images.max_count in the configuration"))

    def _identify(self, path: str) -> None:
        try:
            data = self._workspace.read(path, IMAGE_BYTES)
            self._images[path] = image_file(path, data, self._changed.get(path, Status.UNCHANGED))
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
        counts: Counter[tuple[str, str, str]] = Counter()
        for reference in self._judged:
            subject = self._subject(reference)
            verdict = judge(subject, self._severities)
            if verdict is not None:
                rule, severity, violation = verdict
                key = (rule, reference.document, reference.target)
                counts[key] += 1
                fingerprint = _fingerprint(*key, counts[key])
                suggestion = self._suggestion(subject, violation)
                self._findings.append(Finding(rule, severity, violation.message, reference, fingerprint, suggestion))

    def _subject(self, reference: ImageReference) -> Subject:
        image = self._images.get(reference.image or "")
        seen = self._seen.get(image.sha256) if image else None
        return Subject(reference, image, seen.analysis if seen else None)

    def _suggestion(self, subject: Subject, violation: Violation) -> Suggestion:
        if violation.fixed_alt is not None:
            draft = Suggestion(violation.fixed_alt, Grade.HIGH, None)
        else:
            draft = choose(subject)
        reference = subject.reference
        self._edits[reference.document] += 1
        too_many = self._edits[reference.document] > EDITS_PER_DOCUMENT
        if draft.alt is None or draft.grade not in COMMITTABLE or too_many:
            return draft
        reader = reader_for(reference.document)
        text = self._text_again(reference.document)
        if reader is None or text is None:
            return draft
        site = self._sites.of(reference.document)
        return replace(draft, edit=proven_edit(reader, text, reference, draft.alt, site))

    def _text_again(self, path: str) -> str | None:
        try:
            return decode(self._workspace.read(path, DOCUMENT_BYTES)).text
        except UnreadableFileError:
            return None

    # --- the result ---

    def report(self, *, cancelled: bool = False) -> Report:
        """Everything known so far, sorted."""
        facts = replace(
            self._task.facts,
            documents_read=self._documents,
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
        return seen is not None and seen.analysis is not None

    # --- small things ---

    @property
    def _severities(self) -> dict[str, Severity | None]:
        return dict(self._task.config.rules)

    def _problem(self, stage: Stage, path: str, error: AltproofError) -> None:
        self._problems.append(Problem(stage, path, error.message.removeprefix(f"{path}: "), error.hint))

    def _is_wanted_document(self, path: str) -> bool:
        return self._is_asked_for(path) and _allowed(path, self._task.config.documents)

    def _is_wanted_image(self, path: str) -> bool:
        return self._is_asked_for(path) and self._may_be_looked_at(path)

    def _may_be_looked_at(self, path: str) -> bool:
        return is_image(path) and _allowed(path, self._task.config.images)

    def _is_asked_for(self, path: str) -> bool:
        narrowed = self._task.paths
        return not narrowed or any(part in (".", path) or path.startswith(f"{part.rstrip('/')}/") for part in narrowed)


class _Globs(Protocol):
    @property
    def include(self) -> tuple[str, ...]: ...
    @property
    def exclude(self) -> tuple[str, ...]: ...


def _allowed(path: str, globs: _Globs) -> bool:
    return (not globs.include or matches(path, globs.include)) and not matches(path, globs.exclude)


def _place(reference: ImageReference) -> tuple[str, int, int]:
    return reference.document, reference.span.line, reference.span.column


def _fingerprint(rule: str, document: str, target: str, occurrence: int) -> str:
    """Sixteen hexadecimal digits that stay the same when lines move."""
    named = "\0".join((rule, document, target, str(occurrence))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(named).hexdigest()[:16]
