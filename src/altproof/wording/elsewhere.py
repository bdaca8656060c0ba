"""Words that people wrote for the same picture at another place, in the language of the page, or for a related one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof.model import Grade, Suggestion, WordSource
from altproof.patterns import lazy_regex
from altproof.rules.base import Bond, KinAlt, Subject
from altproof.rules.phrases import names_a_link
from altproof.text import quoted

NAME = "elsewhere"

_NOTE = "from another place that shows the same picture"
_LINK = "here it names the target of a link"
_GRADES = {
    Bond.THEME: Grade.HIGH,
    Bond.NAMED_THEME: Grade.MEDIUM,
    Bond.SAME_TEXT: Grade.MEDIUM,
    Bond.ALIKE: Grade.LOW,
}
_SAYS_THEME = lazy_regex(
    r"\b(?:dark|light|night|black|white|hell(?:e[mnrs]?)?|dunk(?:el|le[mnrs]?)|claire?s?|sombres?|clar[oa]s?|oscur[oa]s?|"
    r"escur[oa]s?|chiar[oaie]|scur[oaie]|lichte?|donkere?|jasn\w{1,3}|ciemn\w{1,3}|светл\w{1,3}|т[её]мн\w{1,3})\b|"
    r"ダーク|ライト(?:モード|テーマ)|[浅淺深]色|다크|라이트 ?(?:모드|테마)",
    re.IGNORECASE,
)
"""Words that say in which theme a picture is; better found once too often than never."""


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """Each of them: they say what is shown, though perhaps not what matters on this page, nor where a link leads."""
    in_link = names_a_link(subject.reference)
    for alt in subject.elsewhere:
        yield _draft(alt, Grade.HIGH, _NOTE, in_link=in_link)
    for kin in subject.kin:
        yield _draft(kin.alt, _grade(kin), _note(kin), in_link=in_link)


def _draft(alt: str, grade: Grade, note: str, *, in_link: bool) -> Suggestion:
    if in_link:
        return Suggestion(alt, Grade.LOW, WordSource.AUTHOR, note=f"{note}; {_LINK}")
    return Suggestion(alt, grade, WordSource.AUTHOR, note=note)


def _grade(kin: KinAlt) -> Grade:
    """Low for words that may name the theme, which is the very thing that differs."""
    of_theme = kin.relative.bond in {Bond.THEME, Bond.NAMED_THEME}
    return Grade.LOW if of_theme and _SAYS_THEME.search(kin.alt) else _GRADES[kin.relative.bond]


def _note(kin: KinAlt) -> str:
    """Whose words they are, and what to check."""
    relative = kin.relative
    name = quoted(relative.path.rpartition("/")[2])
    if relative.bond is Bond.SAME_TEXT:
        return f"from {name}, which looks nearly the same and holds the same text; check what differs"
    if relative.bond is Bond.ALIKE:
        return f"from {name}, which looks nearly the same; what differs may be the point"
    version = f"from its {relative.theme.value if relative.theme else 'other'} version, {name}"
    if _SAYS_THEME.search(kin.alt):
        return f"{version}; take out what is said about dark or light"
    return version if relative.bond is Bond.THEME else f"{version}, as its name says; check that both show the same"
