"""docs/cli.md: the verbs and flags, from the parser of the program."""

from __future__ import annotations

import argparse
import os

from altproof.reporters import REPORTERS
from altproof.settings import parser

INTRODUCTION = """\
# The command line

A flag has the name of the action's input that does the same; see [action.md](action.md). Secrets are no flags: the key
is read from the environment (`VISION_KEY`), never from a command line that other processes can see.
"""


def cli_page() -> str:
    """What `--help` says, verb by verb."""
    os.environ["COLUMNS"] = "100"  # argparse wraps by the terminal's width
    top = parser(tuple(REPORTERS))
    parts = [INTRODUCTION, _block("altproof", top)]
    for action in top._subparsers._group_actions if top._subparsers else ():  # noqa: SLF001  (argparse has no other way)
        for name, command in (action.choices or {}).items():  # type: ignore[union-attr]
            parts.append(_block(f"altproof {name}", command))
    return "\n".join(parts)


def _block(title: str, command: argparse.ArgumentParser) -> str:
    return f"## {title}\n\n```text\n{command.format_help().rstrip()}\n```\n"
