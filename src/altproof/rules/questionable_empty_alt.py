"""`questionable-empty-alt`: the author says "decorative", but what stands around the image says otherwise."""

from __future__ import annotations

from altproof.model import Severity, Trait
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.missing_alt import ELSEWHERE
from altproof.rules.options import Options
from altproof.rules.phrases import IMAGE_SUFFIX, form, image_name, is_judged, place, without_query
from altproof.text import one_line

NAME = "questionable-empty-alt"
SUMMARY = "An empty alt text stands on an image that seems to say something."
CAUSE = Cause.WORDS
NEEDS = Needs.IMAGE
OPTIONS = ()
HELP = Help(
    flags="""\
An image with an empty alt text (`alt=""`, an empty `:alt:`) and at least one sign that it informs:

- it stands in a figure with a caption;
- it leads to an image file, as a preview does to the larger picture;
- its file name, its folder, the heading or the sentence before it calls it a screenshot, a diagram, a chart, a table, a
  map or the like;
- it stands alone, and the text before it ends in a colon;
- it stands alone and measures more than 200 pixels both ways (a notice only, and only where the file was read).

It does not flag images of at most 64 by 64 pixels, images beside words in the same paragraph, logos, icons and photos,
wide banners, or what the syntax hides in another way, such as `role="presentation"`.
""",
    why="""\
`alt=""` is right for decoration and a mistake for everything else: the picture is as good as not there for readers who
cannot see it, and no checker complains. Many empty alt texts were written to silence one. WCAG 2, success criterion
1.1.1 (level A), failure F38 the other way round; Sa11y asks the same question.
""",
    before="""\
```html
<p>The form then looks like this:</p>
<p><img src="img/form.png" alt=""></p>
```

```rst
.. figure:: img/network.png
   :alt:

   How the sensors reach the gateway
```
""",
    after="""\
```html
<p>The form then looks like this:</p>
<p><img src="img/form.png" alt="Login form with an error under the password field"></p>
```

```rst
.. figure:: img/network.png
   :alt: Three sensors send to one gateway, which sends to the cloud

   How the sensors reach the gateway
```
""",
    ignore="""\
When the caption or the text before it says all that the picture does. Then switch the rule off for these files with
`exclude`.
""",
)

_INFORMING = frozenset({"screenshot", "diagram", "chart", "map", "table", "terminal", "code"})
_SMALL, _LARGE = 64, 200
"""Pixels."""
_WIDEST = 3
"""Times as wide as high; what is wider is a banner."""
_COLONS = (":", "\N{FULLWIDTH COLON}")


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when an image that is called decorative shows a sign of saying something."""
    reference = subject.reference
    if reference.alt != "" or not is_judged(reference) or form(reference) in ELSEWHERE:
        return None
    sign = None if _is_small(subject) else _certain(subject) or _likely(subject)
    large = sign is None and _is_large(subject)
    if sign is None and not large:
        return None
    sign = sign or "it is large and stands alone"
    words = (
        f"{image_name(reference)}: the empty alt text says that the image is decorative, but {sign}, so readers who "
        f"cannot see it may miss something. Say what it shows {place(reference)}, or leave it if nothing is missed."
    )
    return Violation(words, severity=Severity.NOTICE if large else None)


def _certain(subject: Subject) -> str | None:
    """Signs that count wherever the image stands."""
    around = subject.reference.surroundings
    if one_line(around.caption or ""):
        return "it has a caption"
    target = around.link_target
    if target is not None and not one_line(around.link_text or "") and IMAGE_SUFFIX.search(without_query(target)):
        return "it leads to a larger picture"
    return None


def _likely(subject: Subject) -> str | None:
    """Signs that count only where no words beside the image may say what it shows."""
    around = subject.reference.surroundings
    if _is_accompanied(subject):
        return None
    if subject.kind in _INFORMING:
        return f"a word nearby calls it a {subject.kind}" if subject.kind != "code" else "a word nearby calls it code"
    if (around.text_before or "").rstrip().endswith(_COLONS):
        return "the text before it ends in a colon"
    return None


def _is_accompanied(subject: Subject) -> bool:
    around = subject.reference.surroundings
    return Trait.AMID_WORDS in around.traits or bool(one_line(around.link_text or ""))


def _is_small(subject: Subject) -> bool:
    image = subject.image
    return image is not None and max(image.width or _LARGE, image.height or _LARGE) <= _SMALL


def _is_large(subject: Subject) -> bool:
    image = subject.image
    if image is None or image.width is None or image.height is None or subject.kind or _is_accompanied(subject):
        return False
    return min(image.width, image.height) > _LARGE and image.width < _WIDEST * image.height
