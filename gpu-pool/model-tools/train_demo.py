"""Trains the demo model: a small DistilBERT classifier on texts of the training grammar.

`python3 train_demo.py --out DIR` writes DIR/demo/1. Needs requirements-training.txt (JAX on the CPU); takes about
ten minutes on two cores. The same seed and versions give the same texts and vocabulary; weights can differ in the
last digits from processor to processor.
"""

from __future__ import annotations

import argparse
import functools
import math
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

import vocabulary as vocab
from distilbert import LABELS, Settings, random_weights
from evaluate import accuracy
from grammar import Grammar
from package import check_version, write_version
from wordpiece import WordPiece

Params = dict[str, jax.Array]

SEED = 20
# Lengths that batches are padded to: few, since each one is compiled.
BUCKETS = (16, 32, 64, 128)
TOKENS_PER_BATCH = 2048
PEAK_RATE = 1.5e-3
WARM_UP = 100
DROPOUT = 0.05
# Share of input tokens that become [UNK] in training, so that unknown words do not decide.
WORD_DROPOUT = 0.05
WEIGHT_DECAY = 0.01
# Targets are this far from certain, so that scores stay readable.
SMOOTHING = 0.03
# This first share of the steps sees single statements only: denial is learned there, and contrasts need it.
EASY_SHARE = 0.3


def _dropout(x: jax.Array, noise: jax.Array) -> jax.Array:
    """Drops what random bytes below DROPOUT of their range say."""
    return jnp.where(noise >= round(DROPOUT * 256), x / (1.0 - DROPOUT), 0.0)


