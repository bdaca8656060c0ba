"""`filename-as-alt`: the alt text is a file name or a path, which says nothing about the picture."""

from __future__ import annotations

import re
from urllib.parse import unquote

from altproof.model import Severity, Subject, Violation
from altproof.rules.phrases import IMAGE_SUFFIX, advice, image_name, is_judged, without_query
from altproof.rules.text import norm, quoted, word_set

NAME = "filename-as-alt"
SUMMARY = "An alt text is the name of a file."
SEVERITY = Severity.ERROR

_LONGEST_NAME = 4096  # characters; Linux's PATH_MAX: what is longer is no name of a file
# With a suffix that is no file type, an equal last part is a proper name: badge/node.js shown as "Node.js".
_FILE_SUFFIX = re.compile(
    IMAGE_SUFFIX.pattern.removesuffix(r"\Z") + r"|\.(?:pdf|eps|emf|wmf|psd|jfif|mp4|webm|mov|drawio|puml)\Z"
)
_SUFFIX_INSIDE = re.compile(IMAGE_SUFFIX.pattern.removesuffix(r"\Z") + r"\b", re.IGNORECASE)
_SENTENCE_SIGNS = re.compile(r"[,;:!?]\s")
# File names rarely hold them, sentences that end in the name of a file nearly always do.
_SENTENCE_WORDS = word_set(
    "a an and are as by for from has how in into is of on or shows showing that the this to when where with"
)


def check(subject: Subject) -> Violation | None:
    """A violation when the alt text ends like an image file and reads like a name, or equals the image's address."""
    reference = subject.reference
    alt = reference.alt or ""
    if not alt or len(alt) > _LONGEST_NAME or not is_judged(reference):
        return None
    written = norm(alt)
    own = written in _own_names(reference.target)
    if not own and not _looks_like_a_file(written):
        return None
    which = f"{'the' if own else 'a'} file name" if "/" not in written else "the address of a file"
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} is {which}; readers hear it letter by letter. "
        f"{advice(reference)}"
    )


def _own_names(target: str) -> frozenset[str]:
    """The normal forms of the image's address as written, decoded, and of its last part if that is a file name."""
    bare = without_query(target[:_LONGEST_NAME])
    names: set[str] = set()
    for address in (target[:_LONGEST_NAME], bare, unquote(bare)):
        last = address.replace("\\", "/").rpartition("/")[2]
        if _FILE_SUFFIX.search(last.strip().lower()):
            names |= {norm(address), norm(last)}
        elif "/" in address:
            names.add(norm(address))
    return frozenset(names - {""})


def _looks_like_a_file(written: str) -> bool:
    """Whether a normal form is a file name; a sentence that ends in one, or in a file type, is none."""
    if " " not in written:
        return IMAGE_SUFFIX.search(without_query(written)) is not None
    ending = IMAGE_SUFFIX.search(written)
    if ending is None or written[ending.start() - 1] == " ":
        return False
    stem = written[: ending.start()]
    return not (
        _SENTENCE_SIGNS.search(stem) or _SUFFIX_INSIDE.search(stem) or _SENTENCE_WORDS.intersection(stem.split())
    )
