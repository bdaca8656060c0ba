"""`inaccurate-alt`: the alt text names a kind of image that an engine surely does not see."""

from __future__ import annotations

from collections.abc import Mapping

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged, names_a_link
from altproof.text import norm, quoted, word_set

NAME = "inaccurate-alt"
SUMMARY = "An alt text calls the image something else than an engine sees."
CAUSE = Cause.SEEN
NEEDS = Needs.ENGINE
OPTIONS = ()
HELP = Help(
    flags="""\
An alt text in English that begins with the kind of the image, while an engine is sure of another one:

- "Diagram of …" (also chart, graph, flowchart, histogram) for what the engine takes for a photograph;
- "Photo of …" for what it takes for a diagram, a chart or a screenshot.

It does not compare what the image shows: a good alt text says why an image stands on its page, and often shares no word
with the caption of an engine that has never seen the page. Nor does it flag screenshots, maps, drawings and
illustrations, which may show anything.
""",
    why="""\
When picture and words do not belong together, mostly the wrong file was shown or an alt text was copied from another
image. Listeners cannot notice that. Engines err as well, so this is a question, never an error.
""",
    before="""\
```md
![Diagram of the network](img/team.jpg)
```

where `img/team.jpg` shows people on a lawn.
""",
    after="""\
```md
![The network team on the lawn behind the office](img/team.jpg)
```
""",
    ignore="""\
When the image is both, such as a photo of a whiteboard with a diagram on it.
""",
)

SURE = 0.9
"""Confidence of a tag from which it counts."""
DOUBTFUL = 0.5
"""Confidence of a tag of the claimed kind that is enough to stay silent."""
FEWEST_TAGS = 2
"""Of the scenery of a photograph; a single one is too often wrong."""
_LONGEST_ALT = 2_000  # characters; only the beginning counts
_ADJECTIVE = (
    "detailed|simple|simplified|annotated|architecture|sequence|network|class|block|bar|line|pie|"
    "black and white|aerial|close-up"
)
_KIND = "photo|photograph|diagram|flowchart|flow chart|chart|graph|histogram"
_CLAIM = lazy_regex(rf"(?:(?:an?|the) )?(?:(?:{_ADJECTIVE}) )?({_KIND})(?= of | showing | that shows |: )")
_PHOTO = frozenset({"photo", "photograph"})
_SCENERY = word_set(
    "outdoor indoor sky cloud clouds tree grass plant flower animal mammal dog cat bird person people man woman "
    "clothing face smile food mountain beach water sea landscape nature building street car vehicle furniture snow "
    "forest sunset"
)
_GRAPHIC = word_set("diagram screenshot chart plot graph flowchart")
_DRAWN = _GRAPHIC | word_set(
    "text design line parallel number font rectangle plan map drawing sketch illustration cartoon graphics handwriting "
    "whiteboard poster document paper table schematic pattern software display screen monitor projector infographic "
    "presentation book page letter menu"
)
"""Tags that a photograph of scenery does not have; one of them is enough to believe a diagram."""


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text begins with a kind of image that contradicts all that an engine is sure of."""
    reference, analysis = subject.reference, subject.analysis
    if analysis is None or not analysis.tags or not reference.alt or not is_judged(reference):
        return None
    claim = _CLAIM.match(norm(reference.alt[:_LONGEST_ALT]))
    if claim is None or names_a_link(reference):
        return None
    tags = {tag.name.lower(): tag.confidence for tag in analysis.tags}
    caption = frozenset(norm(analysis.caption.text[:_LONGEST_ALT]).split()) if analysis.caption else frozenset()
    seen = _graphic(tags, caption) if claim[1] in _PHOTO else _scenery(tags, caption)
    if not seen:
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} calls it a {claim[1]}, but the image seems to "
        f"be {seen}, so listeners may get the wrong idea. Look at it, and correct the alt text or the image if need be."
    )


def _graphic(tags: Mapping[str, float], caption: frozenset[str]) -> str:
    """The kind of graphic that the image surely is; "" when it may be a photograph."""
    if caption & _PHOTO or any(confidence >= DOUBTFUL for name, confidence in tags.items() if name in _SCENERY):
        return ""
    kinds = [name for name in sorted(_GRAPHIC) if tags.get(name, 0) >= SURE]
    return f"a {kinds[0]}" if kinds else ""


def _scenery(tags: Mapping[str, float], caption: frozenset[str]) -> str:
    """What a photograph surely shows; "" when the image may be drawn."""
    if caption & _DRAWN or any(confidence >= DOUBTFUL for name, confidence in tags.items() if name in _DRAWN):
        return ""
    shown = [name for name, confidence in tags.items() if name in _SCENERY and confidence >= SURE]
    return f"a photograph ({', '.join(shown[:3])})" if len(shown) >= FEWEST_TAGS else ""
