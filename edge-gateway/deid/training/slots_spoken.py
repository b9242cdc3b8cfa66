"""Slots for what a recogniser hears: digits, groups, streets and addresses of mail as words.

For: the spoken kinds. The whole of what names the person or number is one span, as it is in writing.
"""
from __future__ import annotations

from .grammar import slot
from .slots_contact import fill, plain
from .slots_dates import MONTHS, ONES, ORDINALS, number_words, year_words, ymd


def digits(doc, count, group=0):
    said = ["oh" if (n := doc.int(0, 9)) == 0 and doc.chance(0.5) else ONES[n] for _ in range(count)]
    return " ".join(said)


def grouped(doc, sizes):
    """Groups of figures: as words, as figures, or as pairs ("forty two nineteen")."""
    style = doc.choice(("words", "figures", "pairs", "dashed"))
    if style == "words":
        return " ".join(digits(doc, n) for n in sizes)
    if style == "pairs":
        return " ".join(number_words(doc.int(10, 99)) for _ in range(max(2, sum(sizes) // 2)))
    return ("-" if style == "dashed" else " ").join(fill(doc, "#" * n) for n in sizes)


@slot("said_phone", phi=True)
def said_phone(doc, form):
    doc.add(grouped(doc, (3, 3, 4)), "PHONE")


@slot("said_mrn", phi=True)
def said_mrn(doc, form):
    doc.add(grouped(doc, doc.choice(((3, 4), (2, 2, 2), (3, 3), (4, 4), (7,)))), "MRN")


@slot("said_ssn", phi=True)
def said_ssn(doc, form):
    doc.add(grouped(doc, (3, 2, 4)), "SSN")


@slot("said_zip", phi=True)
def said_zip(doc, form):
    doc.add(digits(doc, 5) if doc.chance(0.6) else fill(doc, "#####"), "ZIP")


@slot("said_id", phi=True)
def said_id(doc, form):
    letters = " ".join(doc.choice("abcdefghjklmnprstuvw") for _ in range(doc.int(1, 2)))
    doc.add(f"{letters} {digits(doc, doc.int(4, 7))}", "OTHER_ID")


@slot("said_date", phi=True)
def said_date(doc, form):
    y, m, d = ymd(doc, birth=form == "birth")
    month = MONTHS[m - 1].lower() if doc.chance(0.6) else MONTHS[m - 1]
    short_year = number_words(y % 100) if y % 100 > 9 else "oh " + ONES[y % 100]
    full = (f"{month} {ORDINALS[d - 1]} {year_words(y)}", f"{month} {ORDINALS[d - 1]}, {y}", f"{number_words(m)} {number_words(d)} {short_year}",
            f"{m} {d} {y % 100:02}", f"{m}/{d}/{y}", f"the {ORDINALS[d - 1]} of {month} {year_words(y)}", f"{month} {d} {y}")
    part = (f"{month} {ORDINALS[d - 1]}", f"the {ORDINALS[d - 1]} of {month}", f"{month} the {ORDINALS[d - 1]}", f"{month} {number_words(d)}", f"{month} {d}", f"{m} {d}".replace(" ", "/"))
    doc.add(doc.choice(full if form == "birth" or doc.chance(0.3) else part), "DATE")


@slot("said_street", phi=True)
def said_street(doc, form):
    base = doc.choice((doc.lists.surname(doc.rng, "m", "en_US"), doc.lists.us_city(doc.rng)[0], doc.choice("oak maple elm pine cedar washington lake hill church".split()), ORDINALS[doc.int(0, 30)]))
    number = doc.choice((number_words(doc.int(1, 99)), f"{number_words(doc.int(10, 99))} {number_words(doc.int(10, 99))}", str(doc.int(100, 9999)), digits(doc, 3)))
    doc.add(f"{number} {base} {doc.choice(('street', 'avenue', 'road', 'drive', 'lane', 'boulevard', 'court', 'way'))}", "LOCATION")


@slot("said_email", phi=True)
def said_email(doc, form):
    from .slots_people import Person, person
    p = person(doc, form) if form else Person(doc, "p1")
    doc.add(f"{plain(p.first)} {doc.choice(('dot', 'underscore', 'dash'))} {plain(p.last)} at {doc.choice(('gmail', 'yahoo', 'hotmail', 'outlook'))} dot com", "EMAIL")


@slot("spelled", phi=True)
def spelled(doc, form):
    """A surname spelled out, letter by letter."""
    from .slots_people import person
    last = plain(person(doc, form or "pt").last) or "li"
    doc.add(doc.choice((" ", "-", " ")).join(last if doc.chance(0.5) else last.upper()), "NAME")


@slot("uh")
def filler(doc, form):
    doc.add(doc.choice(("uh", "um", "uh", "like", "you know", "so", "okay", "er", "let's see", "let me see", "what was it", "I think", "I mean")))


@slot("bed")
def bed(doc, form):
    n = doc.int(1, 40)
    doc.add(doc.choice((f"bed {n}", f"bed {number_words(n)}", f"room {doc.int(100, 899)}", f"room {number_words(doc.int(1, 9))} {number_words(doc.int(10, 40))}", f"{doc.int(100, 899)}", f"bay {n}", f"bed {n} {doc.choice('ab')}")), "ROOM")
