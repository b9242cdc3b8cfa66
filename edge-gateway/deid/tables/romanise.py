"""Names in other scripts as they are written with Latin letters: Cyrillic, Greek, Georgian, Armenian, Korean, Chinese.

A name may have several spellings in use ("Julia" from Юлия: Yuliya, Iuliia). Scripts that do not write vowels
(Arabic, Hebrew) or that need a dictionary of readings (Japanese, Thai, the scripts of India) are left to lists that
are in Latin letters already and to those written by hand.
"""

import unicodedata

import fold

CYRILLIC = dict(
    а="a", б="b", в="v", г="g", ґ="g", ѓ="gj", д="d", ђ="dj", е="e", ё="yo", є="ye", ж="zh", з="z", ѕ="dz", и="i",
    і="i", ї="yi", й="y", ј="j", к="k", ќ="kj", л="l", љ="lj", м="m", н="n", њ="nj", о="o", п="p", р="r", с="s", т="t", ћ="c",
    у="u", ф="f", х="kh", ц="ts", ч="ch", џ="dz", ш="sh", щ="shch", ъ="", ы="y", ь="", э="e", ю="yu", я="ya",
)  # fmt: skip
# The letters of a language that differ from the above, and those that passports write differently.
UKRAINIAN = CYRILLIC | {"г": "h", "и": "y"}
BULGARIAN = CYRILLIC | {"ъ": "a", "щ": "sht", "х": "h"}
MACEDONIAN = CYRILLIC | {"х": "h", "ч": "c", "ж": "z", "ш": "s", "ц": "c"}
PASSPORT = {"ю": "iu", "я": "ia", "й": "i", "ё": "e", "є": "ie", "ї": "i"}

GREEK_PAIRS = {
    "ου": "ou", "αυ": "av", "ευ": "ev", "μπ": "b", "ντ": "nt", "γκ": "gk", "γγ": "ng", "τσ": "ts", "τζ": "tz",
    "αι": "ai", "ει": "ei", "οι": "oi",
}  # fmt: skip
GREEK = dict(
    α="a", β="v", γ="g", δ="d", ε="e", ζ="z", η="i", θ="th", ι="i", κ="k", λ="l", μ="m", ν="n", ξ="x", ο="o", π="p",
    ρ="r", σ="s", ς="s", τ="t", υ="y", φ="f", χ="ch", ψ="ps", ω="o",
)  # fmt: skip
GREEK_OTHER = {"η": "e", "φ": "ph", "χ": "h", "υ": "i"}

INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".split()
VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
FINALS = ["", *"k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()]


def spellings(name, language):
    """Every usual spelling of a name, as keys; names in Latin letters as they are."""
    scripts = {script(c) for c in name if c.isalpha()}
    if scripts <= {"LATIN"}:
        return latin(name)
    if scripts == {"CYRILLIC"}:
        return cyrillic(name, language)
    if scripts == {"GREEK"}:
        return greek(name)
    if scripts == {"HANGUL"}:
        return korean(name)
    if scripts <= {"GEORGIAN"} or scripts <= {"ARMENIAN"} or scripts <= {"CJK"}:
        from anyascii import anyascii

        return chinese(anyascii(name)) if scripts == {"CJK"} else latin(anyascii(name))
    return set()


def script(character):
    """The first word of a character's name: its script."""
    return unicodedata.name(character, "?").split(" ")[0]


def latin(name):
    """A name of one word, or the last word of one with particles ("van der Berg")."""
    parts = fold.words(name)
    return {parts[-1]} if parts and len(parts[-1]) >= (2 if len(parts) == 1 else 4) else set()


def letters(name, table):
    """Letter by letter."""
    return "".join(table.get(c, "") for c in name)


# Endings of patronymics, which need no second spelling.
PATRONYMICS = ("ovich", "evich", "ovych", "yovych", "ivna", "ovna", "evna")


def cyrillic(name, language):
    """By the language's own scheme, and as a passport has it."""
    table = {"uk": UKRAINIAN, "bg": BULGARIAN, "mk": MACEDONIAN}.get(language, CYRILLIC)
    found = set()
    for part in name.lower().replace("-", " ").split():
        # A third way, the commonest in Ukraine, takes the passport's letters but for the first.
        passport = table | PASSPORT
        third = letters(part[0], table) + letters(part[1:], passport)
        for text in (letters(part, table), letters(part, passport), third):
            if found and text.endswith(PATRONYMICS):
                continue
            found.add(text)
            for long, short in (("yy", "y"), ("iy", "y"), ("ii", "y"), ("yi", "y"), ("iia", "ia")):
                if text.endswith(long):
                    found.add(text.removesuffix(long) + short)
    return {f for f in found if len(f) >= 2}


def greek(name):
    """With pairs of letters first; final "-os" and the like need nothing."""
    plain = unicodedata.normalize("NFD", name.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    for pair, roman in GREEK_PAIRS.items():
        plain = plain.replace(pair, roman)
    found = {"".join(table.get(c, c) for c in plain) for table in (GREEK, GREEK | GREEK_OTHER)}
    return {f for f in found if fold.word(f) == f}


def korean(name):
    """Syllable by syllable, by the revised scheme and with the spellings that families use."""
    syllables = []
    for c in name:
        index = ord(c) - 0xAC00
        if not 0 <= index < 11172:
            return set()
        first, rest = divmod(index, 588)
        syllables.append(INITIALS[first].replace("-", "") + VOWELS[rest // 28] + FINALS[rest % 28])
    swaps = (("eo", "u"), ("yeo", "you"))
    found = {"".join(syllables)} | {"".join(s.replace(a, b) for s in syllables) for a, b in swaps}
    return found | {s for s in syllables if len(syllables) > 1 and len(s) > 1}


def chinese(roman):
    """`XiuLan` as one word and as its syllables; more than two syllables are no name of a person."""
    syllables, word = [], ""
    for c in roman:
        if c.isupper() and word:
            syllables.append(word)
            word = ""
        word += c.lower()
    syllables.append(word)
    if len(syllables) > 2 or not all(s.isalpha() and s.isascii() for s in syllables):
        return set()
    return {"".join(syllables)} | {s for s in syllables if len(s) > 1}
