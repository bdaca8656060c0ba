"""AVIF and HEIC headers (ISO 14496-12 boxes, ISO 23008-12 items and properties)."""

from __future__ import annotations

from altproof.errors import ImageError
from altproof.images.headers import heif_items
from altproof.images.headers.base import Header, cut_off, damaged, number, numbers
from altproof.images.headers.heif_items import MAX_BOXES, Box, boxes

AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
SEQUENCES = frozenset({b"avis", b"msf1", b"hevc", b"hevx"})
HARMLESS_BOXES = frozenset({b"ftyp", b"meta", b"mdat", b"moov"})
HARMLESS_ITEMS = frozenset({b"av01", b"hvc1", b"grid", b"iovl", b"iden"})
"""Kinds of items that are pixels; the others are EXIF, XMP and strangers."""
PROFILES = frozenset({b"prof", b"rICC"})
TRACK = (b"trak", b"mdia", b"minf", b"stbl")
"""From the box moov down to the list of frames."""
MAX_TRACKS = 16
# angle (counter-clockwise quarter turns) and mirror axis (None, 0 upside down, 1 left to right) as EXIF orientation
ORIENTATIONS = {
    (0, None): 1, (1, None): 8, (2, None): 3, (3, None): 6,
    (0, 0): 4, (1, 0): 5, (2, 0): 2, (3, 0): 7,
    (0, 1): 2, (1, 1): 7, (2, 1): 4, (3, 1): 5,
}  # fmt: skip


def brands(data: bytes) -> frozenset[bytes]:
    """The brands a file claims, empty when it is no such file. Raises nothing."""
    if data[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(data[:4], "big"), len(data), 8 + 4 * 64)
    return frozenset(data[place : place + 4] for place in range(8, end - 3, 4) if place != 12)  # 12: version


def read(data: bytes) -> Header:
    """The primary picture. Raises ImageError when there is no size or the boxes are cut off."""
    outer = list(boxes(data, 0, len(data)))
    kinds = {box.kind for box in outer}
    meta = next((box for box in outer if box.kind == b"meta"), None)
    if meta is None:
        raise cut_off()
    parts = {box.kind: box for box in boxes(data, meta.start + 4, meta.end)}
    items = heif_items.kinds(data, parts)
    properties = _properties(data, parts)
    sizes = [numbers(">II", data, box.start + 4) for box in properties if box.kind == b"ispe"]
    if not sizes:
        raise damaged("it gives no size")
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    metadata = (
        not kinds <= HARMLESS_BOXES
        or len(outer) == MAX_BOXES
        or outer[-1].end != len(data)
        or not HARMLESS_ITEMS.issuperset(items.values())
        or any(box.kind == b"colr" and data[box.start : box.start + 4] in PROFILES for box in properties)
    )
    moves = b"moov" in kinds or bool(brands(data) & SEQUENCES)
    frames = max(1, _frames(data, next((box for box in outer if box.kind == b"moov"), None))) if moves else 1
    located = heif_items.has_location(data, parts, items)
    return Header(width, height, _orientation(data, properties), metadata or moves, frames, located)


def _frames(data: bytes, moov: Box | None) -> int:
    """How many frames the longest track has; 2 when it has no list of them, since a sequence moves."""
    level = [moov] if moov else []
    try:
        for kind in TRACK:
            inside = (box for outer in level for box in boxes(data, outer.start, outer.end))
            level = [box for box in inside if box.kind == kind][:MAX_TRACKS]
        lists = [box for outer in level for box in boxes(data, outer.start, outer.end) if box.kind == b"stsz"]
        counts = [number(">I", data, box.start + 8) for box in lists[:MAX_TRACKS]]
    except ImageError:
        counts = []
    return max(counts, default=2)


def _properties(data: bytes, parts: dict[bytes, Box]) -> list[Box]:
    """The properties of the primary item; all that there are when the association cannot be read."""
    holder = parts.get(b"iprp")
    if holder is None:
        return []
    inner = {box.kind: box for box in boxes(data, holder.start, holder.end)}
    container = inner.get(b"ipco")
    known = list(boxes(data, container.start, container.end)) if container else []
    wanted = _associated(data, parts.get(b"pitm"), inner.get(b"ipma"))
    mine = [known[index - 1] for index in wanted if 0 < index <= len(known)]
    return mine if any(box.kind == b"ispe" for box in mine) else known


def _associated(data: bytes, primary: Box | None, table: Box | None) -> list[int]:
    """The numbers (from 1) of the properties that belong to the primary item; empty when it is not listed."""
    if primary is None or table is None:
        return []
    wanted = number(">I" if number("B", data, primary.start) else ">H", data, primary.start + 4)
    version, flags = number("B", data, table.start), number("B", data, table.start + 3)
    width = 4 if version else 2
    place = table.start + 8
    for _ in range(min(number(">I", data, table.start + 4), MAX_BOXES)):
        item, count = numbers(">IB" if version else ">HB", data, place)
        place += width + 1
        if item == wanted:
            return [_index(data, place, i, wide=bool(flags & 1)) for i in range(count)]
        place += count * (2 if flags & 1 else 1)
    return []


def _index(data: bytes, place: int, index: int, *, wide: bool) -> int:
    """One property number without its "essential" bit."""
    return number(">H", data, place + 2 * index) & 0x7FFF if wide else number("B", data, place + index) & 0x7F


def _orientation(data: bytes, properties: list[Box]) -> int:
    """The turn and mirror of the picture in EXIF numbering."""
    angle, axis = 0, None
    for box in properties:
        if box.kind == b"irot":
            angle = number("B", data, box.start) & 3
        elif box.kind == b"imir":
            axis = number("B", data, box.start) & 1
    return ORIENTATIONS[angle, axis]
