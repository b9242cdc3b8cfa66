"""DistilBERT's forward pass in NumPy, in double precision: the independent reference.

Written from the architecture (Sanh et al. 2019; Vaswani et al. 2017; post-layer-norm blocks, exact GELU), and
sharing no code with the ONNX graph or the training. Reads its weights from a model's initialisers by name.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from distilbert import Settings, Weights

_erf = np.frompyfunc(math.erf, 1, 1)


def weights_of(path: Path) -> Weights:
    """The weights that stand in an ONNX file, under Hugging Face's names and in its [out, in] orientation."""
    import onnx
    from onnx import numpy_helper

    weights: Weights = {}
    for tensor in onnx.load(str(path)).graph.initializer:
        value = numpy_helper.to_array(tensor)
        if tensor.name.endswith(".weight_transposed"):
            weights[tensor.name.removesuffix("_transposed")] = value.T
        else:
            weights[tensor.name] = value
    return weights


def _gelu(x: np.ndarray) -> np.ndarray:
    return 0.5 * x * (1.0 + _erf(x / math.sqrt(2.0)).astype(np.float64))


def _softmax(x: np.ndarray) -> np.ndarray:
    shifted = np.exp(x - x.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


class NumpyDistilBert:
    """One sequence at a time and without padding, so that a batch's padding cannot leak into the reference."""

    def __init__(self, settings: Settings, weights: Weights) -> None:
        self._settings = settings
        self._weights = {name: value.astype(np.float64) for name, value in weights.items()}

    def _linear(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _norm(self, name: str, x: np.ndarray) -> np.ndarray:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self._settings.epsilon)
        return centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]

    def _attention(self, name: str, x: np.ndarray) -> np.ndarray:
        length, dim = x.shape
        heads = self._settings.heads
        width = dim // heads
        query, key, value = (
            self._linear(f"{name}.{part}", x).reshape(length, heads, width).transpose(1, 0, 2)
            for part in ("q_lin", "k_lin", "v_lin")
        )
        share = _softmax(query @ key.transpose(0, 2, 1) / math.sqrt(width))
        mixed = (share @ value).transpose(1, 0, 2).reshape(length, dim)
        return self._linear(f"{name}.out_lin", mixed)

    def logits(self, input_ids: list[int]) -> np.ndarray:
        """The logits of one sequence of token ids, special tokens included."""
        weights = self._weights
        x = (
            weights["distilbert.embeddings.word_embeddings.weight"][input_ids]
            + weights["distilbert.embeddings.position_embeddings.weight"][: len(input_ids)]
        )
        x = self._norm("distilbert.embeddings.LayerNorm", x)
        for layer in range(self._settings.layers):
            at = f"distilbert.transformer.layer.{layer}"
            x = self._norm(f"{at}.sa_layer_norm", x + self._attention(f"{at}.attention", x))
            wide = _gelu(self._linear(f"{at}.ffn.lin1", x))
            x = self._norm(f"{at}.output_layer_norm", x + self._linear(f"{at}.ffn.lin2", wide))
        pooled = np.maximum(self._linear("pre_classifier", x[0]), 0.0)
        return self._linear("classifier", pooled)
