"""LitServe: FastAPI in front, Python workers behind a queue, a batcher. POST /infer {"text"} -> {"label", "score", "scores"}.

`--batch` is the most that a batch holds (1: none), `--wait-ms` how long it may wait to fill, `--workers` how many processes compute.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import lifetime


def main() -> None:
    """Reads the options and starts served.py."""
    parser = lifetime.options(__doc__)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--wait-ms", type=int, default=1, help="0: takes what is there, and spins while nothing is")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--slow-queue", action="store_true", help="LitServe's multiprocessing queue instead of its ZeroMQ one")
    args = parser.parse_args()
    values = vars(args) | {"model": str(args.model.resolve())}
    served = str(Path(__file__).resolve().parent / "served.py")
    env = os.environ | {"ANTEROOM_PEER": json.dumps(values)}
    lifetime.supervise([sys.executable, served], lifetime.infers(args.port), args.port, env)


if __name__ == "__main__":
    main()
