"""Whether an XMP packet names a geographic position (XMP part 2, namespace exif); the position itself is never kept."""

from __future__ import annotations

import re

XMP_PREFIX = b"http://ns.adobe.com/xap/1.0/\0"
"""Of the JPEG segment that holds a packet."""
LONGEST_XMP = 1 << 20
"""Bytes of a packet that are searched; cameras and editors write some kilobytes."""
# an attribute (GPSLatitude="51,30.4N") or an element (<exif:GPSLatitude>51,30.4N<), with one digit that is not 0
POSITION = re.compile(rb"GPSL(?:at|ong)itude(?:\s{0,9}=\s{0,9}[\"']|>)\s{0,9}[0-9.,]{0,20}[1-9]")


def xmp_has_location(packet: bytes) -> bool:
    """Whether it gives a latitude or longitude that is not zero."""
    return POSITION.search(packet[:LONGEST_XMP]) is not None
