"""Writes labelled training text: `python -m training.generate --split train --seed 1 --docs 20000 --out FILE`.

For: whoever trains or measures the token model. One JSON object a line: id, text, spans with offsets in code
points, and meta with the kind. Never: the same document for two seeds, or a document that depends on another.
"""
from __future__ import annotations

import argparse
import json
import sys

from . import lexicon, registry, slots_contact, slots_dates, slots_people, slots_places, slots_spoken, transforms, vocabulary  # noqa: F401  (they register slots)
from .document import Doc
from .lists import Lists

# Share of documents written with nothing to remove. Others may turn out clean as well.
CLEAN_SHARE = 0.36


def weighted_kinds(split: str) -> tuple[list[str], list[float]]:
    table = registry.load()
    names = sorted(n for n, (_, _, only) in table.items() if not only or split != "train")
    return names, [table[n][1] for n in names]


def document(number: int, seed: int, split: str, lists: Lists, names, weights) -> dict:
    doc = Doc(f"{split}/{seed}/{number}", split, lists, False)
    kind = doc.rng.choices(names, weights)[0]
    doc.clean = doc.chance(CLEAN_SHARE)
    registry.KINDS[kind][0](doc)
    change = transforms.apply(doc, kind)
    text, spans = doc.finish()
    return {"id": f"{split}-{seed}-{number:06}", "text": text, "spans": spans,
            "meta": {"kind": kind, "clean": doc.clean, "case": change, "country": doc.country.code if doc.country else None}}


def generate(split: str, seed: int, count: int, packages: bool = True):
    lists = Lists(split, packages)
    names, weights = weighted_kinds(split)
    for number in range(count):
        yield document(number, seed, split, lists, names, weights)


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(description="labelled clinical and general text")
    parser.add_argument("--split", choices=("train", "unseen", "all"), required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--docs", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--invented", action="store_true", help="use no packages: every name is invented")
    args = parser.parse_args(argv)
    with open(args.out, "w", encoding="utf-8") as out:
        for entry in generate(args.split, args.seed, args.docs, not args.invented):
            out.write(json.dumps(entry, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
