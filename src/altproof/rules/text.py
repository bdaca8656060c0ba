"""Text made comparable and showable: the normal form that rules compare, and one safe line for messages."""

from __future__ import annotations

import unicodedata

QUOTED_CHARACTERS = 80
"""How much of somebody's text a message shows (section "how a rule should speak" of the rules' design)."""

_EDGES = " .,!?;:()[]{}'\"“”‘’«»„*"  # noqa: RUF001  (curly quotes are the point: they are what people type around a name)

_JOINERS = frozenset("\u200c\u200d")  # Persian, Indic scripts and emoji are misspelt without them
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_REMOVED = frozenset({"Cc", "Cf", "Cs"})


def norm(text: str) -> str:
    """The form in which texts are compared: NFKC, letter case and white space evened out, edge punctuation gone."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).strip(_EDGES)


def one_line(text: str) -> str:
    """`text` on one line, without control, direction-override, invisible or broken characters.

    Keeps the joiners that some scripts are spelt with.
    """
    kept = (c for c in text if (c.isascii() and c.isprintable()) or c.isspace() or _stays(c))
    return " ".join("".join(kept).split())


def _stays(character: str) -> bool:
    if unicodedata.category(character) not in _REMOVED:
        return True
    return character in _JOINERS or character in _VISIBLE_FORMATS


def word_set(words: str) -> frozenset[str]:
    """A set from words separated by blanks, so that a word list stays readable."""
    return frozenset(words.split())


def quoted(text: str) -> str:
    """`text` in quotation marks for a message, at most 80 characters of it."""
    line = one_line(text[: QUOTED_CHARACTERS * 50])  # a bound on work: white space may fill most of it
    if len(line) > QUOTED_CHARACTERS:
        line = line[: QUOTED_CHARACTERS - 1].rstrip() + "…"
    return f'"{line}"'
