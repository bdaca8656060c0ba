"""What is to be done so that the comments at the files say what the plan says, and nothing is said twice."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from altproof.github.base import PostedComment
from altproof.reporters import marker
from altproof.reporters.marker import Kind, Marker
from altproof.reporters.remark import Remark
from altproof.reporters.review import ReviewPlan


class ReviewChanges(Struct, frozen=True):
    """From the comments that are there to those that should be."""

    on_lines: tuple[Remark, ...] = ()
    """To post."""
    on_files: tuple[Remark, ...] = ()
    """To post."""
    edits: tuple[tuple[int, Remark], ...] = ()
    """Ids of comments that should read otherwise."""
    outdated: tuple[int, ...] = ()
    """Ids of comments to remove."""
    kept: tuple[Remark, ...] = ()
    """Said already on these very lines, or under discussion there."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Everything that will be said when this is done."""
        return (*self.kept, *self.on_lines, *self.on_files, *(remark for _, remark in self.edits))


class _Own(Struct, frozen=True):
    """A comment of ours that begins a thread."""

    comment: PostedComment
    marker: Marker
    answered: bool


def changes(plan: ReviewPlan, posted: Sequence[PostedComment], login: str, name: str) -> ReviewChanges:
    """What to do about the comments that are there; `login` is who we are.

    A thread that somebody answered is left as it is, whatever became of its finding. Where its lines are gone GitHub
    folds it up: its finding is not posted again, and has to be told elsewhere.
    """
    wanted = [*plan.remarks, *plan.spare]
    kept: list[Remark] = []
    edits: list[tuple[int, Remark]] = []
    outdated: list[int] = []
    for own in _own(posted, login, name):
        found = next((remark for remark in wanted if _is_about(own, remark)), None)
        stays = found is not None and _stands_there(own, found)
        if found and (own.answered or stays):
            wanted.remove(found)
        if found is None or not stays:
            outdated += [] if own.answered else [own.comment.id]
        if found and stays and (own.answered or _says(own, found)):
            kept.append(found)
        elif found and stays:
            edits.append((own.comment.id, found))
    on_lines = tuple(remark for remark in plan.on_lines if remark in wanted)
    on_files = tuple(remark for remark in plan.on_files if remark in wanted)
    return ReviewChanges(on_lines, on_files, tuple(edits), tuple(outdated), tuple(kept))


def has_own(posted: Sequence[PostedComment]) -> bool:
    """Whether any comment may be one of ours: it begins as ours do."""
    return any(marker.read(comment.body) for comment in posted)


def _own(posted: Sequence[PostedComment], login: str, name: str) -> list[_Own]:
    answered = {comment.reply_to for comment in posted if comment.reply_to is not None}
    own = []
    for comment in posted:
        found = marker.read(comment.body) if comment.author == login and comment.reply_to is None else None
        if found and found.kind is not Kind.REPORT and found.name == marker.slug(name):
            own.append(_Own(comment, found, comment.id in answered))
    return own


def _marker(remark: Remark) -> Marker | None:
    return marker.read(remark.body)


def _is_about(own: _Own, remark: Remark) -> bool:
    """Whether a comment tells of one of the same findings, at the same file and in the same way."""
    wanted = _marker(remark)
    same_place = own.comment.path == remark.path and wanted is not None and own.marker.kind is wanted.kind
    return same_place and wanted is not None and not own.marker.about.isdisjoint(wanted.about)


def _stands_there(own: _Own, remark: Remark) -> bool:
    return own.comment.line == (remark.lines.last if remark.lines else None)


def _says(own: _Own, remark: Remark) -> bool:
    wanted = _marker(remark)
    return wanted is not None and own.marker.says_the_same(wanted)
