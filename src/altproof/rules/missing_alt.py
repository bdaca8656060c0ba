"""`missing-alt`: nothing was written where the alt text belongs (WCAG 1.1.1, failure F65)."""

from __future__ import annotations

import re
from typing import Final

from altproof.model import ImageReference, Trait
from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import advice, form, image_name, is_html_image, is_judged, without_query
from altproof.text import LONGEST_ADDRESS, one_line, quoted

NAME = "missing-alt"
SUMMARY = "An image has no alt text."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An image for which nothing was written where the alt text belongs: `![](login.png)` in Markdown, also in reference
style (`![][login]`), `<img src="login.png">` without an `alt` attribute, and directives and macros without their alt
text in reStructuredText, MyST and AsciiDoc. What a tool puts in its place is no alt text either: Asciidoctor takes
the file name, docutils the address or the name of a substitution; Matplotlib says
`<Figure size 640x480 with 1 Axes>`.

It does not flag

- `alt=""` in HTML: that is the author's word that the image is decorative;
- images that the syntax hides from assistive technology (`aria-hidden="true"`, `hidden`) or whose first `role` is
  `none` or `presentation`;
- images that `aria-label`, or `aria-labelledby` with an element that exists, gives a name;
- alt texts that a template or an expression fills in: they count as written;
- tracking pixels of 1 by 1;
- what other rules say more exactly: a linked image (`empty-alt-in-link`), image buttons and areas of a map
  (`unnamed-image-control`), drawings, objects and videos (`unnamed-graphic`), HTML images with a title
  (`title-instead-of-alt`) and the figures that a notebook's code made (`missing-output-alt`).

A title is no alt text. When an image in Markdown has one, the message offers it as a candidate.
""",
    why="""\
Readers who cannot see the image hear its file name or nothing. WCAG 2 asks for a text alternative in success criterion
1.1.1 (Non-text Content, level A); leaving out the attribute is its common failure F65. The same text stands in for the
picture when it does not load, and it is what search engines index.
""",
    before="""\
```md
![](img/login.png)
```

```rst
.. image:: img/login.png
```

```adoc
image::img/login.png[]
```
""",
    after="""\
```md
![Login form with an error under the password field](img/login.png)
```

```rst
.. image:: img/login.png
   :alt: Login form with an error under the password field
```

```adoc
image::img/login.png[Login form with an error under the password field]
```
""",
    ignore="""\
When the image is decorative. Markdown has no way to say so: write `<img src="line.png" alt="">` instead. Keep in mind
that GitHub wraps images in a link when it renders Markdown, so an empty alt text there leaves a link without a name.

Authorities disagree about `![](line.png)`: it becomes `alt=""` in HTML, which WCAG's techniques and axe-core take for
"decorative"; markdownlint (MD045), GitHub Docs (GHD033) and Microsoft Learn take it for missing, and so does Altproof.
Where your authors mean "decorative" by it, set `alt_text.empty_markdown_alt: decorative`; wikilinks and front matter
are then read the same way, and a linked image still needs words.
""",
)

ELSEWHERE: Final = ("html-input", "html-area", "html-svg", "html-object", "html-video", "output")
"""Forms that have a rule of their own, which names what is missing more exactly."""
_LOUD = lazy_regex(r"<Figure size [0-9.]{1,9}x[0-9.]{1,9} with [0-9]{1,4} Axes>")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".ipynb")
_LONGEST_STEM = 200  # characters that are made into the words Asciidoctor says; the message quotes fewer


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when no alt text was written; an alt text written empty says "decorative" and is respected."""
    reference = subject.reference
    around = reference.surroundings
    if not is_judged(reference) or form(reference) in ELSEWHERE:
        return None
    name = _shown_as(reference)
    if _is_forgotten(reference):
        return Violation(
            f"{name}: alt is written without a value, which calls the image decorative and was more likely forgotten. "
            f"{advice(reference)}"
        )
    if reference.alt is not None:
        if _LOUD.fullmatch(reference.alt[:80].strip()) is None:
            return None
        return Violation(
            f"{name}: the alt text {quoted(reference.alt)} comes from Matplotlib, not from a person, so readers hear "
            f"nothing about the picture. {advice(reference)}"
        )
    has_title = bool(one_line(around.title or ""))
    if one_line(around.aria_label or "") or (has_title and is_html_image(reference)) or _is_pixel(subject):
        return None
    message = f"{name}: there is no alt text, so {_heard(reference)}."
    if has_title:
        message += f" Its title, {quoted(around.title or '')}, does not count as alt text but is a candidate."
    return Violation(f"{message} {advice(reference)}")


def _is_forgotten(reference: ImageReference) -> bool:
    """Whether `<img alt>` stands in Markdown, where nobody writes it on purpose; templates of HTML do."""
    valueless = reference.alt == "" and Trait.VALUELESS in reference.surroundings.traits
    return valueless and reference.document.lower().endswith(_MARKDOWN)


def _shown_as(reference: ImageReference) -> str:
    """The image's name, and the reference by which it is shown, for its address stands elsewhere."""
    label, name = reference.surroundings.label, image_name(reference)
    if not one_line(label or ""):
        return name
    written = quoted(label or "")[1:-1]
    return f"{name}, shown by " + (f"|{written}|" if form(reference).startswith("rst-") else f"![][{written}]")


def _heard(reference: ImageReference) -> str:
    """What readers get instead."""
    name = form(reference)
    if name == "rst-substitution":
        return "readers who cannot see the image get the name of the substitution"
    if name.startswith("asciidoc-"):
        # Asciidoctor, Substitutors and Parser: the base name without suffix, `_` and `-` as blanks
        last = without_query(reference.target[:LONGEST_ADDRESS]).replace("\\", "/").rpartition("/")[2]
        words = re.sub("[_-]", " ", last.rpartition(".")[0] or last)[:_LONGEST_STEM]
        if one_line(words):
            return f"readers hear {quoted(words)}, which is made of the file name"
    return "readers who cannot see the image get its file name or nothing"


def _is_pixel(subject: Subject) -> bool:
    """Whether it is a pixel that counts visitors and shows nothing."""
    image = subject.image
    return image is not None and image.width in {0, 1} and image.height in {0, 1}
