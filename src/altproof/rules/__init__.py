"""The rules: one module per bad pattern, the table of them, and `judge`, which applies it to one reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from msgspec import Struct

from altproof.globs import matches
from altproof.model import Severity
from altproof.plug_ins import PlugIns
from altproof.rules.base import NO_PLACES, Cause, Needs, Rule, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.profiles import Policy
from altproof.text import norm

_IN_ORDER = (
    # Nothing is written, or nothing that describes
    "empty-alt-in-link",
    "unnamed-image-control",
    "unnamed-graphic",
    "title-instead-of-alt",
    "missing-output-alt",
    "missing-alt",
    "blank-alt",
    "punctuation-only-alt",
    "alt-on-hidden-image",
    "icon-with-alt",
    "named-empty-alt",
    "questionable-empty-alt",
    "empty-alt",
    "generic-alt",
    "placeholder-alt",
    "capture-name-as-alt",
    "url-as-alt",
    "filename-as-alt",
    "file-stem-as-alt",
    "machine-text-as-alt",
    "link-phrase-as-alt",
    "unparsed-image-syntax",
    # A description, but not as the profile wants it
    "short-alt",
    "missing-long-description",
    "redundant-opening",
    "redundant-closing",
    "markup-in-alt",
    "multiline-alt",
    "long-alt",
    "wrong-language-alt",
    "keyword-stuffed-alt",
    "emoji-in-alt",
    "unpunctuated-alt",
    "untyped-alt",
    "medium-in-link-alt",
    # Repeats what is heard anyway
    "caption-as-alt",
    "title-as-alt",
    "text-repeated-in-alt",
    # Other images
    "adjacent-duplicate-alt",
    "repeated-alt",
    "inconsistent-alt",
    # The change
    "stale-alt",
    # What an engine saw
    "text-missing-from-alt",
    "inaccurate-alt",
    "needless-alt",
    # The file, or a comment in it
    "missing-image-file",
    "wrong-case-path",
    "gps-in-image",
    "unused-image-file",
    "undescriptive-file-name",
    "unused-exception",
)

RULES: Mapping[str, Rule] = PlugIns[Rule]("altproof.rules", _IN_ORDER)
"""Every rule by its name, in the order in which they are asked: what is missing before what is badly put."""

_AFTER_WORDS = frozenset({Cause.STYLE, Cause.ECHO, Cause.COPY, Cause.CHANGE, Cause.SEEN})
"""Causes of which nothing is said once an alt text is missing or no description."""


class Verdict(Struct, frozen=True):
    """What one rule found."""

    rule: str
    severity: Severity
    violation: Violation


class _Step(Struct, frozen=True):
    """A rule that is on, with everything that does not depend on what is judged."""

    rule: str
    cause: Cause
    is_after_words: bool
    check: Callable[[Subject, Options], Violation | None]
    severity: Severity
    options: Options
    excludes: bool
    """Whether its options except documents, images or alt texts."""


@lru_cache(maxsize=32)
def _steps(policy: Policy, *, unseen: bool, no_place: bool) -> tuple[_Step, ...]:
    """The rules of a policy in order that may have something to say; this is where their modules are loaded.

    `unseen`: no engine looked at the image; `no_place`: what is judged stands for a file or a comment.
    """
    on = ((name, policy[name].severity, policy[name].options) for name in RULES if name in policy)
    return tuple(
        _Step(
            rule=name,
            cause=RULES[name].CAUSE,
            is_after_words=RULES[name].CAUSE in _AFTER_WORDS,
            check=RULES[name].check,
            severity=severity,
            options=options,
            excludes=bool(options.allow or options.exclude),
        )
        for name, severity, options in on
        if severity is not None
        and not (unseen and RULES[name].NEEDS is Needs.ENGINE)
        and (RULES[name].CAUSE is Cause.FILE or not no_place)
    )


def judge(subject: Subject, policy: Policy, is_excepted: Callable[[str], bool] | None = None) -> list[Verdict]:
    """What is wrong with one reference: the worst verdict of each cause, so that a report names causes, not echoes.

    `is_excepted` is asked about every rule that has something to say, and makes the next one speak instead. None:
    nothing is excepted, and rules that could not be the worst are not asked.
    """
    worst: dict[Cause, Verdict] = {}
    no_place = subject.reference.syntax in NO_PLACES
    for step in _steps(policy, unseen=subject.analysis is None, no_place=no_place):
        if is_excepted is None and worst and _is_beaten(step, step.severity, worst):
            continue
        if step.excludes and _is_excluded(subject, step.options):
            continue
        violation = step.check(subject, step.options)
        if violation is None or (is_excepted is not None and is_excepted(step.rule)):
            continue
        severity = _milder(step.severity, violation.severity)
        if not _is_beaten(step, severity, worst):
            worst[step.cause] = Verdict(step.rule, severity, violation)
    silent = _AFTER_WORDS if Cause.WORDS in worst else frozenset()
    return [verdict for cause, verdict in worst.items() if cause not in silent]


def _is_beaten(step: _Step, severity: Severity, worst: Mapping[Cause, Verdict]) -> bool:
    """Whether a verdict of this severity would not be told."""
    known = worst.get(step.cause)
    return (known is not None and severity.rank <= known.severity.rank) or (
        step.is_after_words and Cause.WORDS in worst
    )


def _is_excluded(subject: Subject, options: Options) -> bool:
    reference = subject.reference
    if options.allow and reference.alt and norm(reference.alt) in map(norm, options.allow):
        return True
    return bool(options.exclude) and (
        matches(reference.document, options.exclude)
        or (reference.image is not None and matches(reference.image, options.exclude))
    )


def _milder(severity: Severity, other: Severity | None) -> Severity:
    return severity if other is None or other.rank > severity.rank else other
