"""What the lists say of each key: collected here by every source, read by pack.py.

Fields as in `src/lists.rs`; of two sources the greater value counts, and genders are joined.
"""

from collections import Counter

FEMALE, MALE = 1, 2
FIELDS = ("given", "surname", "place", "common")

# People per million at which a name reaches levels 2 to 7: steps of four.
NAME_STEPS = (1, 4, 15, 60, 250, 1000)
# Inhabitants at which a place reaches levels 2 to 7.
PLACE_STEPS = (2_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)


def level(value, steps):
    """1 for less than the first step, to 7 for the last step or more."""
    return 1 + sum(value >= step for step in steps)


class Lists:
    """Keys (tuples of words) with their fields, and how many entries each source gave."""

    def __init__(self):
        self.fields = {}
        self.counts = Counter()

    def put(self, source, words, gender=0, **levels):
        """Adds one entry of a source."""
        key = tuple(words)
        if not key:
            return
        entry = self.fields.setdefault(key, {})
        for field, value in levels.items():
            if value > entry.get(field, 0):
                entry[field] = value
        if gender:
            entry["gender"] = entry.get("gender", 0) | gender
        self.counts[source] += 1

    def has(self, words):
        """What is known of a key so far."""
        return self.fields.get(tuple(words), {})

    def drop(self, words, *fields):
        """Takes fields from a key."""
        entry = self.fields.get(tuple(words))
        if entry:
            for field in fields:
                entry.pop(field, None)

    def finish(self):
        """Marks first words of several; returns 16-bit values by key, without empty ones."""
        for key in list(self.fields):
            if len(key) > 1 and self.fields[key].get("place"):
                self.fields.setdefault(key[:1], {})["part"] = 1
        values = {key: bits(entry) for key, entry in self.fields.items()}
        return {key: value for key, value in values.items() if value}


def bits(entry):
    """The 16-bit value: given 0-2, surname 3-5, place 6-8, first word 9, common 10-12, clinical 13, gender 14-15."""
    return (
        entry.get("given", 0)
        | entry.get("surname", 0) << 3
        | entry.get("place", 0) << 6
        | entry.get("part", 0) << 9
        | entry.get("common", 0) << 10
        | entry.get("clinical", 0) << 13
        | entry.get("gender", 0) << 14
    )
