"""What is asked of the decoding child for a part of a picture."""

from __future__ import annotations

import math

from altproof.images.identify import MAX_SIDE, ImageFacts
from altproof.images.protocol import Header
from altproof.model import Box


def of_part(prepare: Header, facts: ImageFacts, box: Box, max_side: int) -> Header:
    """The request to make a part what `prepare` makes the whole; `max_side` is the aim for its long side in pixels."""
    scale = min(1.0, max_side / max(box.width, box.height, 1))
    # A format that tells its size only when it is decoded is opened as it is.
    whole = math.ceil(max(facts.width, facts.height) * scale) if facts.width and facts.height else MAX_SIDE
    part = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {**prepare, "command": "cut", "whole_side": whole, **part}
