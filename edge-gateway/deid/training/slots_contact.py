"""Slots for telephones, mail, addresses of machines, and identifiers with or without a label.

For: every template. `#` is a digit, `%` one of 1-9, `@` a capital, `~` a small letter, `&` a capital or digit.
Never: a label inside a span.
"""
from __future__ import annotations

import unicodedata

from . import checks
from .grammar import slot

CAPITALS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def fill(doc, pattern: str) -> str:
    out = []
    for c in pattern:
        if c == "#":
            out.append(str(doc.int(0, 9)))
        elif c == "%":
            out.append(str(doc.int(1, 9)))
        elif c == "@":
            out.append(doc.choice(CAPITALS))
        elif c == "~":
            out.append(doc.choice("abcdefghijkmnpqrstuvwxyz"))
        elif c == "&":
            out.append(doc.choice(CAPITALS + "0123456789"))
        else:
            out.append(c)
    return "".join(out)


def plain(text: str) -> str:
    """A name as it stands in an address of mail."""
    text = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("ł", "l")).encode("ascii", "ignore").decode()
    return "".join(c for c in text.lower() if c.isalnum())


US_PHONES = ["(%##) %##-####", "%##-%##-####", "%##.%##.####", "%## %## ####", "+1 %## %## ####", "1-%##-%##-####", "(%##)%##-####", "%##%######", "+1-%##-%##-####", "%##/%##-####"]


@slot("fax", phi=True)
def fax(doc, form):
    phone(doc, form, "FAX")


@slot("phone", phi=True)
def phone(doc, form, kind="PHONE"):
    if doc.country and doc.chance(0.85):
        doc.add(fill(doc, doc.choice(doc.country.phones)), kind)
    elif form == "spoken":
        from .slots_dates import ONES
        said = ["oh" if (n := doc.int(0, 9)) == 0 and doc.chance(0.5) else ONES[n] for _ in range(10)]
        doc.add(" ".join(said), kind)
    elif form == "short":
        doc.add(fill(doc, "%##-####"), kind)
    else:
        text = fill(doc, doc.choice(US_PHONES))
        if form == "ext" or not form and doc.chance(0.06):
            text += doc.choice((" ext. ", " x", " ext ", ", ext. ")) + str(doc.int(10, 9999))
        doc.add(text, kind)


@slot("ext")
def extension(doc, form):
    """An in-house extension or pager number, told apart by nobody: neither label nor count."""
    doc.add(str(doc.int(1000, 9999)))


HOSTS = "gmail.com yahoo.com hotmail.com outlook.com icloud.com example.org mail.example.com aol.com proton.me comcast.net example.net".split()


def email_of(doc, p) -> str:
    f, l = plain(p.first) or "info", plain(p.last) or "office"
    user = doc.choice((f"{f}.{l}", f"{f}{l}", f"{f[0]}{l}", f"{f}_{l}", f"{l}.{f}", f"{f}{doc.int(1, 99)}", f"{f[0]}.{l}{doc.int(1, 99)}", f"{l}{doc.int(1950, 2010)}"))
    host = doc.choice(HOSTS)
    if doc.country and doc.chance(0.6):
        host = doc.choice(("post", "mail", "firma", "web", plain(doc.lists.invented(doc.rng)))) + "." + doc.country.domain
    return f"{user}@{host}"


@slot("email", phi=True)
def email(doc, form):
    from .slots_people import Person, person
    doc.add(email_of(doc, person(doc, form) if form else Person(doc, "p1")), "EMAIL")


@slot("url", phi=True)
def url(doc, form):
    word = plain(doc.lists.invented(doc.rng))
    number = doc.int(1000, 999999)
    doc.add(doc.choice((f"https://portal.{word}health.org/patient/{number}", f"http://www.{word}.com/{word}", f"www.{word}clinic.org", f"https://mychart.{word}.org/u/{number}",
                        f"https://{word}.{doc.country.domain if doc.country else 'com'}/{doc.choice(('order', 'konto', 'kunde', 'track', 'profile'))}/{number}", f"{word}-family.blogspot.com",
                        f"https://meet.{word}.net/{word}-{number}", f"facebook.com/{word}.{number}", f"https://linkedin.com/in/{word}-{number}")), "URL")


@slot("ip", phi=True)
def ip(doc, form):
    if doc.chance(0.8):
        doc.add(".".join(str(doc.int(1, 254)) for _ in range(4)), "IP")
    else:
        doc.add(":".join(f"{doc.int(0, 65535):x}" for _ in range(8)), "IP")


