"""Accuracy of a model version on hand-written sentences, through ONNX Runtime as the pool runs it.

`python3 evaluate.py VERSION_DIRECTORY FILE.jsonl…` prints accuracy and every mistake; the training script and the
tests call `accuracy`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Iterable

import numpy as np

from distilbert import LABELS
from package import run_batch, session
from wordpiece import WordPiece

# Texts in one batch; also mixes lengths, so padding is part of what is measured.
BATCH = 25


def read_sentences(path: Path) -> list[dict[str, str]]:
    """The sentences of a .jsonl file: text, label, style."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


class Version:
    """A model version, ready to classify texts."""

    def __init__(self, directory: Path) -> None:
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        self._limit = int(config["max_position_embeddings"])
        self._pad = int(config["pad_token_id"])
        self._tokenizer = WordPiece.read(directory / "tokenizer.json")
        self._session = session(directory)

    def scores(self, texts: Iterable[str]) -> np.ndarray:
        """Probabilities, [texts, labels]. Texts are cut at the model's limit; the pool splits them instead."""
        ids = [self._tokenizer.encode(text, self._limit) for text in texts]
        logits = np.concatenate([run_batch(self._session, ids[at : at + BATCH], self._pad) for at in range(0,
            len(ids), BATCH)])
        share = np.exp(logits - logits.max(axis=1, keepdims=True))
        return share / share.sum(axis=1, keepdims=True)

    def labels(self, texts: Iterable[str]) -> list[str]:
        """The better label of each text."""
        return [LABELS[int(best)] for best in self.scores(texts).argmax(axis=1)]


def accuracy(directory: Path, path: Path) -> tuple[float, list[dict[str, str]]]:
    """The share of sentences with the right label, and the sentences that got the wrong one."""
    sentences = read_sentences(path)
    labels = Version(directory).labels(sentence["text"] for sentence in sentences)
    wrong = [sentence for sentence, label in zip(sentences, labels) if sentence["label"] != label]
    return 1.0 - len(wrong) / len(sentences), wrong


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: evaluate.py VERSION_DIRECTORY FILE.jsonl…")
    for name in sys.argv[2:]:
        share, mistakes = accuracy(Path(sys.argv[1]), Path(name))
        print(f"{name}: {share:.1%}")
        for mistake in mistakes:
            print(f"  {mistake['label']:8} {mistake['style']:14} {mistake['text']}")
