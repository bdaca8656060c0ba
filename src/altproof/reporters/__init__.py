"""Outputs: the whole report in, one text out. One module per form, listed in `REPORTERS`."""

from __future__ import annotations

from collections.abc import Mapping

from altproof.plug_ins import PlugIns
from altproof.reporters.base import Reporter

REPORTERS: Mapping[str, Reporter] = PlugIns[Reporter](
    "altproof.reporters", ("table", "json", "sarif", "html", "markdown", "github")
)
"""Every reporter by the value of `--format`."""
