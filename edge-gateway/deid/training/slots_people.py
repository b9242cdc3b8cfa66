"""Slots for people: `{pt}`, `{dr.dr}`, `{rel.first}`, `{pt.he}` …

For: every template. A role is one person throughout a document; a surname of the patient is shared by most
relatives. A title, a credential and a possessive stay outside the NAME span. Never: two roles by accident
with the same whole name.
"""
from __future__ import annotations

from .grammar import slot
from .lists import NICKNAMES

# Share of US-list people in documents that are not of one country; the rest come from all cultures evenly.
US_SHARE = 0.55
TYPO = 0.012                # share of name pieces with one letter wrong
ROLES = "pt dr dr2 dr3 rn rn2 rel rel2 rel3 p1 p2 p3 p4 p5 p6 emp".split()
CLINICIANS = {"dr", "dr2", "dr3"}

KIN = {"f": "wife daughter sister mother aunt niece grandmother granddaughter mother-in-law daughter-in-law stepmother cousin girlfriend".split(),
       "m": "husband son brother father uncle nephew grandfather grandson father-in-law son-in-law stepfather cousin boyfriend".split()}
SUFFIXES = ["Jr.", "Sr.", "III", "II", "Jr", "IV"]
CREDENTIALS = "MD,M.D.,DO,D.O.,MD PhD,FACS,FACC,MBBS,MD FACP,MD MPH".split(",")
NURSE_CREDENTIALS = "RN,BSN RN,NP,PA-C,LPN,FNP-BC,APRN,DNP,LCSW,PT,DPT,OTR/L,RRT,PharmD,RD,CNA,MSW,SLP,CRNA,LVN,EMT-P,CMA,MA,PsyD,PhD".split(",")


class Person:
    def __init__(self, doc, role):
        self.role = role
        rng = doc.rng
        self.sex = rng.choice("fm")
        if doc.country and rng.random() < 0.85:
            self.code = rng.choice(doc.country.locales)
        else:
            self.code = "en_US" if rng.random() < US_SHARE else rng.choice(doc.lists.codes)
        lists = doc.lists
        self.first = lists.given(rng, self.sex, self.code)
        self.middle = lists.given(rng, self.sex, self.code)
        self.last = self._surname(doc)
        if role.startswith("rel") and "pt" in doc.cast and rng.random() < 0.6:
            self.last = doc.cast["pt"].last
        short = [n for n in NICKNAMES.get(self.first, "").split() if lists.keep(n)]
        self.nick = rng.choice(short) if short else self.first
        self.suffix = rng.choice(SUFFIXES) if rng.random() < 0.025 and self.sex == "m" else ""
        r = rng.random()
        self.shape = "plain" if r < 0.72 else "initial" if r < 0.88 else "middle" if r < 0.96 else "compound"
        self.mentioned = 0
        self.kin = rng.choice(KIN[self.sex])
        self.age = rng.choice((rng.randint(18, 89), rng.randint(40, 89), rng.randint(1, 17))) if role == "pt" else rng.randint(19, 89)
        self.cred = rng.choice(CREDENTIALS)

    def _surname(self, doc) -> str:
        rng, lists = doc.rng, doc.lists
        draw = lambda: lists.surname(rng, self.sex, self.code)
        last = draw()
        r = rng.random()
        if self.code.startswith("es_") or self.code in ("pt_PT", "fil"):
            return f"{last} {draw()}" if r < 0.35 else f"de la {last}" if r < 0.38 else last
        if self.code == "pt_BR":
            return f"{last} {draw()}" if r < 0.3 else f"da {last}" if r < 0.4 else last
        if self.code in ("nl_NL", "nl_BE"):
            return f"{rng.choice(('van', 'van der', 'de', 'van den', 'ten'))} {last}" if r < 0.25 and " " not in last else last
        if self.code.startswith("de_"):
            return f"von {last}" if r < 0.03 else f"{last}-{draw()}" if r < 0.1 else last
        if self.code == "en_US":
            if r < 0.045:
                return f"{last}-{draw()}"
            if r < 0.06:
                return f"{rng.choice(('Van', 'De', 'St.', 'La', 'Del', 'Von', 'De La', 'Mac', 'Di'))} {last}"
            if r < 0.075:
                return rng.choice(("O'", "Mc", "D'", "Mac")) + last
        return last

    @property
    def male(self):
        return self.sex == "m"


def person(doc, role) -> Person:
    if role not in doc.cast:
        doc.cast[role] = Person(doc, role)
    return doc.cast[role]


def typo(doc, text: str) -> str:
    if doc.random() >= TYPO or len(text) < 5:
        return text
    i = doc.int(1, len(text) - 2)
    if not (text[i].isalpha() and text[i + 1].isalpha()):
        return text
    return (text[:i] + text[i + 1] + text[i] + text[i + 2:] if doc.chance(0.4) else text[:i] + text[i + 1:] if doc.chance(0.5)
            else text[:i] + text[i] + text[i:])


def name(doc, text: str) -> None:
    doc.add(typo(doc, text), "NAME")


