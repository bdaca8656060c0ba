"""`wrong-language-alt`: the alt text is written in another language than the page."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import LANGUAGES, language_of
from altproof.rules.languages.base import Language
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import QUOTATIONS, quoted

NAME = "wrong-language-alt"
SUMMARY = "An alt text is in another language than its page."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
- An alt text in another script than the page's language, such as Cyrillic on an English page, when it is longer than a
  name and holds no letter of the page's script.
- An alt text with four or more small words of another language ("und", "mit", "eine") and none of the page's.

The language of a page comes from its path, its front matter or the configuration. What stands between quotation marks
does not count, because the picture shows it. It does not flag names of products, commands or code, which have no small
words, and it knows only the languages listed in [languages.md](../languages.md).
""",
    why="""\
A screen reader speaks the alt text with the voice of the page: French words in an English voice are noise. Mostly the
page was translated and its pictures forgotten. WCAG 2 asks for the language of parts in success criterion 3.1.2 (level
AA), and an alt text cannot carry a language of its own.
""",
    before="""\
```md
![Anmeldeformular mit einer Meldung unter dem Feld für das Kennwort und der Schaltfläche](img/login.png)
```
""",
    after="""\
```md
![Login form with a message under the password field](img/login.png)
```
""",
    ignore="""\
When the page is in another language than its path says: set `alt_text.language_by_path`.
""",
)

_REACH = 1000  # characters that tell the language
_FEWEST = 4
"""Small words; fewer stand in names and loan words."""
_FEWEST_DIFFERENT = 3
_MOST_NAMED = 2
"""Languages that share all the small words found; more of them tell nothing."""
_WORDS = lazy_regex(r"[^\W\d_]+")
_KANA = frozenset({"HIRAGANA", "KATAKANA"})
_FEWEST_LETTERS = {"CJK": 8, "HIRAGANA": 8, "KATAKANA": 12, "HANGUL": 8}
_FEWEST_LETTERS_ELSEWHERE = 16
"""By script: more letters than names have, as a rule."""
_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", *_FEWEST_LETTERS})
_CALLED = {"CJK": "in Chinese or Japanese", "HIRAGANA": "in Japanese", "KATAKANA": "in Japanese", "HANGUL": "in Korean"}


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when script or small words show another language than the page's."""
    reference = subject.reference
    page = language_of(subject.language)
    if not reference.alt or page is None or not is_judged(reference):
        return None
    alt = QUOTATIONS.sub(" ", reference.alt[:_REACH])
    other = _other_script(alt, page) or _other_words(alt, page)
    if other is None:
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} seems to be {other} on a page in {page.name}, "
        f"whose voice reads it out. Write it in {page.name}."
    )


def _other_script(alt: str, page: Language) -> str | None:
    """The name of the script in which the alt text is written, when the page's has no part in it."""
    if alt.isascii():
        return None  # Latin letters say nothing on any page: names are written in them everywhere
    counts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in alt if letter.isalpha())
    own = {page.script, *(_KANA if page.code == "ja" else ()), *({"CJK"} if page.code == "ko" else ())}
    if not counts or own.intersection(counts):
        return None
    script, letters = counts.most_common(1)[0]
    if script not in _SCRIPTS or script == "LATIN" or letters < _FEWEST_LETTERS.get(script, _FEWEST_LETTERS_ELSEWHERE):
        return None
    if " " not in alt.strip() and script not in _FEWEST_LETTERS:
        return None
    return _CALLED.get(script, f"in {script.capitalize()} letters")


def _other_words(alt: str, page: Language) -> str | None:
    """The language whose small words stand in the alt text, when none of the page's do."""
    words = _WORDS.findall(alt.casefold())
    if len(words) <= _FEWEST or not page.function_words.isdisjoint(words):
        return None
    counts = Counter(code for word in words for code in _speakers().get(word, ()))
    most = max(counts.values(), default=0)
    likely = [LANGUAGES[code] for code, count in counts.items() if count == most]
    if most < _FEWEST or page in likely or len(likely) > _MOST_NAMED:
        return None
    if all(len(language.function_words.intersection(words)) < _FEWEST_DIFFERENT for language in likely):
        return None
    if any(unicodedata.name(letter, "").startswith(page.script) for letter in alt) and page.script != likely[0].script:
        return None
    return f"in {' or '.join(language.name for language in likely)}"


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Which languages have a small word."""
    speakers: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES.values():
        for word in language.function_words:
            speakers[word] = (*speakers.get(word, ()), language.code)
    return speakers
