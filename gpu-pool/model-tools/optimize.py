"""Makes variants of a model version: the un-padded graph in fp32, in int8 (CPU) and in fp16 (GPU).

`python3 optimize.py VERSION_DIRECTORY [--variant unpadded|int8|fp16|all]` writes model.unpadded.onnx and so on beside
model.onnx, and enters them in manifest.json with how far they are from the export. A variant that does not agree is
not kept. Needs requirements.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import numpy as np
import onnx

from export_reader import IDS, LOGITS, MASK, TYPES, Unrecognised, read
from unpadded_graph import build

PRECISION = {"unpadded": "fp32", "int8": "int8", "fp16": "fp16"}
# The un-padded graph is the same mathematics: more than rounding is a mistake.
EXACT = 1e-4
# Fewer same labels than this, and the variant is another model. Generated sequences lie closer to the border between
# labels than real texts do, so this is a floor and not what to expect.
LEAST_SAME_LABELS = 0.95
# The pool compares with reference.json on hardware whose kernels may round otherwise: so many times what was seen here.
MARGIN = 2.0
# The largest tolerance that the pool takes (`registry/variant.rs`).
MOST_TOLERATED = {"unpadded": 0.05, "fp16": 0.25, "int8": 1.0}
# Rows and columns of generated batches; longer than the window are cut to it.
SHAPES = ((1, 1), (1, 2), (1, 3), (1, 17), (1, 64), (1, 128), (1, 512), (2, 5), (4, 16), (4, 40), (8, 33), (8, 96), (16, 24), (3, 512))

Batch = dict[str, np.ndarray]


class Refused(Exception):
    """A variant that does not agree with its export, or a version that cannot have one."""


@dataclass(frozen=True)
class Agreement:
    """How far a variant is from the export over the validation set."""

    sequences: int
    largest_logit_difference: float
    largest_probability_difference: float
    same_labels: float

    def check(self, variant: str) -> None:
        """Raises Refused where it is not enough."""
        if variant == "unpadded" and not self.largest_logit_difference <= EXACT:
            raise Refused(f"{variant}: a logit differs by {self.largest_logit_difference:.2e}, more than {EXACT}")
        if not self.same_labels >= LEAST_SAME_LABELS:
            raise Refused(f"{variant}: only {self.same_labels:.1%} of the labels are the export's")
        if not np.isfinite(self.largest_logit_difference):
            raise Refused(f"{variant}: a logit is not finite")


def _number(config: dict[str, object], *names: str) -> int:
    for name in names:
        if isinstance(config.get(name), int):
            return int(config[name])  # type: ignore[call-overload]
    raise Refused(f"config.json: none of {', '.join(names)} is there")


def padded(rows: list[list[int]], pad: int) -> Batch:
    """Rows of token ids as one batch, padded to the longest."""
    longest = max(map(len, rows))
    ids = np.full((len(rows), longest), pad, dtype=np.int64)
    mask = np.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        mask[number, : len(row)] = 1
    return {IDS: ids, MASK: mask}


def generated(vocabulary: int, window: int, pad: int, types: int = 0, seed: int = 1) -> Iterator[Batch]:
    """Random ids, and token types below `types`, if any: all rows full, rows of mixed length, masks with holes."""
    rng = np.random.default_rng(seed)
    for batch in _masked(rng, vocabulary, window, pad):
        if types:
            batch[TYPES] = rng.integers(0, types, size=batch[IDS].shape)
        yield batch


def _masked(rng: np.random.Generator, vocabulary: int, window: int, pad: int) -> Iterator[Batch]:
    for count, columns in SHAPES:
        columns = min(columns, window)
        ids = rng.integers(0, vocabulary, size=(count, columns))
        lengths = rng.integers(1, columns + 1, size=count)
        lengths[0] = columns
        ragged = (np.arange(columns)[None, :] < lengths[:, None]).astype(np.int64)
        yield {IDS: ids, MASK: np.ones_like(ids)}
        yield {IDS: np.where(ragged == 1, ids, pad), MASK: ragged}
        if count > 1 and columns > 2:
            # Also at the front.
            holes = ragged * rng.integers(0, 2, size=ragged.shape)
            # A row without any token has no defined answer.
            holes[:, 1] = 1
            yield {IDS: ids, MASK: holes}


def scores(logits: np.ndarray, config: dict[str, object]) -> np.ndarray:
    """Probabilities as the pool computes them."""
    wide = logits.astype(np.float64)
    if config.get("problem_type") == "multi_label_classification" or logits.shape[-1] == 1:
        return 1.0 / (1.0 + np.exp(-wide))
    share = np.exp(wide - wide.max(axis=-1, keepdims=True))
    return share / share.sum(axis=-1, keepdims=True)


def labels(probabilities: np.ndarray, config: dict[str, object]) -> np.ndarray:
    """What counts as the answer: the best label, or each one's yes or no where they are independent."""
    if config.get("problem_type") == "multi_label_classification" or probabilities.shape[-1] == 1:
        return probabilities > 0.5
    return probabilities.argmax(axis=-1)[:, None]


