"""Which pictures count as alike, and which as one in dark and light; with windows and pages drawn for it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PIL import Image, ImageDraw

from altproof.images.appearance import appearance
from altproof.likeness import Look, are_alike, are_themes, look_of
from altproof.model import Appearance
from tests.unit.seeing.drawn import PAGE as SIZE
from tests.unit.seeing.drawn import jpeg, needs_font, page, window


def look(picture: Image.Image, kind: str | None = None) -> Look | None:
    return look_of(replace(appearance(picture), kind=kind), *picture.size)


def sure(picture: Image.Image) -> Look:
    found = look(picture)
    assert found is not None
    return found


def numbered(picture: Image.Image) -> Image.Image:
    """The same with another number in it."""
    changed = picture.copy()
    ImageDraw.Draw(changed).text((500, 300), "27,418", fill="#d00000")
    return changed


def cut(picture: Image.Image) -> Image.Image:
    """The same without a hundredth at each side."""
    width, height = picture.size
    return picture.crop((width // 100, height // 100, width - width // 100, height - height // 100))


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "half the size": lambda picture: picture.resize((picture.width // 2, picture.height // 2)),
    "jpeg": lambda picture: Image.open(jpeg(picture)),
    "another number": numbered,
}


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("dark", [False, True])
def test_a_copy_that_was_changed_a_little_is_alike(seed, change, dark):
    whole = page(seed, dark=dark)
    assert are_alike(sure(whole), sure(CHANGES[change](whole)))


@pytest.mark.parametrize("dark", [False, True])
def test_most_copies_without_a_narrow_margin_are_alike(dark):
    pages = [page(seed, dark=dark) for seed in range(1, 11)]
    assert sum(are_alike(sure(whole), sure(cut(whole))) for whole in pages) >= 7


@pytest.mark.parametrize("dark", [False, True])
def test_different_pages_of_one_site_are_not_alike(dark):
    looks = [sure(page(seed, dark=dark)) for seed in range(1, 9)]
    assert not any(are_alike(one, other) for n, one in enumerate(looks) for other in looks[:n])


def test_a_picture_that_was_stretched_is_not_alike():
    whole = page()
    assert not are_alike(sure(whole), sure(whole.resize((SIZE[0], SIZE[1] * 5 // 4))))


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_page_is_its_own_dark_version_and_not_its_copy(seed):
    light, dark = sure(page(seed)), sure(page(seed, dark=True))
    assert are_themes(light, dark) is True
    assert are_themes(dark, light) is True
    assert not are_alike(light, dark)


@needs_font
@pytest.mark.parametrize("seed", range(5))
def test_a_window_is_its_own_dark_version(seed):
    light, dark = (sure(window((640, 480), 13, dark=dark, seed=seed)[0]) for dark in (False, True))
    assert are_themes(light, dark) is True


def test_hardly_any_other_page_of_the_same_site_is_taken_for_the_dark_version():
    lights, darks = ([sure(page(seed, dark=dark)) for seed in range(1, 9)] for dark in (False, True))
    told = [are_themes(one, other) for n, one in enumerate(lights) for m, other in enumerate(darks) if n != m]
    assert told.count(True) <= len(told) // 10
    assert told.count(False) > 0


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", SIZE, "white"),
        Image.linear_gradient("L").resize(SIZE),
        page().crop((0, 0, SIZE[0], 40)),
    ],
    ids=["blank", "a gradient", "a bar"],
)
def test_what_has_hardly_anything_in_it_is_not_compared(picture):
    assert look(picture) is None


def test_an_icon_and_a_picture_with_little_in_it_are_like_nothing():
    icon, little = look(page(), kind="icon"), look(page().crop((0, 0, SIZE[0], 100)))
    assert icon is not None
    assert little is not None
    assert not are_alike(icon, icon)
    assert not are_alike(little, little)
    assert are_themes(icon, icon)


def test_what_nobody_looked_at_is_not_compared():
    assert look_of(None, 48, 48) is None
    assert look_of(Appearance(dark=True), 480, 480) is None


def test_a_photo_is_compared_as_well():
    chance = random.Random(1)
    photo = Image.frombytes("L", (24, 15), chance.randbytes(24 * 15)).resize(SIZE, Image.Resampling.BICUBIC)
    assert are_alike(sure(photo), sure(photo.resize((480, 300))))
