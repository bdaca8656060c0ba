"""What was read in an image, as far as a draft may quote it: its title, what it points at, its labels.

Text in an image is a stranger's: it is quoted or left out, and nothing in it is ever followed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from altproof.model import Analysis, Box, Highlight, Marking, Point, TextLine
from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.text import is_wide, norm, one_line
from altproof.wording.polish import polish
from altproof.wording.vocabulary import looks_readable

LONGEST_QUOTE = 60
"""Characters of the one text that a draft may quote."""
SURE = 0.9
"""A text is quoted from this confidence on, for each of its words: one wrong letter misleads a listener."""
MOST_LABELS = 6
"""Names of parts in one draft; more are a list nobody keeps in mind."""

_LONGEST_LABEL, _LONGEST_LIST = 40, 120  # characters
_SHORTEST_NAMED, _SHORTEST_WIDE = 6, 4  # characters of a name that is no chance hit in a sentence
_NEAR = 300  # characters of the text on each side
_MARGIN = 5  # by which the height of a line is divided: as much around its letters is free
_MUCH = 10  # lines of text
_MOST_LINES = 400  # lines that are looked at
_SECRET = lazy_regex(
    r"[@\uff20]|[:\uff1a]//|\bwww\.|\w\.(?:com|org|info|biz|xyz|edu|gov|mil|local|internal|lan|corp|home)\b"
    r"|\blocalhost\b|\w:\w|[\w.]/[\w.]+/|\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{1,4}:){3,}"  # addresses
    r"|\d[\d\s().+-]{5,}\d|\d{5,}"  # long numbers
    r"|[A-Za-z0-9_\-+/=]{25,}"  # keys and hashes
    r"|\b(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{12,}\b"  # tokens
    r"|\b(?:(?:sk|pk|rk)[-_]\w|gh[pousr]_|xox[a-z]-|glpat-|bearer \S)|-{3}begin\b",  # how they begin
    re.IGNORECASE,
)
_FIELD = lazy_regex(
    r"(?:\b(?:pass(?:word|wd|phrase|code)s?|pwd|pass|secrets?|tokens?|(?:api|access|private|secret|account) ?keys?|pin|"
    r"credentials?|passwor[dt]|kennwort|wachtwoord|mot de passe|contraseña|clave|senha|palavra-passe|hasło|пароль|"
    r"токен)\b|密码|密碼|パスワード|暗証番号|비밀번호|암호)(?=\s*(?P<sign>[:=\uff1a]?)\s*(?P<value>\S?))",
    re.IGNORECASE,
)
"""The name of a field that holds a secret, the sign behind it, and whether anything follows on the same line."""
_ACTS = lazy_regex(r"<[a-z/!?]|&#?\w+;|##\[|::|[`{}|\\^~]|\]\(|\$\(", re.IGNORECASE)
"""What could mean something to whoever reads the draft next: markup, commands of a runner, templates."""
_QUOTES = lazy_regex('["“”„«»「」『』]')
_EDGES = " :;,+*>|-\u2013\u2014\u2022\u203a"
"""Signs that belong to the window around a text: of lists, menus and fields."""
_OF_A_VIEWER = lazy_regex(r"not supported by viewer|viewer does not support|text is not svg", re.IGNORECASE)
"""What drawing programs write for viewers that cannot show the real text."""
_TOKEN = lazy_regex(r"[^\W]+")
_HEX = lazy_regex(r"(?=[A-F]*\d)[0-9a-f]{7,}", re.IGNORECASE)


def highlighted(subject: Subject) -> str | None:
    """The words in the frame that the image's author drew; None when there is not exactly one frame with such words."""
    frames = [found for found in _marks(subject) if found.marking is not Marking.ARROW and found.text]
    lines = lines_of(subject.analysis)
    line = _line_in(frames[0], lines) if len(frames) == 1 else None
    return _quotable(line, _beside(line, lines)) if line else None