class Runner:
    """One graph in ONNX Runtime on the CPU. Fills token_type_ids with zeros, as the pool does."""

    def __init__(self, graph: bytes | str, threads: int = 0) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._inputs = {each.name for each in self._session.get_inputs()}

    def logits(self, batch: Batch) -> np.ndarray:
        """[rows, labels]."""
        if TYPES in self._inputs and TYPES not in batch:
            batch = {**batch, TYPES: np.zeros_like(batch[IDS])}
        return self._session.run([LOGITS], {name: batch[name] for name in self._inputs})[0]


def compare(export: Runner, variant: Runner, batches: list[Batch], config: dict[str, object]) -> Agreement:
    """Runs both over the batches."""
    expected = [export.logits(batch) for batch in batches]
    found = [variant.logits(batch) for batch in batches]
    one, other = np.concatenate(expected), np.concatenate(found)
    if one.shape != other.shape:
        raise Refused(f"the variant answers {other.shape}, and the export {one.shape}")
    first, second = scores(one, config), scores(other, config)
    same = (labels(first, config) == labels(second, config)).all(axis=-1)
    difference = np.abs(one - other)
    return Agreement(
        sequences=len(one),
        largest_logit_difference=float(difference.max()) if np.isfinite(difference).all() else float("inf"),
        largest_probability_difference=float(np.nan_to_num(np.abs(first - second), nan=1.0).max()),
        same_labels=float(same.mean()),
    )


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all: the pool may be looking."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(data)
    os.replace(new, path)


def _rounded_up(value: float) -> float:
    return float(f"{value * 1.005:.2e}")


def _reference(directory: Path) -> dict[str, object] | None:
    path = directory / "reference.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def optimize(directory: Path, variants: list[str], say: object = print) -> None:
    """Makes, compares and enters the variants. The un-padded one is always compared: the others are made of it.

    Raises Unrecognised and Refused; what was entered before stays.
    """
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    data = (directory / "model.onnx").read_bytes()
    if hashlib.sha256(data).hexdigest() != manifest["files"]["model.onnx"]["sha256"]:
        raise Refused("model.onnx is not the file that manifest.json describes")
    del data
    model = onnx.load(str(directory / "model.onnx"))
    source = read(model, _number(config, "n_heads", "num_attention_heads"))
    del model
    window = min(_number(config, "max_position_embeddings"), source.positions.shape[0])
    pad = config.get("pad_token_id") or 0
    reference = _reference(directory)
    texts = [case["input_ids"] for case in reference["cases"]] if reference else []  # type: ignore[index]
    batches = [padded([ids], pad) for ids in texts] + ([padded(texts, pad)] if texts else [])
    referenced = len(batches)
    types = source.types.shape[0] if source.types is not None and TYPES in source.inputs else 0
    batches += generated(source.words.shape[0], window, pad, types)
    export = Runner(str(directory / "model.onnx"))
    entries = dict(manifest.get("variants", {}))
    for variant in ["unpadded", *(each for each in variants if each != "unpadded")]:
        graph = build(source, PRECISION[variant]).SerializeToString()
        runner = Runner(graph)
        agreement = compare(export, runner, batches, config)
        say(  # type: ignore[operator]
            f"{variant}: {agreement.sequences} sequences; labels as the export's {agreement.same_labels:.2%}; largest "
            f"difference of a probability {agreement.largest_probability_difference:.2e}, "
            f"of a logit {agreement.largest_logit_difference:.2e}"
        )
        agreement.check(variant)
        if variant not in variants:
            continue
        file = f"model.{variant}.onnx"
        entry: dict[str, object] = {"file": file, "precision": PRECISION[variant], "agreement": vars(agreement)}
        if reference:
            wanted = np.array([case["logits"] for case in reference["cases"]])  # type: ignore[index]
            alone = np.concatenate([runner.logits(batch) for batch in batches[: len(texts)]])
            together = runner.logits(batches[referenced - 1])
            seen = max(np.abs(alone - wanted).max(), np.abs(together - wanted).max())
            tolerance = _rounded_up(max(float(reference["tolerance"]), MARGIN * float(seen)))
            if tolerance > MOST_TOLERATED[variant]:
                raise Refused(f"{variant}: a logit is {seen:.2e} from the references, too far for the pool to serve it")
            entry["reference_tolerance"] = tolerance
        _replace(directory / file, graph)
        manifest["files"][file] = {"sha256": hashlib.sha256(graph).hexdigest(), "bytes": len(graph)}
        entries[variant] = entry
        manifest["variants"] = {name: entries[name] for name in sorted(entries)}
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        _replace(directory / "manifest.json", text.encode())


def main() -> int:
    """0 when every variant that was asked for has been accepted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version", type=Path, help="directory of a model version")
    parser.add_argument("--variant", choices=[*PRECISION, "all"], default="all")
    args = parser.parse_args()
    try:
        optimize(args.version, list(PRECISION) if args.variant == "all" else [args.variant])
    except (Unrecognised, Refused) as error:
        print(f"{args.version}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
