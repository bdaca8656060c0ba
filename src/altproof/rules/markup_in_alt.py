"""`markup-in-alt`: signs of a markup language stand where nothing interprets them, so readers hear them."""

from __future__ import annotations

import re
from html import unescape

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import one_line, quoted

NAME = "markup-in-alt"
SUMMARY = "An alt text holds markup that is not interpreted there."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
Markup in an attribute or an option, where nothing interprets it:

- tags that set text (`<b>`, `<em>`, `<code>` … with their end tags) and `<br>`;
- entities that are still spelt out, because they were escaped twice: `&amp;nbsp;`, `&amp;quot;`;
- Markdown: `**bold**`, `[text](address)`;
- roles of reStructuredText and MyST: `` :guilabel:`File` ``, `` {guilabel}`File` ``;
- `:::` of a directive.

Where it is certain, the fix is the same text without the markup. The rule does not look at labels of Markdown images,
where markup is legal and interpreted, and does not flag a text about a tag ("The <br> tag"), code that looks alike
(`2**3 and 4**5`, `arr[0](x)`, `&lt;b&gt;`, `stats:::fn`), single stars, underscores or backquotes, or what a template
fills in (`{{ name }}`).
""",
    why="""\
An alt text is plain text. Screen readers read the signs aloud ("star star Save star star"), and the text that stands in
for a picture that does not load shows them.
""",
    before="""\
```html
<img src="img/save.png" alt="The **Save** button">
```

```rst
.. image:: img/save.png
   :alt: The :guilabel:`Save` button
```
""",
    after="""\
```html
<img src="img/save.png" alt="The Save button">
```

```rst
.. image:: img/save.png
   :alt: The Save button
```
""",
    ignore="""\
When a filter of your own interprets the markup, or the image shows the markup itself. List the alt text under `allow`.
""",
)

_LONGEST = 20_000  # characters that are looked at
_PLAIN_SYNTAXES = ("html", "mdx", "rst", "myst", "asciidoc", "docfx", "quarto", "hugo", "jekyll", "output")
_SETTERS = r"(?:b|i|u|em|strong|span|code|kbd|sub|sup|small|p|a|font|mark|tt)"
# Signs that touch a letter, a digit, a bracket or a slash are operators, calls and globs: 2**3, arr[0](x), src/**/a.
_BOLD = lazy_regex(r"(?<![0-9A-Za-z_)\]/*])\*\*(?=[^\s*/])([^*]{1,200})(?<=[^\s*])\*\*(?![0-9A-Za-z_(\[/*])")
_LINK = lazy_regex(
    r"(?<![0-9A-Za-z_)\]])!?\[(?=[^\[\]]{0,199}[^\W\d_])([^\[\]]{1,200})\]"
    r"\((?=[^()\s]{0,499}[/.#:])[^()\s]{1,500}\)"
)
_PATTERNS = (
    ("a tag", lazy_regex(rf"</?{_SETTERS}(?:\s[^<>]{{0,200}})?>", re.IGNORECASE), ""),
    ("a tag", lazy_regex(r"<br ?/?>", re.IGNORECASE), " "),
    (
        "an entity",
        lazy_regex(r"&(?:nbsp|amp|lt|gt|quot|apos|[lr][ds]quo|[mn]dash|hellip|#\d{1,6}|#x[\da-f]{1,6});"),
        None,
    ),
    ("bold signs", _BOLD, r"\1"),
    ("a link of Markdown", _LINK, r"\1"),
    ("a role", lazy_regex(r"(?<!\w):[a-z][a-z0-9_.+:-]{1,40}:`([^`<>]{1,200})`"), r"\1"),
    ("a role", lazy_regex(r"\{[a-z][a-z0-9_.+:-]{1,40}\}`([^`<>]{1,200})`"), r"\1"),
    ("the sign of a directive", lazy_regex(r"(?<!\w):::+(?: ?(?:image|note|tip)\b|(?!\w))"), " "),
)
_ABOUT_TAGS = lazy_regex(r"\b(?:tag|element)s?\b", re.IGNORECASE)
_ESCAPED_TAG = lazy_regex(r"&(?:amp;){0,3}(?:[lg]t|#0?6[02]|#x0?3[ce]);", re.IGNORECASE)
_END_TAG = lazy_regex(rf"</{_SETTERS}>|<br", re.IGNORECASE)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text holds markup and its syntax interprets none; the fix is the text without it."""
    reference = subject.reference
    alt = reference.alt or ""
    if len(alt) > _LONGEST or not is_judged(reference) or not _is_plain(reference.syntax):
        return None
    found, bare = _without_markup(alt)
    if found is None:
        return None
    what, signs = found
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} holds {what}, {quoted(signs)}, and readers hear its "
        f"signs. Write plain text.",
        fix=bare if one_line(bare) and _without_markup(bare)[0] is None else None,
    )


def _is_plain(syntax: str) -> bool:
    return syntax.removeprefix("notebook-").startswith(_PLAIN_SYNTAXES)


def _without_markup(alt: str) -> tuple[tuple[str, str] | None, str]:
    """What was found first, in words and as it stands there, and the text without any."""
    first: tuple[str, str] | None = None
    for what, pattern, instead in _PATTERNS:
        if (what == "a tag" and _is_about_tags(alt)) or (what == "an entity" and _ESCAPED_TAG.search(alt)):
            continue
        found = pattern.search(alt)
        if found is None:
            continue
        first = first or (what, found.group())
        alt = pattern.sub((lambda match: unescape(match.group())) if instead is None else instead, alt)
    return first, " ".join(alt.split())


def _is_about_tags(alt: str) -> bool:
    """Whether tags are what the text is about: a lone one, or what is called so."""
    return _END_TAG.search(alt) is None or _ABOUT_TAGS.search(alt) is not None
