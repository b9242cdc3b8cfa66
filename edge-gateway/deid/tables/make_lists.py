#!/usr/bin/env python3
"""Makes `../data/lists.bin` and `../data/lists.json`: see README.md. Same sources, same bytes."""

import argparse
import hashlib
import json
import pathlib
import sys

import abroad
import clinical
import common
import fetch
import hand
import pack
import people
import places
from entries import FIELDS, Lists

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
# Every this many keys one is written to the sample that the tests read back.
SAMPLE = 500
# The table's limit: it is compiled into the component.
MOST_BYTES = 1_450_000


def collect(cache):
    """All sources, in the order in which later ones may look at earlier ones."""
    lists = Lists()
    people.census(cache, lists)
    people.census_1990(cache, lists)
    common.scowl(cache, lists)
    abroad.faker(cache, lists)
    abroad.faker_js(cache, lists)
    abroad.mimesis(cache, lists)
    abroad.nicknames(cache, lists)
    hand.names(lists)
    hand.not_names(lists)
    places.cities(cache, lists)
    places.counties(cache, lists)
    hand.places(lists)
    clinical.diagnoses(cache, lists)
    clinical.procedures(cache, lists)
    clinical.drugs(cache, lists)
    clinical.wordnet(cache, lists)
    clinical.formed(cache, lists)
    hand.clinical(lists)
    return lists


def prune(lists, values, most):
    """Takes out the rarest surnames of the United States that are nothing else, until `most` keys are left."""
    only = {"surname", "people"}
    rare = [key for key, entry in lists.fields.items() if entry.keys() == only and entry["surname"] == 1]
    rare.sort(key=lambda key: (lists.fields[key]["people"], key))
    too_many = max(0, len(values) - most)
    if too_many > len(rare):
        raise SystemExit(f"{too_many} keys too many, and only {len(rare)} that may go")
    for key in rare[:too_many]:
        del values[key]
    return lists.fields[rare[too_many]]["people"] if too_many else 0


def describe(lists, values, data, dropped):
    """The record of a table: what is in it, and its checksum."""
    classes = {f: sum(bool(lists.has(key).get(f)) for key in values) for f in (*FIELDS, "clinical", "gender")}
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "keys": len(values),
        "keys_of_several_words": sum(len(key) > 1 for key in values),
        "surnames_only_from_people": dropped,
        "classes": classes,
        "entries_by_list": dict(sorted(lists.counts.items())),
        "sources": {n: {k: s[k] for k in ("from", "version", "sha256", "licence")} for n, s in fetch.sources().items()},
    }


def main():
    """Reads the command line; writes, or compares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", default=pathlib.Path.home() / ".cache/anteroom-lists", help="folder for downloads")
    parser.add_argument("--out", default=DATA, type=pathlib.Path, help="folder to write to or to compare with")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the files would change")
    options = parser.parse_args()
    lists = collect(fetch.obtain(options.cache))
    values = lists.finish()
    dropped = prune(lists, values, pack.most_keys(MOST_BYTES))
    data = pack.pack(values)
    wrong = [key for key, value in values.items() if pack.look_up(data, key) != value]
    if wrong:
        raise SystemExit(f"{len(wrong)} keys cannot be read back, {wrong[0]} the first")
    record = describe(lists, values, data, dropped)
    keys = sorted(values)
    sample = [f"{' '.join(key)}\t{values[key]}" for key in keys[:: max(1, len(keys) // SAMPLE)]]
    files = {
        "lists.bin": data,
        "lists.json": (json.dumps(record, indent=2) + "\n").encode(),
        "lists-sample.tsv": ("\n".join(sample) + "\n").encode(),
    }
    if options.check:
        changed = [name for name, new in files.items() if (options.out / name).read_bytes() != new]
        if changed:
            raise SystemExit("would change: " + ", ".join(changed))
        print("unchanged")
        return
    options.out.mkdir(exist_ok=True)
    for name, new in files.items():
        (options.out / name).write_bytes(new)
    print(json.dumps({k: v for k, v in record.items() if k != "sources"}, indent=2), file=sys.stderr)


if __name__ == "__main__":
    main()
