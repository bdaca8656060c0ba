"""The one way by which a model's files come to this machine: https, a known length, a known hash, or not at all.

Called by `altproof fetch-models` and by nothing else. A source may send us on to another https address, as model hosts
do for large files: what comes is judged by its hash, and nothing secret is sent. The proxy and certificate variables
of the environment are honoured, as for every engine.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from altproof.engines.endpoint import is_loopback
from altproof.engines.florence_files import Manifest, ModelFile, ModelFilesError, check_file, check_folder, check_names
from altproof.engines.pacing import Limits, client_for
from altproof.errors import EngineError, UsageError

if TYPE_CHECKING:
    import httpx

MOST_HOPS = 5
_SENT_ON = frozenset({301, 302, 303, 307, 308})
_AGAIN = "run again: files that are whole are kept"


class Patience(Struct, frozen=True):
    """How long one file may take, in seconds."""

    total: float = 3600
    silence: float = 60
    """The longest without a byte."""


def fetch(
    wanted: Manifest,
    folder: Path,
    *,
    source: str = "",
    patience: Patience | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[str, ...]:
    """Fill the folder with the files of the manifest; the names of those that were fetched.

    `source` replaces the manifest's own address; `tell` hears what is going on. A file appears under its name when it
    is whole. Raises UsageError for an address or a folder that cannot be used, and EngineError when a file cannot be
    had.
    """
    address = _checked(source, "mirror") if source else _checked(wanted.source, "florence-manifest")
    base = f"{address.rstrip('/')}/{wanted.revision}/"
    patience = patience or Patience()
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        check_names(folder, wanted)
        lacking = [file for file in wanted.files if not _is_there(folder, file)]
        with tempfile.TemporaryDirectory(prefix=f".{folder.name[:40]}-", dir=folder.parent) as place:
            for file in lacking:
                tell(f"fetching {file.name}, {file.byte_count:,} bytes")
                part = Path(place, file.name)
                with part.open("xb") as stream:
                    asyncio.run(_fetched(base + file.name, file, stream, patience))
                part.chmod(0o644)
                part.replace(folder / file.name)
        check_folder(folder, wanted)
    except OSError as error:
        words = f"florence-folder: {folder}: cannot be written: {error.strerror or type(error).__name__}"
        raise UsageError(words, hint="give a folder of your own, on a disk with room for the model") from error
    except ModelFilesError as error:
        raise UsageError(f"florence-folder: {folder}: {error}", hint="give a folder that holds nothing else") from error
    return tuple(file.name for file in lacking)


def _is_there(folder: Path, file: ModelFile) -> bool:
    try:
        check_file(folder / file.name, file)
    except ModelFilesError:
        return False
    return True


async def _fetched(url: str, file: ModelFile, stream: BinaryIO, patience: Patience) -> None:
    """Write the file to `stream`. Raises EngineError, and OSError for the disk."""
    import httpx

    try:
        async with asyncio.timeout(patience.total), client_for(Limits(read=patience.silence)) as client:
            for _ in range(MOST_HOPS + 1):
                url = await _hop(client, url, file, stream)
                if not url:
                    return
    except (TimeoutError, httpx.TimeoutException) as error:
        raise _failed(file, "the source did not answer in time") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _failed(file, "the source cannot be reached, or the connection broke") from error
    raise _failed(file, f"the source sends us on more than {MOST_HOPS} times")


async def _hop(client: httpx.AsyncClient, url: str, file: ModelFile, stream: BinaryIO) -> str:
    """Write the file and answer "", or answer the address that this one sends us on to."""
    async with client.stream("GET", url, headers={"Accept": "*/*"}) as response:
        if response.status_code in _SENT_ON:
            return _next(response, file)
        if response.status_code != HTTPStatus.OK:
            raise _failed(file, f"the source answers HTTP {response.status_code}")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise _failed(file, "it came compressed, which was not asked for")
        await _written(response, file, stream)
    return ""


def _next(response: httpx.Response, file: ModelFile) -> str:
    """The next address: https, or this machine when it was this machine that sent us on."""
    target = response.url.join(response.headers.get("location", ""))
    at_home = is_loopback(response.url.host) and is_loopback(target.host)
    if target.userinfo or not target.host or not (target.scheme == "https" or (target.scheme == "http" and at_home)):
        raise _failed(file, "the source sends us on to an address that is no plain https address")
    return str(target)


async def _written(response: httpx.Response, file: ModelFile, stream: BinaryIO) -> None:
    """Raises EngineError unless exactly the bytes come that the manifest promises."""
    found, size = hashlib.sha256(), 0
    async for piece in response.aiter_raw():
        size += len(piece)
        if size > file.byte_count:
            raise _failed(file, f"it is larger than the {file.byte_count:,} bytes of the list")
        found.update(piece)
        stream.write(piece)
    if size < file.byte_count:
        raise _failed(file, f"only {size:,} of {file.byte_count:,} bytes came")
    if found.hexdigest() != file.sha256:
        raise EngineError(
            f"{file.name}: what came has another sha256 than the list says, and was thrown away",
            hint="the source or the list is wrong: do not use this source before you know which",
        )


def _failed(file: ModelFile, why: str) -> EngineError:
    return EngineError(f"{file.name}: {why}", hint=_AGAIN)


def _checked(source: str, name: str) -> str:
    """The address to fetch below: plain https, or http on this machine. Raises UsageError that names the option."""
    import httpx

    try:
        url = httpx.URL(source)
    except httpx.InvalidURL:
        url = httpx.URL("")
    safe = url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host))
    if not url.host or not safe or url.userinfo or url.query or url.fragment:
        raise UsageError(
            f"{name}: not a plain https address (no user name, query or fragment)",
            hint="write it like https://models.example.com/florence-2-base",
        )
    return source
