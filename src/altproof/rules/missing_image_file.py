"""`missing-image-file`: a document shows an image that is not there."""

from __future__ import annotations

import re

from altproof.model import TargetKind
from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import IMAGE_SUFFIX, image_name, without_query
from altproof.text import LONGEST_ADDRESS, one_line, word_set

NAME = "missing-image-file"
SUMMARY = "A document shows an image file that does not exist."
CAUSE = Cause.FILE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
- a relative address of an image, `img/login.png`, where the repository holds no such file;
- an address on the author's own computer: `C:\\Users\\ada\\login.png`, `file:///home/ada/login.png`;
- an image in Markdown without any address, `![Login form]()`.

It is careful, because not every file that a page shows is kept in the repository. It does not flag

- addresses that begin with `/`, `~` or `@`: what they lead to depends on how the site is built;
- addresses on the network, and those that a template fills in;
- folders that a build writes (`_images`, `_static`, `build`, `generated`, `README_files` and the like);
- documents that are shown as a part of others, where addresses count from there (`_includes`, `partials`, `snippets`,
  templates), test data, blog posts of Jekyll, pages under `content`, and translations, which may borrow images;
- AsciiDoc, notebooks, shortcodes, wikilinks and front matter: the folder of the images is set elsewhere, or a cell
  writes the file.
""",
    why="""\
Readers see a broken picture, and those who listen hear an alt text for something that nobody can see. It mostly happens
when a file is moved, renamed or left out of a commit, and nobody looks at the page again.
""",
    before="""\
```md
![Login form](img/logn.png)
```
""",
    after="""\
```md
![Login form](img/login.png)
```
""",
    ignore="""\
When a step that this rule does not know writes the images before the site is built: name them under `exclude`.
""",
)

_RELATIVE_TO_THE_DOCUMENT = word_set(
    "markdown-inline markdown-reference markdown-collapsed markdown-shortcut html-img rst-image rst-figure "
    "rst-substitution myst-image myst-figure docfx-image-inline docfx-image-block"
)
"""Syntaxes whose relative addresses count from the document's own folder, whoever renders it."""
_WRITTEN_BY_BUILDS = word_set(
    "_images _static _build _site _generated _downloads generated gen autogen auto_examples build dist out output "
    "outputs target public site html htmlcov coverage doxygen node_modules vendor tmp temp path your"
)
"""Folders of an address; the last two stand in examples: `path/to/image.png`."""
_SHOWN_ELSEWHERE = word_set(
    "_includes includes include _include _partials partials partial _snippets snippets _templates templates template "
    "_layouts layouts theme themes archetypes scaffolds _posts _drafts test tests __tests__ testdata test-data "
    "test_data fixtures fixture __fixtures__ mocks node_modules vendor third_party third-party "
    "i18n l10n locale locales translations content"
)
"""Folders of a document."""
_ON_ONE_COMPUTER = lazy_regex(r"(?:file:|[a-z]:[\\/]|\\\\)", re.IGNORECASE)
_FROM_A_ROOT = ("/", "\\", "~", "@", "#")
_FILLED_IN = lazy_regex(r"[{}<>$*|`…]|\.\.\.|%\w+%")
_HTML_PAGES = (".html", ".htm")


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the address surely leads to nothing that readers will get to see."""
    reference = subject.reference
    address = reference.target[:LONGEST_ADDRESS].strip()
    if reference.target_kind is TargetKind.OUTSIDE and _ON_ONE_COMPUTER.match(address):
        problem = "the address leads to a file on one computer, so nobody else sees the image"
        return Violation(f"{image_name(reference)}: {problem}. Commit the file and give its path from the document.")
    if reference.target_kind is not TargetKind.MISSING or _is_kept_elsewhere(subject):
        return None
    syntax = reference.syntax.removeprefix("mdx-")
    if not address and syntax.startswith("markdown-") and one_line(reference.alt or ""):
        problem = "there is nothing between the parentheses, so no image is shown"
        return Violation(f"{image_name(reference)}: {problem}. Write the path of the file there.")
    if syntax not in _RELATIVE_TO_THE_DOCUMENT or not _is_plain(address):
        return None
    # Sites may show page.md as page/, and raw HTML then counts from there.
    if syntax == "html-img" and address.startswith("..") and not reference.document.lower().endswith(_HTML_PAGES):
        return None
    problem = "there is no such file in the repository, so readers see a broken image"
    return Violation(f"{image_name(reference)}: {problem}. Add the file, or correct its path.")


def _is_plain(address: str) -> bool:
    """Whether the address is a relative path of an image file, without anything that a build would fill in."""
    path = without_query(address)
    if address.startswith(_FROM_A_ROOT) or _FILLED_IN.search(address) or not IMAGE_SUFFIX.search(path):
        return False
    folders = path.replace("\\", "/").lower().split("/")[:-1]
    return not any(folder in _WRITTEN_BY_BUILDS or folder.endswith("_files") for folder in folders)


def _is_kept_elsewhere(subject: Subject) -> bool:
    """Whether the addresses of this document may count from elsewhere."""
    folders = subject.reference.document.lower().split("/")[:-1]
    language = subject.language.lower().replace("_", "-")
    translated = language.partition("-")[0] != "en"
    return any(
        folder in _SHOWN_ELSEWHERE
        or (translated and folder.replace("_", "-") in {language, language.partition("-")[0]})
        for folder in folders
    )
