"""The seeing child's program: loads its models, confines itself, then looks at one plain picture after the other.

Run as a file with `python -I`; with the argument `text` it can read. See `images/serving.py` for the rest of its life.
"""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # run as a file: -I keeps the package's own folder off the path; last, so that it hides nothing
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from altproof.images import serving
from altproof.images.confinement import Allowance
from altproof.images.serving import Commands

ALLOWANCE = Allowance(address_space=3 << 30, cpu_seconds=30, cpu_seconds_in_all=3300)
"""ONNX Runtime reserves more than it uses; 20 s of waiting are less than 30 s on two processors."""
READS = "text"


def load() -> Commands:
    """Everything that takes part in looking; it starts threads, which must have given up new privileges by then."""
    from altproof.seeing.seer import Seer

    return {"look": Seer(reads=READS in sys.argv[1:]).look}


if __name__ == "__main__":
    serving.run(load, ALLOWANCE)
