"""Tests of the demo model and of the tools that make models.

`python3 -m unittest` in this directory, with requirements.txt installed; nothing else is needed. Where the packages of
requirements-training.txt are present too, the plain-Python tokeniser is compared with the real one.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np

import full_size
from distilbert import LABELS
from evaluate import Version, accuracy, read_sentences
from grammar import Grammar
from package import AGREEMENT, FILES, check_version, largest_difference
from wordpiece import WordPiece, words

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent / "models" / "demo" / "1"
HELD_OUT = HERE / "held_out.jsonl"
DEV = HERE / "dev.jsonl"
# No run of this many words may stand both in a held-out sentence and in training texts; shorter ones are ordinary
# English ("back to the ward").
SHARED_RUN = 7


class DemoModel(unittest.TestCase):
    """The model that is checked in."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.version = Version(DEMO)

    def test_the_two_named_sentences_come_out_right(self) -> None:
        texts = ["The patient is recovering well and feels much better", "Pain is worse and she is frightened"]
        self.assertEqual(self.version.labels(texts), ["POSITIVE", "NEGATIVE"])

    def test_nine_in_ten_held_out_sentences_come_out_right(self) -> None:
        # The message names no sentence: who tunes the grammar must not look at these one by one.
        share, _ = accuracy(DEMO, HELD_OUT)
        self.assertGreaterEqual(share, 0.9)

    def test_neither_label_is_left_behind(self) -> None:
        _, wrong = accuracy(DEMO, HELD_OUT)
        for label in LABELS:
            self.assertLessEqual(sum(sentence["label"] == label for sentence in wrong), 15, label)

    def test_mask_tokens_do_not_sway_the_label(self) -> None:
        sentences = read_sentences(DEV)
        plain = self.version.labels(sentence["text"] for sentence in sentences)
        for masks in ("[NAME-1] ", "[DATE-1]: ", "[NAME-2], [AGE-1], [MRN]. ", "[PHONE] [EMAIL] "):
            masked = self.version.labels(masks + sentence["text"] for sentence in sentences)
            same = sum(a == b for a, b in zip(plain, masked)) / len(plain)
            # The card states the worst that was measured.
            self.assertGreaterEqual(same, 0.9, masks)

    def test_mask_tokens_alone_mean_little(self) -> None:
        for text in ("[NAME-1]", "[DATE-1]", "[AGE-1]", "[PHONE]", "[MRN]", "[NAME-1] [DATE-1] [MRN]"):
            self.assertLess(float(self.version.scores([text]).max()), 0.9, text)

    def test_capitals_and_a_missing_full_stop_change_little(self) -> None:
        texts = [sentence["text"] for sentence in read_sentences(DEV)]
        plain = self.version.labels(texts)
        self.assertEqual(plain, self.version.labels(text.upper() for text in texts))
        bare = self.version.labels(text.rstrip(".") for text in texts)
        self.assertGreaterEqual(sum(a == b for a, b in zip(plain, bare)) / len(plain), 0.95)

    def test_files_are_sound_and_onnx_runtime_agrees_with_numpy(self) -> None:
        self.assertEqual(check_version(DEMO), [])
        self.assertLess(largest_difference(DEMO, seed=2), AGREEMENT)

    def test_it_is_small(self) -> None:
        self.assertLess(sum((DEMO / file).stat().st_size for file in FILES), 8_000_000)


class Sentences(unittest.TestCase):
    """The hand-written sentences are what they claim to be."""

    def test_two_hundred_balanced_and_all_different(self) -> None:
        held_out = read_sentences(HELD_OUT)
        self.assertEqual(len(held_out), 200)
        self.assertEqual([sum(s["label"] == label for s in held_out) for label in LABELS], [100, 100])
        texts = [s["text"] for s in held_out + read_sentences(DEV)]
        self.assertEqual(len(set(texts)), len(texts))

    def test_training_does_not_generate_them(self) -> None:
        def runs(text: str) -> set[tuple[str, ...]]:
            found = [word for word in words(re.sub(r"\[[A-Z0-9-]+\]", "", text)) if word.isalnum()]
            return {tuple(found[at : at + SHARED_RUN]) for at in range(len(found) - SHARED_RUN + 1)}

        held_out = set().union(*(runs(sentence["text"]) for sentence in read_sentences(HELD_OUT)))
        grammar = Grammar(5, ["good"], ["bad"])
        shared = set().union(*(held_out & runs(grammar.sample()[0]) for _ in range(20_000)))
        self.assertEqual(shared, set())


