"""`untyped-alt`: the alt text does not begin with the kind of image."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import KIND_BEHIND, language_of, spoken_on
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged, names_a_link
from altproof.rules.pictures import is_badge
from altproof.rules.signs import SIGNS
from altproof.text import is_wide, norm, quoted

NAME = "untyped-alt"
SUMMARY = "An alt text does not begin with the kind of image."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ("extra_words",)
HELP = Help(
    flags="""\
An alt text that names no kind of image, such as screenshot, diagram, chart or photo, among its first five words. In
languages that put the kind at the end (Chinese, Finnish, Hungarian, Japanese, Korean, Turkish), the last words count
as well.

It does not flag icons, logos, badges, images that are the content of a link, or labels of one or two words. The rule is
off unless a profile asks for it, as those of GitHub Docs and Microsoft Learn do.
""",
    why="""\
"Screenshot of", "Diagram of" tell a listener at once how to take what follows: as a program to be used, or as an idea.
The style guides of GitHub Docs and Microsoft Learn ask for it; others find it superfluous.
""",
    before="""\
```md
![The settings page with the tab Network open](img/settings.png)
```
""",
    after="""\
```md
![Screenshot of the settings page with the tab Network open](img/settings.png)
```
""",
    ignore="""\
When your house style does not name the kind. Words of your own, such as `mockup`, go into the option `extra_words`.
""",
)

_FEWEST_WORDS = 3
_HEARD = 5
"""Words at each end: "An animated high-level architecture diagram" needs them."""
_REACH = 400  # characters looked at from each end
_UNSPACED_REACH = 24  # characters: as much as five words where no blanks separate them
_AT_THE_END = KIND_BEHIND | {"fi"}
"""Finnish has no words for "image of" behind the thing, but compounds that end in the kind."""
_EXAMPLES = {kind: kind.capitalize() for kind in ("diagram", "chart", "photo", "map", "table")}
_SIGNS = ".,;:!?()[]\"'"
_SHORTEST_END = 4
"""Letters of a word that counts as the end of a compound, as in `Ablaufdiagramm`; shorter ones hide in other words."""


def check(subject: Subject, options: Options) -> Violation | None:
    """A violation when no word for a kind of image stands where the alt text begins (or ends, in some languages)."""
    reference = subject.reference
    alt = (reference.alt or "").strip()
    language = language_of(subject.language)
    if not alt or language is None or not is_judged(reference) or subject.kind in SIGNS:
        return None
    if len(alt.split(maxsplit=_FEWEST_WORDS)) < _FEWEST_WORDS and alt.isascii():
        return None
    first, last = _ends_of(alt)
    for spoken in spoken_on(subject.language):
        if _names_kind(first + last if spoken.code in _AT_THE_END else first, spoken.medium):
            return None
    if _names_kind(first, frozenset(map(norm, options.extra_words)) - {""}):
        return None
    if names_a_link(reference) or is_badge(reference):
        return None
    example = f', such as "{_EXAMPLES.get(subject.kind or "", "Screenshot")} of"' if language.code == "en" else ""
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} does not begin with the kind of image, so listeners do "
        f"not know how to take it. Begin with it{example}."
    )


def _ends_of(alt: str) -> tuple[str, str]:
    """The first and the last words in normal form, a blank around each; those between say nothing of a kind."""
    first, last = norm(alt[:_REACH]), norm(alt[-_REACH:])
    if " " not in first[:_UNSPACED_REACH] and not alt.isascii():
        return first[:_UNSPACED_REACH], last[-_UNSPACED_REACH:]
    heads, tails = first.split()[:_HEARD], last.split()[-_HEARD:]
    return _spaced(heads), _spaced(tails)


def _spaced(words: list[str]) -> str:
    return f" {' '.join(word.strip(_SIGNS) for word in words)} "


def _names_kind(text: str, kinds: frozenset[str]) -> bool:
    return any(_form(kind) in text for kind in kinds)


def _form(kind: str) -> str:
    """How a kind is looked for: as a word, as the end of one, or anywhere where no blanks separate words."""
    if is_wide(kind[:1]):
        return kind
    return f"{kind} " if len(kind) >= _SHORTEST_END else f" {kind} "
