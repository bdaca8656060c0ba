"""Dark and light versions of a picture, from real commits to drafts and to what is told of images."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from examples.repository import git
from tests.e2e.terminal import altproof
from tests.unit.seeing.drawn import page

GOOD = "Login form with an error under the password field"
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="{paper}"/>{bars}</svg>
"""


def png(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


def svg(paper: str, ink: str) -> bytes:
    bars = (
        f'<rect x="{20 + 41 * n % 290}" y="{8 + n * 24}" width="{30 + 37 * n % 70}" height="12" fill="{ink}"/>'
        for n in range(12)
    )
    return DRAWING.format(paper=paper, bars="".join(bars)).encode()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A page that shows three pictures in light, each well described."""
    folder = tmp_path / "site"
    folder.mkdir()
    git(folder, "init", "--quiet")
    light = {"q1-light.png": png(page(1)), "q2.svg": svg("white", "black"), "q3-light.png": png(page(6))}
    commit(folder, {"light.md": "\n\n".join(f"![{GOOD}]({name})" for name in light) + "\n", **light})
    return folder


def commit(folder: Path, files: dict[str, bytes | str]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", ", ".join(files))


def drafts(folder: Path, *arguments: str) -> dict[str, tuple[Any, ...]]:
    report = altproof(folder, "check", "--format", "json", *arguments).report
    assert report["problems"] == []
    missing = [finding for finding in report["findings"] if finding["rule"] == "missing-alt"]
    return {
        finding["image"]: (finding["suggestion"]["alt"], finding["suggestion"]["grade"], finding["suggestion"]["note"])
        for finding in missing
    }


@pytest.mark.parametrize("engine", ["none", "offline"])
def test_a_dark_version_is_drafted_from_the_alt_text_of_the_light_one(site: Path, engine: str) -> None:
    other = ImageOps.flip(ImageOps.mirror(page(6, dark=True)))
    dark = {"q1-dark.png": png(page(1, dark=True)), "q2-dark.svg": svg("#1e1e1e", "white"), "q3-dark.png": png(other)}
    commit(site, {"dark.md": "\n\n".join(f"![]({name})" for name in dark) + "\n", **dark})
    found = drafts(site, "--engine", engine)
    assert found["q1-dark.png"] == (GOOD, "high", 'from its light version, "q1-light.png"')
    assert found["q2-dark.svg"] == (GOOD, "high", 'from its light version, "q2.svg"')
    assert found["q3-dark.png"][:2] == (None, "none"), "its name misleads: it shows another page"


def test_the_sources_of_a_picture_are_its_versions(site: Path) -> None:
    source = '<source media="(prefers-color-scheme: dark)" srcset="n.png">'
    commit(
        site,
        {
            "light.md": f'<picture>{source}<img src="q1-light.png" alt="{GOOD}"></picture>\n',
            "dark.md": "![](n.png)\n",
            "n.png": png(page(1, dark=True)),
        },
    )
    report = altproof(site, "check", "--format", "json", "--engine", "none").report
    assert {image["path"]: image["other_themes"] for image in report["images"]} == {"n.png": ["q1-light.png"]}
    assert drafts(site, "--engine", "none")["n.png"][:2] == (GOOD, "high")


def test_pictures_described_together_are_told_to_be_alike(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.png").write_bytes(png(page(1)))
    (folder / "a-dark.png").write_bytes(png(page(1, dark=True)))
    (folder / "b.png").write_bytes(png(page(1).resize((480, 300))))
    done = altproof(folder, "describe", "a.png", "a-dark.png", "b.png")
    a, a_dark, b = (block.splitlines() for block in done.stdout.split("\n\n")[:3])
    assert "    the same for the other theme: a-dark.png" in a
    assert "    looks nearly like: b.png" in a
    assert "    the same for the other theme: a.png" in a_dark
    assert "    looks nearly like: a.png" in b
