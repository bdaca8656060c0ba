"""The language of a document: from the configuration, the document itself, or where it lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from altproof.globs import matches
from altproof.patterns import lazy_regex

_HEAD: Final = 4000
"""Characters at the beginning of a document that are searched."""
_CODE = r"['\"]?([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2})['\"]?"
_FRONT_MATTER = lazy_regex(rf"^(?:lang|language|locale)[ \t]{{0,9}}[:=][ \t]{{0,9}}{_CODE}[ \t\r]*$", re.MULTILINE)
_ELEMENT = lazy_regex(rf"<html\b[^<>]{{0,500}}?\slang\s{{0,9}}=\s{{0,9}}{_CODE}", re.IGNORECASE)
_ATTRIBUTE = lazy_regex(rf"^:lang:[ \t]{{1,9}}{_CODE}[ \t\r]*$", re.MULTILINE)
_PAGES: Final = (".html", ".htm", ".xhtml")
_ASCIIDOC: Final = (".adoc", ".asciidoc", ".asc", ".ad")
_FENCES: Final = ("---", "+++")
_IN_NAME = lazy_regex(r"\.([A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?)\.\w+\Z")
_FOLDER = lazy_regex(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_HOLDERS: Final = frozenset({"i18n", "l10n", "locale", "locales", "lang", "langs", "languages", "translations"})
_CHINESE: Final = {
    **dict.fromkeys(("zh", "zh-cn", "zh-sg", "zh-hans"), "zh-Hans"),
    **dict.fromkeys(("zh-tw", "zh-hk", "zh-mo", "zh-hant"), "zh-Hant"),
}
_LANGUAGES: Final = frozenset(
    re.findall(
        "..",
        "arbgbncacsdadeelenesetfafifrhehihrhuiditjakoltlvnbnlnoplptroruskslsrsvthtrukvizh",
    )
)
"""ISO 639-1 codes that folders of translations bear; others are more often something else."""


class LanguageFolders:
    """The folders of a repository that hold translations: named for a language, and beside another one that is."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._codes: dict[str, set[str]] = {}
        self._paths = frozenset(paths)
        for folder in {path.rpartition("/")[0] for path in self._paths}:
            parts = folder.split("/")
            for depth, part in enumerate(parts):
                if _is_code(part):
                    self._codes.setdefault("/".join(parts[:depth]), set()).add(part)

    def named(self, path: str) -> str | None:
        """The language in a document's name: README.ja.md, where README.md lies beside it. Program.cs.md has none."""
        found = _IN_NAME.search(path)
        if found is None or not _is_code(found[1]):
            return None
        return found[1] if path[: found.start()] + path[found.end(1) :] in self._paths else None

    def of(self, path: str) -> str | None:
        """The language of the nearest such folder above `path`, as the folder is called."""
        parts = path.split("/")[:-1]
        for depth in range(len(parts) - 1, -1, -1):
            above = "/".join(parts[:depth])
            codes = self._codes.get(above, set())
            alone = len(codes) == 1 and not (parts[:depth] and parts[depth - 1].lower() in _HOLDERS)
            if parts[depth] in codes and not alone:
                return parts[depth]
        return None


def page_language(
    path: str, text: str, folders: LanguageFolders, by_path: Sequence[tuple[str, str]] = (), default: str = "en"
) -> str:
    """The language of a document in BCP 47; Chinese always with its script.

    `by_path` is the configuration's word and wins; then what the document says of itself, then its name and folder.
    """
    for pattern, language in by_path:
        if matches(path, (pattern,)):
            return _normal(language)
    return _normal(_own(path, text[:_HEAD]) or folders.named(path) or folders.of(path) or default)


def _own(path: str, head: str) -> str | None:
    """What a document says of itself, in the way of its format: an example in another one says nothing."""
    found = None
    stripped = head.lstrip("\ufeff")
    if stripped.startswith(_FENCES):
        end = stripped.find("\n" + stripped[: len(_FENCES[0])], len(_FENCES[0]))
        found = _FRONT_MATTER.search(stripped[: max(end, 0)])
    elif path.lower().endswith(_PAGES):
        found = _ELEMENT.search(head)
    elif path.lower().endswith(_ASCIIDOC):
        found = _ATTRIBUTE.search(head)
    return found[1] if found else None


def _is_code(word: str) -> bool:
    return _FOLDER.fullmatch(word) is not None and word[:2] in _LANGUAGES


def _normal(code: str) -> str:
    """The code with hyphens, in the usual letter case."""
    language, *rest = code.replace("_", "-").split("-")
    parts = (part.title() if len(part) == len("Latn") else part.upper() for part in rest)
    lowered = "-".join([language.lower(), *rest]).lower()
    return _CHINESE.get(lowered) or "-".join([language.lower(), *parts])
