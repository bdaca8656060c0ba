"""What the pixels of a picture say of themselves."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from altproof.images import appearance
from tests.unit.images import samples

WHITE, BLACK, NIGHT, BLUE = (255, 255, 255), (0, 0, 0), (30, 30, 30), (9, 105, 218)


def page(paper=WHITE, ink=BLACK, size=(320, 200), *, mode: str = "RGB") -> Image.Image:
    """A page with a bar, a box and some lines."""
    image = Image.new(mode, size, paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], size[1] // 8), fill=ink)
    draw.rectangle((size[0] // 8, size[1] // 3, size[0] // 3, size[1] * 2 // 3), fill=ink)
    for line in range(4):
        top = size[1] // 3 + line * size[1] // 10
        draw.rectangle((size[0] // 2, top, size[0] * 9 // 10 - line * 9, top + size[1] // 40), fill=ink)
    return image


def bits(one: str, other: str) -> int:
    """How many bits of two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_a_picture_is_looked_at(mode):
    found = appearance.appearance(Image.new("L", (40, 30), 255).convert(mode), frames=3)
    assert (found.blank, found.frames, found.transparent, found.kind) == (True, 3, False, None)
    assert len(found.perceptual_hash) == 16
    assert found.colour.startswith("#")


def test_a_light_page_with_dark_ink_is_not_dark():
    assert appearance.dark_share(page()) < 0.4
    assert not appearance.appearance(page()).dark


def test_a_dark_page_with_light_ink_is_dark():
    assert appearance.appearance(page(NIGHT, WHITE)).dark
    assert appearance.dark_share(Image.new("RGB", (9, 9), NIGHT)) == 1.0


def test_ink_without_a_background_is_seen_on_the_page_it_was_made_for():
    clear = (0, 0, 0, 0)
    assert not appearance.appearance(page(clear, (0, 0, 0, 255), mode="RGBA")).dark
    assert appearance.appearance(page(clear, (255, 255, 255, 255), mode="RGBA")).dark


@pytest.mark.parametrize(("paper", "ink"), [(WHITE, BLACK), (NIGHT, WHITE), (BLUE, WHITE)])
def test_the_dominant_colour_is_that_of_the_paper_to_the_last_bit(paper, ink):
    assert appearance.dominant_colour(page(paper, ink)) == "#" + bytes(paper).hex()


def test_a_noisy_surface_outweighs_a_plain_one_that_is_smaller():
    image = samples.photo((320, 200)).point(lambda value: 64 + value % 16)
    image.paste(WHITE, (0, 0, 320, 60))
    assert appearance.dominant_colour(image)[1] == "4"


def test_a_faint_line_or_a_small_mark_keeps_a_picture_from_being_blank():
    image = Image.new("RGB", (200, 100), WHITE)
    image.putpixel((30, 30), (240, 240, 240))
    assert not appearance.is_blank(image)
    assert not appearance.is_blank(page())


def test_one_colour_and_its_noise_are_blank_and_so_is_full_transparency():
    noisy = Image.effect_noise((64, 64), 1).convert("RGB")
    assert appearance.is_blank(Image.new("RGB", (64, 64), BLUE))
    assert appearance.is_blank(noisy)
    assert appearance.is_blank(page((1, 2, 3, 0), (200, 9, 9, 0), mode="RGBA"))


def test_an_alpha_channel_that_hides_nothing_is_no_transparency():
    assert not appearance.shows_through(page(mode="RGBA", paper=(255, 255, 255, 255), ink=(0, 0, 0, 255)))
    assert not appearance.shows_through(page())
    assert appearance.shows_through(page(mode="RGBA", paper=(255, 255, 255, 0), ink=(0, 0, 0, 255)))


def test_the_hashes_of_one_picture_are_the_same_in_other_sizes_and_qualities():
    whole = appearance.difference_hashes(page(size=(1280, 800)))
    small = appearance.difference_hashes(page(size=(320, 200)))
    heavy = Image.open(io.BytesIO(samples.saved(page(size=(1280, 800)), "JPEG", quality=30)))
    for other in (small, appearance.difference_hashes(heavy)):
        assert sum(map(bits, whole, other)) <= 6


def test_the_hash_of_another_picture_differs_in_many_bits():
    mirrored = page().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    pairs = zip(appearance.difference_hashes(page()), appearance.difference_hashes(mirrored), strict=True)
    assert sum(bits(*pair) for pair in pairs) >= 24


def test_the_hashes_of_a_negative_have_changed_places():
    assert appearance.difference_hashes(page(BLACK, WHITE)) == appearance.difference_hashes(page())[::-1]
    assert appearance.difference_hashes(page()) != appearance.difference_hashes(page())[::-1]


def test_no_place_gets_brighter_and_darker():
    brighter, darker = (int(one, 16) for one in appearance.difference_hashes(page()))
    assert brighter
    assert darker
    assert not brighter & darker


def test_one_colour_has_no_bits():
    assert appearance.difference_hashes(Image.new("RGB", (50, 20), BLUE)) == ("0" * 16, "0" * 16)
