"""Further hostile files, where they are at hand: every one ends in a picture or in an ImageError."""

from __future__ import annotations

import base64
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from altproof.errors import ImageError
from altproof.images.identify import MAX_BYTES, identify
from altproof.images.workshop import Limits, Prepared, Workshop
from tests.unit.images import samples

SHARED = samples.shared()
BAD_INPUTS = SHARED / "bad-inputs" if SHARED else None
BOMBS = SHARED / "tools" / "bombs.py" if SHARED else None
ALWAYS = Limits(media_types=frozenset(), min_side=1)
ROUNDS = 40


def outcome(workshop: Workshop, data: bytes) -> Prepared | ImageError:
    try:
        return workshop.prepare(data, identify(data), ALWAYS)
    except ImageError as error:
        return error


def files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size <= MAX_BYTES)


def peak(pid: int | None) -> int:
    """Highest resident memory of a process, in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines() if pid else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def check(results: list[Prepared | ImageError]) -> None:
    assert results
    for result in results:
        assert isinstance(result, Prepared) or (result.message and "crashed" not in result.message)


@pytest.mark.parametrize("kind", samples.FORMATS)
def test_files_broken_at_random_end_in_a_picture_or_in_an_image_error(kind):
    dice = random.Random(kind)  # the same files every time
    source = samples.saved(samples.photo((64, 60)), kind)
    with Workshop() as workshop:
        check([outcome(workshop, broken(source, dice)) for _ in range(ROUNDS)])


def broken(source: bytes, dice: random.Random) -> bytes:
    data = bytearray(source)
    for _ in range(dice.randint(1, 8)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data[: dice.choice([len(data), dice.randrange(1, len(data))])])


def test_heic_broken_at_random_ends_in_a_picture_or_in_an_image_error():
    pillow_heif = pytest.importorskip("pillow_heif", reason="the extra heic is not installed")
    pillow_heif.register_heif_opener(thumbnails=False)
    dice = random.Random("HEIC")
    source = samples.saved(samples.photo((64, 60)), "HEIF", exif=samples.exif(1, place=True))
    with Workshop() as workshop:
        check([outcome(workshop, broken(source, dice)) for _ in range(ROUNDS)])
        assert peak(workshop.pid) < 512 * 1024


def test_drawings_broken_at_random_end_in_a_picture_or_in_an_image_error():
    signs = "<>&;:#()/%\"' \n09zé"
    inside = base64.b64encode(samples.plain()).decode()
    source = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><style>.a{fill:url(#g)}</style>'
        '<linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient><rect class="a" width="50" height="50"/>'
        f'<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><image href="data:image/png;base64,{inside}"/>'
        '<path d="M0 0L9 9" filter="url(#f)" stroke-dasharray="1 2" transform="rotate(9 1 1)"/></svg>'
    )
    dice = random.Random("SVG")
    results = []
    with Workshop() as workshop:
        for _ in range(ROUNDS * 4):
            text = list(source)
            for _ in range(dice.randint(1, 3)):
                text[dice.randrange(len(text))] = dice.choice(signs)
            results.append(outcome(workshop, "".join(text).encode()))
        assert peak(workshop.pid) < 512 * 1024
    check(results)
    assert sum(isinstance(result, Prepared) for result in results) >= 10  # most are no XML any more


@pytest.mark.skipif(BAD_INPUTS is None or not BAD_INPUTS.is_dir(), reason="the folder bad-inputs is not mounted")
@pytest.mark.parametrize("name", ["image-png-fuzz", "libpng-crashers", "resvg-svg", "xml-bombs"])
def test_bad_inputs_of_other_projects_end_in_a_picture_or_in_an_image_error(name):
    assert BAD_INPUTS is not None
    with Workshop() as workshop:
        check([outcome(workshop, path.read_bytes()) for path in files(BAD_INPUTS / name)])
        assert peak(workshop.pid) < 512 * 1024


@pytest.mark.skipif(BOMBS is None or not BOMBS.is_file(), reason="the tool bombs.py is not mounted")
def test_bombs_end_in_a_picture_or_in_an_image_error(tmp_path):
    subprocess.run([sys.executable, str(BOMBS), str(tmp_path)], check=True, capture_output=True, timeout=300)
    with Workshop() as workshop:
        check([outcome(workshop, path.read_bytes()) for path in files(tmp_path)])
        assert peak(workshop.pid) < 512 * 1024
