"""The zip of an artifact: the files that a run wrote and nothing else, the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from msgspec import Struct

from altproof.discreet import Discreet
from altproof.errors import UnreadableFileError
from altproof.github.base import Refusal, RefusedError
from altproof.patterns import lazy_regex

MOST_BYTES = 128 << 20
"""Of all files before they are packed; they are held in memory."""
LEVEL = 6
"""Of deflate: the default of the official client."""
PACKED_ALREADY = frozenset({".png", ".jpg", ".jpeg", ".webp"})
"""What deflate would only spend time on."""
FORBIDDEN = lazy_regex(r'[":<>|*?\\\x00-\x1f\x7f]')
"""Characters that no file of an artifact may have in its path (rules of the official client, path validation)."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can tell: a date would make every archive another."""

Read = Callable[[str, int], bytes]
"""The bytes of a file by its name and the most of them to take; raises UnreadableFileError."""


class Archive(Discreet, Struct, frozen=True):
    """A zip file, and what is in it."""

    data: bytes
    files: tuple[str, ...]
    left_out: tuple[str, ...]
    """Files with a name that no artifact takes, and those that cannot be read: links, for one."""


def archive(names: Iterable[str], read: Read, *, most: int = MOST_BYTES) -> Archive:
    """Pack these files, named relative to the folder that `read` stands for.

    Raises RefusedError beyond `most` bytes, and when there is nothing to pack.
    """
    packed, left_out, room = [], [], most
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(set(names)):
            data = _read(name, read, most) if is_allowed(name) else None
            if data is None:
                left_out.append(name)
                continue
            room -= len(data)
            if room < 0:
                words = f"the files of the report are larger than {most >> 20} MiB"
                raise RefusedError(Refusal.INVALID, words, hint="upload the folder with actions/upload-artifact")
            file.writestr(_entry(name), data, compresslevel=LEVEL)
            packed.append(name)
    if not packed:
        raise RefusedError(Refusal.INVALID, "there is no file to upload")
    return Archive(stream.getvalue(), tuple(packed), tuple(left_out))


def is_allowed(name: str) -> bool:
    """Whether a path may stand in an artifact: relative, without a way out, and without characters that are refused."""
    path = PurePosixPath(name)
    plain = name == path.as_posix() and not path.is_absolute() and name.isprintable()
    return plain and path.parts != () and ".." not in path.parts and FORBIDDEN.search(name) is None


def _read(name: str, read: Read, most: int) -> bytes | None:
    try:
        return read(name, most)
    except UnreadableFileError:
        return None


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    packed = PurePosixPath(name).suffix.lower() in PACKED_ALREADY
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix: without it the permissions below count for nothing
    entry.external_attr = 0o100644 << 16
    return entry
