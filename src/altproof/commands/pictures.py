"""Pictures written into the output folder beside the report: what services cut out, and the crops they proposed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from altproof.actions_io import Console, write_file
from altproof.report import Report


def save(pictures: Mapping[str, bytes], folder: Path, console: Console) -> tuple[str, ...]:
    """Write each picture under its name, relative to the folder, and answer the names of those that are there.

    A name is `FOLDER/FILE`, made by us. What cannot be written is said.
    """
    written = []
    for file, data in pictures.items():
        place = Path(folder, file)
        if place.parent.is_symlink():  # a pull request may have planted it, and the container writes as root
            console.annotation("warning", f"{file} is not written: its folder is a symbolic link")
            continue
        try:
            write_file(place.parent, place.name, data)
        except OSError as error:
            console.annotation("warning", f"{file} could not be written: {error.strerror or type(error).__name__}")
        else:
            written.append(file)
    return tuple(written)


def save_segments(report: Report, folder: Path | None, console: Console) -> tuple[str, ...]:
    """Write the pictures that a service cut out, and answer their names."""
    found = {
        image.analysis.segmentation.file: image.analysis.segmentation.data
        for image in report.images
        if image.analysis and image.analysis.segmentation
    }
    if found and folder is None:
        console.annotation("warning", "the pictures that were cut out are not kept: no output folder was named")
    return save(found, folder, console) if folder else ()
