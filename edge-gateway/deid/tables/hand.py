"""The lists that are written by hand: `hand/*.txt`.

Entries are divided by line ends and commas; `#` begins a comment. The first lines of a file say what belongs in it.
Files with fields have them before a colon: `given female 4: Peggy, Peg`.
"""

import functools
import pathlib

import fold
from abroad import COMMON
from entries import FEMALE, MALE

HERE = pathlib.Path(__file__).resolve().parent / "hand"
GENDERS = {"female": FEMALE, "male": MALE, "both": FEMALE | MALE, "any": 0}


def lines(file):
    """Lines without comments and blank ones."""
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield line


def entries(text):
    """What commas divide."""
    return [entry.strip() for entry in text.split(",") if entry.strip()]


@functools.cache
def read(file):
    """A plain file's entries, as keys of one word."""
    return frozenset(key for line in lines(file) for entry in entries(line) for key in [fold.word(entry)] if key)


def names(lists):
    """`names.txt`: "given female 3: …" or "surname 3: …"."""
    for line in lines("names.txt"):
        what, _, rest = line.partition(":")
        field, *gender, level = what.split()
        for entry in entries(rest):
            for key in fold.words(entry):
                known = lists.has([key])
                # What the censuses measured stands, and a common word is no more than a possible name.
                rate = min(int(level), 2) if known.get(field) or known.get("common", 0) >= COMMON else int(level)
                sex = GENDERS[gender[0]] if gender and not known.get("gender") else 0
                lists.put("names by hand", [key], sex, **{field: rate})


def places(lists):
    """`places.txt`: "level: …"."""
    for line in lines("places.txt"):
        level, _, rest = line.partition(":")
        for entry in entries(rest):
            parts = fold.words(entry)
            if not parts:
                raise SystemExit(f"hand/places.txt: {entry}: not 1 to 4 words of letters")
            lists.put("places by hand", parts, place=int(level))


def clinical(lists):
    """`drugs.txt`, `clinical.txt`, `brands.txt`, `eponyms.txt`; an eponym also with an -s, as it is often written.

    An eponym or brand that is a very common name counts only with a `!` before it.
    """
    for file in ("drugs.txt", "clinical.txt", "brands.txt", "eponyms.txt"):
        endings = ("", "s") if file == "eponyms.txt" else ("",)
        for line in lines(file):
            for entry in entries(line):
                for key in fold.words(entry.removeprefix("!")):
                    if len(key) == 1 or key in read("not-clinical.txt"):
                        continue
                    named = file in ("brands.txt", "eponyms.txt")
                    if named and entry[0] != "!" and is_rather_a_name(lists, key, word=8):
                        continue
                    for ending in endings:
                        lists.put(f"{file.removesuffix('.txt')} by hand", [key + ending], clinical=1)


def is_rather_a_name(lists, key, word=COMMON):
    """So common a name of people or places that its use in medicine is the rarer meaning by far.

    An ordinary word, from level `word` on, is so only if it is one of the commonest names.
    """
    entry = lists.has([key])
    given, surname = entry.get("given", 0), entry.get("surname", 0)
    if given >= 6 or surname >= 7:
        return True
    return entry.get("common", 0) < word and (given >= 5 or surname >= 6 or entry.get("place", 0) >= 5)


def not_names(lists):
    """`not-names.txt`: what the censuses have as names and is none."""
    for key in read("not-names.txt"):
        lists.drop([key], "given", "surname", "gender")
