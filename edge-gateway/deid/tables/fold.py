"""Keys: what a word becomes before it is put into the table, as `src/fold.rs` and `src/lists.rs` read text.

A letter loses its accents and becomes lower case; every apostrophe and full stop goes ("o'fallon" is `ofallon`, "st."
is `st`); every hyphen, slash and space divides words ("winston-salem" is `winston salem`).
"""

import re
import unicodedata

# Letters that are not a letter with an accent; each becomes one letter, as in src/fold.rs.
SINGLE = str.maketrans("ÆæØøßÞþÐðŁłĐđĦħıŒœĸŊŋŦŧŐƠơƯưƏəſ", "AaOosTtDdLlDdHhiOokNnTtOOoUuAas")
DROPPED = re.compile(r"['’ʻʼ`´‘.]")
DIVIDES = re.compile(r"[-‐‑–—/\s ]+")
MAX_WORD = 24
MAX_WORDS = 4


def letters(text):
    """Base letters in lower case."""
    text = unicodedata.normalize("NFD", text.translate(SINGLE))
    return "".join(c for c in text if not unicodedata.combining(c)).translate(SINGLE).lower()


def words(text):
    """The words of a name, or an empty list if it has anything else than letters or is too long."""
    parts = DIVIDES.sub(" ", DROPPED.sub("", letters(text))).strip().split(" ")
    if len(parts) > MAX_WORDS:
        return []
    if all(re.fullmatch(r"[a-z]+", part) and len(part) <= MAX_WORD for part in parts):
        return parts
    return []


def word(text):
    """The key of a single word, or an empty string."""
    parts = words(text)
    return parts[0] if len(parts) == 1 and len(parts[0]) >= 2 else ""
