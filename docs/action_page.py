"""docs/action.md: the inputs and outputs, from action.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

INTRODUCTION = """\
# The action

Inputs go under `with:`, outputs are read as `steps.ID.outputs.NAME`. An input left empty counts as not given.
"""


def action_page() -> str:
    """The reference of the action."""
    action = yaml.safe_load((Path(__file__).resolve().parents[1] / "action.yml").read_text("utf-8"))
    inputs = [_row(name, entry["description"], _default(entry)) for name, entry in action["inputs"].items()]
    outputs = [_row(name, entry["description"]) for name, entry in action["outputs"].items()]
    parts = [
        INTRODUCTION,
        "## Inputs\n",
        "\n".join(["| input | what it does | default |", "| --- | --- | --- |", *inputs]) + "\n",
        "## Outputs\n",
        "\n".join(["| output | what it holds |", "| --- | --- |", *outputs]) + "\n",
    ]
    return "\n".join(parts)


def _default(entry: dict[str, Any]) -> str:
    return f"`{entry['default']}`" if entry["default"] else "empty"


def _row(name: str, *cells: str) -> str:
    return " | ".join([f"| `{name}`", *(" ".join(cell.split()).replace("|", "\\|") for cell in cells)]) + " |"
