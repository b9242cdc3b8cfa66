"""The demo model's WordPiece vocabulary, and the general sentiment words from the VADER lexicon.

VADER (Hutto and Gilbert 2014, PyPI `vaderSentiment`, MIT licence) rates some 7,500 English words; plain words with a
clear rating widen the grammar beyond the ward. Only the training script calls this.
"""

from __future__ import annotations

import codecs
import re
from typing import Iterable, Iterator

from grammar import Grammar

# Ratings run from -4 to 4; nearer to 0 than this a word says little on its own.
CLEAR = 1.2
# Texts that the vocabulary is counted on.
TEXTS = 60_000
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
# Stems of words that have no place in a ward's notes (rot13, so that they are not spelt out here).
_LEFT_OUT = re.compile(
    codecs.decode(
        "shpx|fuvg|ovgpu|phag|avtt|snt|qvpx|cvff|juber|fyhg|ergneq|onfgneq|penc|nff(?:ubyr|rf)?$|jnax|gjng|cbea|encr|encv|qlxr|xvxr|fcvp|wvmm|phz$|pbpx",
        "rot13",
    )
)


def sentiment_words() -> tuple[list[str], list[str]]:
    """The clearly positive and the clearly negative plain words of VADER's lexicon."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    good: list[str] = []
    bad: list[str] = []
    for word, rating in sorted(SentimentIntensityAnalyzer().lexicon.items()):
        if re.fullmatch(r"[a-z]{3,}", word) and abs(rating) >= CLEAR and not _LEFT_OUT.search(word):
            (good if rating > 0 else bad).append(word)
    return good, bad


def _corpus(grammar: Grammar, words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield f"{word} {word} {word}"
    for _ in range(TEXTS):
        yield grammar.sample()[0]


def train(grammar: Grammar, words: Iterable[str], size: int) -> dict[str, int]:
    """A WordPiece vocabulary of `size` entries, special tokens first."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=SPECIAL, show_progress=False,
        initial_alphabet=list("abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"()[]{}<>-+/*=%&@#$_|~^\\`£€°µ"),
    )  # fmt: skip
    tokenizer.train_from_iterator(_corpus(grammar, words), trainer)
    return dict(tokenizer.get_vocab())