# slot name: (type, patterns)
IDS = {
    "mrn": ("MRN", ["########", "#######", "%#########", "##-##-##", "###-###-###", "@#######", "@@-#######", "@@######", "00######", "#####-#", "MR######", "H##########", "E#######"]),
    "ssn": ("SSN", ["###-##-####", "###-##-####", "### ## ####", "#########"]),
    "plan": ("HEALTH_PLAN", ["@@@#########", "W#########", "%@&#-@&#-@@##", "%@&#@&#@@##", "########-##", "@#########", "@@@ ### ### ###", "##########@"]),
    "account": ("ACCOUNT", ["##########", "A########", "V###########", "####-#####", "@@-########", "%## ### ###", "############"]),
    "card": ("ACCOUNT", ["4### #### #### ####", "5###-####-####-####", "37## ###### #####", "4###############"]),
    "iban": ("ACCOUNT", ["DE## #### #### #### #### ##", "GB##@@@@##############", "FR## #### #### #### #### #### ###", "ES######################", "NL## @@@@ #### #### ##",
                         "IT##@######################", "PL## #### #### #### #### #### ####", "CH## #### #### #### #### #", "BE## #### #### ####", "AT##################"]),
    "license": ("LICENSE", ["@#######", "@###-####-####", "##-###-####", "@########", "@@#######", "#########", "D#######", "@@@#####"]),
    "dea": ("LICENSE", ["@@#######"]),
    "npi": ("LICENSE", ["1#########"]),
    "passport": ("LICENSE", ["#########", "@########", "@@#######", "@#######", "##@@#####"]),
    "vin": ("VEHICLE", ["1@#@@##@#@@######", "%@@@#####@@######", "W@@@@@##@#@######", "J@#@@##@#@@######"]),
    "plate": ("VEHICLE", ["@@@-####", "%@@@###", "@@@ ####", "### @@@", "@@##@@@", "@@ ### @@", "@@-#####", "####-@@@"]),
    "device": ("DEVICE", ["SN-########", "######-@@", "@@@######@", "@@@#####", "(01)00############(17)2#####(21)@#######", "#########@", "PJN######@", "@@#-#####", "LOT @#####"]),
    "mac": ("DEVICE", ["##:@#:##:#@:##:##"]),
    "accession": ("OTHER_ID", ["S##-#####", "##-###-######", "@@##-####", "CXR######", "@-##-######", "#######", "ACC########"]),
    "case": ("OTHER_ID", ["@@@-###-####", "##-####", "@@-##-#####", "####-@@-######", "CASE-#####", "%######", "##@######"]),
    "tracking": ("OTHER_ID", ["1Z&&&&&&##########", "RR#########@@", "#### #### #### ####", "@@@##########", "JD##################"]),
    "biometric": ("BIOMETRIC", ["FP-####-@@###", "VP-####-@@###", "BIO-####-@@###", "IRIS-########"]),
    "photo": ("PHOTO", ["IMG_####.jpg", "DSC#####.JPG", "face_##.png", "IMG-20######-WA####.jpg", "wound_left_##.png", "PXL_########.jpg"]),
    "imei": ("DEVICE", ["35######-######-#", "86#############", "IMEI35###########"[4:] + "##"]),
    "pin": ("OTHER_ID", ["####", "######"]),
    "zip": ("ZIP", ["#####", "#####", "#####", "#####-####"]),
}


CHECKED = {"card": checks.luhn, "npi": lambda text: checks.luhn(text, "80840"), "iban": checks.iban, "vin": checks.vin}


def _id_filler(name, kind, patterns):
    def fill_id(doc, form):
        text = CHECKED.get(name, str)(fill(doc, doc.choice(patterns)))
        if form == "same":            # the same number wherever the document gives it
            text = doc.facts.setdefault(name, text)
        doc.add(text, kind)
    return fill_id


for _name, (_kind, _patterns) in IDS.items():
    slot(_name, phi=True)(_id_filler(_name, _kind, _patterns))


@slot("natid", phi=True)
def national_id(doc, form):
    """A national number with its label, as the document's country writes both."""
    label, pattern, kind = doc.choice(doc.country.ids)
    doc.add(label + doc.choice((": ", " ", ": ", " no. ", "# ")))
    text = fill(doc, pattern)
    doc.add(checks.nhs(text) if label.startswith("NHS") else text, kind)


@slot("n")
def number(doc, form):
    """A number that is nothing: `{n.3}` has three digits."""
    if form and form.isdigit():
        doc.add(str(doc.int(10 ** (int(form) - 1), 10 ** int(form) - 1)))
    else:
        doc.add(str(doc.int(2, 99)))


@slot("lb")
def left_brace(doc, form):
    doc.add("{")


@slot("rb")
def right_brace(doc, form):
    doc.add("}")


@slot("bar")
def bar(doc, form):
    doc.add("|")


@slot("username", phi=True)
def username(doc, form):
    """A handle made of a name: with the sign of the service it is an address there, else an identifier."""
    from .slots_people import Person, person
    p = person(doc, form) if form else Person(doc, "p1")
    f, l = plain(p.first) or "user", plain(p.last) or "one"
    text = doc.choice((f"{f}.{l}", f"{f}{doc.int(1, 999)}", f"{f}_{l}{doc.int(1, 99)}", f"{l}{f[0]}", f"{f.capitalize()}{l.capitalize()}{doc.int(50, 99)}", f"the_real_{f}"))
    doc.add(("@" if doc.chance(0.4) else "") + text, "OTHER_ID")


@slot("wallet", phi=True)
def wallet(doc, form):
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    if doc.chance(0.5):
        doc.add(doc.choice("13") + "".join(doc.choice(alphabet) for _ in range(33)), "ACCOUNT")
    else:
        doc.add("0x" + "".join(doc.choice("0123456789abcdef") for _ in range(40)), "ACCOUNT")


@slot("coordinates", phi=True)
def coordinates(doc, form):
    lat, lon = f"{doc.int(-60, 70)}.{doc.int(1000, 999999)}", f"{doc.int(-170, 170)}.{doc.int(1000, 999999)}"
    doc.add(doc.choice((f"{lat}, {lon}", f"[{lat},{lon}]", f"{lat.lstrip('-')}° N, {lon.lstrip('-')}° W")), "LOCATION")


@slot("mac6", phi=True)
def mac_address(doc, form):
    doc.add(doc.choice((":", "-")).join(f"{doc.int(0, 255):02x}" for _ in range(6)), "DEVICE")
