"""The findings that a repository has decided to live with for now: a JSON file of their fingerprints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from altproof.errors import ConfigError
from altproof.model import Finding
from altproof.patterns import lazy_regex

VERSION: Final = 1
BASELINE_BYTES: Final = 8 << 20
"""A larger file is refused; an entry has about 200 bytes, and a report holds 10,000 findings."""
_FINGERPRINT = lazy_regex(r"[0-9a-f]{16}")
_HINT = "write it again with `altproof audit --update-baseline`"


def dumps(findings: Iterable[Finding]) -> str:
    """The file for these findings: sorted, one entry to a line, so that a merge shows what changed."""
    entries = sorted(
        {
            f.fingerprint: (f.reference.document, f.rule, f.reference.target)
            for f in findings  # a later finding with the same fingerprint is the same defect
        }.items(),
        key=lambda entry: (entry[1], entry[0]),
    )
    lines = [
        json.dumps({"fingerprint": mark, "rule": rule, "document": document, "target": target})
        for mark, (document, rule, target) in entries
    ]
    body = "".join(f"\n    {line}," for line in lines).removesuffix(",")
    return f'{{\n  "version": {VERSION},\n  "findings": [{body}\n  ]\n}}\n'


def loads(data: bytes, name: str) -> frozenset[str]:
    """The fingerprints in the file `name`. Raises ConfigError; the file is a stranger's, and nothing of it is shown."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
        entries = _entries(value)
    except (ValueError, RecursionError):
        raise ConfigError(f"{name}: is no baseline file", hint=_HINT, path=name) from None
    return frozenset(entries)


def _entries(value: Any) -> list[str]:
    """The fingerprints; ValueError when the form is another one."""
    found = value.get("findings") if isinstance(value, dict) and value.get("version") == VERSION else None
    marks = [entry.get("fingerprint") if isinstance(entry, dict) else None for entry in found or ()]
    if not isinstance(found, list) or not all(isinstance(mark, str) and _FINGERPRINT.fullmatch(mark) for mark in marks):
        raise ValueError
    return [str(mark) for mark in marks]
