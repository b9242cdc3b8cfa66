"""Presidio on a file of notes: `deid.py notes.jsonl` -> {"bytes", "notes", "seconds", "cpu_seconds"}, on one thread, warmed up.

The same set-up as the gateway's (gateway/deidentify.py): no model, hence fast and weak.
"""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("shared", "gateway"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / folder))

from deidentify import Deidentifier
from notes import measure

if __name__ == "__main__":
    measure(Deidentifier().deidentify, __doc__)
