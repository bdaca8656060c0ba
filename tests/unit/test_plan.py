"""What is worth doing."""

from altproof import plan
from altproof.config import Annotate
from altproof.model import ChangedFile, ChangeSet, ImageReference, Span, Status


def reference(document: str, image: str | None, *, changed: bool = False) -> ImageReference:
    return ImageReference(document, Span(1, 1, 1, 9), "markdown-inline", "x", None, None, image=image, changed=changed)


CHANGES = ChangeSet(
    "a" * 40,
    "b" * 40,
    (
        ChangedFile("new.png", Status.ADDED),
        ChangedFile("edited.png", Status.MODIFIED),
        ChangedFile("moved.png", Status.RENAMED),
        ChangedFile("page.md", Status.MODIFIED),
    ),
)
IMAGES = plan.changed_images(CHANGES, lambda path: path.endswith(".png"))


def test_a_moved_image_did_not_change() -> None:
    assert IMAGES == {"new.png": Status.ADDED, "edited.png": Status.MODIFIED}


def test_without_a_changed_image_only_changed_documents_are_read() -> None:
    assert plan.documents(["page.md", "other.md"], CHANGES, {}, Annotate.CHANGED) == ["page.md"]


def test_a_changed_image_may_be_shown_anywhere() -> None:
    assert plan.documents(["page.md", "other.md"], CHANGES, IMAGES, Annotate.CHANGED) == ["page.md", "other.md"]


def test_references_elsewhere_are_not_this_changes_business() -> None:
    old = reference("other.md", "old.png")
    neighbour = reference("page.md", "old.png")
    on_line = reference("page.md", "old.png", changed=True)
    shows_changed = reference("other.md", "edited.png")
    every = [old, neighbour, on_line, shows_changed]
    assert plan.worth_judging(every, CHANGES, IMAGES, Annotate.CHANGED) == [on_line, shows_changed]
    assert plan.worth_judging(every, CHANGES, IMAGES, Annotate.DOCUMENT) == [neighbour, on_line, shows_changed]
    assert plan.worth_judging(every, CHANGES, IMAGES, Annotate.ALL) == every


def test_an_audit_judges_everything() -> None:
    old = reference("other.md", "old.png")
    assert plan.worth_judging([old], ChangeSet(None, None, everything=True), {}, Annotate.CHANGED) == [old]


def test_changed_images_come_before_those_that_only_need_words_and_the_count_holds() -> None:
    flawed = [reference("page.md", "old.png"), reference("page.md", "new.png"), reference("page.md", None)]
    chosen = plan.worth_looking_at(IMAGES, flawed, lambda path: True, 2)
    assert (chosen.images, chosen.left_out) == (("new.png", "edited.png"), ("old.png",))


def test_excluded_images_take_no_place() -> None:
    assert plan.worth_looking_at(IMAGES, [], lambda path: path != "new.png", 1).images == ("edited.png",)
