"""From the address written in a document to a file of the repository, and never to anything outside it.

A path is returned only when it is one of the tracked paths that were handed in; nothing is opened here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from altproof.model import TargetKind
from altproof.patterns import lazy_regex
from altproof.sites import Generator, Sites

LONGEST_TARGET: Final = 4096
"""Characters (PATH_MAX of Linux); a longer target names no file."""

STATIC_DIRS: Final = (
    "",
    "static",
    "public",
    "assets",
    "docs",
    "docs/public",
    ".vuepress/public",
    "source",
    "src",
    "content",
    "site",
)
"""Where site generators keep what a leading `/` leads to; "" is the repository itself, as GitHub reads it."""

_REF_PARTS = 4
"""Path parts a branch name may have in an address of the own repository."""
_MOST_NAMESAKES = 1000
"""Files of one name that are looked through for an embed; more of them tell no picture apart."""
_HARD_STOP = lazy_regex(r"[\x00-\x1f\x7f]")
_SCHEME = lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SITE_PREFIX = lazy_regex(r"\{\{-?\s{0,9}(?:site\.(?:baseurl|url)|base_?url|relURL)\s{0,9}-?\}\}", re.IGNORECASE)
_URL_FILTER = lazy_regex(
    r"\{\{-?\s{0,9}[\"']([^\"'{}|]{1,1000})[\"']\s{0,9}\|\s{0,9}(?:relative_url|absolute_url|relURL|absURL|url)\s{0,9}-?\}\}"
)
_TEMPLATE = lazy_regex(r"\{[{%]|<%|\$\{")
_BEHIND_PATH = lazy_regex(r"[?#]")
_DROPPED = lazy_regex(r"[\t\r\n]")
"""What browsers take out of an address wherever it stands (WHATWG URL, basic URL parser)."""
_ATTRIBUTE = lazy_regex(r"\{[A-Za-z][\w-]{0,99}\}")
"""An attribute reference of AsciiDoc that the document does not define."""
_ANTORA = lazy_regex(r"((?:.{0,1000}/)?modules/)([^/]{1,200})/(?:pages|partials|examples)/")
"""A page of Antora: the folder of its modules, and its own module."""
_EMBEDDED = ("data:", "attachment:", "blob:", "cid:")


class Resolved(Struct, frozen=True):
    """Where a target leads."""

    kind: TargetKind
    path: str | None = None
    """The repository path; only for `file`."""
    near: str | None = None
    """The path that differs in letter case; only for `wrong-case`."""


class TargetOptions(Struct, frozen=True):
    """What the configuration and the run know about addresses."""

    static_dirs: tuple[str, ...] = ()
    """Repository folders that a leading `/` leads to, tried before the usual ones."""
    repository: str | None = None
    """owner/name: addresses of it on GitHub are files here. None: unknown."""


class Tree:
    """The tracked paths of a repository, and the sites in it, which are found in them when not given."""

    def __init__(self, paths: Iterable[str], sites: Sites | None = None) -> None:
        self._paths = frozenset(paths)
        self.sites = Sites(self._paths) if sites is None else sites

    def find(self, path: str) -> str | None:
        """The tracked path that is `path`, be its accents written as one character or two."""
        if path in self._paths:
            return path
        return None if path.isascii() else self._composed.get(unicodedata.normalize("NFC", path))

    def near(self, path: str) -> str | None:
        """The tracked path that is `path` but for letter case."""
        return self._folded.get(_fold(path))

    def ending(self, path: str) -> list[str]:
        """The tracked paths that end in `path`, letter case ignored; empty when far too many have its name."""
        end = "/" + _fold(path)
        namesakes = self._named.get(end.rpartition("/")[2], [])
        return [p for p in namesakes if f"/{_fold(p)}".endswith(end)] if len(namesakes) <= _MOST_NAMESAKES else []

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        named: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._paths):
            named[_fold(path.rpartition("/")[2])].append(path)
        return named

    @cached_property
    def _composed(self) -> dict[str, str]:
        return {unicodedata.normalize("NFC", path): path for path in sorted(self._paths) if not path.isascii()}

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {_fold(path): path for path in sorted(self._paths, reverse=True)}


def resolve(target: str, document: str, tree: Tree, options: TargetOptions = TargetOptions()) -> Resolved:
    """Where `target`, as written in `document`, leads. Linear in the length of the target."""
    address = (target if target.isprintable() else _DROPPED.sub("", target)).strip(" \f")
    if len(address) > LONGEST_TARGET or not address or _HARD_STOP.search(address):
        return Resolved(TargetKind.MISSING)
    if "{{" in address:
        address = _URL_FILTER.sub(r"\1", _SITE_PREFIX.sub("", address))
    # What a template puts behind the path cannot change the file
    if address.startswith(("{", "#")) or _TEMPLATE.search(_without_query(address)):
        return Resolved(TargetKind.UNKNOWN)
    if (antora := _antora(address, document, tree)) is not None:
        return Resolved(TargetKind.FILE, path=antora)
    scheme = _SCHEME.match(address)
    if address.startswith("//") or (scheme is not None and scheme.group().lower() != "pathname:"):
        return _address(address, scheme.group().lower() if scheme else "", document, tree, options)
    if scheme is not None:  # Docusaurus: pathname:///img/x.png is /img/x.png, not looked up at build time
        address = "/" + address[scheme.end() :].lstrip("/")
    return _local(address, document, tree, options)


def resolve_embed(target: str, document: str, tree: Tree) -> Resolved:
    """Where an embed of Obsidian, `![[target]]`, leads: from the vault, from the note, or by name anywhere in it.

    Of several files of that name the one in the fewest folders counts; if two are equal there, none does.
    """
    name = target.partition("#")[0].strip(" \t")
    if len(name) > LONGEST_TARGET or not name or _HARD_STOP.search(name):
        return Resolved(TargetKind.MISSING)
    vault = tree.sites.folder(document) or ""
    for place in (_joined(vault, name), _joined(document.rpartition("/")[0], name)):
        if (path := _inside(place)) and (found := tree.find(path)) is not None:
            return Resolved(TargetKind.FILE, path=found)
    wanted = _inside(name)
    paths = [path for path in tree.ending(wanted) if path.startswith(f"{vault}/" if vault else "")] if wanted else []
    nearest = min((path.count("/") for path in paths), default=0)
    first = [path for path in paths if path.count("/") == nearest]
    if len(first) == 1:
        return Resolved(TargetKind.FILE, path=first[0])
    return Resolved(TargetKind.UNKNOWN if first else TargetKind.MISSING)


def _address(address: str, scheme: str, document: str, tree: Tree, options: TargetOptions) -> Resolved:
    if scheme in _EMBEDDED:
        return Resolved(TargetKind.DATA)
    if scheme == "file:" or len(scheme) == len("C:"):
        return Resolved(TargetKind.OUTSIDE)
    if options.repository is not None and scheme in {"http:", "https:"}:
        for local in _own_paths(address, options.repository):
            resolved = _local(local, document, tree, options)
            if resolved.kind is TargetKind.FILE:
                return resolved
    return Resolved(TargetKind.REMOTE)


def _own_paths(address: str, repository: str) -> Iterator[str]:
    """Root-relative paths that an address of the own repository on GitHub may stand for."""
    try:
        url = urlsplit(address)
    except ValueError:
        return
    owner, _, name = repository.lower().partition("/")
    parts = url.path.split("/")[1:]
    host = (url.hostname or "").lower()
    if host == f"{owner}.github.io":
        yield "/" + "/".join(parts[1:] if parts[0].lower() == name else parts)
        return
    after = _behind_slug(url, host, parts, repository.lower())
    for cut in range(1, min(len(after), _REF_PARTS + 1)):
        yield "/" + "/".join(after[cut:])


def _behind_slug(url: SplitResult, host: str, parts: list[str], repository: str) -> list[str]:
    """The parts of the path from the branch on; empty when the address is not of this repository."""
    if "@" in url.netloc or "/".join(parts[:2]).lower() != repository:
        return []
    if host == "raw.githubusercontent.com":
        return parts[2:]
    if host in {"github.com", "www.github.com"} and parts[2:3] and parts[2] in {"blob", "raw"}:
        return parts[3:]
    return []


def _local(address: str, document: str, tree: Tree, options: TargetOptions) -> Resolved:
    candidates: list[str | None] = []
    for spelling in _spellings(address):
        for place in _places(spelling, document, tree, options):
            path = _inside(place)
            if path and (found := tree.find(path)) is not None:
                return Resolved(TargetKind.FILE, path=found)
            candidates.append(path)
    for path in candidates:
        if path and (near := tree.near(path)) is not None:
            return Resolved(TargetKind.WRONG_CASE, near=near)
    if _ATTRIBUTE.search(address):
        return Resolved(TargetKind.UNKNOWN)
    return Resolved(TargetKind.OUTSIDE if None in candidates else TargetKind.MISSING)


def _spellings(address: str) -> Iterator[str]:
    """The address as a path: as written first, since a file may really be named `a#b.png`."""
    tried: dict[str, None] = {}
    for path in (address, _without_query(address)):
        for plain in (path, _percent_decoded(path)):
            if plain and plain not in tried and not _HARD_STOP.search(plain):
                tried[plain] = None
                yield plain
    # Windows authors write backslashes; a name on Linux may hold one, so the literal comes first
    yield from dict.fromkeys(path.replace("\\", "/") for path in tried if "\\" in path)


def _without_query(address: str) -> str:
    """The address up to its query or fragment."""
    behind = _BEHIND_PATH.search(address)
    return address if behind is None else address[: behind.start()]


def _percent_decoded(path: str) -> str:
    try:
        return unquote(path, errors="strict")
    except UnicodeDecodeError:
        return ""


def _places(path: str, document: str, tree: Tree, options: TargetOptions) -> Iterator[str]:
    """Repository paths that `path` may stand for, best first, not yet normalised."""
    folder = document.rpartition("/")[0]
    if path.startswith("//"):
        yield ".."  # a host once backslashes are read as slashes: outside
    elif path.startswith(("/", "~/", "@site/", "@/")):
        rest = _inside(path.partition("/")[2])
        for root in _roots(document, tree, options):
            yield ".." if rest is None else f"{root}/{rest}"
    else:
        yield f"{folder}/{path}"
        if tree.sites.of(document).generator is Generator.MKDOCS:
            # MkDocs serves page.md as page/, and leaves the addresses of raw HTML as they are
            yield f"{document.rpartition('.')[0]}/{path}"


def _antora(address: str, document: str, tree: Tree) -> str | None:
    """The file Antora shows: `x.png` lies in the images of the page's own module, `other:x.png` in those of another."""
    page = _ANTORA.match(document) if "modules/" in document else None
    if page is None:
        return None
    module, colon, name = address.rpartition(":")
    folder = f"{page[1]}{module or 'ROOT'}" if colon else f"{page[1]}{page[2]}"
    inside = _inside(f"{folder}/images/{name}")
    return tree.find(inside) if inside else None


def _roots(document: str, tree: Tree, options: TargetOptions) -> Iterator[str]:
    yield from options.static_dirs
    site = tree.sites.folder(document)
    if site:
        yield from (_joined(site, name) for name in STATIC_DIRS)
    yield from STATIC_DIRS


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder and name else folder or name


def _inside(path: str) -> str | None:
    """The normal form of a path from the repository root; "" for a folder.

    None when it leads out of the repository, even if it comes back.
    """
    parts: list[str] = []
    steps = path.split("/")
    for part in steps:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "" if steps[-1] in {"", "."} else "/".join(parts)


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
