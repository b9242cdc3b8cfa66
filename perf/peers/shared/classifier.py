"""Text in, label and scores out: the same tokenizer and ONNX Runtime for every Python peer, so that servers are compared and not models."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

import numpy as np
import onnxruntime
import tokenizers

IDS, MASK, TYPES = "input_ids", "attention_mask", "token_type_ids"
PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}


@dataclass(frozen=True)
class Answer:
    """The best label, its probability, and the probability of each label in the model's order."""

    label: str
    score: float
    scores: dict[str, float]


@dataclass(frozen=True)
class Settings:
    """Where a model is and how it runs. `threads` is ONNX Runtime's intra-op threads, the calling one included."""

    version: Path
    graph: str
    threads: int
    provider: str = "cpu"
    spin: bool = True


def settings_of(options: Mapping[str, Any]) -> Settings:
    """From the options that all peers take (`lifetime.options`)."""
    version = Path(options["model"])
    return Settings(version, options["graph"], options["threads"], options["provider"], not options["no_spin"])


class Classifier:
    """One session. Its methods may be called from several threads at a time."""

    def __init__(self, settings: Settings) -> None:
        config = json.loads((settings.version / "config.json").read_text(encoding="utf-8"))
        self.labels = [config["id2label"][str(number)] for number in range(len(config["id2label"]))]
        self.window: int = config["max_position_embeddings"]
        self._pad: int = config.get("pad_token_id") or 0
        self._tokenizer = tokenizers.Tokenizer.from_file(str(settings.version / "tokenizer.json"))
        # Files of the hub may carry a fixed length, which would have every text computed at that length.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.window)
        self._session = session(settings)
        self._inputs = {each.name for each in self._session.get_inputs()}

    def tokenise(self, texts: list[str]) -> list[list[int]]:
        """Ids of each text, cut at the window: the peers read no more of a long note."""
        if len(texts) == 1:
            # Without the thread pool that a batch goes through.
            return [self._tokenizer.encode(texts[0]).ids]
        return [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]

    def cuts(self, text: str) -> bool:
        """Whether `tokenise` leaves the end of a text out."""
        return bool(self._tokenizer.encode(text).overflowing)

    def pad(self, rows: list[list[int]]) -> dict[str, np.ndarray]:
        """Rows as one batch, padded to the longest."""
        longest = max(map(len, rows))
        ids = np.full((len(rows), longest), self._pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        inputs = {IDS: ids, MASK: mask, TYPES: np.zeros_like(ids)}
        return {name: inputs[name] for name in self._inputs}

    def run(self, batch: dict[str, np.ndarray]) -> np.ndarray:
        """Probabilities, [rows, labels]."""
        logits = self._session.run(None, batch)[0].astype(np.float32)
        share = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return share / share.sum(axis=-1, keepdims=True)

    def scores(self, texts: list[str]) -> np.ndarray:
        """Probabilities of the texts as one batch, [texts, labels]."""
        return self.run(self.pad(self.tokenise(texts)))

    def answers(self, texts: list[str]) -> list[Answer]:
        """One answer for each text; they run as one batch."""
        found = []
        for row in self.scores(texts).tolist():
            best = max(range(len(row)), key=row.__getitem__)
            found.append(Answer(self.labels[best], row[best], dict(zip(self.labels, row))))
        return found

    def warm(self, batch: int = 1) -> None:
        """Runs a text alone and, where there is a batcher, a batch, so that no caller pays for first allocations. Short ones: the
        time to the first answer is measured too."""
        self.scores(["well " * 40])
        if batch > 1:
            self.scores(["well " * 8] * batch)


def session(settings: Settings) -> onnxruntime.InferenceSession:
    """A session on exactly the provider that was asked for: falling back to the CPU in silence would compare the wrong thing."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = settings.threads
    options.inter_op_num_threads = 1
    if not settings.spin:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    wanted = PROVIDERS[settings.provider]
    if settings.provider == "cuda":
        # CUDA and cuDNN come as packages, which the loader does not know.
        onnxruntime.preload_dlls()
    if wanted not in onnxruntime.get_available_providers():
        raise SystemExit(f"ONNX Runtime {onnxruntime.__version__} here has no {wanted}; use the GPU environment of peers.toml")
    made = onnxruntime.InferenceSession(str(settings.version / settings.graph), options, providers=[wanted])
    if made.get_providers()[0] != wanted:
        raise SystemExit(f"ONNX Runtime fell back from {wanted} to {made.get_providers()[0]}: see its messages above")
    return made
