"""What the text in an image adds to a draft, and whether it bears the words of the page out."""

from __future__ import annotations

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.rules.languages import language_of
from altproof.text import is_wide, norm, word_set
from altproof.wording import seen_text
from altproof.wording.headings import Heading
from altproof.wording.kinds import Kind, last_sentence
from altproof.wording.languages.base import Phrases
from altproof.wording.vocabulary import LITTLE_WORDS

_MOST_PARTS = 2 * seen_text.MOST_LABELS  # labels of a drawing whose first ones still say what it is about
_OF_ANY_IMAGE = word_set("image figure picture untitled")
_TOKEN = lazy_regex(r"\w+")


class Evidence(Struct, frozen=True):
    """What was read in the image."""

    clause: str
    """To be put behind the draft; "": it says nothing that the draft does not."""
    agrees: bool
    """Whether a word of it stands in the name, the heading or the sentence before as well."""
    says_name: bool = False
    """Whether a word of the name is among them."""
    framed: bool = False
    """Whether the author of the image drew a frame around it, so that it is what the image is for."""

    def clause_or(self, place: str) -> str:
        """What was read, or the place on the page: that says more than parts that nobody speaks of."""
        return (self.clause or place) if self.agrees or self.framed else (place or self.clause)


def evidence_in(subject: Subject, kind: Kind | None, topic: str, heading: Heading, phrases: Phrases) -> Evidence | None:
    """What the picture itself points at, else what it says in the words of the page, else its title or its parts.

    One of the labels of a drawing is no title, and the letters in a logo or an icon are the sign itself.
    """
    context = " ".join((topic, heading.text, last_sentence(subject.reference.surroundings.text_before or "")))
    said, language = f"{topic} {heading.topic}", subject.language
    framed = seen_text.highlighted(subject)
    if framed:
        clause = phrases.highlighted.format(framed) if _adds(framed, said, language) else ""
        return Evidence(clause, agrees_with(framed, context, language), framed=True)
    pointed = seen_text.pointed_at(subject)
    if pointed and agrees_with(pointed, context, language) and _adds(pointed, said, language):
        return Evidence(phrases.highlighted.format(pointed), agrees=True)
    is_window = kind is None or kind.titled or not (kind.labelled or kind.is_mark)
    named = seen_text.mentioned(subject) if is_window else None
    title = seen_text.title(subject) if kind is None or kind.titled else None
    if named and _adds(named, said, language):
        return Evidence(phrases.titled.format(named), agrees=True, says_name=agrees_with(named, topic, language))
    if title and seen_text.is_several(title) and not _adds(title, said, language):
        return Evidence("", agrees=True, says_name=agrees_with(title, topic, language))
    if title and seen_text.is_several(title) and agrees_with(title, context, language):
        return Evidence(phrases.titled.format(title), agrees=True, says_name=agrees_with(title, topic, language))
    return _parts(subject, phrases) if kind is not None and kind.labelled else None


def _parts(subject: Subject, phrases: Phrases) -> Evidence | None:
    """The labels of a drawing that has few."""
    parts = seen_text.labels(subject)
    if len(parts) < 2 or seen_text.number_of_texts(subject) > _MOST_PARTS:
        return None
    return Evidence(phrases.labelled.format(phrases.comma.join(parts)), agrees=False)


def agrees_with(text: str, context: str, language: str) -> bool:
    """Whether a word that tells something stands in both, or the whole text where no blanks separate words."""
    if text and is_wide(text[0]):
        return norm(text) in norm(context)
    return bool(telling(text, language) & telling(context, language))


def telling(text: str, language: str) -> frozenset[str]:
    """The words that tell something, the plural of English and Romance words like the singular."""
    known = language_of(language)
    little = LITTLE_WORDS | (known.function_words if known else frozenset())
    words = _TOKEN.findall(norm(text))
    return frozenset(word.removesuffix("s") for word in words if word not in little and not word.isdigit())


def _adds(text: str, said: str, language: str) -> bool:
    """Whether a text holds a word that the draft does not say without it, and that says something of this image."""
    return bool(telling(text, language) - telling(said, language) - _OF_ANY_IMAGE)
