"""The profiles: how serious each rule is for whom, and how the repository's own wishes are laid over that.

Where authorities disagree (length limits, "Photo of", file names), the profile decides. `None`: the rule is off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from altproof.model import RuleChoice, Severity
from altproof.rules.options import DEFAULTS, Options

DEFAULT: Final = "wcag"


class Setting(Struct, frozen=True):
    """One rule as it is to be applied."""

    severity: Severity | None
    """None: off."""
    options: Options = DEFAULTS


class Policy(Mapping[str, Setting]):
    """By the rule's name; a rule that is not in it is off. Two are never equal, so that it can be a key."""

    def __init__(self, settings: Mapping[str, Setting]) -> None:
        self._settings = dict(settings)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getitem__(self, rule: str) -> Setting:
        return self._settings[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)


class Profile(Struct, frozen=True):
    """A table of severities, and the options that differ from their defaults."""

    name: str
    source: str
    """Whose rules these are."""
    severities: Mapping[str, Severity | None]
    options: Mapping[str, Options] = field(default_factory=dict)
    full_stop: bool = False
    """Whether drafts end with a full stop, as its house style has it, also where no rule asks for one."""


_WORDS = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTICE, "-": None}

# Columns: wcag, github-docs, ms-learn, editoria
_TABLE: Final = {
    "empty-alt-in-link": "E E E E",
    "unnamed-image-control": "E E E E",
    "unnamed-graphic": "W W W W",
    "title-instead-of-alt": "W E E E",
    "missing-output-alt": "- - - -",
    "missing-alt": "E E E E",
    "blank-alt": "E E E E",
    "punctuation-only-alt": "E E E E",
    "alt-on-hidden-image": "W W W N",
    "icon-with-alt": "- - E -",
    "named-empty-alt": "W W W W",
    "questionable-empty-alt": "W W W W",
    "empty-alt": "- - N W",
    "generic-alt": "E E E E",
    "placeholder-alt": "E E E E",
    "capture-name-as-alt": "E E E E",
    "url-as-alt": "E E E E",
    "filename-as-alt": "E E E E",
    "file-stem-as-alt": "W W E W",
    "machine-text-as-alt": "W W W W",
    "short-alt": "- W W -",
    "link-phrase-as-alt": "W W W W",
    "missing-long-description": "N N E N",
    "redundant-opening": "N E W W",
    "redundant-closing": "- - - W",
    "markup-in-alt": "N N N N",
    "multiline-alt": "N N N N",
    "long-alt": "N W W W",
    "wrong-language-alt": "N N N N",
    "keyword-stuffed-alt": "N N N N",
    "emoji-in-alt": "- N N N",
    "unpunctuated-alt": "- W - -",
    "untyped-alt": "- N W -",
    "caption-as-alt": "W W W W",
    "title-as-alt": "N N N W",
    "text-repeated-in-alt": "W W W W",
    "medium-in-link-alt": "- N N N",
    "adjacent-duplicate-alt": "W W W W",
    "repeated-alt": "N W W N",
    "inconsistent-alt": "- - - -",
    "stale-alt": "W W W W",
    "text-missing-from-alt": "N N N N",
    "inaccurate-alt": "N N N N",
    "needless-alt": "N N N N",
    "missing-image-file": "W W W W",
    "wrong-case-path": "W W W W",
    "gps-in-image": "W W W W",
    "unused-image-file": "- - - -",
    "undescriptive-file-name": "- - N -",
    "unparsed-image-syntax": "N N N N",
    "unused-exception": "N N N N",
}


def _column(number: int) -> Mapping[str, Severity | None]:
    return MappingProxyType({rule: _WORDS[row.split()[number]] for rule, row in _TABLE.items()})


PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile(
                "wcag",
                "Web Content Accessibility Guidelines 2.2, success criterion 1.1.1: what an audit fails or "
                "questions; style only as notices.",
                _column(0),
            ),
            Profile(
                "github-docs",
                "The content linter and the style guide of GitHub Docs (rules GHD031, GHD032 and GHD033).",
                _column(1),
                {
                    "short-alt": Options(min_length=40),
                    "long-alt": Options(max_length=150),
                    "missing-long-description": Options(max_length=150),
                },
                full_stop=True,
            ),
            Profile(
                "ms-learn",
                "The build validation and the contributor guide of Microsoft Learn.",
                _column(2),
                {"short-alt": Options(min_length=10), "undescriptive-file-name": Options(name_style="words")},
                full_stop=True,
            ),
            Profile(
                "editoria",
                "The checkers that authors see in their editors: Editoria11y and Sa11y.",
                _column(3),
                {
                    "long-alt": Options(max_length=160),
                    "missing-long-description": Options(max_length=160),
                    "redundant-opening": Options(photo_is_redundant=True),
                },
            ),
        )
    }
)
"""By name."""


def policy(
    profile: str = DEFAULT,
    choices: Mapping[str, RuleChoice] = MappingProxyType({}),
    *,
    min_length: int | None = None,
    max_length: int | None = None,
) -> Policy:
    """What the profile says, with the repository's choices laid over it, option by option.

    `choices` were checked against the schema, so every option in them is a field of `Options`. A `min_length` makes
    `short-alt` a warning in profiles that know no shortest alt text.
    """
    chosen = PROFILES[profile]
    applied = {
        rule: Setting(severity, chosen.options.get(rule, DEFAULTS)) for rule, severity in chosen.severities.items()
    }
    if min_length is not None:
        applied["short-alt"] = Setting(
            applied["short-alt"].severity or Severity.WARNING, Options(min_length=min_length)
        )
    if max_length is not None:
        for rule in ("long-alt", "missing-long-description"):
            applied[rule] = replace(applied[rule], options=Options(max_length=max_length))
    for rule, choice in choices.items():
        own = applied[rule]
        severity = choice.severity if choice.names_severity else own.severity
        applied[rule] = Setting(severity, replace(own.options, **choice.options))
    return Policy(applied)
