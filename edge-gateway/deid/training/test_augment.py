"""What must hold of variants: `python -m unittest` in this folder."""
from __future__ import annotations

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from training import augment  # noqa: E402
from training.document import Doc  # noqa: E402
from training.lists import Lists  # noqa: E402

ENTRY = {
    "id": "t-1",
    "text": "Seen by Dr. Ann Lee in Springfield, IL. LEE, ANN b. 3/4/21\nann's note",
    "spans": [
        {"start": 12, "end": 19, "type": "NAME"},
        {"start": 23, "end": 38, "type": "LOCATION"},
        {"start": 40, "end": 48, "type": "NAME"},
        {"start": 52, "end": 58, "type": "DATE"},
        {"start": 59, "end": 62, "type": "NAME"},
    ],
}


def variants(count: int):
    lists = Lists("all", packages=False)
    for seed in range(count):
        doc = Doc(f"augment/{seed}/0", "all", lists, False)
        doc.seed = seed
        yield augment.variant(ENTRY, doc, {"seen", "by", "note"})


class Variants(unittest.TestCase):
    def test_pieces_make_the_text(self):
        self.assertEqual("".join(text for text, _ in augment.pieces(ENTRY)), ENTRY["text"])

    def test_spans_hold_what_they_held(self):
        for variant in variants(200):
            values = [(variant["text"][s["start"]:s["end"]], s["type"]) for s in variant["spans"]]
            self.assertEqual([kind for _, kind in values], [s["type"] for s in ENTRY["spans"]])
            self.assertTrue(all(value.strip() for value, _ in values))
            self.assertIn("3/4/21", [value for value, _ in values])

    def test_one_person_stays_one_person_and_is_another(self):
        same = both = 0
        for variant in variants(200):
            names = [variant["text"][s["start"]:s["end"]].lower() for s in variant["spans"] if s["type"] == "NAME"]
            if "," in names[1] and " " in names[0] and names[0] != "ann lee":
                both += 1
                same += names[1].partition(",")[2].strip() == names[0].split(" ", 1)[0]
        self.assertGreater(both, 100)
        # Each name is misread by itself where a scanner is played.
        self.assertGreater(same, both * 0.9)

    def test_the_same_seed_gives_the_same_text(self):
        self.assertEqual(list(variants(5)), list(variants(5)))


if __name__ == "__main__":
    unittest.main()
