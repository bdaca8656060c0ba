"""Outputs: the whole report in, one text out. One module per form, listed in `REPORTERS`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from altproof.reporters import github, html, json, markdown, sarif, table
from altproof.reporters.base import Reporter

_IN_ORDER: tuple[Reporter, ...] = (table, json, sarif, html, markdown, github)

REPORTERS: Mapping[str, Reporter] = MappingProxyType({reporter.NAME: reporter for reporter in _IN_ORDER})
"""Every reporter by the value of `--format`."""
