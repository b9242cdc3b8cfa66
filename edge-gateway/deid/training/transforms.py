"""What happens to a whole document: capitals, lower case, lost punctuation, misread letters.

For: generate.py, after a kind has written its pieces. Each change works on a piece at a time, so offsets stay
exact. Never: changes an address of mail or a number's digits, except as misread letters.
"""
from __future__ import annotations

import re

# What a scanner reads for what stood there.
_MISREAD = {"E": "F", "G": "6", "D": "0", "Z": "2", "T": "7", "y": "v", "v": "y", "t": "f", "nn": "m", "ri": "n", "l": "1", "O": "0", "o": "0", "rn": "m", "m": "rn", "I": "l", "S": "5", "B": "8", "e": "c", "i": "l", "cl": "d", "g": "q", ",": ".", "a": "o", "h": "b", "u": "ii"}
_KEEP_CASE = {"EMAIL", "URL"}


def _map(doc, change):
    doc.pieces = [(change(text, kind), kind) for text, kind in doc.pieces]
    doc.pieces = [(t, k) for t, k in doc.pieces if t]


def upper(doc):
    _map(doc, lambda t, k: t if k in _KEEP_CASE else t.upper())


def lower(doc):
    _map(doc, lambda t, k: t.lower())


def bare(doc):
    """Lower case without punctuation, as a transcript or a hasty message has it."""
    def change(text, kind):
        if kind and kind not in ("NAME", "LOCATION", "FACILITY"):
            return text.lower()
        return re.sub(r"[.,;:!?()\"]", "", text.lower())
    _map(doc, change)


def scanned(doc):
    """Misread letters; a bad scan also tears words apart and breaks them at the line's end."""
    rate, torn = doc.choice(((0.015, 0.0), (0.03, 0.0), (0.06, 0.012)))

    def change(text, kind):
        if kind not in (None, "NAME", "LOCATION", "FACILITY", "ORG"):
            return text
        out, i = [], 0
        while i < len(text):
            if torn and 0 < i < len(text) - 1 and text[i - 1].isalpha() and text[i].isalpha() and doc.random() < torn:
                out.append(" " if doc.chance(0.8) else "-\n")
            if doc.random() < rate:
                two = text[i:i + 2]
                if two in _MISREAD:
                    out.append(_MISREAD[two])
                    i += 2
                    continue
                if text[i] in _MISREAD:
                    out.append(_MISREAD[text[i]])
                    i += 1
                    continue
                if text[i] == " " and kind is None and doc.chance(0.3):
                    out.append("  ")
                    i += 1
                    continue
            out.append(text[i])
            i += 1
        return "".join(out)
    _map(doc, change)


def title(doc):
    """Every Word With A Capital: headings and some forms."""
    _map(doc, lambda t, k: re.sub(r"\b[a-z]", lambda m: m.group().upper(), t) if k not in _KEEP_CASE else t)


def typographic(doc):
    """Curly quotation marks and dashes, as a word processor sets them."""
    _map(doc, lambda t, k: t if k in _KEEP_CASE else t.replace("'", "\u2019").replace(" - ", " \u2013 "))


CHANGES = (("upper", upper, 0.05), ("lower", lower, 0.05), ("bare", bare, 0.025), ("scanned", scanned, 0.02), ("title", title, 0.012))
TYPOGRAPHIC = 0.08
KEEP = {"spoken", "handoff", "hl7", "hl7_segments", "json_record", "native_script"}      # kinds whose form is their point


def apply(doc, kind: str) -> str:
    if kind in KEEP:
        return "none"
    if doc.chance(TYPOGRAPHIC):
        typographic(doc)
    r = doc.random()
    for name, change, share in CHANGES:
        if r < share:
            change(doc)
            return name
        r -= share
    return "none"
