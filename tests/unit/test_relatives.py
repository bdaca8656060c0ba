"""Which files of a run are related, by names, documents and pixels together."""

from __future__ import annotations

from msgspec.structs import replace

from altproof.model import (
    Analysis,
    Appearance,
    ImageFile,
    ImageReference,
    Span,
    Status,
    Surroundings,
    TextLine,
    Theme,
    Variant,
)
from altproof.relatives import MOST_TOLD, Relatives
from altproof.rules.base import Bond, Relative

DARK, LIGHT = Theme.DARK, Theme.LIGHT
BRIGHTER, DARKER = 0x0F0F_0F0F_0F0F_0F0F, 0xF0F0_F0F0_0000_0000


def seen(
    path: str, *, dark: bool = False, bits: int = BRIGHTER, falls: int = DARKER, text: str | None = "", sha256: str = ""
) -> tuple[ImageFile, Analysis]:
    """An image that was looked at; `bits` tell where it gets brighter, `falls` where darker, on light pages."""
    hashes = (f"{falls:016x}", f"{bits:016x}") if dark else (f"{bits:016x}", f"{falls:016x}")
    appearance = Appearance(dark=dark, perceptual_hash=hashes[0], negative_hash=hashes[1])
    lines = None if text is None else tuple(map(TextLine, text.split("/")))
    file = ImageFile(path, sha256 or path, "image/png", 800, 600, 1, Status.ADDED)
    return file, Analysis(engine="offline", text_lines=lines, appearance=appearance)


def place(image: str, line: int, fragment: str = "", *variants: Variant, document: str = "a.md") -> ImageReference:
    target = f"{image}{fragment}"
    span = Span(line, 1, line, 9)
    return ImageReference(document, span, "html-img", target, "a", None, Surroundings(), image, variants)


def bonds(relatives: Relatives, path: str) -> dict[str, Bond]:
    return {relative.path: relative.bond for relative in relatives.of(path)}


def test_an_image_alone_has_no_relatives():
    relatives = Relatives(lambda: ["a.png", "b.png"])
    relatives.look_at([seen("a.png"), seen("b.png", bits=~BRIGHTER & 0xFFFF), (seen("c.png")[0], None)])
    assert not any(map(relatives.of, ("a.png", "b.png", "c.png", "https://example.org/a.png")))


# --- dark and light --------------------------------------------------------------------------------------------------


def test_names_alone_tell_of_the_other_theme():
    relatives = Relatives(lambda: ["x-dark.png", "x-light.png"])
    assert relatives.of("x-dark.png") == (Relative("x-light.png", Bond.NAMED_THEME, LIGHT),)


def test_pixels_bear_names_out():
    relatives = Relatives(lambda: ["x-dark.png", "x-light.png"])
    relatives.look_at([seen("x-dark.png", dark=True), seen("x-light.png")])
    assert relatives.of("x-dark.png") == (Relative("x-light.png", Bond.THEME, LIGHT),)
    assert relatives.of("x-light.png") == (Relative("x-dark.png", Bond.THEME, DARK),)


def test_pixels_may_say_that_names_mislead():
    relatives = Relatives(lambda: ["x-dark.png", "x-light.png"])
    relatives.look_at([seen("x-dark.png", dark=True), seen("x-light.png", bits=0xF0F0_F0F0, falls=0)])
    assert relatives.of("x-dark.png") == ()


def test_pixels_may_leave_it_to_the_names():
    relatives = Relatives(lambda: ["x-dark.png", "x-light.png"])
    relatives.look_at([seen("x-dark.png", dark=True), seen("x-light.png", bits=0, falls=0xFFFF_FFFF_0000_0000)])
    assert relatives.of("x-dark.png") == (Relative("x-light.png", Bond.NAMED_THEME, LIGHT),)


def test_words_that_may_mean_something_else_need_the_pixels():
    relatives = Relatives(lambda: ["logo-white.png", "logo-black.png"])
    assert relatives.of("logo-white.png") == ()
    relatives.look_at([seen("logo-white.png", dark=True), seen("logo-black.png")])
    assert relatives.of("logo-black.png") == (Relative("logo-white.png", Bond.THEME, DARK),)


def test_a_sure_name_needs_no_dark_pixels_where_the_picture_is_the_same():
    relatives = Relatives(lambda: ["x-dark.png", "x.png", "y-white.png", "y.png"])
    relatives.look_at([seen("x-dark.png"), seen("x.png"), seen("y-white.png"), seen("y.png")])
    assert relatives.themes("x.png") == (Relative("x-dark.png", Bond.THEME, DARK),)
    assert relatives.themes("y.png") == ()


def test_a_glance_tells_of_themes_only():
    relatives = Relatives(lambda: ["x-dark.png", "x.png"], [place("x.png", 1)])
    assert relatives.unproven(["x-dark.png", "a.png"]) == ["x-dark.png", "x.png"]
    for path, dark in (("x-dark.png", True), ("x.png", False)):
        appearance = seen(path, dark=dark)[1].appearance
        assert appearance is not None
        relatives.glance_at(path, appearance)
    assert relatives.of("x-dark.png") == (Relative("x.png", Bond.THEME, LIGHT),)
    assert relatives.unproven(["x-dark.png"]) == []


