"""BERT's lower-casing tokeniser in plain Python, and the tokenizer.json that describes the same thing.

For the generator and the tests, which must run without the `tokenizers` package; a test compares the two where
that package is present. The servers use the Rust `tokenizers` with the file written here.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

# BERT gives up on longer words; the same limit stands in tokenizer.json.
LONGEST_WORD = 100


def _is_punctuation(char: str) -> bool:
    code = ord(char)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(char).startswith("P")


def words(text: str) -> list[str]:
    """Lower-cased words and single punctuation marks, without accents."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    spaced: list[str] = []
    for char in bare.lower():
        if char.isspace():
            spaced.append(" ")
        elif unicodedata.category(char) in ("Cc", "Cf") or char == "\ufffd":
            continue
        elif _is_punctuation(char) or 0x4E00 <= ord(char) <= 0x9FFF:
            spaced.append(f" {char} ")
        else:
            spaced.append(char)
    return "".join(spaced).split()


class WordPiece:
    """Greedy longest-match WordPiece over a vocabulary, as in BERT."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self.vocabulary = vocabulary

    @classmethod
    def read(cls, path: Path) -> WordPiece:
        """The vocabulary of a tokenizer.json."""
        return cls(json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"])

    def pieces(self, word: str) -> list[int]:
        """The ids of one word; the unknown token's where no pieces fit."""
        unknown = [self.vocabulary["[UNK]"]]
        if len(word) > LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                if piece in self.vocabulary:
                    found.append(self.vocabulary[piece])
                    start = end
                    break
            else:
                return unknown
        return found

    def encode(self, text: str, limit: int) -> list[int]:
        """The ids of a text between [CLS] and [SEP], cut to `limit` in all."""
        inner = [piece for word in words(text) for piece in self.pieces(word)]
        return [self.vocabulary["[CLS]"], *inner[: limit - 2], self.vocabulary["[SEP]"]]


def tokenizer_json(vocabulary: dict[str, int]) -> str:
    """A tokenizer.json in Hugging Face's layout, without truncation or padding: the server sets its own."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    ends = {
        token: {"id": token, "ids": [vocabulary[token]], "tokens": [token]} for token in ("[CLS]", "[SEP]")
    }
    first, text, second, last = (
        {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"Sequence": {"id": "B", "type_id": 1}},
        {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
    )
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    whole = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": sorted(
            ({"id": vocabulary[token], "content": token, **flags} for token in special),
            key=lambda entry: entry["id"],
        ),
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [first, text, last],
            "pair": [first, text, last, second, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
            "special_tokens": ends,
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": LONGEST_WORD,
            "vocab": dict(sorted(vocabulary.items(), key=lambda entry: entry[1])),
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=0) + "\n"
