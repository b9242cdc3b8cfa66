"""DistilBERT's shape: its settings, the names of its weights, and fresh random weights.

Used by the training script, the full-size generator and the checks. Holds no computation:
`numpy_forward.py`, `onnx_graph.py` and `train_demo.py` each have their own forward pass, so that they can
be compared with one another. The names are those of Hugging Face's state dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

import numpy as np

Weights = dict[str, np.ndarray]

LABELS = ("NEGATIVE", "POSITIVE")


@dataclass(frozen=True)
class Settings:
    """What fixes the architecture; the defaults are those of `distilbert-base-uncased`."""

    vocab_size: int = 30522
    max_positions: int = 512
    layers: int = 6
    dim: int = 768
    heads: int = 12
    hidden: int = 3072
    pad_token_id: int = 0
    epsilon: float = 1e-12

    def __post_init__(self) -> None:
        if self.dim % self.heads:
            raise ValueError(f"dim {self.dim} is not a multiple of heads {self.heads}")


def config_json(settings: Settings) -> dict[str, object]:
    """Hugging Face's config.json for these settings."""
    return {
        "activation": "gelu",
        "architectures": ["DistilBertForSequenceClassification"],
        "attention_dropout": 0.1,
        "dim": settings.dim,
        "dropout": 0.1,
        "hidden_dim": settings.hidden,
        "id2label": {str(i): label for i, label in enumerate(LABELS)},
        "initializer_range": 0.02,
        "label2id": {label: i for i, label in enumerate(LABELS)},
        "max_position_embeddings": settings.max_positions,
        "model_type": "distilbert",
        "n_heads": settings.heads,
        "n_layers": settings.layers,
        "pad_token_id": settings.pad_token_id,
        "seq_classif_dropout": 0.2,
        "sinusoidal_pos_embds": False,
        "tie_weights_": True,
        "torch_dtype": "float32",
        "vocab_size": settings.vocab_size,
    }


def settings_of(config: dict[str, object]) -> Settings:
    """The inverse of `config_json`."""
    number = {name: value for name, value in config.items() if isinstance(value, int)}
    return Settings(
        vocab_size=number["vocab_size"],
        max_positions=number["max_position_embeddings"],
        layers=number["n_layers"],
        dim=number["dim"],
        heads=number["n_heads"],
        hidden=number["hidden_dim"],
        pad_token_id=number["pad_token_id"],
    )


def shapes(settings: Settings) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every weight's name and shape, in the order of the forward pass. Linear weights are [out, in]."""
    dim, hidden = settings.dim, settings.hidden

    def linear(name: str, out: int, into: int) -> Iterator[tuple[str, tuple[int, ...]]]:
        yield f"{name}.weight", (out, into)
        yield f"{name}.bias", (out,)

    def norm(name: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        yield f"{name}.weight", (dim,)
        yield f"{name}.bias", (dim,)

    yield "distilbert.embeddings.word_embeddings.weight", (settings.vocab_size, dim)
    yield "distilbert.embeddings.position_embeddings.weight", (settings.max_positions, dim)
    yield from norm("distilbert.embeddings.LayerNorm")
    for layer in range(settings.layers):
        at = f"distilbert.transformer.layer.{layer}"
        for part in ("q_lin", "k_lin", "v_lin", "out_lin"):
            yield from linear(f"{at}.attention.{part}", dim, dim)
        yield from norm(f"{at}.sa_layer_norm")
        yield from linear(f"{at}.ffn.lin1", hidden, dim)
        yield from linear(f"{at}.ffn.lin2", dim, hidden)
        yield from norm(f"{at}.output_layer_norm")
    yield from linear("pre_classifier", dim, dim)
    yield from linear("classifier", len(LABELS), dim)


def random_weights(settings: Settings, seed: int, lively: bool = False) -> Weights:
    """Random weights, the same for the same seed.

    Plain: as a training run starts. `lively`: spread as after training (biases and norms that are not flat,
    dense layers that keep the signal's size), so that logits differ from text to text.
    """
    rng = np.random.default_rng(seed)
    weights: Weights = {}
    for name, shape in shapes(settings):
        if "norm" in name.lower():
            flat = np.ones(shape) if name.endswith("weight") else np.zeros(shape)
            spread = 0.1 if lively else 0.0
            value = flat + spread * rng.standard_normal(shape, dtype=np.float32)
        elif name.endswith("bias"):
            value = (0.05 if lively else 0.0) * rng.standard_normal(shape, dtype=np.float32)
        elif "embeddings" in name:
            value = (0.05 if lively else 0.02) * rng.standard_normal(shape, dtype=np.float32)
        else:
            scale = (1.2 if lively else 0.7) / np.sqrt(shape[1])
            value = scale * rng.standard_normal(shape, dtype=np.float32)
        weights[name] = value.astype(np.float32)
    return weights
