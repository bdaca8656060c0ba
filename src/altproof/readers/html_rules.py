"""Who reads HTML, and what of the elements around it changes how the next tag is read."""

from __future__ import annotations

from msgspec import Struct, field

RAW_TEXT = frozenset({"script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes", "plaintext"})
"""Elements whose content is text for a browser, whatever it looks like (HTML standard, 13.1.2)."""


class Rules(Struct, frozen=True):
    """Who reads the HTML."""

    templates: bool = True
    """Whether a template engine or PHP may have been at work before: what looks like theirs is stepped over."""
    raw_text: frozenset[str] = RAW_TEXT
    """Elements whose content is text."""
    open_ended: bool = True
    """Whether raw text without an end tag reaches to the end; else the tag is one without content."""
    xml: bool = False
    """Whether `<![CDATA[` and `<?` mean what they mean in XML; for browsers both are comments up to ">" in HTML."""


FILE = Rules()
"""A file that a template engine may fill in."""
BROWSER = Rules(templates=False)
"""A browser that gets the text as it stands."""


_FOREIGN = frozenset({"svg", "math"})
_INTEGRATION_POINTS = frozenset({"foreignobject", "desc", "mi", "mo", "mn", "ms", "mtext", "annotation-xml"})
"""Elements of SVG and MathML whose content is HTML again (HTML standard, 13.2.6)."""
_BREAKING_OUT = frozenset(
    {
        *("b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre"),
        *("ruby", "s", "small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var"),
    }
)
"""Elements of HTML that end SVG and MathML around them (HTML standard, 13.2.6.5)."""
_DEEPEST = 100
"""Elements of SVG and MathML told apart; deeper ones are rare, and each costs a step."""


class Context(Struct):
    """What came before: where SVG and MathML are open, in which other rules hold."""

    open: list[str] = field(default_factory=list)
    endless: set[str] = field(default_factory=set)
    """Elements with raw text whose end tag does not come any more."""

    @property
    def inside(self) -> str:
        """The name, svg or math, when what comes now is a child of such an element, else ""."""
        return self.open[-1] if self.open and self.open[-1] in _FOREIGN else ""

    def pass_(self, name: str, *, closing: bool, self_closing: bool) -> None:
        """Take note of a tag."""
        if closing:
            if name in self.open:
                while self.open.pop() != name:
                    pass
        elif self.inside and name in _BREAKING_OUT:
            while self.inside:
                self.open.pop()
        elif (name in _FOREIGN or (self.inside and name in _INTEGRATION_POINTS)) and not self_closing:
            self.open = [*self.open[-_DEEPEST:], name]

    def holds_text(self, name: str, rules: Rules) -> bool:
        """Whether the content of such an element is text; in SVG and MathML it is not, but for the title of SVG."""
        return name in rules.raw_text and (not self.inside or (self.inside == "svg" and name == "title"))
