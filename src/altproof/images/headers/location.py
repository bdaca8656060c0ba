"""Whether an XMP packet names a geographic position (XMP part 2, namespace exif); the position itself is never kept."""

from __future__ import annotations

from altproof.patterns import lazy_regex

XMP_PREFIX = b"http://ns.adobe.com/xap/1.0/\0"
"""Of the JPEG segment that holds a packet."""
FURTHER_XMP_PREFIX = b"http://ns.adobe.com/xmp/extension/\0"
"""Of those that hold the rest of a packet larger than 64 KiB."""
LONGEST_XMP = 1 << 20
"""Bytes of a packet that are searched; cameras and editors write some kilobytes."""
MOST_BLOCKS = 16
"""Packets and EXIF blocks of one file that are searched: editors write one of each, and a flood of them costs time."""
# an attribute (GPSLatitude="51,30.4N") or an element (<exif:GPSLatitude>51,30.4N<), with one digit that is not 0;
# makers of drones write GpsLatitude="-51.5" into namespaces of their own
POSITION = lazy_regex(
    rb"G(?:PS|ps)L(?:at|ong)itude(?:\s{0,9}=\s{0,9}[\"']|>)\s{0,9}[-+]?[0-9.,]{0,20}[1-9]",
)


def xmp_has_location(packet: bytes) -> bool:
    """Whether it gives a latitude or longitude that is not zero."""
    return POSITION.search(packet[:LONGEST_XMP]) is not None