def forward(settings: Settings, params: Params, ids: jax.Array, mask: jax.Array, noise: jax.Array) -> jax.Array:
    """Logits of a padded batch; `noise` holds random bytes, [2 * layers + 1, batch, length, dim]."""
    batch, length = ids.shape

    def linear(name: str, x: jax.Array) -> jax.Array:
        return x @ params[f"{name}.weight"].T + params[f"{name}.bias"]

    def norm(name: str, x: jax.Array) -> jax.Array:
        centred = x - x.mean(-1, keepdims=True)
        scale = jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + settings.epsilon)
        return centred * scale * params[f"{name}.weight"] + params[f"{name}.bias"]

    def heads(x: jax.Array) -> jax.Array:
        return x.reshape(batch, length, settings.heads, -1)

    at = "distilbert.embeddings"
    x = params[f"{at}.word_embeddings.weight"][ids] + params[f"{at}.position_embeddings.weight"][:length]
    x = _dropout(norm(f"{at}.LayerNorm", x), noise[0])
    for layer in range(settings.layers):
        at = f"distilbert.transformer.layer.{layer}"
        query, k, value = (heads(linear(f"{at}.attention.{part}", x)) for part in ("q_lin", "k_lin", "v_lin"))
        scores = jnp.einsum("bqhd,bkhd->bhqk", query, k) / math.sqrt(settings.dim // settings.heads)
        share = jax.nn.softmax(jnp.where(mask[:, None, None, :] > 0, scores, -1e9), axis=-1)
        mixed = jnp.einsum("bhqk,bkhd->bqhd", share, value).reshape(x.shape)
        x = norm(f"{at}.sa_layer_norm", x + _dropout(linear(f"{at}.attention.out_lin", mixed), noise[2 * layer + 1]))
        wide = jax.nn.gelu(linear(f"{at}.ffn.lin1", x), approximate=False)
        x = norm(f"{at}.output_layer_norm", x + _dropout(linear(f"{at}.ffn.lin2", wide), noise[2 * layer + 2]))
    pooled = jax.nn.relu(linear("pre_classifier", x[:, 0]))
    return linear("classifier", pooled)


def loss(settings: Settings, params: Params, ids: jax.Array, mask: jax.Array, labels: jax.Array,
    noise: jax.Array) -> jax.Array:
    """Smoothed cross-entropy."""
    logits = forward(settings, params, ids, mask, noise)
    targets = jax.nn.one_hot(labels, len(LABELS)) * (1 - SMOOTHING) + SMOOTHING / len(LABELS)
    return -(targets * jax.nn.log_softmax(logits)).sum(-1).mean()


@functools.partial(jax.jit, static_argnums=0, donate_argnums=(1, 2, 3))
def step(
    settings: Settings, params: Params, first: Params, second: Params, count: jax.Array, rate: jax.Array,
    ids: jax.Array, mask: jax.Array, labels: jax.Array, noise: jax.Array,
) -> tuple[Params, Params, Params, jax.Array]:  # fmt: skip
    """One step of AdamW."""
    value, slope = jax.value_and_grad(lambda p: loss(settings, p, ids, mask, labels, noise))(params)
    size = jnp.sqrt(sum((g**2).sum() for g in slope.values()))
    slope = {name: g * jnp.minimum(1.0, 1.0 / size) for name, g in slope.items()}
    first = {name: 0.9 * first[name] + 0.1 * g for name, g in slope.items()}
    second = {name: 0.98 * second[name] + 0.02 * g**2 for name, g in slope.items()}

    def moved(name: str) -> jax.Array:
        move = first[name] / (1 - 0.9**count) / (jnp.sqrt(second[name] / (1 - 0.98**count)) + 1e-8)
        decay = WEIGHT_DECAY if params[name].ndim == 2 else 0.0
        return params[name] - rate * (move + decay * params[name])

    return {name: moved(name) for name in params}, first, second, value


class Batches:
    """Endless padded batches of like length from the grammar."""

    def __init__(self, grammar: Grammar, tokenizer: WordPiece, settings: Settings, seed: int) -> None:
        self._grammar, self._tokenizer, self._settings = grammar, tokenizer, settings
        self._rng = np.random.default_rng(seed)
        self.easy = True
        self._waiting: dict[int, list[tuple[list[int], int]]] = {length: [] for length in BUCKETS}

    def next(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Ids, mask, labels and noise of the next batch that is full."""
        while True:
            text, label = self._grammar.sample(self.easy)
            ids = self._tokenizer.encode(text, self._settings.max_positions)
            length = next(size for size in BUCKETS if len(ids) <= size)
            self._waiting[length].append((ids, label))
            if len(self._waiting[length]) * length >= TOKENS_PER_BATCH:
                full, self._waiting[length] = self._waiting[length], []
                return self._pad(full, length)

    def _pad(self, rows: list[tuple[list[int], int]], length: int) -> tuple[np.ndarray, np.ndarray, np.ndarray,
        np.ndarray]:
        ids = np.zeros((len(rows), length), dtype=np.int32)
        mask = np.zeros((len(rows), length), dtype=np.int32)
        for row, (found, _) in enumerate(rows):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        hidden = (self._rng.random(ids.shape) < WORD_DROPOUT) & (mask == 1) & (mask.sum(1, keepdims=True) > 6)
        hidden[:, 0] = False
        ids[hidden] = self._tokenizer.vocabulary["[UNK]"]
        shape = (2 * self._settings.layers + 1, *ids.shape, self._settings.dim)
        # Made here: JAX's own random numbers cost more than the rest of a step on a CPU.
        noise = np.frombuffer(self._rng.bytes(math.prod(shape)), dtype=np.uint8).reshape(shape)
        return ids, mask, np.array([label for _, label in rows], dtype=np.int32), noise


def train(settings: Settings, batches: Batches, steps: int, seed: int) -> dict[str, np.ndarray]:
    """Trains from fresh weights and returns the trained ones."""
    params: Params = {name: jnp.asarray(value) for name, value in random_weights(settings, seed).items()}
    first = {name: jnp.zeros_like(value) for name, value in params.items()}
    second = {name: jnp.zeros_like(value) for name, value in params.items()}
    started, recent = time.monotonic(), []
    for count in range(1, steps + 1):
        rate = PEAK_RATE * min(count / WARM_UP, 0.5 * (1 + math.cos(math.pi * count / steps)) + 0.01)
        batches.easy = count <= EASY_SHARE * steps
        params, first, second, value = step(settings, params, first, second, jnp.float32(count), jnp.float32(rate),
            *batches.next())
        recent.append(value)
        if count % 100 == 0 or count == steps:
            mean = float(jnp.stack(recent).mean())
            print(f"step {count}/{steps}  loss {mean:.3f}  {time.monotonic() - started:.0f} s", flush=True)
            recent = []
    return {name: np.asarray(value) for name, value in params.items()}


def main() -> None:
    """Vocabulary, training, export, checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="a model repository; writes demo/1 in it")
    parser.add_argument("--steps", type=int, default=9000)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--dim", type=int, default=128)
    parser.add_argument("--vocab", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()

    good, bad = vocab.sentiment_words()
    print(f"{len(good)} positive and {len(bad)} negative words of the lexicon", flush=True)
    entries = vocab.train(Grammar(args.seed + 1, good, bad), [*good, *bad], args.vocab)
    settings = Settings(
        vocab_size=len(entries), max_positions=128, layers=args.layers, dim=args.dim, heads=4, hidden=4 * args.dim
    )
    print(f"vocabulary of {len(entries)}; {settings}", flush=True)
    batches = Batches(Grammar(args.seed, good, bad), WordPiece(entries), settings, args.seed)
    weights = train(settings, batches, args.steps, args.seed)

    directory = args.out / "demo" / "1"
    write_version(
        directory, settings, weights, entries, name="demo", license_="Apache-2.0",
        source="trained by gpu-pool/model-tools/train_demo.py on texts that it generates; see gpu-pool/models/demo/README.md",
    )  # fmt: skip
    for mistake in check_version(directory):
        raise SystemExit(f"{directory}: {mistake}")
    here = Path(__file__).parent
    for name in ("dev.jsonl", "held_out.jsonl"):
        print(f"{name}: {accuracy(directory, here / name)[0]:.1%}", flush=True)


if __name__ == "__main__":
    main()
