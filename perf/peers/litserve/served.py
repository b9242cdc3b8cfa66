"""The LitServe service; serve.py starts it with its settings in the environment, which the workers inherit."""

# No `from __future__ import annotations`: LitServe reads the types of the methods below.

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

from litserve import LitAPI, LitServer

import lifetime
from classifier import Answer, Classifier, settings_of

VALUES: dict[str, Any] = lifetime.service_options()


class Inference(LitAPI):
    """Tokenises and computes what the batcher hands over."""

    def setup(self, device: str) -> None:
        """In the worker's process."""
        self.classifier = Classifier(settings_of(VALUES))
        self.classifier.warm(VALUES["batch"])

    def decode_request(self, request: dict) -> str:
        """The text."""
        return request["text"]

    def predict(self, x: str | list[str]) -> Answer | list[Answer]:
        """One text, or several where there is a batcher."""
        return self.classifier.answers(x) if isinstance(x, list) else self.classifier.answers([x])[0]

    def encode_response(self, output: Answer) -> dict[str, Any]:
        """The body."""
        return asdict(output)


if __name__ == "__main__":
    server = LitServer(
        Inference(max_batch_size=VALUES["batch"], batch_timeout=VALUES["wait_ms"] / 1000, api_path="/infer"),
        # The session chooses its provider itself; LitServe only counts devices.
        accelerator="cpu",
        workers_per_device=VALUES["workers"],
        timeout=60,
        fast_queue=not VALUES["slow_queue"],
    )
    server.run(
        host=lifetime.HOST,
        port=VALUES["port"],
        num_api_servers=1,
        log_level="warning",
        generate_client_file=False,
        access_log=False,
    )
