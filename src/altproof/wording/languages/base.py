"""How drafts are put in one language, and what its writers call the kinds of image."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Phrases(Struct, frozen=True):
    """The words of one language. Patterns hold `{}` where something is put in; articles and cases never depend on it.

    The lists hold words and phrases in normal form (`text.norm`), separated by commas, by the name of a kind.
    """

    labels: Mapping[str, str]
    """What a draft calls each kind of image."""
    clear: Mapping[str, str]
    """Words that mean the image wherever they stand in a name, a folder, a heading or the sentence before."""
    of: str = "{kind}: {topic}"
    """Kind and topic."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Kinds for which that is put otherwise, with `{topic}`."""
    caption: str = "{kind}: {}"
    """Kind and a whole phrase."""
    place: str = " ({})"
    """The part of the page that the image stands in; behind the topic."""
    purpose: str = ""
    """What the task is about that the image stands for; behind the topic. "": no task is told from a name."""
    highlighted: str = ', "{}"'
    """Words that the picture points at; behind the topic."""
    titled: str = ': "{}"'
    """The title that the picture itself bears; behind the topic."""
    labelled: str = ": {}"
    """The labels of a drawing; behind the topic."""
    comma: str = ", "
    names: Mapping[str, str] = field(default_factory=dict)
    """Words that mean the image in names and folders only."""
    last: Mapping[str, str] = field(default_factory=dict)
    """Words that mean it only at the end of a name: `map-a-drive` shows no map."""
    folders: Mapping[str, str] = field(default_factory=dict)
    """Words that mean it as the name of a folder."""
    pointed: str = ""
    """A pattern over the sentence before, whose group is a word of `last`: "the following chart"; "": none is known."""
    announced: str = ""
    """A pattern over the sentence before that says what an image shows, in one of its groups; "": none is known."""
    ends: str = ""
    """A pattern for what follows the thing in such a sentence."""
    earlier_ends: str = ""
    """The same for what may belong to it, but is left out where the thing has too many words."""
    buttons: str = ""
    """What stands on buttons and menus of programs."""

    def put(self, kind: str, topic: str) -> str:
        """A draft of kind and topic."""
        pattern = self.own.get(kind, self.of)
        begins = topic[:1].upper() + topic[1:] if ":" in pattern else topic
        return pattern.format(kind=self.labels[kind], topic=begins)
