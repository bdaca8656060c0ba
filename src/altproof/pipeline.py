"""The story of one run, in small steps: documents, references, images, looking, judging, report.

It opens nothing itself: files come from the `Workspace`, analyses from the `Eyes`. Every step adds to what is known,
and `report()` tells what is known so far, so a cancelled run still has something to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from altproof import comparing, plan
from altproof.config import request
from altproof.errors import AltproofError
from altproof.model import (
    DescribedImage,
    Finding,
    ImageFile,
    ImageReference,
    Problem,
    Request,
    Stage,
    Status,
)
from altproof.readers import SUFFIXES, searches
from altproof.report import Report
from altproof.spending import Spending
from altproof.task import Task, Workspace

if TYPE_CHECKING:  # each is loaded by the step that needs it: most runs end before the last one
    from altproof.judging import Case, Judging
    from altproof.looking import Eyes, Seen
    from altproof.model import Analysis, Appearance
    from altproof.reading import Documents
    from altproof.relatives import Relatives
    from altproof.wording.base import Wishes

IMAGE_BYTES = 64 << 20
"""Larger files are not even hashed; what an engine takes is its own, lower limit."""
CAMERA_SUFFIXES = (".jpg", ".jpeg", ".heic", ".heif", ".tif", ".tiff", ".webp", ".avif")
"""Of the images that an audit reads although no engine looks at them."""
MOST_COMPARED = 1_000
"""Images compared with what they were; each takes a tenth of a second."""
MOST_GLANCES = 100
"""Images that are looked at only to compare a dark and a light version; each takes a tenth of a second."""
MOST_FINDINGS = 10_000
"""Findings of one run; a person reads a few hundred, a report of more is for programs."""


def image_file(path: str, data: bytes, status: Status) -> ImageFile:
    """The facts of an image. Raises ImageError when the bytes are no image that can be used."""
    import hashlib

    from altproof.images.identify import identify

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
        has_location=facts.has_location,
    )


def fetched_file(address: str) -> ImageFile:
    """An image that the service fetches itself: nothing is known of it but where it is."""
    return ImageFile(address, "", "", None, None, 0, Status.UNCHANGED)


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
        self._judging: Judging | None = None
        self._images: dict[str, ImageFile] = {}
        self._seen: dict[str, Seen] = {}
        self._findings: list[Finding] = []
        self._problems = [*task.problems, *map(_not_followed, task.changes.not_followed)]
        self._engine_failed = False
        self._spending = Spending()
        self._changed_pixels: dict[str, float] = {}

    @cached_property
    def _wishes(self) -> Wishes:
        """What the repository wants of drafts, known when the first is made or judged."""
        from altproof.wording.base import Wishes

        return Wishes.of(self._task.config)

    @cached_property
    def _relatives(self) -> Relatives:
        """Which images are related, known when the documents have been read."""
        from altproof.relatives import Relatives

        return Relatives(self._workspace.paths, self._references)

    # --- documents and references ---

    def read(self) -> None:
        """Read the documents that may show a changed image or that changed, and find their references."""
        if not plan.may_read(self._task.changes, self._changed, self._annotate, SUFFIXES):
            return
        pairs = searches(self._task.config.documents.site)
        for pair in pairs:
            self._workspace.begin_search(pair.markers, pair.suffixes)
        from altproof.judging import Judging
        from altproof.reading import Documents

        self._documents = Documents(self._workspace, self._task)
        found = {path for pair in pairs for path in self._workspace.documents_with(pair.markers, pair.suffixes)}
        candidates = (path for path in self._workspace.paths() if path in found and self._task.wants_document(path))
        wanted = plan.documents(candidates, self._task.changes, self._changed, self._annotate)
        self._references = list(self._documents.references(wanted))
        self._problems += self._documents.problems
        self._judged = self._worth_judging(self._references)
        self._judging = Judging(
            self._references,
            self._documents.pages,
            self._task,
            self._wishes.policy,
            self._workspace.same_bytes,
            relatives=self._relatives,
        )

    def _worth_judging(self, references: list[ImageReference]) -> list[ImageReference]:
        return plan.worth_judging(references, self._task.changes, self._changed, self._annotate)

    # --- images ---

    def choose_images(self) -> None:
        """Decide which images an engine should look at, and read their facts."""
        judging = self._judging
        flawed = [found for found in self._judged if judging and judging.lacks_words(found)]
        most = self._task.config.images.max_count
        remote = self._task.remote_images
        chosen = plan.worth_looking_at(self._changed, flawed, self._task.may_look_at, most, remote=remote)
        for path in chosen.images:
            self._identify(path)
        if chosen.left_out:
            count = f"{len(chosen.left_out)} image{'s' if len(chosen.left_out) > 1 else ''} over the count"
            words = f"not looked at: images.max_count is {most}"
            self._problems.append(Problem(Stage.LOOK, count, words, "raise images.max_count in the configuration"))

    def _identify(self, path: str) -> None:
        if path.startswith(plan.HTTPS):
            self._images[path] = fetched_file(path)
            return
        try:
            data = self._workspace.read(path, IMAGE_BYTES)
            file = self._files.get(path)
            self._images[path] = found = image_file(path, data, file.status if file else Status.UNCHANGED)
        except AltproofError as error:
            self._problem(Stage.IMAGES, path, error)
            return
        from altproof.images.suffixes import misnamed

        if told := misnamed(path, found.media_type):
            self._problem(Stage.IMAGES, path, told)

    @property
    def images(self) -> tuple[ImageFile, ...]:
        """The images to look at."""
        return tuple(self._images.values())

    @property
    def asked(self) -> Request:
        """What is asked about every image."""
        return request(self._task.config.analysis)

    async def look(self, eyes: Eyes) -> None:
        """Have every image looked at. Raises UsageError when the request itself cannot work."""
        try:
            await eyes.look(self.images, self._bytes, self.asked)
        finally:
            self._seen = eyes.seen
            self._relatives.look_at((image, self._analysis_of(image)) for image in self.images)
            self._engine_failed = eyes.failed
            self._problems += eyes.stops
            self._spending = eyes.spending(self._task.prices)

    def foresee(self, eyes: Eyes) -> None:
        """Reckon what looking would cost; nothing is looked at."""
        self._spending = eyes.expected(self.images, self.asked, self._task.prices)

    def _bytes(self, file: ImageFile) -> bytes:
        return self._workspace.read(file.path, IMAGE_BYTES)

    # --- judging ---

    @property
    def may_be_stale(self) -> list[str]:
        """The changed images whose alt text has stayed somewhere; at most 1,000."""
        kept = dict.fromkeys(r.image for r in self._judged if r.image and r.alt and r.target_before == r.target)
        modified = [path for path in kept if self._changed.get(path) is Status.MODIFIED]
        return modified[:MOST_COMPARED]

    def compare(self, paths: Iterable[str], changed_share: Callable[[bytes, bytes], float | None]) -> None:
        """Measure how much of these images (`may_be_stale`) differs from what they were before the change.

        `changed_share` gets the bytes before and after, and gives a share from 0 to 1, or None when it cannot tell.
        """
        self._changed_pixels |= comparing.changed_shares(paths, self._workspace, IMAGE_BYTES, changed_share)

    @property
    def versions_to_see(self) -> list[str]:
        """The images whose pixels would tell whether names are right about a dark and a light version; at most 100.

        Only those that may lend an alt text, or borrow one.
        """
        judging = self._judging
        silent = [found.image for found in self._judged if found.image and judging and judging.lacks_words(found)]
        return self._relatives.unproven(silent)[:MOST_GLANCES] if silent else []

    def glance_at(self, paths: Iterable[str], appearance: Callable[[bytes], Appearance | None]) -> None:
        """Look at the pixels of these images (`versions_to_see`); `appearance` gives None where it cannot."""
        for path, found in comparing.glances(paths, self._workspace, IMAGE_BYTES, appearance):
            self._relatives.glance_at(path, found)

    def judge(self) -> None:
        """Judge the references, and draft what the flawed ones should say."""
        if self._judging is None or self._documents is None:
            return
        from altproof.drafting import suggestions

        cases = list(self._cases(self._judging, self._documents))
        if len(cases) > MOST_FINDINGS:
            words = f"left out: a report holds {MOST_FINDINGS:,}"
            count = f"{len(cases) - MOST_FINDINGS:,} findings"
            self._problems.append(Problem(Stage.REFERENCES, count, words, "narrow the run with `paths`"))
            del cases[MOST_FINDINGS:]
        drafts = suggestions(cases, self._documents, self._problems, self._wishes)
        self._findings = [replace(case.finding, suggestion=draft) for case, draft in zip(cases, drafts, strict=True)]

    def _cases(self, judging: Judging, documents: Documents) -> Iterator[Case]:
        for reference in self._judged:
            image = self._images.get(reference.image or plan.address(reference) or "")
            share = self._changed_pixels.get(reference.image or "")
            yield from judging.cases(reference, image, self._analysis_of(image) if image else None, share)
        for reference in self._worth_judging(documents.leftovers):
            yield from judging.cases(reference)
        everything = self._task.changes.everything
        yield from judging.unused([path for path in documents.pages if everything or path in self._files])
        if not everything:
            yield from judging.files(self._changed, self._facts)
            return
        paths = self._workspace.paths()
        yield from judging.files((path for path in paths if self._task.wants_image(path)), self._camera_facts)
        self._problems += judging.useless(paths)

    def _facts(self, path: str) -> ImageFile | None:
        """The facts of an image of the repository; None when it cannot be read, which is told where it is looked at."""
        if path in self._images:
            return self._images[path]
        try:
            file = self._files.get(path)
            return image_file(path, self._workspace.read(path, IMAGE_BYTES), file.status if file else Status.UNCHANGED)
        except AltproofError:
            return None

    def _camera_facts(self, path: str) -> ImageFile | None:
        """The same over a whole repository, where only files that may come from a camera are worth reading."""
        return self._facts(path) if path in self._images or path.lower().endswith(CAMERA_SUFFIXES) else None

    # --- the result ---

    def report(self, *, cancelled: bool = False, dry_run: bool = False) -> Report:
        """Everything known so far, sorted; in a dry run no draft stands for an image that nobody looked at."""
        facts = replace(
            self._task.facts,
            documents_read=self._documents.read if self._documents else 0,
            changed_images=len(self._changed),
            known_findings=len(self._judging.known) if self._judging else 0,
            images_looked_at=sum(self._was_seen(image) for image in self._images.values()),
            dry_run=dry_run,
            spending=self._spending,
            engine_failed=self._engine_failed,
            cancelled=cancelled,
        )
        return Report(
            run=facts,
            changes=self._task.changes,
            images=tuple(self._described(image, dry_run=dry_run) for _, image in sorted(self._images.items())),
            references=tuple(sorted(self._references, key=_place)),
            findings=tuple(sorted(self._findings, key=lambda f: (-f.severity.rank, *_place(f.reference)))),
            problems=tuple(self._problems),
        )

    def _described(self, image: ImageFile, *, dry_run: bool) -> DescribedImage:
        if dry_run:
            return DescribedImage(image)
        from altproof.describing import described, with_relatives

        return with_relatives(described(image, self._seen_of(image), self._wishes), self._relatives)

    def _analysis_of(self, image: ImageFile) -> Analysis | None:
        seen = self._seen_of(image)
        return seen.analysis if seen else None

    def _seen_of(self, image: ImageFile) -> Seen | None:
        if not self._seen:
            return None
        from altproof.looking import content_key

        return self._seen.get(content_key(image))

    def _was_seen(self, image: ImageFile) -> bool:
        analysis = self._analysis_of(image)
        return analysis is not None and analysis.holds_anything

    # --- small things ---

    def _problem(self, stage: Stage, path: str, error: AltproofError) -> None:
        self._problems.append(Problem(stage, path, error.message.removeprefix(f"{path}: "), error.hint))


def _not_followed(path: str) -> Problem:
    return Problem(Stage.CHANGES, path, "a symbolic link or submodule, which is not followed")


def _place(reference: ImageReference) -> tuple[str, int, int]:
    return reference.document, reference.span.line, reference.span.column
