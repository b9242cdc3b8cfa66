"""Makes a full-size DistilBERT with random weights, for measurements: the cost of the real one without its weights.

`python3 full_size.py --out DIR` writes DIR/full-size/1: 6 layers of 768, 12 heads, 30522 vocabulary entries, 512
positions, 2 labels. Its answers mean nothing, but they differ from text to text, and ONNX Runtime's are compared with
NumPy's before the program ends. The same seed gives the same bytes. Needs requirements.txt (numpy, onnx, onnxruntime).
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from pathlib import Path

import numpy as np

from distilbert import Settings, random_weights
from grammar import Grammar
from package import check_version, write_version
from wordpiece import words

# BERT's ids for its special tokens.
SPECIAL = {"[PAD]": 0, "[UNK]": 100, "[CLS]": 101, "[SEP]": 102, "[MASK]": 103}
# Texts of the training grammar whose words enter the vocabulary.
TEXTS = 20_000
# How far apart logits of different texts must be at least; otherwise a wrong row in a batch would go unseen.
LEAST_SPREAD = 0.05

_ONSETS = [*"bcdfghjklmnprstvwz", "bl", "br", "ch", "cl", "cr", "dr", "fl", "fr", "gl", "gr", "pl", "pr", "qu", "sc",
    "sh", "sl", "sp", "st", "str", "th", "tr", "wh", ""]
_NUCLEI = ["a", "e", "i", "o", "u", "y", "ai", "ea", "ee", "ie", "io", "oa", "oo", "ou"]
_CODAS = ["", "b", "c", "ck", "d", "f", "g", "l", "ll", "m", "n", "nd", "ng", "nt", "p", "r", "s", "ss", "st", "t",
    "x", "ly", "ment", "tion"]
_ENDINGS = ["s", "es", "ed", "ing", "er", "est", "ly", "ness", "less", "ful", "able", "tion", "ity", "ous", "al",
    "ic", "ive", "ment"]


def vocabulary(size: int, seed: int) -> dict[str, int]:
    """Exactly `size` entries: BERT's special ids, single characters, words of the grammar, then syllables."""
    grammar = Grammar(seed, ["good"], ["bad"])
    counts: dict[str, int] = {}
    for _ in range(TEXTS):
        for word in words(grammar.sample()[0]):
            counts[word] = counts.get(word, 0) + 1
    characters = [chr(code) for code in range(33, 127) if not chr(code).isupper()] + list("£€°µ–—’“”…")
    syllables = ["".join(parts) for parts in itertools.product(_ONSETS, _NUCLEI, _CODAS)]
    syllables.sort(key=lambda syllable: (len(syllable), syllable))
    ordinary = sorted(counts, key=lambda word: (-counts[word], word))
    ordinary = [word for word in ordinary if counts[word] > 2]
    candidates = itertools.chain(
        characters,
        (f"##{char}" for char in characters if char.isalnum()),
        (f"##{ending}" for ending in _ENDINGS),
        ordinary,
        itertools.chain.from_iterable((f"##{syllable}", syllable) for syllable in syllables if len(syllable) > 1),
        (f"[unused{number}]" for number in itertools.count()),
    )
    taken = dict(SPECIAL)
    free = (number for number in range(size) if number not in SPECIAL.values())
    for number in free:
        # BERT's ids 1 to 99 are unused; keep them so.
        name = f"[unused{number - 1}]" if number < 100 else next(entry for entry in candidates if entry not in taken)
        taken[name] = number
    return taken


def main() -> int:
    """Makes and checks the model; 0 when it is sound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a model repository; writes NAME/1 in it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--name", default="full-size")
    full = Settings()
    parser.add_argument("--layers", type=int, default=full.layers)
    parser.add_argument("--dim", type=int, default=full.dim)
    parser.add_argument("--heads", type=int, default=full.heads)
    parser.add_argument("--hidden", type=int, default=full.hidden)
    parser.add_argument("--vocab", type=int, default=full.vocab_size)
    parser.add_argument("--positions", type=int, default=full.max_positions)
    args = parser.parse_args()
    settings = Settings(args.vocab, args.positions, args.layers, args.dim, args.heads, args.hidden)
    started = time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - started:5.1f} s] {what}", flush=True)

    say(f"vocabulary of {settings.vocab_size} entries")
    entries = vocabulary(settings.vocab_size, args.seed)
    say("random weights")
    weights = random_weights(settings, args.seed, lively=True)
    directory = args.out / args.name / "1"
    say(f"writing {directory}, {sum(w.nbytes for w in weights.values()) / 1e6:.0f} MB; reference by NumPy")
    source = f"random weights, seed {args.seed}, made by gpu-pool/model-tools/full_size.py; for measurements only"
    write_version(directory, settings, weights, entries, name=args.name, source=source, license_="Apache-2.0")
    del weights
    say("comparing ONNX Runtime with NumPy")
    mistakes = check_version(directory)
    cases = json.loads((directory / "reference.json").read_text(encoding="utf-8"))["cases"]
    spread = float(np.std([case["logits"] for case in cases], axis=0).min())
    if spread < LEAST_SPREAD:
        mistakes.append(f"logits hardly differ from text to text (spread {spread:.3f})")
    for mistake in mistakes:
        print(f"{directory}: {mistake}", file=sys.stderr)
    say(f"sound: logits agree, spread {spread:.2f}" if not mistakes else "NOT sound")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