def full(p: Person) -> str:
    middle = {"initial": f" {p.middle[0].upper()}.", "middle": f" {p.middle}", "compound": f"-{p.middle}"}.get(p.shape, "")
    if p.mentioned and p.shape != "compound":
        middle = ""
    if p.code == "hu_HU" and p.shape == "plain":
        return f"{p.last} {p.first}"
    return f"{p.first}{middle} {p.last}" + (f" {p.suffix}" if p.suffix and not p.mentioned else "")


def initials(p: Person) -> str:
    return p.first[0].upper() + "." + p.last.split()[-1][0].upper() + "."


def _titled(doc, p, title):
    doc.add(title)
    doc.add(" ")
    name(doc, p.last)


def title_of(doc, p: Person) -> str:
    if doc.country and doc.country.titles:
        return doc.choice(doc.country.titles[0 if p.male else 1])
    if doc.facts.get("spoken") and doc.chance(0.7):
        return doc.choice(("mister", "mister", "Mister")) if p.male else doc.choice(("missus", "miss", "miz", "missus", "Missus"))
    return doc.choice(("Mr.", "Mr.", "Mr", "Mister")) if p.male else doc.choice(("Mrs.", "Ms.", "Ms.", "Mrs", "Ms", "Miss"))


def doctor(doc, p: Person) -> None:
    r = doc.random()
    title = doc.choice(("Dr.", "Dr.", "Dr.", "Dr", "Doctor", "Prof.", "DR.")) if r > 0.02 else "Drs."
    if doc.facts.get("spoken") and doc.chance(0.7):
        title = doc.choice(("doctor", "doctor", "Doctor"))
    if r < 0.55:
        _titled(doc, p, title)
    elif r < 0.75:
        doc.add(title + " ")
        name(doc, f"{p.first} {p.last}")
    elif r < 0.9:
        name(doc, full(p))
        doc.add(doc.choice((", ", ", ", " ")) + p.cred)
    elif r < 0.93:
        doc.add(title + " ")
        name(doc, p.last.upper())
    elif r < 0.96:
        name(doc, f"{p.first[0]}. {p.last}")
        doc.add(", " + p.cred)
    else:
        name(doc, p.last)
    p.mentioned += 1


def mention(doc, p: Person) -> None:
    """A person as running text names one: in full at first, shorter later."""
    r, p.mentioned = doc.random(), p.mentioned + 1
    if p.role in CLINICIANS:
        doctor(doc, p)
    elif p.mentioned == 1:
        if r < 0.72:
            p.mentioned = 0
            name(doc, full(p))
            p.mentioned = 1
        elif r < 0.80:
            name(doc, f"{p.first} {p.last[0].upper()}.")
        elif r < 0.88:
            name(doc, p.first)
        elif r < 0.95:
            _titled(doc, p, title_of(doc, p))
        elif r < 0.97:
            name(doc, initials(p))
        else:
            name(doc, f"{p.last}, {p.first}")
    elif r < 0.5:
        _titled(doc, p, title_of(doc, p))
    elif r < 0.72:
        name(doc, p.first)
    elif r < 0.78:
        name(doc, p.nick)
    elif r < 0.88:
        name(doc, p.last)
    else:
        name(doc, full(p))


