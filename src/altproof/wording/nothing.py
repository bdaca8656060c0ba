"""What to say where there is no draft: why, in plain words, and what a person should look at."""

from __future__ import annotations

from altproof.model import Grade, Suggestion
from altproof.rules.base import Subject
from altproof.text import norm, one_line, quoted
from altproof.wording import seen_text
from altproof.wording.author import caption_of
from altproof.wording.kinds import kind_of
from altproof.wording.languages import phrases_of


def no_draft(subject: Subject, turned_down: str | None = None) -> Suggestion:
    """No words and grade none; the note says why and what the image stands for.

    `turned_down` is a draft from people's words for which a rule of this run, or the page, left no room.
    """
    told = f"people's words, {quoted(turned_down)}, would repeat the page or break a rule." if turned_down else ""
    return Suggestion(None, Grade.NONE, None, note=f"No draft: {told or _reason(subject)} {_aim(subject)}")


def _reason(subject: Subject) -> str:
    analysis = subject.analysis
    appearance = analysis.appearance if analysis else None
    kind = kind_of(subject)
    if appearance is not None and appearance.blank:
        return "the image shows one colour only. If it means nothing, mark it as decorative."
    if kind is not None and not kind.draftable:
        return f"{kind.name}{_text_found(subject)}."
    if kind is not None and kind.name == "icon":
        return "a small icon. If the words beside it say the same, mark it as decorative."
    if phrases_of(subject.language) is None:
        return f"names cannot be put into a sentence of this page's language ({one_line(subject.language[:20])})."
    if norm(caption_of(subject)):
        return "the caption is read anyway, and nothing else is known."
    return f"neither the file nor the text around it tells enough{_holds(subject)}."


def _text_found(subject: Subject) -> str:
    lines = subject.analysis.text_lines if subject.analysis else None
    if lines is None:
        return ""
    return ", and the text in it does not say what it shows" if lines else ", no text found"


def _holds(subject: Subject) -> str:
    """The text at the top of the image, as something to begin with."""
    title = seen_text.title(subject)
    return f"; at its top stands {quoted(title)}" if title else ""


def _aim(subject: Subject) -> str:
    around = subject.reference.surroundings
    place = one_line((around.heading or around.page_title or "")[:400])
    frames = subject.analysis.appearance.frames if subject.analysis and subject.analysis.appearance else 1
    what = "Say what happens in it" if frames > 1 else "Say what it shows"
    return f"{what} for {quoted(place)}." if place else f"{what}."
