"""Writes variants of labelled documents that people wrote: `python -m training.augment --seed 1 SET.jsonl… > FILE`.

For: make_model.sh. What a person wrote is worth most and there is little of it, so a document is learnt from several
times, each time with other people and towns, now and then in small letters, in capitals, without its marks or its line
ends, or as a scanner would read it: then its frame is learnt and not its names. The same seed gives the same text.
Never: changes a document that is not labelled throughout; what has figures or stands in a mail address keeps its form.
"""
from __future__ import annotations

import argparse
import collections
import json
import re
import sys

from . import transforms
from .document import Doc
from .lists import Lists, NICKNAMES

NAMES = {"NAME", "LOCATION", "FACILITY"}
# Words of names that stay: particles, generations, points of the compass, nouns of streets and of towns.
STAYS = set("""van von de del der den di da do dos das du la le las los el al bin bint ibn ben ten ter te af av zu zum jr sr ii iii iv
of the and at in on st saint mount mt fort ft north south east west northern southern eastern western new old upper lower great little
street road avenue ave rd lane ln drive dr court ct place pl boulevard blvd way terrace close crescent square sq circle parkway pkwy
highway hwy route row gate hill park grove gardens mews walk rise view green house cottage flat unit apt apartment suite floor building
block tower county parish city town village township estate farm bay beach lake river valley heights springs falls point island bridge
rue allee strasse straße straat laan calle avenida via piazza plaza plaats weg platz gata gatan gade vej ulica rua""".split())
# Chances of what happens to a name, to a place, and to a whole document.
ANOTHER, ANOTHER_PLACE, SHORTENED, TURNED = 0.85, 0.6, 0.10, 0.09
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def pieces(entry: dict):
    """The text in pieces, each with its type."""
    at = 0
    for span in sorted(entry["spans"], key=lambda s: s["start"]):
        if span["start"] < at:
            continue
        if span["start"] > at:
            yield entry["text"][at:span["start"]], None
        yield entry["text"][span["start"]:span["end"]], span["type"]
        at = span["end"]
    yield entry["text"][at:], None


def like(old: str, new: str) -> str:
    """`new` in the letters' case of `old`."""
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new.lower() if old.islower() else new


class Cast:
    """Who stands for whom in one variant of one document."""

    def __init__(self, doc: Doc, entry: dict, plain):
        self.doc, self.plain, self.other = doc, plain, {}
        self.code = "en_US" if doc.chance(0.4) else doc.choice(doc.lists.codes)
        self.first = collections.Counter()
        for text, kind in pieces(entry):
            words = WORD.findall(text) if kind == "NAME" else []
            if len(words) > 1:
                comma = "," in text
                self.first[words[0].lower()] += -1 if comma else 1
                self.first[words[-1].lower()] += 1 if comma else -1

    def _draw(self, word: str) -> str:
        doc, lists = self.doc, self.doc.lists
        code = self.code if doc.chance(0.7) else "en_US" if doc.chance(0.4) else doc.choice(lists.codes)
        weight = self.first[word]
        if weight < 0 or weight == 0 and doc.chance(0.35):
            return lists.surname(doc.rng, doc.choice("fm"), code)
        given = lists.given(doc.rng, doc.choice("fm"), code)
        short = NICKNAMES.get(given, "").split()
        return doc.choice(short) if short and doc.chance(0.3) else given

    def name(self, text: str) -> str:
        """Other names, the same for the same word throughout; letters spelled one by one and initials stay."""
        def change(m):
            word = m.group()
            low = word.lower()
            if len(word) < 3 or low in STAYS or "-" in word and max(map(len, word.split("-"))) < 2:
                return word
            if low not in self.other:
                self.other[low] = self._draw(low) if self.doc.chance(ANOTHER) else word
            return like(word, self.other[low])
        return WORD.sub(change, text)

    def place(self, text: str, kind: str) -> str:
        """The words of a place that are no ordinary ones, replaced by towns and surnames; a state behind a comma stays."""
        head, comma, tail = text.partition(",")
        street = any(w.lower() in STAYS for w in WORD.findall(head)) or any(c.isdigit() for c in head) or kind == "FACILITY"
        key = head.lower()
        if not street:
            if key not in self.other:
                self.other[key] = self._town() if self.doc.chance(ANOTHER_PLACE) else head
            return like(head, self.other[key]) + comma + tail

        def change(m):
            word = m.group()
            low = word.lower()
            if len(word) < 4 or low in STAYS or low in self.plain or word.isupper() != head.isupper():
                return word
            if low not in self.other:
                lists = self.doc.lists
                new = lists.surname(self.doc.rng, "m", self.code) if self.doc.chance(0.5) else self._town()
                self.other[low] = new if self.doc.chance(ANOTHER_PLACE) else word
            return like(word, self.other[low])
        return WORD.sub(change, head) + comma + tail

    def _town(self) -> str:
        lists, rng = self.doc.lists, self.doc.rng
        return lists.us_city(rng)[0] if self.doc.chance(0.45) else lists.city(rng)


def shortened(doc: Doc, text: str) -> str:
    """A given name or a surname alone where both stood."""
    words = text.split(" ")
    if len(words) == 2 and all(WORD.fullmatch(w) and len(w) > 2 for w in words) and doc.chance(SHORTENED):
        return doc.choice(words)
    return text


def joined_lines(doc: Doc) -> None:
    """Line ends lost, as in what was pasted into one field."""
    doc.pieces = [(re.sub(r"\s*\n\s*", doc.choice((" ", "  ", "; ")), t), k) for t, k in doc.pieces]


def variant(entry: dict, doc: Doc, plain) -> dict:
    cast = Cast(doc, entry, plain)
    for text, kind in pieces(entry):
        if kind == "NAME":
            text = shortened(doc, cast.name(text))
        elif kind in NAMES:
            text = cast.place(text, kind)
        doc.add(text, kind)
    r = doc.random()
    for change in (transforms.lower, transforms.upper, transforms.bare, joined_lines, transforms.scanned):
        if r < TURNED:
            change(doc)
            break
        r -= TURNED * (0.5 if change is transforms.upper else 1)
    text, at, spans = "", 0, []
    for piece, kind in doc.pieces:
        if kind:
            spans.append({"start": at, "end": at + len(piece), "type": kind})
        text += piece
        at += len(piece)
    return {"id": f"{entry['id']}+{doc.seed}", "text": text, "spans": spans, "meta": entry.get("meta", {})}


def ordinary_words(entries: list[dict]) -> set[str]:
    """Words that stand unlabelled in small letters in more than one document."""
    seen = collections.Counter()
    for entry in entries:
        seen.update({w for text, kind in pieces(entry) if kind is None for w in WORD.findall(text) if w.islower()})
    return {word for word, count in seen.items() if count > 1}


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(description="variants of documents that people wrote")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--invented", action="store_true", help="use no packages: every name is invented")
    parser.add_argument("sets", nargs="+")
    args = parser.parse_args(argv)
    entries = [json.loads(line) for path in args.sets for line in open(path, encoding="utf-8")]
    lists, plain = Lists("all", not args.invented), ordinary_words(entries)
    for number, entry in enumerate(entries):
        doc = Doc(f"augment/{args.seed}/{number}", "all", lists, False)
        doc.seed = args.seed
        sys.stdout.write(json.dumps(variant(entry, doc, plain), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
