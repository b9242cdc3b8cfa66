"""mosec: a Rust front with Python workers and a batcher. POST /infer {"text"} -> {"label", "score", "scores"}."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import lifetime

# mosec's own is 3 s, which a queue of 256 requests on two cores outlasts.
TIMEOUT_MS = 60_000


def main() -> None:
    """Reads the options and starts served.py, since mosec reads the command line itself."""
    parser = lifetime.batching(lifetime.options(__doc__), "at least 1: mosec takes 0 for its default of 10")
    args = parser.parse_args()
    env = {
        "MOSEC_PORT": str(args.port),
        "MOSEC_ADDRESS": lifetime.HOST,
        "MOSEC_TIMEOUT": str(TIMEOUT_MS),
        "MOSEC_LOG_LEVEL": "warning",
    }
    lifetime.supervise_service(Path(__file__).with_name("served.py"), args, env)


if __name__ == "__main__":
    main()
