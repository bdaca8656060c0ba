"""What every draft has to pass before it is shown, whoever wrote it."""

from __future__ import annotations

from msgspec.structs import replace

from altproof.model import Grade, Suggestion, Surroundings, WordSource
from altproof.patterns import lazy_regex
from altproof.rules import RULES, judge
from altproof.rules.base import Cause, Subject
from altproof.rules.languages import language_of
from altproof.rules.options import DEFAULTS
from altproof.rules.phrases import names_a_link
from altproof.text import length, norm, one_line
from altproof.wording.base import Wishes
from altproof.wording.kinds import kind_of, mentions_kind
from altproof.wording.languages import phrases_of
from altproof.wording.neutral import neutral
from altproof.wording.polish import LONGEST, cut, polish
from altproof.wording.siblings import language_in

_AUTHORS = frozenset({WordSource.AUTHOR, WordSource.SVG})
_ABOUT_WORDS = frozenset({Cause.WORDS, Cause.STYLE, Cause.COPY})
_LENGTH, _FULL_STOP, _KIND = "long-alt", "unpunctuated-alt", "untyped-alt"
_MOST_MENDINGS = 4
_NEAR = 1000  # characters of the text on each side that are compared
_SENTENCES = lazy_regex(r"(?<=[.!?:])\s+|\n\s*\n")
_LINK_NOTE = "describes the picture, which is the only content of a link: name the target of the link instead"


def review(subject: Subject, suggestion: Suggestion, wishes: Wishes) -> Suggestion | None:
    """The suggestion in the repository's house style, perhaps graded down; None when it cannot be.

    It repeats nothing that is heard on the page anyway, and breaks none of the rules of this run.
    """
    if suggestion.alt is None:
        return suggestion
    spoken = _language(subject, suggestion, wishes)
    suggestion = _told_language(subject, neutral(subject, suggestion, wishes), spoken)
    alt = polish(suggestion.alt or "")
    kind = kind_of(subject)
    judged = replace(subject, find_kind=lambda: kind.name if kind else None, language=spoken)
    fitting = _in_house_style(judged, alt, wishes) if alt else None
    if alt is None or fitting is None or {norm(alt), norm(fitting)} & _heard_already(subject):
        return None
    polished = replace(suggestion, alt=fitting)
    if length(one_line(suggestion.alt or "")) > _longest(wishes):
        if suggestion.source is WordSource.WORDS:
            return None  # a shorter one follows
        polished = _at_most(polished, Grade.MEDIUM, f"{suggestion.note}; shortened")
    if names_a_link(subject.reference) and polished.source not in _AUTHORS:
        polished = _at_most(polished, Grade.LOW, _LINK_NOTE)
    return polished


def lacks_kind(subject: Subject, suggestion: Suggestion, wishes: Wishes) -> bool:
    """Whether a draft from names does not say the kind of image although it is known and the rules want it first."""
    kind, setting = kind_of(subject), wishes.policy.get(_KIND)
    if kind is None or setting is None or setting.severity is None or suggestion.source is not WordSource.WORDS:
        return False
    return not mentions_kind(suggestion.alt or "", kind, subject.language)


def _language(subject: Subject, suggestion: Suggestion, wishes: Wishes) -> str:
    """The language in which a suggestion is written."""
    if suggestion.source is WordSource.SIBLING:
        return language_in(subject, suggestion.alt or "")
    return wishes.spoken if suggestion.source is WordSource.CAPTION else subject.language


def _told_language(subject: Subject, suggestion: Suggestion, spoken: str) -> Suggestion:
    """The suggestion, low where a caption is in another language than the page."""
    ours, theirs = language_of(subject.language), language_of(spoken)
    if suggestion.source is not WordSource.CAPTION or ours is theirs:
        return suggestion
    names = [language.name if language else code for language, code in ((theirs, spoken), (ours, subject.language))]
    return _at_most(suggestion, Grade.LOW, f"a model's caption in {names[0]}; translate it for this {names[1]} page")


def _in_house_style(subject: Subject, alt: str, wishes: Wishes) -> str | None:
    """The words within the length of the profile, mended where a rule is certain how; None when one still objects."""
    for _ in range(_MOST_MENDINGS):
        alt = _within(alt, _longest(wishes) - 1)
        if wishes.full_stop and (stopped := RULES[_FULL_STOP].check(_with(subject, alt), DEFAULTS)):
            alt = stopped.fix or alt
        broken = [v for v in judge(_with(subject, alt), wishes.policy) if RULES[v.rule].CAUSE in _ABOUT_WORDS]
        if not broken:
            return alt
        mended = next(filter(None, (v.violation.fix or _typed(subject, alt, v.rule) for v in broken)), None)
        if mended is None or mended == alt:
            return None
        alt = mended
    return None


def _with(subject: Subject, alt: str) -> Subject:
    """The place with this alt text; the surroundings are compared elsewhere, and long descriptions are not its task."""
    around = subject.reference.surroundings
    kept = Surroundings(page_title=around.page_title, link_target=around.link_target, link_text=around.link_text)
    return replace(subject, reference=replace(subject.reference, alt=alt, fixed_alt=False, surroundings=kept))


def _typed(subject: Subject, alt: str, rule: str) -> str | None:
    """The words behind the kind of image, where a rule misses that and it is known."""
    kind, phrases = kind_of(subject), phrases_of(subject.language)
    if rule != _KIND or kind is None or phrases is None or mentions_kind(alt, kind, subject.language):
        return None
    return phrases.caption.format(alt, kind=phrases.labels[kind.name])


def _longest(wishes: Wishes) -> int:
    """Characters as `text.length` counts them; the profile's limit counts where its rule is on."""
    setting = wishes.policy.get(_LENGTH)
    return min(LONGEST, setting.options.max_length) if setting and setting.severity else LONGEST


def _within(alt: str, longest: int) -> str:
    """The words cut to a length in which wide characters count twice."""
    room = longest
    while length(alt) > longest and room > 1:
        room -= max(1, (length(alt) - longest) // 2)
        alt = cut(alt, max(1, room))
    return alt


def _heard_already(subject: Subject) -> frozenset[str]:
    """The normal forms of what a listener gets anyway: the bad alt text, heading, caption, the sentences beside."""
    around = subject.reference.surroundings
    before, after = (around.text_before or "")[-_NEAR:], (around.text_after or "")[:_NEAR]
    beside = (before, _SENTENCES.split(before.strip())[-1], after, _SENTENCES.split(after.strip())[0])
    named = (subject.reference.alt, around.heading, around.caption, around.link_text)
    return frozenset(norm((text or "")[: 2 * _NEAR]) for text in (*named, *beside)) - {""}


def _at_most(suggestion: Suggestion, grade: Grade, note: str) -> Suggestion:
    grades = list(Grade)
    if grades.index(suggestion.grade) > grades.index(grade):
        return suggestion
    return replace(suggestion, grade=grade, note=note)
