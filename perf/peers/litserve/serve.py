"""LitServe: FastAPI in front, Python workers behind a queue, a batcher. POST /infer {"text"} -> {"label", "score", "scores"}."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import lifetime


def main() -> None:
    """Reads the options and starts served.py."""
    parser = lifetime.batching(lifetime.options(__doc__), "0: takes what is there, and spins while nothing is")
    parser.add_argument("--slow-queue", action="store_true", help="LitServe's multiprocessing queue instead of its ZeroMQ one")
    lifetime.supervise_service(Path(__file__).with_name("served.py"), parser.parse_args())


if __name__ == "__main__":
    main()
