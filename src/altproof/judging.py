"""The rules applied to the places of one run, with everything a repository excepts from them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from altproof.copies import Copies, files_of
from altproof.directives import Directive, Directives
from altproof.globs import matches
from altproof.model import Finding, ImageFile, ImageReference, Problem, Stage, Status, Surroundings
from altproof.other_alts import OtherAlts
from altproof.reading import PageFacts
from altproof.relatives import Relatives
from altproof.rules import RULES, Verdict, judge
from altproof.rules.base import EXCEPTION, FILE, Bond, Cause, KinAlt, Needs, Relative, Subject, Violation, of_file
from altproof.rules.page import NO_PAGE, Page
from altproof.rules.phrases import can_say_decorative
from altproof.rules.profiles import Policy
from altproof.task import Task
from altproof.text import quoted
from altproof.themes import shown_in

if TYPE_CHECKING:
    from altproof.model import Analysis

_MOST_KIN = 10
"""Alt texts of related pictures that are handed on."""


class Case(Struct, frozen=True):
    """One defect: what was looked at, what was found, and the finding without a draft."""

    subject: Subject
    violation: Violation
    finding: Finding


class Judging:
    """The judgement of one run. `references` are all that were found, those of one document in a row and in order."""

    def __init__(
        self,
        references: Sequence[ImageReference],
        pages: Mapping[str, PageFacts],
        task: Task,
        policy: Policy,
        same_bytes: Callable[[Iterable[str]], Mapping[str, str]] = lambda _: {},
        *,
        relatives: Relatives | None = None,
    ) -> None:
        """`same_bytes` gives image files with the same bytes the same name. Without `relatives` no image has any."""
        self._facts, self._wanted, self._policy = pages, task.config.alt_text, policy
        self._files, self._baseline = task.changes.by_path(), task.baseline
        self._pages = {name: Page(list(shown)) for name, shown in groupby(references, lambda found: found.document)}
        self._all, self._counts = references, task.changes.everything
        self._others: Counter[tuple[str, str]] = Counter()
        self._by_documents: dict[str, tuple[Subject, list[Verdict]]] = {}
        self._occurrences = _occurrences(references)
        self._copies = Copies(references, self._language, same_bytes)
        self._relatives = relatives or Relatives(tuple)
        compared = references if task.changes.everything and self._compares else ()
        self._other_alts = OtherAlts(compared, self._language, self._relatives.themes)
        self._judged: defaultdict[str, set[int]] = defaultdict(set)
        self.known: set[str] = set()
        """The fingerprints of the baseline that were found."""

    def cases(
        self,
        reference: ImageReference,
        image: ImageFile | None = None,
        analysis: Analysis | None = None,
        changed_pixels: float | None = None,
    ) -> list[Case]:
        """What is wrong with one place, and neither excepted by a comment in the document nor in the baseline."""
        self._judged[reference.document].add(reference.span.line)
        subject, verdicts = self._unseen(reference)
        if image is not None or changed_pixels is not None:
            subject = replace(subject, image=image, analysis=analysis, changed_pixels=changed_pixels)
            verdicts = self._judge(subject, reference)
        return self._cases(subject, reference, verdicts)

    def lacks_words(self, reference: ImageReference) -> bool:
        """Whether something is wrong that an engine could help with."""
        return any(RULES[found.rule].CAUSE is Cause.WORDS for found in self._unseen(reference)[1])

    def unused(self, documents: Sequence[str]) -> Iterator[Case]:
        """The comments in these documents that except nothing; to be asked for when all has been judged."""
        active = [
            rule
            for rule, setting in self._policy.items()
            if setting.severity is not None and RULES[rule].NEEDS is Needs.DOCUMENT
        ]
        for document in documents:
            lines = {reference.span.line for reference in self._pages.get(document, NO_PAGE).references}
            for directive in self._directives(document).unused(lines, self._judged[document], active, RULES):
                reference = _as_reference(document, directive)
                yield from self._cases(Subject(reference), reference, judge(Subject(reference), self._policy))

    def files(self, paths: Iterable[str], facts: Callable[[str], ImageFile | None]) -> Iterator[Case]:
        """What is wrong with these image files by themselves; `facts` are asked for when a rule wants them.

        A run over a change has not read every document, so it tells only what the files themselves say.
        """
        policy = self._policy if self._counts else Policy({name: self._policy[name] for name in self._about_content})
        if not policy:
            return
        shown = Counter(path for reference in self._all for path in files_of(reference))
        astray = Counter(_name(reference.target) for reference in self._all if not reference.image)
        for path in paths:
            reference = of_file(path)
            places = shown[path] + astray[_name(path)] if self._counts else None
            subject = Subject(reference, image=facts(path) if self._about_content else None, shown_by=places)
            yield from self._cases(subject, reference, judge(subject, policy))

    def useless(self, paths: Sequence[str]) -> Iterator[Problem]:
        """What the repository excepts although nothing is there, among all its `paths`; for a run over everything."""
        gone = len(self._baseline - self.known)
        if gone:
            words = f"{gone} known finding{'s are' if gone > 1 else ' is'} no longer found"
            yield Problem(Stage.REFERENCES, "baseline", words, "write it again with `altproof audit --update-baseline`")
        for rule, setting in self._policy.items():
            for pattern in setting.options.exclude:
                if not any(matches(path, (pattern,)) for path in paths):
                    words = f"the pattern {quoted(pattern)} fits no file"
                    yield Problem(Stage.REFERENCES, f"rules.{rule}.exclude", words, "mend it or take it out")

    def _unseen(self, reference: ImageReference) -> tuple[Subject, list[Verdict]]:
        """A place and what is wrong with it as far as the documents tell; judged once."""
        if reference.id not in self._by_documents:
            subject = self._subject(reference)
            self._by_documents[reference.id] = subject, self._judge(subject, reference)
        return self._by_documents[reference.id]

    def _judge(self, subject: Subject, reference: ImageReference) -> list[Verdict]:
        """What is wrong and not excepted by a comment in the document."""
        directives = self._directives(reference.document)
        covers = (lambda rule: directives.cover(reference, rule)) if directives.all else None
        return judge(subject, self._policy, covers)

    def _cases(self, subject: Subject, reference: ImageReference, verdicts: list[Verdict]) -> list[Case]:
        cases = []
        for verdict in verdicts:
            finding = self._finding(reference, verdict)
            if finding.fingerprint in self._baseline:
                self.known.add(finding.fingerprint)
            else:
                cases.append(Case(self._to_draft(subject, reference, verdict), verdict.violation, finding))
        return cases

    def _to_draft(self, subject: Subject, reference: ImageReference, verdict: Verdict) -> Subject:
        """The place with what a draft may look at besides: what people say of the same picture elsewhere."""
        if RULES[verdict.rule].CAUSE is not Cause.WORDS or reference.syntax in {EXCEPTION, FILE}:
            return replace(subject, reference=reference)
        elsewhere, siblings = self._copies.good_alts(reference, subject.image_status, self._is_good)
        kin = tuple(islice(self._kin(subject, reference), _MOST_KIN))
        return replace(subject, reference=reference, elsewhere=elsewhere, siblings=siblings, kin=kin)

    def _kin(self, subject: Subject, reference: ImageReference) -> Iterator[KinAlt]:
        """Good alt texts of related pictures, the surest bond first."""
        half = subject.page.half(reference)
        if half is not None and half.alt and not half.fixed_alt and self._is_current(half) and self._is_good(half):
            yield KinAlt(half.alt, Relative(half.image or half.target, Bond.THEME, shown_in(half)))
        for relative in self._relatives.of(reference.image) if reference.image else ():
            status = self._status(relative.path)
            for alt in self._copies.good_alts_of(relative.path, reference, status, self._is_good):
                yield KinAlt(alt, relative)

    def _is_current(self, reference: ImageReference) -> bool:
        """Whether its alt text was not written before its picture changed."""
        return reference.changed or self._status(reference.image) is not Status.MODIFIED

    def _status(self, path: str | None) -> Status | None:
        """What the change did to an image file; None: nothing, or there is none."""
        file = self._files.get(path or "")
        return file.status if file else None

    def _is_good(self, reference: ImageReference) -> bool:
        """Whether the alt text of a place breaks no rule about words and their style."""
        causes = {RULES[verdict.rule].CAUSE for verdict in self._unseen(reference)[1]}
        return causes.isdisjoint((Cause.WORDS, Cause.STYLE))

    def _subject(self, reference: ImageReference) -> Subject:
        """What the rules may look at before an image was read."""
        shown = replace(reference, alt="") if self._is_decorative(reference) else reference
        page = self._pages.get(reference.document, NO_PAGE)
        return Subject(
            shown,
            page=page,
            language=self._language(reference),
            image_status=self._status(reference.image),
            find_kind=_kind_finder(shown),
            other_alts=self._other_alts.of(reference),
            other_theme_alts=self._other_alts.of_other_theme(reference, page),
        )

    def _finding(self, reference: ImageReference, verdict: Verdict) -> Finding:
        """The finding for a verdict; its fingerprint stays the same when lines move."""
        occurrence = self._occurrences.get(reference.id) or self._counted(reference)
        written = "-" if reference.alt is None else f"+{reference.alt}"
        named = "\0".join((verdict.rule, reference.document, reference.target, written, str(occurrence)))
        mark = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return Finding(verdict.rule, verdict.severity, verdict.violation.message, reference, mark)

    @property
    def _about_content(self) -> list[str]:
        """The active rules about what an image file holds."""
        return [
            rule
            for rule, setting in self._policy.items()
            if setting.severity is not None and RULES[rule].NEEDS is Needs.IMAGE and RULES[rule].CAUSE is Cause.FILE
        ]

    @property
    def _compares(self) -> bool:
        """Whether a rule wants to know the other alt texts of an image."""
        return any(
            setting.severity is not None and RULES[rule].NEEDS is Needs.AUDIT for rule, setting in self._policy.items()
        )

    def _language(self, reference: ImageReference) -> str:
        facts = self._facts.get(reference.document)
        return facts.language if facts else self._wanted.language

    def _counted(self, reference: ImageReference) -> int:
        """The number of a place that is no image, such as a comment, among those like it."""
        key = (reference.document, reference.target)
        self._others[key] += 1
        return self._others[key]

    def _directives(self, document: str) -> Directives:
        facts = self._facts.get(document)
        return facts.directives if facts else Directives()

    def _is_decorative(self, reference: ImageReference) -> bool:
        """Whether no alt text is written and the configuration says that none is needed."""
        if reference.alt is not None:
            return False
        if self._wanted.empty_markdown_alt == "decorative" and not can_say_decorative(reference):
            return True
        return reference.image is not None and matches(reference.image, self._wanted.decorative)


def _kind_finder(reference: ImageReference) -> Callable[[], str | None]:
    """Finds the kind of image at a place when it is first asked."""

    @cache
    def find() -> str | None:
        from altproof.wording.kinds import kind_of

        kind = kind_of(Subject(reference))
        return kind.name if kind else None

    return find


def _as_reference(document: str, directive: Directive) -> ImageReference:
    unknown = min(directive.rules - RULES.keys(), default=None)
    around = Surroundings(label=unknown)
    return ImageReference(document, directive.span, EXCEPTION, directive.words, None, None, surroundings=around)


def _name(address: str) -> str:
    """The last part of an address, without query and fragment, in lower case."""
    return re.split(r"[?#]", address, maxsplit=1)[0].replace("\\", "/").rpartition("/")[2].lower()


def _occurrences(references: Sequence[ImageReference]) -> dict[str, int]:
    """For each reference its number among those of its document with the same target and alt text.

    Places that a change touched come last: what is known of a page keeps its number when one more like it is added.
    """
    counts: Counter[tuple[str, str, str | None]] = Counter()
    numbers: dict[str, int] = {}
    for reference in sorted(references, key=lambda found: found.changed):
        key = (reference.document, reference.target, reference.alt)
        counts[key] += 1
        numbers[reference.id] = counts[key]
    return numbers
