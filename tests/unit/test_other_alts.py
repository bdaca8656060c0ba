"""What is said of the same picture at other places, from references alone."""

from __future__ import annotations

from altproof.model import ImageReference, Span
from altproof.other_alts import OtherAlts
from altproof.rules.base import Bond, Relative
from altproof.rules.page import Page

LANGUAGES = {"de.md": "de"}
TWINS = {"a.png": (Relative("dark.png", Bond.THEME),)}


def reference(
    alt: str | None, document: str = "a.md", image: str = "a.png", *, fixed_alt: bool = False
) -> ImageReference:
    return ImageReference(document, Span(1, 1, 1, 9), "html", image, alt, None, image=image, fixed_alt=fixed_alt)


def other_alts(*references: ImageReference) -> OtherAlts:
    return OtherAlts(references, lambda one: LANGUAGES.get(one.document, "en"), lambda path: TWINS.get(path, ()))


def test_each_other_alt_text_of_an_image_is_told_once_in_its_language() -> None:
    own = reference("Pump")
    others = other_alts(own, reference("Valve"), reference("Valve", "b.md"), reference("Ventil", "de.md"))
    assert others.of(own) == ("Valve",)
    assert others.of(reference("Pumpe", "de.md")) == ("Ventil",)
    assert others.of(reference("Pump", image="b.png")) == ()


def test_what_nobody_wrote_is_not_told() -> None:
    own = reference("Pump")
    assert other_alts(own, reference(None), reference(""), reference("{name}", fixed_alt=True)).of(own) == ()


def test_the_other_theme_is_told_where_its_file_is_shown() -> None:
    own = reference("Pump")
    others = other_alts(own, reference("Dark pump", "b.md", "dark.png"), reference("Dunkel", "de.md", "dark.png"))
    assert others.of_other_theme(own, Page([own])) == ("Dark pump",)
    assert other_alts().of_other_theme(own, Page([own])) == ()


def test_very_many_alt_texts_are_not_all_told() -> None:
    own = reference("Pump")
    assert len(other_alts(*(reference(f"Pump {number}") for number in range(100))).of(own)) == 20
