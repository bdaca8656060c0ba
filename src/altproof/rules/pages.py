"""What is said about rules: the page of one, and the table of all. Markdown, for files and for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from altproof.model import Severity
from altproof.rules.base import Cause, Needs, Rule
from altproof.rules.options import DEFAULTS, SCHEMAS
from altproof.rules.profiles import PROFILES

_NEEDS: Final[Mapping[Needs, str]] = {
    Needs.DOCUMENT: "nothing but the documents",
    Needs.IMAGE: "nothing but the documents, and finds more where the image file was read",
    Needs.AUDIT: "an audit, which reads all documents of the repository",
    Needs.CHANGE: "a change to compare with",
    Needs.ENGINE: "an engine that looked at the image; it stays silent without one",
}
_LENGTHS: Final = {
    "min_length": "`alt_text.min_length`: the fewest characters",
    "max_length": "`alt_text.max_length`: the most characters",
}

_WORDLESS: Final = frozenset(
    {
        "empty-alt",
        "empty-alt-in-link",
        "missing-alt",
        "missing-output-alt",
        "named-empty-alt",
        "questionable-empty-alt",
        "title-instead-of-alt",
        "unnamed-graphic",
        "unnamed-image-control",
        "unparsed-image-syntax",
    }
)
"""Rules that speak where there is no alt text, so that none can be allowed; and those about files have none either."""


def page(rule: Rule) -> str:
    """The page of a rule, with a line end at its end."""
    help_ = rule.HELP
    sections = {
        "What it flags": help_.flags,
        "Why": help_.why,
        "Before": help_.before,
        "After": help_.after,
        "When to ignore it": help_.ignore,
        "Options": _options(rule),
    }
    severities = " | ".join(_severity(PROFILES[name].severities[rule.NAME]) for name in PROFILES)
    head = [
        f"# {rule.NAME}",
        rule.SUMMARY,
        f"| Profile | {' | '.join(PROFILES)} |\n|---|{'---|' * len(PROFILES)}\n| Severity | {severities} |",
        f"It needs {_NEEDS[rule.NEEDS]}.",
    ]
    return "\n\n".join([*head, *(f"## {title}\n\n{text.strip()}" for title, text in sections.items())]) + "\n"


def table(rules: Iterable[Rule], *, linked: bool = True) -> str:
    """All rules with their severity in each profile; `linked`: to their pages, as files beside this one."""
    head = f"| Rule | What it flags | {' | '.join(PROFILES)} |\n|---|---|{'---|' * len(PROFILES)}\n"
    return head + "".join(_row(rule, linked=linked) for rule in rules)


def _row(rule: Rule, *, linked: bool) -> str:
    name = f"[`{rule.NAME}`]({rule.NAME}.md)" if linked else f"`{rule.NAME}`"
    severities = " | ".join(_severity(PROFILES[profile].severities[rule.NAME]) for profile in PROFILES)
    return f"| {name} | {rule.SUMMARY} | {severities} |\n"


def _severity(severity: Severity | None) -> str:
    return severity.value if severity else "off"


def _options(rule: Rule) -> str:
    lengths = [f"- {_LENGTHS[name]} ({_by_profile(rule, name)})" for name in rule.OPTIONS if name in _LENGTHS]
    own = [
        f"- `{name}`: {SCHEMAS[name]['description']} ({_by_profile(rule, name)})"
        for name in rule.OPTIONS
        if name in SCHEMAS
    ]
    everywhere = [
        "- `severity`: `off`, `notice`, `warning` or `error`, in place of the profile's.",
        "- `exclude`: patterns of documents and image files that the rule leaves alone.",
    ]
    if rule.CAUSE is not Cause.FILE and rule.NAME not in _WORDLESS:
        everywhere.append("- `allow`: whole alt texts that the rule leaves alone.")
    example = f"```yaml\nrules:\n  {rule.NAME}: {{ severity: notice, exclude: [docs/archive/**] }}\n```"
    return "\n".join([*own, *lengths, *everywhere]) + f"\n\n{example}"


def _by_profile(rule: Rule, option: str) -> str:
    values = {name: getattr(profile.options.get(rule.NAME, DEFAULTS), option) for name, profile in PROFILES.items()}
    if len(set(values.values())) == 1:
        return f"by default {_said(next(iter(values.values())))}"
    return ", ".join(f"{name} {_said(value)}" for name, value in values.items())


def _said(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value in ((), 0) else str(value)