def pointed_at(subject: Subject) -> str | None:
    """The words at the tip of the arrow that the image's author drew; None when it is not the only mark, or on them."""
    marks, lines = _marks(subject), lines_of(subject.analysis)
    if len(marks) != 1 or marks[0].tip is None:
        return None
    line = _line_at(marks[0], marks[0].tip, lines)
    return _quotable(line, _beside(line, lines)) if line and not _is_on(marks[0].tip, line) else None


def title(subject: Subject) -> str | None:
    """The line at the top of the image, from the left; None where it may not be quoted. One letter is an icon."""
    lines = [line for line in lines_of(subject.analysis) if line.polygon and not _is_icon(line.text.strip())]
    if not lines:
        return None
    top = min(lines, key=lambda line: (_top(line), _left(line)))
    row = [line for line in lines if _top(line) < _top(top) + _height(top)]
    first = min(row, key=_left)
    return _quotable(first, _beside(first, lines))


def labels(subject: Subject) -> list[str]:
    """The first few names that a drawing shows, from top to bottom: as they were read, else as an SVG holds them."""
    lines = lines_of(subject.analysis)
    if lines:
        return chosen(text for line in lines if (text := _quotable(line, _beside(line, lines))))
    return drawn(subject.image.embedded.texts) if subject.image is not None else []


def drawn(texts: Sequence[str]) -> list[str]:
    """The same of the texts in an SVG: no numbers, no sentences, no addresses."""
    known = (safe(text[:200]) for text in texts[: MOST_LABELS * 10] if not _OF_A_VIEWER.search(text[:200]))
    return chosen(line for line in known if line and polish(f"about {line}") is not None)


def number_of_texts(subject: Subject) -> int:
    """How many texts it shows."""
    return len(lines_of(subject.analysis)) or (len(subject.image.embedded.texts) if subject.image is not None else 0)


def chosen(texts: Iterable[str]) -> list[str]:
    """The first few different texts that are names: no numbers, no sentences, within 120 characters in all."""
    found: dict[str, str] = {}
    length = 0
    for text in texts:
        label = text.strip(" ,;:.")
        if not 1 < len(label) <= _LONGEST_LABEL or not any(map(str.isalpha, label)) or norm(label) in found:
            continue
        length += len(label) + 2
        if len(found) == MOST_LABELS or length > _LONGEST_LIST:
            break
        found[norm(label)] = label
    return list(found.values())


def safe(text: str) -> str | None:
    """One plain line to be put between quotation marks; None for what is long, secret, or could act on somebody."""
    line = " ".join(_QUOTES.sub(" ", one_line(text[: 10 * LONGEST_QUOTE])).split())
    letters = sum(map(str.isalpha, line))
    if not line or len(line) > LONGEST_QUOTE or not _says_something(line, letters):
        return None
    if _SECRET.search(line) or _ACTS.search(line) or _HEX.search(line) or _gives_secret(line):
        return None
    return line.strip(_EDGES) if all(looks_readable(token) for token in _TOKEN.findall(line)) else None


def mentioned(subject: Subject) -> str | None:
    """The longest line in the image that the sentence before or after it names word for word."""
    around = subject.reference.surroundings
    beside_it = f" {norm((around.text_before or '')[-_NEAR:])} {norm((around.text_after or '')[:_NEAR])} "
    lines = lines_of(subject.analysis)
    named = [line for line in lines if _is_named(norm(line.text[:LONGEST_QUOTE]), beside_it)]
    quotable = (_quotable(line, _beside(line, lines)) for line in sorted(named, key=lambda line: -len(line.text)))
    return next(filter(None, quotable), None)


def lines_of(analysis: Analysis | None) -> Sequence[TextLine]:
    """What was read."""
    return (analysis.text_lines or ())[:_MOST_LINES] if analysis else ()


def holds_much(subject: Subject) -> bool:
    """Whether so many lines of text were read in the pixels of an image as hardly anything but a window shows."""
    is_drawing = subject.image is not None and subject.image.media_type == "image/svg+xml"
    return not is_drawing and len(lines_of(subject.analysis)) >= _MUCH