class Tokenising(unittest.TestCase):
    """The plain-Python WordPiece."""

    def test_words_are_lowered_stripped_of_accents_and_split(self) -> None:
        self.assertEqual(words("Café [NAME-1],\tOK!"), ["cafe", "[", "name", "-", "1", "]", ",", "ok", "!"])

    def test_longest_piece_first_and_unknown_where_none_fits(self) -> None:
        tokenizer = WordPiece({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "walk": 3, "##ing": 4, "##i": 5})
        self.assertEqual(tokenizer.encode("walking zebra", 8), [1, 3, 4, 0, 2])
        self.assertEqual(tokenizer.encode("walking " * 9, 4), [1, 3, 4, 2])

    @unittest.skipUnless(importlib.util.find_spec("tokenizers"), "the tokenizers package is not installed")
    def test_it_agrees_with_the_real_one(self) -> None:
        from tokenizers import Tokenizer

        real, plain = Tokenizer.from_file(str(DEMO / "tokenizer.json")), WordPiece.read(DEMO / "tokenizer.json")
        texts = [s["text"] for s in read_sentences(HELD_OUT) + read_sentences(DEV)]
        for text in [*texts, "Ünïcödé — “quotes” 38.5°C ≥ 漢字 \u200b x\u00a0y", "", "a" * 200]:
            self.assertEqual(plain.encode(text, 10_000), real.encode(text).ids, text)


class Generator(unittest.TestCase):
    """The full-size generator, scaled down."""

    def _make(self, out: Path) -> Path:
        small = ["--layers", "2", "--dim", "96", "--heads", "12", "--hidden", "384", "--vocab", "6000", "--positions",
            "64"]
        with mock.patch.object(sys, "argv", ["full_size.py", "--out", str(out), *small]):
            with contextlib.redirect_stdout(io.StringIO()):
                self.assertEqual(full_size.main(), 0)
        return out / "full-size" / "1"

    def test_a_small_one_is_sound_and_the_same_each_time(self) -> None:
        with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
            made = self._make(Path(first))
            self.assertEqual(check_version(made), [])
            again = self._make(Path(second))
            for file in (*FILES, "manifest.json"):
                self.assertEqual((made / file).read_bytes(), (again / file).read_bytes(), file)

    def test_a_changed_file_is_noticed(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made = self._make(Path(folder))
            config = json.loads((made / "config.json").read_text())
            (made / "config.json").write_text(json.dumps({**config, "dropout": 0.2}))
            self.assertTrue(check_version(made))

    def test_the_vocabulary_has_berts_ids_and_exactly_its_size(self) -> None:
        entries = full_size.vocabulary(30522, 1)
        self.assertEqual(sorted(entries.values()), list(range(30522)))
        special = [entries[token] for token in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")]
        self.assertEqual(special, [0, 100, 101, 102, 103])

    def test_ordinary_words_take_few_pieces(self) -> None:
        tokenizer = WordPiece(full_size.vocabulary(30522, 1))
        texts = [sentence["text"] for sentence in read_sentences(HELD_OUT)]
        counts = [len(tokenizer.pieces(word)) for text in texts for word in words(text)]
        self.assertLess(float(np.mean(counts)), 1.5)
        unknown = tokenizer.vocabulary["[UNK]"]
        self.assertFalse([word for text in texts for word in words(text) if unknown in tokenizer.pieces(word)])


if __name__ == "__main__":
    unittest.main()
