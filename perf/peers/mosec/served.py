"""The mosec service; serve.py starts it with its settings in the environment, which the workers inherit."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

from mosec import Runtime, Server, Worker

import lifetime
from classifier import Classifier, settings_of

VALUES: dict[str, Any] = lifetime.service_options()


class Inference(Worker):
    """Tokenises and computes what the batcher hands over."""

    def __init__(self) -> None:
        super().__init__()
        self.classifier = Classifier(settings_of(VALUES))
        self.classifier.warm(VALUES["batch"])

    def forward(self, data: Any) -> Any:
        """One body, or several where there is a batcher."""
        if isinstance(data, list):
            return [asdict(answer) for answer in self.classifier.answers([each["text"] for each in data])]
        return asdict(self.classifier.answers([data["text"]])[0])


if __name__ == "__main__":
    server = Server()
    runtime = Runtime(Inference, num=VALUES["workers"], max_batch_size=VALUES["batch"], max_wait_time=VALUES["wait_ms"])
    server.register_runtime({"/infer": [runtime]})
    server.run()
