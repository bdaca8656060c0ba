"""Crops as files: their names, their number and what is left out, and how the report names them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from altproof.commands.crops import FOLDER, named, stems
from altproof.commands.cutting import cut
from altproof.github.archive import is_allowed
from altproof.images.identify import identify
from altproof.model import Analysis, Box, ChangeSet, Crop, DescribedImage, ImageFile, Status
from altproof.report import Report, RunFacts
from tests.unit.images import samples

EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))
PHOTO = samples.saved(samples.photo((300, 200)), "JPEG")
DRAWING = samples.plain(size=(300, 200))
SAFE = re.compile(r"crops/[A-Za-z0-9][A-Za-z0-9-]{0,59}-[0-9a-f]{16}-[0-9]{1,2}\.[0-9]{2}(-[0-9]+)?")


def image(path: str, *crops: Crop) -> DescribedImage:
    file = ImageFile(path, "0" * 64, "image/png", 300, 200, 1, Status.ADDED)
    return DescribedImage(file, Analysis("azure", crops=crops))


def report(*images: DescribedImage) -> Report:
    return replace(EMPTY, images=images)


def crop(ratio: float = 1.0, x: int = 0, side: int = 100) -> Crop:
    return Crop(ratio, Box(x, 0, side, side))


def names(*images: DescribedImage) -> list[str]:
    return [stem for one in images for _, stem in stems(one)]


def test_an_image_that_was_not_looked_at_is_not_even_read() -> None:
    bare = replace(image("a.png"), analysis=None)

    def read(_: DescribedImage) -> bytes:
        raise AssertionError

    assert cut(report(bare, image("b.png")), read) == {}


def test_what_cannot_be_read_or_cut_is_left_out() -> None:
    content = {"gone.png": b"", "broken.png": PHOTO[:300], "text.png": b"no image", "good.png": DRAWING}
    images = [image(path, crop()) for path in content] + [image("good.png", crop(1.5, x=5000))]
    (name,) = cut(report(*images), lambda one: content[one.file.path])
    assert name.startswith(f"{FOLDER}/good-png-")


def test_each_crop_is_a_plain_picture_of_its_box() -> None:
    images = [image("docs/a b.jpg", crop(1.0), Crop(1.78, Box(0, 0, 178, 100))), image("c.png", crop(1.0, side=64))]
    content = {"docs/a b.jpg": PHOTO, "c.png": DRAWING}
    made = cut(report(*images), lambda one: content[one.file.path])
    facts = [(name, identify(data)) for name, data in made.items()]
    assert [(one.width, one.height, one.media_type) for _, one in facts] == [
        (100, 100, "image/jpeg"),
        (178, 100, "image/jpeg"),
        (64, 64, "image/png"),
    ]
    assert [name.rpartition("-")[2] for name, _ in facts] == ["1.00.jpg", "1.78.jpg", "1.00.png"]


def test_they_end_at_their_number_their_bytes_and_their_time() -> None:
    whole = report(image("a.png", crop(1.0), crop(1.2)), image("b.png", crop(1.0)))
    read = {"a.png": PHOTO, "b.png": DRAWING}

    def made(**limits: float) -> int:
        return len(cut(whole, lambda one: read[one.file.path], **limits))  # type: ignore[arg-type]

    assert made() == 3
    assert made(most=2) == 2
    assert made(most_bytes=len(next(iter(cut(whole, lambda one: read[one.file.path]).values())))) == 1
    assert made(seconds=-1) == 0


@pytest.mark.parametrize(
    "path",
    [
        *("../../etc/passwd", "/etc/passwd", "", ".", "..", "...", "-rf", "a/../b.png", "CON.png", "a\\b.png", "a\0b"),
        *(
            "~/x.png",
            "$(id).png",
            "a\nb.png",
            "a\u202egnp.exe",
            "\udc80.png",
            "\U0001f600.png",
            "x" * 5000,
            "C:\\a.png",
        ),
        *("https://img.example/a.png?x=1", ".git/config", "a b.png"),
    ],
    ids=lambda path: repr(path)[:30],
)
def test_no_path_plays_a_trick_in_a_name(path: str) -> None:
    (name,) = names(image(path, crop()))
    assert SAFE.fullmatch(name)
    assert is_allowed(f"{name}.png")


@given(st.text(max_size=50), st.floats(allow_nan=False))
def test_every_name_is_safe(path: str, ratio: float) -> None:
    (name,) = names(image(path, crop(ratio)))
    assert SAFE.fullmatch(name)


def test_paths_that_look_alike_when_flattened_keep_names_of_their_own() -> None:
    paths = ["a/b.png", "a-b.png", "a b.png", "A/b.png", "a//b.png", "x" * 100 + "a.png", "y" * 100 + "a.png"]
    found = names(*(image(path, crop()) for path in paths))
    assert len({name.lower() for name in found}) == len(paths)


def test_two_crops_of_nearly_one_ratio_keep_names_of_their_own() -> None:
    found = names(image("a.png", crop(1.777), crop(1.7777), crop(1.0)))
    start = found[0].removesuffix("1.78")
    assert found == [f"{start}1.78", f"{start}1.78-2", f"{start}1.00"]


def test_the_same_image_has_the_same_names_in_every_run() -> None:
    one = image("docs/img/sea.png", crop(1.0), crop(1.5))
    assert names(one) == names(one)
    assert names(image("other.png", crop()), one)[1:] == names(one)
    assert names(one)[0].startswith("crops/docs-img-sea-png-")


def test_the_report_names_what_was_written_and_nothing_else() -> None:
    one = image("a.png", crop(1.0), crop(1.5), replace(crop(1.2), file="../../planted.png"))
    first, _, _ = names(one)
    (found,) = named(report(one), [f"{first}.jpg", "crops/other.png"]).images
    assert found.analysis is not None
    assert [part.file for part in found.analysis.crops or ()] == [f"{first}.jpg", None, None]


def test_images_without_crops_stay_as_they_are() -> None:
    whole = report(image("a.png"), replace(image("b.png"), analysis=None))
    assert named(whole, []) == whole
