"""The files of the Florence-2 model: the list of what they have to be, and whether a folder holds exactly that.

The list (a manifest) comes with Altproof, or from the trusted side. A list that lacks a hash is good for nothing: no
file is fetched and none is loaded by it. Weights are safetensors only, since a pickle is a program.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from altproof.errors import UsageError
from altproof.patterns import lazy_regex

SHIPPED = Path(__file__).with_name("florence_manifest.json")
MOST_MANIFEST = 64 << 10
"""Bytes."""
MOST_FILES = 32
MOST_BYTES = 4 << 30
"""Of one file; the weights of the base model take about 1 GB as 32-bit numbers."""
WEIGHTS = ".safetensors"
CHUNK = 1 << 20

_NAME = lazy_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\.[A-Za-z0-9_-]{1,40}){0,4}\.(?:json|txt|safetensors)", re.ASCII)
_HASH = lazy_regex(r"[0-9a-f]{64}", re.ASCII)
_REVISION = lazy_regex(r"[0-9a-f]{40}", re.ASCII)
_MOST_NAMED = 3

HOW = (
    "a maintainer fills in `revision` (40 hexadecimal digits of a commit of the model's repository), and `bytes` and "
    "`sha256` of every file, from a copy that was looked at; or give a list of your own by florence-manifest"
)


class ModelFilesError(Exception):
    """A folder does not hold what the manifest says; the message names the file in words of ours."""


class ModelFile(Struct, frozen=True):
    """One file as it has to be."""

    name: str
    byte_count: int
    sha256: str


class Manifest(Struct, frozen=True):
    """All files of one revision of a model."""

    source: str
    """The https address that revision and file name are put behind."""
    revision: str
    files: tuple[ModelFile, ...]

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that stand for the revision and the content of all files."""
        named = [self.revision, *sorted(f"{file.name} {file.sha256}" for file in self.files)]
        return hashlib.sha256("\n".join(named).encode("ascii")).hexdigest()[:16]


def read_manifest(path: Path | None = None) -> tuple[Manifest, bytes]:
    """The manifest at `path`, or the one that comes with Altproof, and its text. Raises UsageError."""
    path = path or SHIPPED
    try:
        with path.open("rb") as stream:
            text = stream.read(MOST_MANIFEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no such path can be"
        raise UsageError(f"florence-manifest: {path}: cannot be opened: {why}", hint="check the path") from error
    return manifest(text, path.name), text


def manifest(text: bytes, name: str) -> Manifest:
    """The manifest in a text; `name` is what it is called in messages. Raises UsageError when anything is missing."""
    try:
        value = json.loads(text) if len(text) <= MOST_MANIFEST else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _refused(name, "no JSON object of at most 64 KiB")
    files, source = value.get("files"), value.get("source")
    if not isinstance(source, str) or not isinstance(files, list) or not 0 < len(files) <= MOST_FILES:
        raise _refused(name, f"needs the text `source` and the list `files`, of 1 to {MOST_FILES} entries")
    names = [entry.get("name") if isinstance(entry, dict) else None for entry in files]
    if not all(isinstance(one, str) and _NAME.fullmatch(one) for one in names) or len({*names}) < len(names):
        raise _refused(name, "a file has no plain name that ends in .json, .txt or .safetensors, or has it twice")
    missing = [*_missing(value, files)]
    if missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        raise _refused(name, f"not filled in: {', '.join(missing[:_MOST_NAMED])}{more}")
    if not any(str(one).endswith(WEIGHTS) for one in names):
        raise _refused(name, "names no .safetensors file")
    return Manifest(
        source, value["revision"], tuple(ModelFile(entry["name"], entry["bytes"], entry["sha256"]) for entry in files)
    )


def check_folder(folder: Path, wanted: Manifest) -> None:
    """Raises ModelFilesError unless the folder holds exactly the files of the manifest; reads all of them."""
    check_names(folder, wanted)
    for file in wanted.files:
        check_file(folder / file.name, file)


def check_names(folder: Path, wanted: Manifest) -> None:
    """Raises ModelFilesError when the folder holds anything that the manifest does not name."""
    try:
        there = {entry.name for entry in os.scandir(folder)}
    except OSError as error:
        raise ModelFilesError("the folder cannot be opened") from error
    if foreign := there - {file.name for file in wanted.files}:
        raise ModelFilesError(f"{len(foreign)} files are there that the list does not name")


def check_file(path: Path, wanted: ModelFile) -> None:
    """Raises ModelFilesError unless the file is a regular one of this length and hash."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:  # noqa: PTH123  (of a descriptor)
            facts = os.fstat(stream.fileno())
            if not stat.S_ISREG(facts.st_mode) or facts.st_size != wanted.byte_count:
                raise ModelFilesError(f"{wanted.name} is no file of {wanted.byte_count:,} bytes")
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelFilesError(f"{wanted.name} cannot be opened") from error
    if found != wanted.sha256:
        raise ModelFilesError(f"{wanted.name} has another sha256 than the list says")


def _missing(value: dict[str, object], files: list[dict[str, object]]) -> Iterator[str]:
    """What is null or has no possible value, in words."""
    if not _is(value.get("revision"), _REVISION):
        yield "revision"
    for file in files:
        if not _is(file.get("sha256"), _HASH):
            yield f"sha256 of {file['name']}"
        if type(size := file.get("bytes")) is not int or not 0 < size <= MOST_BYTES:
            yield f"bytes of {file['name']}"


def _is(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _refused(name: str, what: str) -> UsageError:
    return UsageError(f"florence-manifest: {name}: {what}", hint=HOW)
