"""What a rule can be told: the options of all rules, their defaults, and the part of the schema that checks them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct


class Options(Struct, frozen=True):
    """The settings of one rule; a rule reads those fields that its `OPTIONS` name, `judge` reads the first two."""

    exclude: tuple[str, ...] = ()
    """Patterns (`altproof.globs`) of documents and image files that the rule leaves alone."""
    allow: tuple[str, ...] = ()
    """Whole alt texts that the rule leaves alone, compared in normal form."""
    extra_words: tuple[str, ...] = ()
    """Words besides those of the rule's own lists."""
    min_length: int = 0
    """Characters as `text.length` counts them; 0: no limit."""
    max_length: int = 250
    """Characters as `text.length` counts them."""
    photo_is_redundant: bool = False
    """Whether "Photo of" counts as saying "image of"."""
    name_style: str = "any"
    """How file names are to be written: `any`, `kebab` (lower case, hyphens) or `words` (letters, digits, hyphens)."""


DEFAULTS: Final = Options()

EVERYWHERE: Final = ("exclude", "allow")
"""Options that every rule takes."""

SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "exclude": {
            "title": "Left alone",
            "description": "Patterns of documents and of image files that the rule leaves alone.",
            "type": "array",
            "maxItems": 100,
            "items": {"$ref": "#/$defs/pattern"},
            "default": [],
            "examples": [["docs/archive/**", "**/badges/*.svg"]],
        },
        "allow": {
            "title": "Allowed alt texts",
            "description": "Whole alt texts that the rule leaves alone, whatever their letter case.",
            "type": "array",
            "maxItems": 200,
            "items": {"type": "string", "minLength": 1, "maxLength": 300},
            "default": [],
            "examples": [["Image Builder"]],
        },
        "extra_words": {
            "title": "More words",
            "description": "Words and phrases that count like those of the rule's own list.",
            "type": "array",
            "maxItems": 200,
            "items": {"type": "string", "minLength": 1, "maxLength": 100},
            "default": [],
            "examples": [["mockup"]],
        },
        "photo_is_redundant": {
            "title": "Photo of",
            "description": 'Whether "Photo of" is as redundant as "Image of".',
            "type": "boolean",
            "default": False,
            "examples": [True],
        },
        "name_style": {
            "title": "File names",
            "description": (
                "How to name image files: `kebab` is lower case and hyphens, `words` letters, digits and hyphens."
            ),
            "enum": ["any", "kebab", "words"],
            "default": "any",
            "examples": ["kebab"],
        },
    }
)
"""The JSON Schema of every option but the lengths, which stand in the section `alt_text`."""
