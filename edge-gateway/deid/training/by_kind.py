"""What a de-identifier found in generated documents, kind by kind: `python -m training.by_kind GOLD PRED [KIND]`.

For: whoever trains or mends rules. GOLD is the generator's file, PRED lines of {"id","spans":[{"start","end"}]}. With a
kind, prints what leaked and what was taken by mistake there. Letters and figures are counted, not spaces.
"""
from __future__ import annotations

import collections
import json
import sys

REMOVED = set("NAME LOCATION FACILITY ZIP DATE AGE90 PHONE FAX EMAIL URL IP SSN MRN HEALTH_PLAN ACCOUNT LICENSE VEHICLE DEVICE BIOMETRIC PHOTO OTHER_ID".split())
NEUTRAL = set("WEEKDAY TIME ROOM ORG PLACEHOLDER TITLE NRP RELATIVE_DATE".split())
SHOWN = 60                 # leaks and mistakes printed for a kind


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def around(text, span):
    return text[max(0, span["start"] - 30):span["start"]] + "[" + text[span["start"]:span["end"]] + "]" + text[span["end"]:span["end"] + 20]


def main(argv) -> int:
    if len(argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 64
    found = {doc["id"]: doc["spans"] for doc in read(argv[1])}
    wanted = argv[2] if len(argv) == 3 else None
    table = collections.defaultdict(lambda: [0, 0, 0, 0])
    leaks, mistakes = collections.Counter(), collections.Counter()
    for doc in read(argv[0]):
        text, kind = doc["text"], doc["meta"]["kind"]
        gold, pred = bytearray(len(text)), bytearray(len(text))
        for span in doc["spans"]:
            value = 1 if span["type"] in REMOVED else 2 if span["type"] in NEUTRAL else 0
            gold[span["start"]:span["end"]] = bytes([value]) * (span["end"] - span["start"])
        for span in found.get(doc["id"], []):
            pred[span["start"]:span["end"]] = b"\1" * (span["end"] - span["start"])
        row = table[kind]
        for i, c in enumerate(text):
            if c.isalnum():
                row[0] += gold[i] == 1
                row[1] += gold[i] == 1 and pred[i]
                row[2] += gold[i] == 0 and pred[i]
                row[3] += 1
        if kind == wanted:
            for span in doc["spans"]:
                if span["type"] in REMOVED and not all(pred[i] for i in range(span["start"], span["end"]) if text[i].isalnum()):
                    leaks[span["type"] + " " + repr(around(text, span))] += 1
            for span in found.get(doc["id"], []):
                if not any(gold[span["start"]:span["end"]]):
                    mistakes[repr(around(text, span))] += 1
    if wanted:
        for head, counter in (("leaked", leaks), ("taken by mistake", mistakes)):
            print(head)
            for line, times in counter.most_common(SHOWN):
                print(f"  {times:4} {line}")
        return 0
    print(f"{'kind':26} recall precision  wrong/1k  missed   wrong      of")
    for kind, (phi, hit, wrong, all_) in sorted(table.items(), key=lambda row: row[1][1] - row[1][0] - row[1][2]):
        print(f"{kind:26} {100 * hit / max(1, phi):6.1f} {100 * hit / max(1, hit + wrong):9.1f} {1000 * wrong / max(1, all_):9.1f} {phi - hit:7} {wrong:7} {phi:7}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