def is_several(text: str) -> bool:
    """Whether a text is several words: that one word stands on the page as well may be chance."""
    if is_wide(text[:1] or " "):
        return len(text) >= _SHORTEST_WIDE
    return " " in text and len(text) >= _SHORTEST_NAMED


def _is_named(text: str, beside: str) -> bool:
    """Whether several words stand in another text, as words where blanks separate them."""
    return is_several(text) and (text if is_wide(text[0]) else f" {text} ") in beside


def _says_something(line: str, letters: int) -> bool:
    """Whether it is words: mostly letters, two at least (one of East Asia)."""
    return (letters > 1 or (letters == 1 and is_wide(line[0]))) and 2 * letters >= len(line.replace(" ", ""))


def _gives_secret(line: str) -> bool:
    """Whether a line names a secret and tells it."""
    return any(field["sign"] and field["value"] for field in _FIELD.finditer(line))


def _asks_for_secret(line: str) -> bool:
    """Whether a line ends with the name of a secret, so that the next one may be the secret itself."""
    return any(not field["value"] for field in _FIELD.finditer(line[-LONGEST_QUOTE:]))


def _quotable(line: TextLine, beside: Iterable[TextLine]) -> str | None:
    """The text of a line that was read surely; None beside an address or a field for a secret: names, and secrets."""
    if not line.words or any(not SURE <= word.confidence <= 1 for word in line.words):
        return None
    others = [other.text for other in beside if other.text != line.text]
    telling = any("@" in text for text in (line.text, *others)) or any(map(_asks_for_secret, others))
    return None if telling else safe(line.text)


def _marks(subject: Subject) -> Sequence[Highlight]:
    appearance = subject.analysis.appearance if subject.analysis else None
    return appearance.highlights if appearance else ()


def _line_in(found: Highlight, lines: Sequence[TextLine]) -> TextLine | None:
    """The text in a frame with the words that were read there; None when none lies in it."""
    for line in (line for line in lines if line.polygon):
        inside = tuple(word for word in line.words if _lies_in(_middle(word.polygon or line.polygon), found.box))
        if inside:
            return TextLine(found.text, line.polygon, inside)
    return None


def _line_at(arrow: Highlight, tip: Point, lines: Sequence[TextLine]) -> TextLine | None:
    """The line that an arrow's words are, of several alike the nearest to its tip; None when none is."""

    def way(line: TextLine) -> float:
        middle = _middle(line.polygon)
        return math.hypot(middle.x - tip.x, middle.y - tip.y)

    return min((line for line in lines if line.polygon and line.text == arrow.text), key=way, default=None)


def _is_on(tip: Point, line: TextLine) -> bool:
    """Whether a tip lies on the letters of a line, so that they were read through it; lines are found with a margin."""
    margin = _height(line) // _MARGIN
    right = max(point.x for point in line.polygon)
    across = _left(line) + margin < tip.x < right - margin
    return across and _top(line) + margin < tip.y < _top(line) + _height(line) - margin


def _beside(line: TextLine, lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines within two line heights."""
    if not line.polygon:
        return list(lines)
    reach = 2 * _height(line)
    return [other for other in lines if not other.polygon or abs(_top(other) - _top(line)) <= reach]


def _top(line: TextLine) -> int:
    return min(point.y for point in line.polygon)


def _left(line: TextLine) -> int:
    return min(point.x for point in line.polygon)


def _height(line: TextLine) -> int:
    return max(point.y for point in line.polygon) - _top(line)


def _middle(polygon: Sequence[Point]) -> Point:
    xs, ys = [point.x for point in polygon], [point.y for point in polygon]
    return Point((min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2)


def _is_icon(text: str) -> bool:
    return len(text) < 2 and not is_wide(text or " ")


def _lies_in(point: Point, box: Box) -> bool:
    return box.x <= point.x <= box.x + box.width and box.y <= point.y <= box.y + box.height
