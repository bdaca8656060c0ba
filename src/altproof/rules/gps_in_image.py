"""`gps-in-image`: an image file that tells where it was taken."""

from __future__ import annotations

from altproof.rules.base import FILE, Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name

NAME = "gps-in-image"
SUMMARY = "An image file carries the position where it was taken."
CAUSE = Cause.FILE
NEEDS = Needs.IMAGE
OPTIONS = ()
HELP = Help(
    flags="""\
An image file whose metadata (EXIF or XMP) gives a latitude or longitude: JPEG, PNG, GIF, WebP, TIFF, HEIC, AVIF. It is
flagged once, on the file, whether or not a document shows it: when a pull request adds or changes it, and by
`altproof audit`, which reads the formats that cameras write (not PNG) unless an engine looks at the image anyway.

It does not flag a GPS block without a position, as some cameras write it, or a position of zeros. The position itself
is never printed or kept.
""",
    why="""\
Phones write the place of a photo into the file, to a few metres. Pages serve the file as it is committed, so every
visitor can read where a colleague lives or a data centre stands, and git keeps it for good. What is sent to an engine
is a copy without metadata, but the file in the repository is not.
""",
    before="""\
```md
![The new office, seen from the street](img/office.jpg)
```

where `img/office.jpg` came from a phone with its position in it.
""",
    after="""\
```md
![The new office, seen from the street](img/office.jpg)
```

where the position was taken out: `exiftool -gps:all= -xmp:geotag= img/office.jpg`, or "remove location" when exporting.
""",
    ignore="""\
When the place belongs to the picture, such as in a collection of survey photos: name their folder under `exclude`.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation for a reference that stands for a file whose metadata names a position."""
    reference, image = subject.reference, subject.image
    if reference.syntax != FILE or image is None or not image.has_location:
        return None
    return Violation(
        f"{image_name(reference)}: its metadata tells everybody who opens the page where it was taken. "
        "Take it out (exiftool -gps:all= -xmp:geotag=) and commit the file again; what was pushed stays in the history."
    )
