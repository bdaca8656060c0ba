"""Names that promise another format than the file holds."""

import pytest

from altproof.images.identify import FORMATS, SVG
from altproof.images.suffixes import PROMISED, misnamed


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        *((f"docs/a{end.upper()}", kind) for end, kind in PROMISED.items()),
        ("docs/a", "image/png"),
        ("a.jfif", "image/png"),
    ],
)
def test_a_name_that_fits_or_promises_nothing_is_fine(path, media_type):
    assert misnamed(path, media_type) is None


def test_every_format_has_an_end_of_its_own():
    assert {kind.media_type for kind in FORMATS} | {SVG} == set(PROMISED.values())


@pytest.mark.parametrize(
    ("path", "media_type", "message", "right"),
    [
        ("docs/a.jpg", "image/png", "the file is a PNG image, but its name ends in .jpg", ".png"),
        ("docs/a.png", "image/jpeg", "the file is a JPEG image, but its name ends in .png", ".jpg"),
        ("a.PNG", "image/avif", "the file is an AVIF image, but its name ends in .png", ".avif"),
        ("a.png", SVG, "the file is an SVG drawing, but its name ends in .png, so browsers do not show it", ".svg"),
        (
            "a.svg",
            "image/png",
            "the file is a PNG image, but its name ends in .svg, so browsers do not show it",
            ".png",
        ),
    ],
)
def test_another_format_than_the_name_says_is_told_with_the_right_end(path, media_type, message, right):
    error = misnamed(path, media_type)
    assert error is not None
    assert error.message == message
    assert f"to end in {right}," in error.hint
