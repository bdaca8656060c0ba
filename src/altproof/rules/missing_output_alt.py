"""`missing-output-alt`: the figures that a notebook's code made have no alt text; one finding for the notebook."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import form
from altproof.text import QUOTED_CHARACTERS, one_line

NAME = "missing-output-alt"
SUMMARY = "Figures in the output of a notebook have no alt text."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
A notebook with PNG or JPEG figures in its output for which neither the output's metadata nor the cell's holds an alt
text. There is one finding for each notebook, at the first such figure (the first one that changed, if any did), with
the number of them. The rule is off in every profile, and figures are read only where `documents.notebook_figures` says
so.

It does not flag images in the text of a notebook (`missing-alt` does), or outputs that also come as HTML, Markdown or
SVG, which are shown instead.
""",
    why="""\
A figure is often the result that the notebook is about, and readers who cannot see it hear "png" or nothing. WCAG 2,
success criterion 1.1.1 (level A). nbconvert takes the alt text of a figure from the metadata of its output since
version 7, but almost no notebook has one, so switch the rule on when you mean to change that.
""",
    before="""\
```ipynb
{"cells": [{"cell_type": "code", "source": "plot()", "metadata": {}, "outputs": [
  {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="}, "metadata": {}}
]}]}
```
""",
    after="""\
```ipynb
{"cells": [{"cell_type": "code", "source": "plot()", "metadata": {}, "outputs": [
  {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="},
   "metadata": {"image/png": {"alt": "Line chart: the tide falls by two metres in six hours"}}}
]}]}
```
""",
    ignore="""\
When the text around each figure says what it shows, or the notebook is not published. The fix is code and a new run of
the notebook, not an edit of the file.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation at one of the notebook's figures without alt text, which speaks for all of them."""
    reference = subject.reference
    if form(reference) != "output" or reference.alt is not None:
        return None
    silent = subject.page.without_alt(reference.syntax) or (reference,)
    speaker = next((one for one in silent if one.changed), silent[0])
    if speaker.id != reference.id:
        return None
    name = one_line(reference.document[-QUOTED_CHARACTERS:]) or "notebook"
    count = "1 figure" if len(silent) == 1 else f"{len(silent)} figures"
    has = "has" if len(silent) == 1 else "have"
    return Violation(
        f"{name}: {count} in the output {has} no alt text, so readers who cannot see the plots miss the results. "
        'Give each one in the code: display(figure, metadata={"image/png": {"alt": "…"}}).'
    )
