"""Draws docs/images/annotations.png from the annotations of `make demo`; needs Chromium. Run it after words change."""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
PAGE = "docs/alarms.md"
PICTURE = ROOT / "docs" / "images" / "annotations.png"
WIDTH, HEIGHT = 1000, 716

STYLE = """
body { margin: 0; overflow: hidden; padding: 24px; background: #f6f8fa; color: #1f2328;
  font: 15px/1.45 'DejaVu Sans', sans-serif }
h1 { font-size: 17px; margin: 0 0 14px }
article { background: white; border: 1px solid #d1d9e0; border-left: 5px solid #cf222e; border-radius: 6px;
  padding: 10px 14px; margin-bottom: 11px }
article.notice { border-left-color: #0969da }
code { font: 13px 'DejaVu Sans Mono', monospace; color: #59636e }
b { display: block; margin: 1px 0 }
"""


def main() -> int:
    """Write the picture; 2 when there is no Chromium."""
    chromium = shutil.which("chromium")
    if not chromium:
        sys.stderr.write("install chromium first\n")
        return 2
    demo = subprocess.run([sys.executable, ROOT / "examples" / "demo.py"], capture_output=True, text=True, check=True)
    cards = "".join(_card(line) for line in demo.stdout.splitlines() if line.startswith(f"::error file={PAGE},"))
    page = f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><h1>Files changed: {PAGE}</h1>{cards}"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, "utf-8")
        PICTURE.parent.mkdir(exist_ok=True)
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        shot = [f"--window-size={WIDTH},{HEIGHT}", f"--user-data-dir={folder}/profile", f"--screenshot={PICTURE}"]
        subprocess.run([chromium, *flags, *shot, source.as_uri()], check=True, capture_output=True)
    return 0


def _card(command: str) -> str:
    """One annotation as GitHub shows it: place, title, message."""
    properties, message = command.removeprefix("::error ").split("::", 1)
    known = dict(part.split("=", 1) for part in properties.split(","))
    lines = [html.escape(unquote(line)) for line in message.split("%0A")]
    place = f"{known['file']}:{known['line']}"
    return f"<article><code>{place}</code><b>{html.escape(known['title'])}</b>{'<br>'.join(lines)}</article>"


if __name__ == "__main__":
    raise SystemExit(main())
