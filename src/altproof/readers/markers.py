"""What a document has to hold to show an image: the signs of each syntax, known before a reader is loaded."""

from __future__ import annotations

from typing import Final

HTML: Final = ("<img", "<input", "<area", "<object", "<video", "<svg", "<image")
"""The tags that show images; `html_tags` reads them."""
MARKDOWN: Final = "!["
DOCFX: Final = ":::"
MYST: Final = ("{image}", "{figure}", "{eval-rst}")
SHORTCODES: Final = ("{{<", "{{%")
WIKILINK: Final = "![["
LIQUID: Final = "{%"
RST: Final = ("image::", "image ::", "figure::", "figure ::")
ASCIIDOC: Final = "image:"
ASCIIDOC_SPLIT: Final = ("}mage:", "}age:", "}ge:", "}e:", "}:", "}{", "i{", "im{", "ima{", "imag{", "image{")
"""`image:` when attributes hold parts of it."""
COMPONENTS: Final = ("<picture", "<themedimage", "<zoom", "<figure")
"""Of MDX; `<Image` and `<Img` are those of HTML already."""
STYLED: Final = ".img"
"""An element of MDX in a namespace, such as `<motion.img`."""
JSON_ESCAPES: Final = tuple(f"\\u00{digit}" for digit in "234567")
r"""How JSON may spell any sign of a marker: `\u0021` for `!`, `\u003c` for `<`, as some writers always do."""
OUTPUTS: Final = '"image/'
"""The kind of a figure that a notebook's code has made."""
