"""Check digits: card numbers, NPIs, IBANs, VINs and NHS numbers as their issuers make them.

For: slots_contact.py. A rule that verifies a check digit must find ours right; the numbers are random otherwise.
Sources: ISO/IEC 7812-1 (Luhn), 45 CFR 162.406 (NPI: Luhn over 80840 and the number), ISO 13616 (IBAN, mod 97),
49 CFR 565 (VIN, mod 11), NHS Data Dictionary (mod 11).
"""
from __future__ import annotations


def luhn_digit(body: str) -> str:
    total = 0
    for i, c in enumerate(reversed(body)):
        n = int(c) * (2 if i % 2 == 0 else 1)
        total += n - 9 if n > 9 else n
    return str(-total % 10)


def luhn(text: str, prefix: str = "") -> str:
    """The same text with its last digit made right; other signs stay where they are."""
    digits = [c for c in text if c.isdigit()]
    at = max(i for i, c in enumerate(text) if c.isdigit())
    return text[:at] + luhn_digit(prefix + "".join(digits[:-1])) + text[at + 1:]


def iban(text: str) -> str:
    plain = text.replace(" ", "")
    number = "".join(str(int(c, 36)) for c in plain[4:] + plain[:2] + "00")
    check = f"{98 - int(number) % 97:02}"
    return text[:2] + check + text[4:]


_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def vin(text: str) -> str:
    rest = sum(_VIN_VALUES[c] * w for c, w in zip(text, _VIN_WEIGHTS)) % 11
    return text[:8] + ("X" if rest == 10 else str(rest)) + text[9:]


def nhs(text: str) -> str:
    digits = [int(c) for c in text if c.isdigit()]
    check = (11 - sum(d * w for d, w in zip(digits, range(10, 1, -1))) % 11) % 11
    if check == 10:                                          # such numbers are not issued: make another
        first = next(i for i, c in enumerate(text) if c.isdigit())
        return nhs(text[:first] + str((int(text[first]) + 1) % 10) + text[first + 1:])
    at = max(i for i, c in enumerate(text) if c.isdigit())
    return text[:at] + str(check) + text[at + 1:]
