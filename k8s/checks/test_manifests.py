"""`cargo xtask test` runs this with the packages of requirements.txt: every overlay is made, and passes schemas and rules."""

import copy
import re
import unittest
from pathlib import Path

import yaml

import overlay
import rules
import schemas

HERE = Path(__file__).parent
NAMES = sorted(path.name for path in (HERE.parent / "overlays").iterdir())
RENDERED = {name: overlay.render(HERE.parent / "overlays" / name) for name in NAMES}
# What a cluster needs once: custom resources only.
CLUSTER = overlay.render(HERE.parent / "cluster")
DEFECTS = yaml.safe_load((HERE / "defects.yaml").read_text())


def findings(bodies):
    """Sentences by the name of the rule that says them."""
    found = {"schemas": [f"{b['kind']} {b['metadata']['name']}: {w}" for b in bodies for w in schemas.check(b)]}
    for rule in rules.RULES:
        found[rule.__name__] = list(rule(overlay.Overlay(bodies)))
    return {name: sentences for name, sentences in found.items() if sentences}


def damaged(defect):
    """The overlay with one defect in it."""
    bodies = copy.deepcopy(CLUSTER if defect["overlay"] == "cluster" else RENDERED[defect["overlay"]])
    # Behind the name of a generated ConfigMap stands a sum.
    place = next(b for b in bodies if b["kind"] == defect["kind"] and (
        b["metadata"]["name"] == defect["name"] or b["kind"] == "ConfigMap" and b["metadata"]["name"].startswith(defect["name"] + "-")))
    # A dot that belongs to a name is written `\\.`
    parts = [part.replace("\\.", ".") for part in re.split(r"(?<!\\)\.", defect["path"])]
    *way, last = [int(part) if part.isdigit() else part for part in parts]
    for part in way:
        place = place[part]
    if "value" in defect:
        place[last] = defect["value"]
    else:
        del place[last]
    return bodies


class Manifests(unittest.TestCase):
    maxDiff = None

    def test_every_overlay_passes(self):
        self.assertEqual(len(NAMES), 7)
        for name in NAMES:
            with self.subTest(overlay=name):
                self.assertEqual(findings(RENDERED[name]), {})

    def test_what_a_cluster_needs_once_passes(self):
        self.assertEqual([w for body in CLUSTER for w in schemas.check(body)], [])

    def test_every_rule_finds_its_defect(self):
        for defect in DEFECTS:
            with self.subTest(**defect):
                bodies = damaged(defect)
                if defect["rule"] == "schemas":
                    self.assertTrue(any(schemas.check(b) for b in bodies))
                else:
                    self.assertTrue(list(getattr(rules, defect["rule"])(overlay.Overlay(bodies))))

    def test_every_rule_has_a_defect(self):
        self.assertEqual({d["rule"] for d in DEFECTS}, {r.__name__ for r in rules.RULES} | {"schemas"})


if __name__ == "__main__":
    unittest.main()
