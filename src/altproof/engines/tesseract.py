"""Reading with the Tesseract that the system has: one process for each picture, with a deadline and without rights."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from altproof.engines import scripts
from altproof.engines.tesseract_wire import languages, text_lines
from altproof.errors import ImageError
from altproof.images.confinement import NOBODY
from altproof.model import TextLine

PLACES = (Path("/usr/local/bin/tesseract"), Path("/usr/bin/tesseract"))
"""Where it is looked for; the path of the environment may lead into the workspace."""
IMAGE_SECONDS = 20.0
MOST_OUTPUT = 4 << 20
"""Bytes of a table; a page full of text makes about 100 KiB."""
ENVIRONMENT: Mapping[str, str] = {"OMP_THREAD_LIMIT": "1"}
"""With several threads it is ten times slower on a busy machine."""
SPARSE_TEXT = "11"
"""Page segmentation mode: text anywhere, as on screenshots."""
PACKS: Mapping[str, str] = {
    "ar": "ara",
    "be": "bel",
    "bg": "bul",
    "cs": "ces",
    "da": "dan",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "fa": "fas",
    "fi": "fin",
    "fr": "fra",
    "he": "heb",
    "hi": "hin",
    "hu": "hun",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "mk": "mkd",
    "mr": "mar",
    "nb": "nor",
    "ne": "nep",
    "nl": "nld",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ru": "rus",
    "sr": "srp",
    "sv": "swe",
    "th": "tha",
    "tr": "tur",
    "uk": "ukr",
    "zh": "chi_sim",
}
"""Language (BCP 47) → the pack that Tesseract calls it by."""
BESIDE = "eng"
"""Read as well where it is installed: programs are full of English words in every language."""


class Tesseract:
    """The command, if there is one."""

    def __init__(self, places: Sequence[Path] = PLACES, *, seconds: float = IMAGE_SECONDS) -> None:
        """`seconds` is how long one image may take."""
        self._places = places
        self._seconds = seconds

    @cached_property
    def program(self) -> Path | None:
        """Where it is; None: it is not installed."""
        return next((place for place in self._places if place.is_file() and os.access(place, os.X_OK)), None)

    @cached_property
    def packs(self) -> frozenset[str]:
        """The language packs it has; empty without the command."""
        return languages(self._printed("--list-langs"))

    @cached_property
    def version(self) -> str:
        """Its version and packs, since both decide what it reads; "" without the command."""
        heading = self._printed("--version").split("\n")[0][:60]
        return f"{heading} ({', '.join(sorted(self.packs))})" if heading else ""

    def pack(self, language: str) -> str | None:
        """What to read a language with, such as `rus+eng`; None: it cannot be read here."""
        primary = language.partition("-")[0].lower()
        name = "chi_tra" if scripts.script(language) == "Hant" else PACKS.get(primary)
        if name not in self.packs:
            return None
        return f"{name}+{BESIDE}" if name != BESIDE and BESIDE in self.packs else name

    def read(self, picture: bytes, pack: str) -> tuple[TextLine, ...]:
        """The lines of a plain picture, in its pixels. Raises ImageError."""
        try:
            done = self._run(["stdin", "stdout", "--psm", SPARSE_TEXT, "-l", pack, "tsv"], picture, self._seconds)
        except subprocess.TimeoutExpired as exc:
            words = f"reading the image took longer than {self._seconds:g} seconds and was stopped"
            raise ImageError(words, hint="make the image smaller, or cut it") from exc
        except (OSError, subprocess.SubprocessError) as exc:
            raise ImageError("tesseract could not be started", hint="install it again") from exc
        if done.returncode != 0 or len(done.stdout) > MOST_OUTPUT:
            words = f"tesseract could not read the image (exit status {done.returncode})"
            raise ImageError(words, hint="see whether the command reads it by itself")
        try:
            return text_lines(done.stdout.decode("utf-8", "replace"))
        except ValueError as exc:
            raise ImageError("tesseract gave an answer that makes no sense", hint="install it again") from exc

    def _printed(self, flag: str) -> str:
        """What the command prints about itself; "" when it cannot."""
        try:
            done = self._run([flag], b"", self._seconds)
        except (OSError, subprocess.SubprocessError):
            return ""
        return (done.stdout or b"").decode("utf-8", "replace") if done.returncode == 0 else ""

    def _run(self, arguments: Sequence[str], given: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
        """Run it as nobody where root may. Raises OSError and SubprocessError."""
        if self.program is None:
            raise FileNotFoundError("tesseract")
        nobody = NOBODY if os.geteuid() == 0 else None
        return subprocess.run(
            [str(self.program), *arguments],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            cwd="/",
            env=dict(ENVIRONMENT),
            user=nobody,
            group=nobody,
            extra_groups=[] if nobody is not None else None,
            check=False,
        )
