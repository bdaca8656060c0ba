"""What stands beside the topic of a draft: the part of the page it belongs to, or the words that a series shares."""

from __future__ import annotations

from altproof.wording.evidence import telling
from altproof.wording.headings import Heading
from altproof.wording.languages.base import Phrases


def place_clause(topic: str, place: Heading, phrases: Phrases, language: str) -> str:
    """The clause for a heading or the title of a page; "" where it names nothing that the topic does not say.

    One that says all of the topic is cut to what it says besides.
    """
    said, named = telling(topic, language), telling(place.topic, language)
    words = place.topic.split()
    new = [number for number, word in enumerate(words) if telling(word, language) - said]
    if not named - said:
        return ""
    text = " ".join(words[new[0] : new[-1] + 1]) if said and said <= named and new else place.topic
    return (phrases.place if place.is_name else phrases.purpose).format(text)


def behind(topic: str, opening: str, language: str) -> str:
    """What a topic says behind the words that it shares with an opening; the whole of it where it shares none.

    "": it says nothing new.
    """
    said = telling(opening, language)
    words = topic.split()
    shared = [bool(telling(word, language) & said) for word in words]
    start = shared.index(True) if any(shared) else 0
    while start < len(words) and (shared[start] or words[start].isdigit()):
        start += 1
    rest = words[start:] or [word for word, is_shared in zip(words, shared, strict=True) if not is_shared]
    return " ".join(rest) if telling(" ".join(rest), language) else ""
