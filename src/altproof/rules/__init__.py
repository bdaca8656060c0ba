"""The rules: one module per bad pattern, the table of them, and `judge`, which applies it to one reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from altproof.globs import matches
from altproof.model import Severity
from altproof.rules import (
    adjacent_duplicate_alt,
    alt_on_hidden_image,
    blank_alt,
    caption_as_alt,
    capture_name_as_alt,
    emoji_in_alt,
    empty_alt,
    empty_alt_in_link,
    file_stem_as_alt,
    filename_as_alt,
    generic_alt,
    gps_in_image,
    icon_with_alt,
    inaccurate_alt,
    inconsistent_alt,
    keyword_stuffed_alt,
    link_phrase_as_alt,
    long_alt,
    machine_text_as_alt,
    markup_in_alt,
    medium_in_link_alt,
    missing_alt,
    missing_image_file,
    missing_long_description,
    missing_output_alt,
    multiline_alt,
    named_empty_alt,
    needless_alt,
    placeholder_alt,
    punctuation_only_alt,
    questionable_empty_alt,
    redundant_closing,
    redundant_opening,
    repeated_alt,
    short_alt,
    stale_alt,
    text_missing_from_alt,
    text_repeated_in_alt,
    title_as_alt,
    title_instead_of_alt,
    undescriptive_file_name,
    unnamed_graphic,
    unnamed_image_control,
    unparsed_image_syntax,
    unpunctuated_alt,
    untyped_alt,
    unused_exception,
    unused_image_file,
    url_as_alt,
    wrong_case_path,
    wrong_language_alt,
)
from altproof.rules.base import Cause, Rule, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.profiles import Policy
from altproof.rules.text import norm

_IN_ORDER: tuple[Rule, ...] = (
    # Nothing is written, or nothing that describes
    empty_alt_in_link,
    unnamed_image_control,
    unnamed_graphic,
    title_instead_of_alt,
    missing_output_alt,
    missing_alt,
    blank_alt,
    punctuation_only_alt,
    alt_on_hidden_image,
    icon_with_alt,
    named_empty_alt,
    questionable_empty_alt,
    empty_alt,
    generic_alt,
    placeholder_alt,
    capture_name_as_alt,
    url_as_alt,
    filename_as_alt,
    file_stem_as_alt,
    machine_text_as_alt,
    link_phrase_as_alt,
    unparsed_image_syntax,
    # A description, but not as the profile wants it
    short_alt,
    missing_long_description,
    redundant_opening,
    redundant_closing,
    markup_in_alt,
    multiline_alt,
    long_alt,
    wrong_language_alt,
    keyword_stuffed_alt,
    emoji_in_alt,
    unpunctuated_alt,
    untyped_alt,
    medium_in_link_alt,
    # Repeats what is heard anyway
    caption_as_alt,
    title_as_alt,
    text_repeated_in_alt,
    # Other images
    adjacent_duplicate_alt,
    repeated_alt,
    inconsistent_alt,
    # The change
    stale_alt,
    # What an engine saw
    text_missing_from_alt,
    inaccurate_alt,
    needless_alt,
    # The file, or a comment in it
    missing_image_file,
    wrong_case_path,
    gps_in_image,
    unused_image_file,
    undescriptive_file_name,
    unused_exception,
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.NAME: rule for rule in _IN_ORDER})
"""Every rule by its name, in the order in which they are asked: what is missing before what is badly put."""

_AFTER_WORDS = frozenset({Cause.STYLE, Cause.ECHO, Cause.COPY, Cause.CHANGE, Cause.SEEN})
"""Causes of which nothing is said once an alt text is missing or no description."""


_NO_PLACES = frozenset({unused_image_file.SYNTAX, unused_exception.SYNTAX})
"""Syntaxes of references that stand for something else than a place with an alt text."""


class Verdict(NamedTuple):
    """What one rule found."""

    rule: str
    severity: Severity
    violation: Violation


def judge(subject: Subject, policy: Policy, is_excepted: Callable[[str], bool] | None = None) -> list[Verdict]:
    """What is wrong with one reference: the worst verdict of each cause, so that a report names causes, not echoes.

    `is_excepted` is asked about every rule that has something to say, and makes the next one speak instead. None:
    nothing is excepted, and rules that could not be the worst are not asked.
    """
    worst: dict[Cause, Verdict] = {}
    no_place = subject.reference.syntax in _NO_PLACES
    for name, rule in RULES.items():
        setting = policy.get(name)
        if setting is None or setting.severity is None or (no_place and rule.CAUSE is not Cause.FILE):
            continue
        if is_excepted is None and _is_beaten(rule.CAUSE, setting.severity, worst):
            continue
        violation = None if _is_excluded(subject, setting.options) else rule.check(subject, setting.options)
        if violation is None or (is_excepted is not None and is_excepted(name)):
            continue
        severity = _milder(setting.severity, violation.severity)
        if not _is_beaten(rule.CAUSE, severity, worst):
            worst[rule.CAUSE] = Verdict(name, severity, violation)
    silent = _AFTER_WORDS if Cause.WORDS in worst else frozenset()
    return [verdict for cause, verdict in worst.items() if cause not in silent]


def _is_beaten(cause: Cause, severity: Severity, worst: Mapping[Cause, Verdict]) -> bool:
    """Whether a verdict of this cause and severity would not be told."""
    known = worst.get(cause)
    return (known is not None and severity.rank <= known.severity.rank) or (
        cause in _AFTER_WORDS and Cause.WORDS in worst
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
