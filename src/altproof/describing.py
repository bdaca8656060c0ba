"""What is told of one image by itself: what was seen, what it should be called, and which images are like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from altproof.model import DescribedImage, ImageFile
from altproof.relatives import Relatives
from altproof.rules.base import Subject, of_file
from altproof.wording import choose
from altproof.wording.base import Wishes

if TYPE_CHECKING:
    from altproof.looking import Seen


def described(image: ImageFile, seen: Seen | None, wishes: Wishes | None = None) -> DescribedImage:
    """An image with what was seen in it, and what it should be called where no document stands around it."""
    analysis = seen.analysis if seen else None
    wanted = wishes or Wishes()
    draft = choose(Subject(of_file(image.path), image, analysis, language=wanted.spoken), wanted)
    return DescribedImage(image, analysis, seen.problem if seen else None, draft)


def with_relatives(image: DescribedImage, relatives: Relatives) -> DescribedImage:
    """The same with its version for the other theme, and the images that look nearly the same."""
    path = image.file.path
    themes, alike = relatives.themes(path), relatives.alike(path)
    if not themes and not alike:
        return image
    return replace(
        image,
        other_themes=tuple(relative.path for relative in themes),
        near_duplicates=tuple(relative.path for relative in alike),
    )