def test_only_versions_with_an_alt_text_are_worth_a_glance():
    silent, computed = replace(place("x.png", 1), alt=None), replace(place("x.png", 2), fixed_alt=True)
    assert Relatives(lambda: ["x-dark.png", "x.png"], [silent, computed]).unproven(["x-dark.png"]) == []


def test_pixels_alone_make_no_pair():
    relatives = Relatives(lambda: ["a.png", "b.png"])
    relatives.look_at([seen("a.png", dark=True), seen("b.png")])
    assert relatives.of("a.png") == ()


def test_two_places_of_a_page_that_stand_for_each_other_make_a_pair_whatever_their_names():
    shown = [place("night.png", 3, "#only-dark"), place("a.png", 4, "#only-light"), place("b.png", 5)]
    relatives = Relatives(list, shown)
    assert relatives.of("night.png") == (Relative("a.png", Bond.THEME, LIGHT),)
    assert relatives.of("a.png") == (Relative("night.png", Bond.THEME, DARK),)
    assert relatives.of("b.png") == ()


def test_a_source_for_dark_pages_makes_a_pair_and_one_for_another_format_does_not():
    shown = [place("a.png", 3, "", Variant("a.webp"), Variant("b.png", DARK)), place("c.png", 4, document="b.md")]
    relatives = Relatives(list, shown)
    assert relatives.of("a.png") == (Relative("b.png", Bond.THEME, DARK),)
    assert relatives.of("b.png") == (Relative("a.png", Bond.THEME, LIGHT),)
    assert relatives.of("a.webp") == ()


def test_what_documents_say_stands_before_what_names_say():
    shown = [place("x-dark.png", 3, "#only-dark"), place("y.png", 4, "#only-light")]
    relatives = Relatives(lambda: ["x-dark.png", "x-light.png", "y.png"], shown)
    assert list(bonds(relatives, "x-dark.png").items()) == [("y.png", Bond.THEME), ("x-light.png", Bond.NAMED_THEME)]


def test_one_file_for_both_themes_is_not_its_own_relative():
    shown = [place("a.png", 3, "#only-dark"), place("a.png", 4, "#only-light")]
    assert Relatives(list, shown).of("a.png") == ()


def test_of_many_versions_in_documents_ten_are_told():
    shown = [place("a.png", 3, "", Variant(f"{n}.png", DARK), document=f"{n:02}.md") for n in range(30)]
    assert len(Relatives(list, shown).of("a.png")) == MOST_TOLD


# --- nearly alike ----------------------------------------------------------------------------------------------------


def test_pictures_that_differ_in_few_bits_are_nearly_alike_in_both_directions():
    relatives = Relatives(list)
    relatives.look_at(
        [seen("a.png", text="One two/three"), seen("b.png", bits=BRIGHTER ^ 0b111, text="Three two one.")]
    )
    assert relatives.of("a.png") == (Relative("b.png", Bond.SAME_TEXT),)
    assert relatives.of("b.png") == (Relative("a.png", Bond.SAME_TEXT),)


def test_pictures_whose_words_were_not_read_or_differ_are_no_more_than_alike():
    relatives = Relatives(list)
    texts = {"a.png": "Step 1 of 3", "b.png": "Step 2 of 3", "c.png": None, "d.png": None, "e.png": "OK", "f.png": "OK"}
    relatives.look_at(seen(path, bits=BRIGHTER ^ n, text=text) for n, (path, text) in enumerate(texts.items()))
    assert all(set(bonds(relatives, path).values()) == {Bond.ALIKE} for path in texts)


def test_copies_and_halves_are_no_near_duplicates():
    relatives = Relatives(lambda: ["a.png", "a-dark.png"])
    relatives.look_at([seen("a.png", sha256="0"), seen("b.png", sha256="0"), seen("a-dark.png")])
    assert bonds(relatives, "b.png") == {"a-dark.png": Bond.ALIKE}
    assert bonds(relatives, "a.png") == {"a-dark.png": Bond.THEME}


def test_of_many_alike_ten_are_told():
    relatives = Relatives(list)
    relatives.look_at(seen(f"{number:02}.png") for number in range(40))
    assert all(len(relatives.of(f"{number:02}.png")) == MOST_TOLD for number in range(40))
    assert all(relative.path != "05.png" for relative in relatives.of("05.png"))


def test_beyond_the_most_that_are_compared_nothing_is_said():
    relatives = Relatives(list)
    relatives.look_at(
        seen(f"{number:04}.png", bits=number * 0x9E37_79B9_7F4A_7C15 % (1 << 64)) for number in range(1_001)
    )
    relatives.look_at([seen("a.png", bits=5 * 0x9E37_79B9_7F4A_7C15 % (1 << 64))])
    assert relatives.of("a.png") == ()
    assert relatives.of("0005.png") == ()
