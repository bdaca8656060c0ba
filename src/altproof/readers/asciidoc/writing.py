"""New alt text in the spelling of the place it goes to in an AsciiDoc document."""

from __future__ import annotations

from typing import Final

from altproof.readers.escaping import html_attribute

_BLANKS: Final = " \t\r\n"
_BLOCK = str.maketrans({character: f"&#{ord(character)};" for character in "{}\\'&|;"} | {'"': '\\"'})
# `@` as well: Asciidoctor looks for addresses in what the macro has become (2.0.17, tried)
_INLINE = str.maketrans({character: f"&#{ord(character)};" for character in "*_#`^~+$:;'\\[]{}()\"|&<>@"})
_HTML = str.maketrans({character: f"&#{ord(character)};" for character in "+[];"})


def macro_value(text: str, start: int, end: int, words: str, *, inline: bool, reserved: str = "") -> str:
    """What stands for `words` in the slot text[start:end] of an image macro or of an attribute line.

    Quoted, with numeric references for what would be read as something else: a list in a table, say, ends a block
    macro at `|` and a description list at `::`. `reserved`: a character that the place cannot hold either.
    """
    escaped = words.translate(_INLINE) if inline else words.translate(_BLOCK).replace("::", "&#58;&#58;")
    if inline and reserved:
        escaped = escaped.replace(reserved, f"&#{ord(reserved)};")
    value = f'"{escaped}"'
    if _neighbour(text, start - 1, -1) == "=":
        return value
    behind = _neighbour(text, end, 1)
    if start < end or behind in {"]", ","}:
        if start == end and behind == "]" and _neighbour(text, start - 1, -1) != "[":
            return f",alt={value}"
        return value if words else f"alt={value}"
    return f"alt={value},"


def html_words(words: str, quote: str) -> str:
    """`words` for an HTML attribute that may stand in a line of text, where a passthrough or a term could end."""
    escaped = "".join(
        character.translate(_HTML) if character in "+[];" else html_attribute(character, quote) for character in words
    )
    return escaped.replace("::", "&#58;&#58;")


def _neighbour(text: str, at: int, step: int) -> str:
    """The nearest character that is no blank, going by `step`; "" where the text ends."""
    while 0 <= at < len(text) and text[at] in _BLANKS:
        at += step
    return text[at] if 0 <= at < len(text) else ""
