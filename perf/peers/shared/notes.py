"""Speed of a de-identifier on a file of notes, on one thread."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Callable

from texts import read

# Enough for caches of patterns and lists to be filled.
WARM = 5


def measure(deidentify: Callable[[str], object], about: str | None) -> None:
    """Reads the command line, runs, and prints one line of JSON. `bytes` is of the notes in UTF-8.

    `cpu_seconds` is what to compare on a machine that does other work too.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0, help="no further note is begun after this")
    args = parser.parse_args()
    notes = [each.text for each in read(args.notes)]
    for note in notes[:WARM]:
        deidentify(note)
    done = size = 0
    started, cpu = time.perf_counter(), time.process_time()
    for note in notes:
        if time.perf_counter() - started > args.seconds:
            break
        deidentify(note)
        done += 1
        size += len(note.encode())
    taken = {"seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - cpu}
    print(json.dumps({"bytes": size, "notes": done} | taken))
