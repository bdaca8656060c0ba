"""What AsciiDoc does with the text of a block: which substitutions it makes there, `[subs=…]` included."""

from __future__ import annotations

from typing import Final

SPECIAL: Final = "specialcharacters"
"""`<` and `&` are escaped, so that HTML is text."""
MACROS: Final = "macros"
ATTRIBUTES: Final = "attributes"

NONE: Final[frozenset[str]] = frozenset()
NORMAL: Final = frozenset({SPECIAL, "quotes", ATTRIBUTES, "replacements", MACROS, "post_replacements"})
VERBATIM: Final = frozenset({SPECIAL, "callouts"})

_GROUPS: Final = {"none": NONE, "normal": NORMAL, "verbatim": VERBATIM, "specialchars": frozenset({SPECIAL})}


def substitutions(written: str | None, usual: frozenset[str]) -> frozenset[str]:
    """The substitutions of a block that says `written` (None: nothing), where they are `usual` otherwise.

    Names in a row replace the usual ones; `+name`, `name+` and `-name` change them (Asciidoctor, `resolve_subs`).
    """
    if written is None:
        return usual
    done: frozenset[str] | None = None
    for name in written.replace(" ", "").split(","):
        plain = name.strip("+").removeprefix("-")
        group = _GROUPS.get(plain, frozenset({plain}))
        if name.startswith("-"):
            done = (usual if done is None else done) - group
        elif plain != name:
            done = (usual if done is None else done) | group
        else:
            done = (done or NONE) | group
    return usual if done is None else done
