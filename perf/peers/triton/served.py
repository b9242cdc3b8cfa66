"""The model `classifier` of the Triton peer, run by Triton's Python backend. serve.py writes its configuration."""

import json
from pathlib import Path

import numpy as np
import triton_python_backend_utils as pb

from classifier import Classifier, Settings


class TritonPythonModel:
    """Tokenises, runs and scores all texts that Triton hands over at once as one padded batch."""

    def initialize(self, args: dict[str, str]) -> None:
        """Loads and warms."""
        config = json.loads(args["model_config"])
        value = {name: entry["string_value"] for name, entry in config["parameters"].items()}
        settings = Settings(Path(value["version"]), value["graph"], int(value["threads"]), value["provider"], bool(value["spin"]))
        self.classifier = Classifier(settings)
        self.classifier.warm(int(value["batch"]))

    def execute(self, requests: list) -> list:
        """One response a request, in order."""
        texts, ends = [], []
        for request in requests:
            tensor = pb.get_input_tensor_by_name(request, "text").as_numpy()
            texts.extend(each.decode("utf-8") for each in tensor.reshape(-1))
            ends.append(len(texts))
        scores = self.classifier.scores(texts)
        names = np.array([name.encode() for name in self.classifier.labels], dtype=np.object_)
        labels = names[scores.argmax(axis=-1)].reshape(-1, 1)
        responses, start = [], 0
        for end in ends:
            outputs = [pb.Tensor("scores", scores[start:end]), pb.Tensor("label", labels[start:end])]
            responses.append(pb.InferenceResponse(output_tensors=outputs))
            start = end
        return responses
