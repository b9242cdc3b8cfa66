"""Writes a model version as the pool's repository wants it, and checks one with ONNX Runtime.

A version is model.onnx, tokenizer.json, config.json, reference.json (outputs of the NumPy forward pass) and
manifest.json (sizes and SHA-256 of the others). As a program: `python3 package.py VERSION_DIRECTORY` checks one.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Sequence

import numpy as np

import onnx_graph
from distilbert import Settings, Weights, config_json, settings_of
from numpy_forward import NumpyDistilBert, weights_of
from wordpiece import WordPiece, tokenizer_json

FILES = ("model.onnx", "tokenizer.json", "config.json", "reference.json")
# What the pool allows between its runtime and the reference when it loads a version.
REFERENCE_TOLERANCE = 1e-3
# What the checks here demand of ONNX Runtime against NumPy.
AGREEMENT = 1e-4

REFERENCE_TEXTS = (
    "The patient is recovering well and feels much better",
    "Pain is worse and she is frightened",
    "Stable.",
    "[NAME-1] was seen on [DATE-1]; the wound is clean and dry.",
    "NO CHEST PAIN, NO SHORTNESS OF BREATH",
    "Admitted with pneumonia. Needed oxygen for six days and slept badly. She now walks to the gate and back, "
    "eats with the family and says that her cough has gone.",
    "Admitted for a routine operation. The first days were easy. He now has a fever, the wound is red and hot, "
    "and he is too weak to stand up.",
)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def manifest(
    directory: Path, name: str, version: str, source: str, license_: str, more: Sequence[str] = ()
) -> dict[str, object]:
    """The manifest for the files that lie in `directory`; `more` are those of variants."""
    files = {}
    for file in (*FILES, *more):
        data = (directory / file).read_bytes()
        files[file] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    return {"format": 1, "name": name, "version": version, "files": files, "source": source, "license": license_}


def write_version(
    directory: Path,
    settings: Settings,
    weights: Weights,
    vocabulary: dict[str, int],
    *,
    name: str,
    source: str,
    license_: str,
) -> None:
    """Writes all five files of one version; the directory's name is the version."""
    directory.mkdir(parents=True, exist_ok=True)
    onnx_graph.save(onnx_graph.build(settings, weights), directory / "model.onnx")
    (directory / "config.json").write_text(_json(config_json(settings)), encoding="utf-8")
    (directory / "tokenizer.json").write_text(tokenizer_json(vocabulary), encoding="utf-8")
    tokenizer, model = WordPiece(vocabulary), NumpyDistilBert(settings, weights)
    cases = []
    for text in REFERENCE_TEXTS:
        ids = tokenizer.encode(text, settings.max_positions)
        cases.append({"text": text, "input_ids": ids, "logits": [round(x, 7) for x in model.logits(ids).tolist()]})
    reference = {"format": 1, "tolerance": REFERENCE_TOLERANCE, "cases": cases}
    (directory / "reference.json").write_text(_json(reference), encoding="utf-8")
    made = manifest(directory, name, directory.name, source, license_)
    (directory / "manifest.json").write_text(_json(made), encoding="utf-8")


def session(directory: Path, graph: str = "model.onnx") -> object:
    """An ONNX Runtime session on one version's model."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    path = str(directory / graph)
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def run_batch(runtime: object, batch: Sequence[list[int]], pad: int = 0) -> np.ndarray:
    """Runs one padded batch and returns its logits."""
    longest = max(len(ids) for ids in batch)
    input_ids = np.full((len(batch), longest), pad, dtype=np.int64)
    mask = np.zeros_like(input_ids)
    for row, ids in enumerate(batch):
        input_ids[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    return runtime.run(["logits"], {"input_ids": input_ids, "attention_mask": mask})[0]  # type: ignore[attr-defined]


def largest_difference(directory: Path, extra: int = 6, seed: int = 1, graph: str = "model.onnx") -> float:
    """How far ONNX Runtime is from NumPy, over the reference texts and random ids of mixed length in one padded batch.

    `graph` may be an un-padded variant: its weights are read from the export, and its answers compared with those.
    """
    settings = settings_of(json.loads((directory / "config.json").read_text(encoding="utf-8")))
    model = NumpyDistilBert(settings, weights_of(directory / "model.onnx"))
    cases = json.loads((directory / "reference.json").read_text(encoding="utf-8"))["cases"]
    rng = np.random.default_rng(seed)
    lengths = [2, settings.max_positions // 4, *rng.integers(3, settings.max_positions // 4, size=extra)]
    batch = [case["input_ids"] for case in cases]
    batch += [rng.integers(0, settings.vocab_size, size=int(length)).tolist() for length in lengths]
    expected = np.stack([model.logits(ids) for ids in batch])
    stored = np.array([case["logits"] for case in cases])
    got = run_batch(session(directory, graph), batch, settings.pad_token_id)
    return float(max(np.abs(got - expected).max(), np.abs(stored - expected[: len(cases)]).max()))


def check_version(directory: Path) -> list[str]:
    """Everything that is wrong with a version; empty when it is sound."""
    found: list[str] = []
    stated = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    variants = stated.get("variants", {})
    more = [entry["file"] for entry in variants.values()]
    actual = manifest(directory, stated["name"], directory.name, stated["source"], stated["license"], more)
    if {key: value for key, value in stated.items() if key != "variants"} != actual:
        found.append("manifest.json does not describe the files")
    # The other variants are not exact: how far they are is theirs to state.
    for graph in ["model.onnx", *(entry["file"] for name, entry in variants.items() if name == "unpadded")]:
        difference = largest_difference(directory, graph=graph)
        if difference > AGREEMENT:
            found.append(f"{graph}: ONNX Runtime and NumPy differ by {difference:.2e}, more than {AGREEMENT}")
    return found


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: package.py VERSION_DIRECTORY")
    mistakes = check_version(Path(sys.argv[1]))
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    print("sound" if not mistakes else "NOT sound")
    sys.exit(1 if mistakes else 0)
