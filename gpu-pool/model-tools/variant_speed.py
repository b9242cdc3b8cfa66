"""Measures the variants of a version against its export, on mixed lengths.

`python3 variant_speed.py VERSION_DIRECTORY [--rounds N]`: one thread, batches of 4, lengths as in real traffic
(log-normal, mean 40, at most 128). Plans: one at a time, in order of arrival, sorted within 32 waiting, all alike. The
graphs take turns, batch by batch, so that other work on the machine hits all alike; believe ratios, not figures.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Callable

import numpy as np

from optimize import Batch, Runner, padded

# Natural logarithm of the median 33, and the spread that puts the 95th percentile at 92.
MEDIAN, SPREAD, LONGEST = np.log(33.0), 0.62, 128
TEXTS, ROWS, WAITING = 64, 4, 32
# Tokens of a text where all are alike: no padding to save, so this is the un-padded graph's worst case.
EVEN = 35

Rows = list[list[int]]


def traffic(vocabulary: int, longest: int, seed: int = 7) -> Rows:
    """Random ids of mixed length."""
    rng = np.random.default_rng(seed)
    lengths = np.clip(np.rint(rng.lognormal(MEDIAN, SPREAD, size=TEXTS)), 3, min(longest, LONGEST)).astype(int)
    return [rng.integers(0, vocabulary, size=length).tolist() for length in lengths]


def _chunks(rows: Rows, size: int) -> list[Rows]:
    return [rows[at : at + size] for at in range(0, len(rows), size)]


def _sorted(rows: Rows) -> list[Rows]:
    return [batch for waiting in _chunks(rows, WAITING) for batch in _chunks(sorted(waiting, key=len), ROWS)]


PLANS: dict[str, Callable[[Rows], list[Rows]]] = {
    "one at a time": lambda rows: _chunks(rows, 1),
    f"arrival order, {ROWS} rows": lambda rows: _chunks(rows, ROWS),
    f"sorted within {WAITING}, {ROWS} rows": _sorted,
    f"all of {EVEN} tokens, {ROWS} rows": lambda rows: _chunks([(row * EVEN)[:EVEN] for row in rows], ROWS),
}


def measure(runners: dict[str, Runner], batches: list[Batch], rounds: int) -> dict[str, float]:
    """Seconds of each graph for all batches, the best of the rounds."""
    best = {name: float("inf") for name in runners}
    for _ in range(rounds):
        taken = dict.fromkeys(runners, 0.0)
        for batch in batches:
            for name, runner in runners.items():
                started = time.perf_counter()
                runner.logits(batch)
                taken[name] += time.perf_counter() - started
        best = {name: min(best[name], taken[name]) for name in runners}
    return best


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    config = json.loads((args.version / "config.json").read_text(encoding="utf-8"))
    manifest = json.loads((args.version / "manifest.json").read_text(encoding="utf-8"))
    files = {"export": "model.onnx"} | {name: entry["file"] for name, entry in manifest.get("variants", {}).items()}
    runners = {name: Runner(str(args.version / file), threads=1) for name, file in files.items()}
    rows = traffic(config["vocab_size"], config["max_position_embeddings"])
    print("| plan | " + " | ".join(f"{name}, texts/s | x export" for name in runners) + " |")
    print("|---" * (1 + 2 * len(runners)) + "|")
    for plan, form in PLANS.items():
        batches = [padded(batch, config.get("pad_token_id") or 0) for batch in form(rows)]
        seconds = measure(runners, batches, args.rounds)
        cells = [f"{TEXTS / s:.0f} | {seconds['export'] / s:.2f}" for s in seconds.values()]
        print(f"| {plan} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
