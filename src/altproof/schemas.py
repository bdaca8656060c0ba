"""The JSON Schemas that come with the program."""

from __future__ import annotations

from pathlib import Path


def schema_text(name: str) -> str:
    """The text of `config` or `report`; `altproof/schema` leads to the source tree's folder, or is a wheel's copy."""
    return (Path(__file__).parent / "schema" / f"{name}.schema.json").read_text("utf-8")
