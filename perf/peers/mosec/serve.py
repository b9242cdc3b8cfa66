"""mosec: a Rust front with Python workers and a batcher. POST /infer {"text"} -> {"label", "score", "scores"}.

`--batch` is the most that a batch holds (1: none), `--wait-ms` how long it may wait to fill, `--workers` how many processes compute.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import lifetime

# mosec's own is 3 s, which a queue of 256 requests on two cores outlasts.
TIMEOUT_MS = 60_000


def main() -> None:
    """Reads the options and starts served.py, since mosec reads the command line itself."""
    parser = lifetime.options(__doc__)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--wait-ms", type=int, default=1, help="at least 1: mosec takes 0 for its default of 10")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    values = vars(args) | {"model": str(args.model.resolve())}
    env = {
        "ANTEROOM_PEER": json.dumps(values),
        "MOSEC_PORT": str(args.port),
        "MOSEC_ADDRESS": lifetime.HOST,
        "MOSEC_TIMEOUT": str(TIMEOUT_MS),
        "MOSEC_LOG_LEVEL": "warning",
    }
    served = str(Path(__file__).resolve().parent / "served.py")
    lifetime.supervise([sys.executable, served], lifetime.infers(args.port), args.port, os.environ | env)


if __name__ == "__main__":
    main()
