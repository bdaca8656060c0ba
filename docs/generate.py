"""Writes the pages that are made from the program itself; `--check` only says which of them are out of date.

To add a page, write a function that returns its text and add one line to PAGES.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from altproof.config import schema_text

sys.path.insert(0, str(Path(__file__).resolve().parent))

from action_page import action_page
from cli_page import cli_page
from rule_pages import pages_by_path, stale_pages

ROOT = Path(__file__).resolve().parents[1]
COMMAND = "python docs/generate.py"

CONFIG_INTRODUCTION = """\
# Configuration

Altproof reads `.github/altproof.yml` when there is one. Every setting is optional, and a misspelt one is an error that
names the line. Addresses, keys and output paths are never read from this file: they are inputs of the action.

The first line lets editors with a YAML language server complete and check the file. All settings at once:
"""

CONFIG_YAML = """\
The file is at most 64 KiB of UTF-8. Only `true`, `false`, `null` and decimal numbers are more than text, so `no`, `on`,
`16:9` and dates can be written without quotes. Anchors, aliases and tags are refused, and so are keys given twice.
"""


RULES_SECTION = """\
Either a word, `missing-alt: warning`, or a mapping with `severity` and the options of the rule. Every rule takes
`exclude`, patterns of documents and image files, and `allow`, whole alt texts that are left alone. All rules, their
severity in each profile, and their options: [rules/README.md](rules/README.md).
"""


def config_page() -> str:
    """The reference of the repository's settings, from the schema."""
    schema = json.loads(schema_text())
    example = "\n".join(_example(schema, schema["examples"][0]))
    parts = [
        CONFIG_INTRODUCTION,
        f"```yaml\n# yaml-language-server: $schema={schema['$id']}\n{example}\n```\n",
        CONFIG_YAML,
        *_sections(schema, ""),
        "## Path patterns\n",
        schema["$defs"]["pattern"]["description"] + "\n",
    ]
    return "\n".join(parts)


PAGES: Mapping[str, Callable[[], str]] = {
    **pages_by_path(),
    "docs/action.md": action_page,
    "docs/cli.md": cli_page,
    "docs/config.md": config_page,
}
"""Every generated page: where it lies, and what makes it; a page that others are made from comes first."""


def _example(schema: Mapping[str, Any], value: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, entry in value.items():
        described = schema["properties"][key]
        if isinstance(entry, dict):
            yield f"{indent}{key}:"
            yield from _example(described, entry, indent + "  ")
        else:
            note = "" if described["title"] == key else f"  # {described['title']}"
            yield f"{indent}{key}: {_yaml(entry)}{note}"


def _sections(schema: Mapping[str, Any], path: str) -> Iterator[str]:
    for key, described in schema["properties"].items():
        name = f"{path}{key}"
        yield f"{'###' if path else '##'} `{name}`\n"
        yield described["description"] + "\n"
        if name == "rules":
            yield RULES_SECTION
        elif "properties" in described:
            yield from _sections(described, f"{name}.")
        else:
            yield from _facts(described)


def _facts(described: Mapping[str, Any]) -> Iterator[str]:
    default = "not set" if described["default"] is None else _code(described["default"])
    examples = ", ".join(_code(example) for example in described["examples"])
    yield f"- Allowed: {_allowed(described)}\n- Default: {default}\n- Examples: {examples}\n"


def _allowed(described: Mapping[str, Any]) -> str:
    """What may be written, in words; a schema that none of these describe is a mistake in the schema."""
    match described:
        case {"const": constant}:
            return _code(constant)
        case {"enum": words}:
            return ", ".join(_code(word) for word in words)
        case {"type": "boolean"}:
            return "`true`, `false`"
        case {"type": "integer" | ["integer", "null"], "minimum": least, "maximum": most}:
            return f"a whole number from {least} to {most}"
        case {"type": "array", "items": items, "maxItems": most}:
            return f"a list of {described.get('minItems', 0)} to {most} entries; {_entry(items)}"
        case {"patternErrorMessage": words}:
            return str(words).removeprefix("use ")
    raise ValueError(described)


def _entry(items: Mapping[str, Any]) -> str:
    """What one entry of a list may be."""
    words = items.get("errorMessage") or items.get("patternErrorMessage")
    if words:
        return f"each {words.removeprefix('use ')}"
    if items.get("$ref") == "#/$defs/pattern":
        return "each a [path pattern](#path-patterns)"
    if items.get("$ref") == "#/$defs/image_call":
        return "each with `name`, and the arguments `source` and `alt` by name, or by position from 0"
    return f"each with {' and '.join(f'`{key}`' for key in items['properties'])}"


def _code(value: object) -> str:
    return f"`{value if isinstance(value, str) else _yaml(value)}`"


def _yaml(value: object) -> str:
    """One line of YAML."""
    text: str = yaml.safe_dump(value, default_flow_style=True, width=sys.maxsize, allow_unicode=True)
    return text.removesuffix("...\n").strip()


def main(arguments: Sequence[str] | None = None, *, root: Path = ROOT) -> int:
    """Write the pages, or with `--check` answer 1 when one of them is not what would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is out of date")
    only_check = parser.parse_args(arguments).check
    stale = list(stale_pages(root))
    for path in stale:
        print(f"{path.relative_to(root)} belongs to no rule; delete it")
    for name, make in PAGES.items():
        path, text = root / name, make()
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(path)
        if only_check:
            print(f"{name} is out of date; run: {COMMAND}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"wrote {name}")
    return int(only_check and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main())
