"""Where the extra checks find suites and samples that are not part of the project; they are skipped without it."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("ALTPROOF_SHARED") or Path(__file__).resolve().parents[2] / "shared")
