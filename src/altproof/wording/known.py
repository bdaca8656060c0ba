"""What is known of one image from names: its kind, its topic, and how the page would put them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from altproof.rules.base import Subject
from altproof.wording.evidence import telling
from altproof.wording.headings import Heading, heading_of, is_task, title_of
from altproof.wording.kinds import Kind, is_said, kind_of, mentions_kind
from altproof.wording.languages.base import Phrases
from altproof.wording.manner import begins_with_kind
from altproof.wording.name_words import NameWords, name_words
from altproof.wording.page_words import PageWords, page_words
from altproof.wording.places import place_clause
from altproof.wording.polish import capitalised


class Known(Struct, frozen=True):
    """What is known of one image."""

    kind: Kind | None
    name: NameWords
    topic: str
    """The name words without the kind, which the template says; "": the name says nothing."""
    heading: Heading
    title: Heading
    """The title of the page, as a heading."""
    phrases: Phrases
    beside: PageWords
    says_kind: bool
    """Whether the kind stands first, also where a draft could do without."""
    is_said: bool
    """Whether a person's word names the kind."""

    @property
    def is_mark(self) -> bool:
        """Whether it is a logo or an icon, which stands for itself wherever it is."""
        return self.kind is not None and self.kind.is_mark

    def put(self, topic: str) -> str:
        """The topic behind its kind, with a capital; what is done as a whole where the image shows how."""
        if self.kind is None:
            return capitalised(topic)
        if self.kind.is_doing and is_task(topic):
            return self.phrases.caption.format(capitalised(topic), kind=self.phrases.labels[self.kind.name])
        return capitalised(self.phrases.put(self.kind.name, topic))

    def ways(self, topic: str) -> Iterator[str]:
        """The topic as the page puts its alt texts, then behind its kind where alone it is only the file name.

        One word is thin without the kind that a person names, and so is a logo or an icon: "Bug icon".
        """
        is_thin = self.is_said and (self.is_mark or " " not in topic)
        if not self.says_kind and not is_thin:
            yield capitalised(topic)
        yield self.put(topic)

    def put_heading(self) -> str:
        """The heading behind its kind."""
        is_doing = self.kind is not None and self.kind.is_doing
        return self.put(self.heading.text if is_doing else self.heading.topic)

    def place(self) -> str:
        """The clause for the heading."""
        return "" if self.is_mark else place_clause(self.topic, self.heading, self.phrases, self.beside.language)

    def place_in_full(self) -> str:
        """The same with every word of the heading, whatever it is."""
        whole = replace(self.heading, is_name=True, object="")
        return "" if self.is_mark else place_clause(self.topic, whole, self.phrases, self.beside.language)

    def page(self, topic: str) -> str:
        """The clause for the title of the page."""
        return place_clause(topic, self.title, self.phrases, self.beside.language)

    def bears_heading_out(self) -> bool:
        """Whether what the heading adds to the topic stands elsewhere on the page or in the image as well."""
        new = telling(self.heading.topic, self.beside.language) - telling(self.topic, self.beside.language)
        return self.beside.bear_out(" ".join(sorted(new)), with_heading=False)


def known_of(subject: Subject, phrases: Phrases) -> Known:
    """What names say of the image of a place, to be put with these phrases."""
    kind, beside = kind_of(subject), page_words(subject)
    name = name_words(subject.reference.image or subject.reference.target, beside.known())
    words = [w for w in name.words if kind is None or not mentions_kind(w, kind, subject.language)]
    return Known(
        kind=kind,
        name=name,
        topic=" ".join(map(beside.spelt, beside.without_prefix(words))),
        heading=heading_of(subject),
        title=title_of(subject),
        phrases=phrases,
        beside=beside,
        says_kind=begins_with_kind(subject),
        is_said=is_said(subject),
    )