FORMS = {
    "full": lambda d, p: name(d, full(p)),
    "first": lambda d, p: name(d, p.first),
    "last": lambda d, p: name(d, p.last),
    "nick": lambda d, p: name(d, p.nick),
    "middle": lambda d, p: name(d, p.middle),
    "LAST": lambda d, p: name(d, p.last.upper()),
    "FIRST": lambda d, p: name(d, p.first.upper()),
    "FULL": lambda d, p: name(d, full(p).upper()),
    "low": lambda d, p: name(d, f"{p.first} {p.last}".lower()),
    "lowfirst": lambda d, p: name(d, p.first.lower()),
    "lowlast": lambda d, p: name(d, p.last.lower()),
    "lf": lambda d, p: name(d, f"{p.last}, {p.first}" + (f" {p.middle[0]}." if p.shape == "initial" else "")),
    "LF": lambda d, p: name(d, f"{p.last.upper()},{d.choice(('', ' '))}{p.first.upper()}" + (f" {p.middle[0].upper()}" if p.shape == "initial" else "")),
    "fl": lambda d, p: name(d, f"{p.first} {p.last.split()[-1][0].upper()}."),
    "fi": lambda d, p: name(d, f"{p.first[0].upper()}. {p.last}"),
    "fi2": lambda d, p: name(d, f"{p.first[0].upper()}.{p.middle[0].upper()}. {p.last}"),
    "lasti": lambda d, p: name(d, f"{p.last} {p.first[0].upper()}"),
    "init": lambda d, p: name(d, initials(p)),
    "init3": lambda d, p: name(d, f"{p.first[0]}{p.middle[0]}{p.last.split()[-1][0]}".upper()),
    "mr": lambda d, p: _titled(d, p, title_of(d, p)),
    "mrfull": lambda d, p: (d.add(title_of(d, p) + " "), name(d, f"{p.first} {p.last}")),
    "dr": doctor,
    "drlast": lambda d, p: _titled(d, p, "doctor" if d.facts.get("spoken") and d.chance(0.7) else d.choice(("Dr.", "Dr.", "Dr"))),
    "cred": lambda d, p: (name(d, full(p)), d.add(", " + (p.cred if p.role in CLINICIANS else d.choice(NURSE_CREDENTIALS)))),
    "rn": lambda d, p: (name(d, d.choice((p.first, f"{p.first} {p.last}", f"{p.first} {p.last[0]}."))),
                        d.add(d.choice((" ", ", ")) + d.choice(NURSE_CREDENTIALS))),
    "san": lambda d, p: (name(d, d.choice((p.first, p.last))), d.add(d.choice(("-san", "-sensei", " Bey", " Hanım", "-ji", " Sahib", "-ssi")))),
    "jr": lambda d, p: name(d, d.choice((f"{p.first} {d.choice(SUFFIXES)}", f"{p.first} {p.last} {d.choice(SUFFIXES)}", f"{p.last} {d.choice(SUFFIXES)}"))),
    "slash": lambda d, p: name(d, (p.first[0] + p.last[0]).upper() + "/" + "".join(d.choice("abcdefgjklmnprst") for _ in range(d.int(2, 3)))),
    "eastern": lambda d, p: name(d, f"{p.last} {p.first}"),
}
PLAIN = {
    "he": lambda p: "he" if p.male else "she",
    "He": lambda p: "He" if p.male else "She",
    "his": lambda p: "his" if p.male else "her",
    "His": lambda p: "His" if p.male else "Her",
    "him": lambda p: "him" if p.male else "her",
    "self": lambda p: "himself" if p.male else "herself",
    "sex": lambda p: "male" if p.male else "female",
    "boy": lambda p: ("boy" if p.male else "girl") if p.age < 15 else ("man" if p.male else "woman"),
    "kin": lambda p: p.kin,
    "Kin": lambda p: p.kin.capitalize(),
    "title": lambda p: "Mr." if p.male else "Ms.",
}


def _filler(role):
    def fill(doc, form):
        p = person(doc, role)
        if not form:
            mention(doc, p)
        elif form in PLAIN:
            doc.add(PLAIN[form](p))
        elif form == "age":
            doc.add(str(p.age), "AGE")
        elif form == "email":
            from .slots_contact import email_of
            doc.add(email_of(doc, p), "EMAIL")
        else:
            FORMS[form](doc, p)
            p.mentioned += 1
    return fill


for _role in ROLES:
    slot(_role, phi=True)(_filler(_role))


@slot("anyone", phi=True)
def anyone(doc, form):
    """Somebody named only once."""
    p = Person(doc, "p1")
    if form == "email":
        from .slots_contact import email_of
        doc.add(email_of(doc, p), "EMAIL")
    else:
        (FORMS[form] if form else mention)(doc, p)


@slot("couple", phi=True)
def couple(doc, form):
    """Two given names with one surname, as in "Bob and Carol Smith"."""
    a, b = Person(doc, "p1"), Person(doc, "p2")
    r = doc.random()
    if r < 0.4:
        name(doc, a.first)
        doc.add(doc.choice((" and ", " & ", " and ")))
        name(doc, f"{b.first} {a.last}")
    elif r < 0.6:
        doc.add("Mr. and Mrs. ")
        name(doc, a.last)
    elif r < 0.8:
        name(doc, a.first)
        doc.add(doc.choice((" and ", " & ", " or ")))
        name(doc, b.first)
    else:
        doc.add("the ")
        name(doc, a.last + "s" if a.last[-1] not in "sxz" else a.last + "es")


@slot("names", phi=True)
def names(doc, form):
    """Two to four given names in a row, as of children."""
    count = doc.int(2, 4)
    for i in range(count):
        if i:
            doc.add(" and " if i == count - 1 else ", ")
        name(doc, Person(doc, "p1").first)


@slot("placeholder")
def placeholder(doc, form):
    doc.add(doc.choice(("Dr. X", "Dr. Y", "Mrs. A", "Mr. B", "XYZ", "ABC", "Dr. ABC", "[NAME]", "[REDACTED]", "___", "John Doe 1", "Patient A", "XXXX")), "PLACEHOLDER")


@slot("amb", phi=True)
def ambiguous_given(doc, form):
    """A given name that is an ordinary word as well."""
    text = doc.choice(doc.lists.ambiguous_given)
    doc.add(text.lower() if form == "low" else text, "NAME")


@slot("ambl", phi=True)
def ambiguous_surname(doc, form):
    doc.add(doc.choice(doc.lists.ambiguous_surnames), "NAME")


@slot("ambfull", phi=True)
def ambiguous_full(doc, form):
    given = doc.choice(doc.lists.ambiguous_given)
    last = doc.choice(doc.lists.ambiguous_surnames)
    if doc.chance(0.3):
        given = doc.lists.given(doc.rng, "f", "en_US")
    doc.add(f"{last}, {given}" if form == "lf" else f"{given} {last}", "NAME")
