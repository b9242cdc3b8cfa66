"""Ordinary words of English, by how common they are."""

import re

# SCOWL's sizes, commonest first, and the levels they get.
SIZES = {10: 7, 20: 6, 35: 5, 40: 4, 50: 3, 55: 3, 60: 2, 70: 1}
# The word lists of all the spellings, with the variants that a dictionary would list first.
SPELLINGS = (
    "english", "american", "british", "british_z", "canadian", "australian",
    "variant_1", "british_variant_1", "canadian_variant_1", "australian_variant_1",
)  # fmt: skip


def scowl(cache, lists):
    """Lower-case words only: what SCOWL writes with a capital is a name."""
    files = set(cache.names("scowl"))
    for size, level in SIZES.items():
        for spelling in SPELLINGS:
            file = f"./usr/share/dict/scowl/{spelling}-words.{size}"
            if file not in files:
                continue
            for line in cache.read("scowl", file).decode("latin-1").splitlines():
                if re.fullmatch(r"[a-z]{2,24}", line):
                    lists.put("SCOWL words", [line], common=level)
