"""Draws docs/images/annotations.png from what `make demo` found; needs Chromium. Run it after the words change."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "build" / "demo" / "report.json"
PICTURE = ROOT / "docs" / "images" / "annotations.png"
WIDTH, HEIGHT = 1000, 642

STYLE = """
body { margin: 0; overflow: hidden; padding: 24px; background: #f6f8fa; font: 15px/1.45 'DejaVu Sans', sans-serif; color: #1f2328 }
h1 { font-size: 17px; margin: 0 0 14px }
article { background: white; border: 1px solid #d1d9e0; border-left: 5px solid #cf222e; border-radius: 6px;
  padding: 10px 14px; margin-bottom: 11px }
article.notice { border-left-color: #0969da }
code { font: 13px 'DejaVu Sans Mono', monospace; color: #59636e }
b { display: block; margin: 1px 0 }
mark { background: #dafbe1; padding: 1px 4px; border-radius: 3px }
"""


def main() -> int:
    """Write the picture; 2 when the demo has not run or there is no Chromium."""
    chromium = shutil.which("chromium")
    if not REPORT.is_file() or not chromium:
        sys.stderr.write("run `make demo` first, and install chromium\n")
        return 2
    report = json.loads(REPORT.read_text("utf-8"))
    wanted = [f for f in report["findings"] if f["document"] == "docs/alarms.md"]
    cards = "".join(_card(f) for f in wanted)
    page = f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><h1>Files changed: docs/alarms.md</h1>{cards}"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, "utf-8")
        PICTURE.parent.mkdir(exist_ok=True)
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        shot = [f"--window-size={WIDTH},{HEIGHT}", f"--user-data-dir={folder}/profile", f"--screenshot={PICTURE}"]
        subprocess.run([chromium, *flags, *shot, source.as_uri()], check=True, capture_output=True)
    return 0


def _card(finding: dict[str, object]) -> str:
    suggestion = finding["suggestion"]
    words = ""
    if isinstance(suggestion, dict) and suggestion["edit"]:
        words = f"Suggested alt text: <mark>{html.escape(suggestion['alt'])}</mark>"
    elif isinstance(suggestion, dict) and suggestion["alt"]:
        words = f"Not enough is known for a suggestion; to begin with: {html.escape(suggestion['alt'])}"
    place = f"{finding['document']}:{finding['line']}"
    title = html.escape(str(finding["rule"]).replace("-", " ").capitalize())
    return f"<article><code>{place}</code><b>{title}</b>{html.escape(str(finding['message']))}<br>{words}</article>"


if __name__ == "__main__":
    raise SystemExit(main())
