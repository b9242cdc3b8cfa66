"""The mean of several `model.bin`: `python -m training.mean_weights OUT FILE FILE…`.

For: `remake_model.sh`. The models are linear and share their features' numbers, so that the mean of weights decides like a vote
of the models with as much say as they are sure. Steps are read from `src/model/weights.rs`; a mean becomes the nearest step.
"""
from __future__ import annotations

import pathlib
import re
import sys

SOURCE = pathlib.Path(__file__).parent.parent / "src" / "model" / "weights.rs"


def steps() -> list[int]:
    found = re.search(r"STEPS: \[i8; 16\] = \[([-\d, ]+)\]", SOURCE.read_text(encoding="utf-8"))
    if not found:
        raise SystemExit(f"{SOURCE} has no STEPS that can be read")
    return [int(step) for step in found[1].split(",")]


def mean(models: list[bytes]) -> bytes:
    """Models of one size: each byte holds the steps of two tags, a half each."""
    if len({len(model) for model in models}) != 1:
        raise SystemExit("the models have different sizes: they were made for different tables")
    of, count = steps(), len(models)
    # The first of equally near ones, as in `weights::nearest`.
    near = {total: min(range(16), key=lambda step: abs(of[step] * count - total)) for total in range(min(of) * count, max(of) * count + 1)}
    return bytes(
        near[sum(of[byte & 15] for byte in slot)] | near[sum(of[byte >> 4] for byte in slot)] << 4
        for slot in zip(*models)
    )


def main(argv: list[str]) -> int:
    if len(argv) < 3:
        print(__doc__, file=sys.stderr)
        return 64
    pathlib.Path(argv[0]).write_bytes(mean([pathlib.Path(name).read_bytes() for name in argv[1:]]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
